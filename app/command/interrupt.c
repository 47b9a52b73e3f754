// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/interrupt.h"
#include "command/failure.h"

#include <signal.h>
#include <stdatomic.h>

static _Atomic int asked; /* lock-free, so a signal handler may write it */

static void
remember(int signal_number)
{
  (void)signal_number;
  atomic_store(&asked, 1);
}

void
attune_interrupt_watch(void)
{
  struct sigaction action = {.sa_handler = remember, .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN); /* a limit on file size is an ordinary write error too */
}

gboolean
attune_interrupt_asked(void)
{
  return atomic_load(&asked) != 0;
}

gboolean
attune_interrupt_check(GError **error)
{
  if (!attune_interrupt_asked()) return TRUE;
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_STOPPED, "Stopped");
}
