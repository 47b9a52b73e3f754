// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_FAILURE_H
#define ATTUNE_COMMAND_FAILURE_H

/* How a command says that it cannot go on: one sentence on stderr and an exit status. */
#include <glib.h>

#define ATTUNE_COMMAND_ERROR (attune_command_error_quark())
GQuark attune_command_error_quark(void);

typedef enum {
  ATTUNE_COMMAND_ERROR_USAGE,  /* the words after `attune` do not fit together: exit 2 */
  ATTUNE_COMMAND_ERROR_INPUT,  /* what they point to does not fit: exit 1 */
  ATTUNE_COMMAND_ERROR_OUTPUT, /* something cannot be written: exit 1 */
  ATTUNE_COMMAND_ERROR_STOPPED /* the person pressed Ctrl-C: exit 130, as shells do */
} attune_command_error;

/** What a command returns when it was stopped by SIGINT, SIGTERM or SIGHUP. */
#define ATTUNE_EXIT_STOPPED 130

/** Sets `error` (may be NULL) to a whole sentence for people. @return FALSE always */
gboolean attune_command_fail(GError **error, attune_command_error code, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/**
 * Says `error` on stderr, as "attune WORD: sentence", and for a usage error where to read more.
 *
 * @param word   the command's word
 * @param error  of any domain; others than ATTUNE_COMMAND_ERROR and GOption's count as bad input
 * @return the exit status that belongs to it
 */
int attune_command_say(const char *word, const GError *error);

/** Writes out what is still buffered of stdout. Fails with ERROR_OUTPUT when some of it is lost. */
gboolean attune_command_flush(GError **error);

#endif
