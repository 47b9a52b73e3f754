// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_INTERRUPT_H
#define ATTUNE_COMMAND_INTERRUPT_H

/*
 * Ctrl-C as a question that work asks now and then, so that it can tidy up before it ends.
 * One command runs in a process, so there is one answer.
 */
#include <glib.h>

/**
 * From now on SIGINT, SIGTERM and SIGHUP are remembered instead of ending the program at once; a
 * second one of the same kind ends it. A reader of our output that goes away is an ordinary write
 * error from now on.
 */
void attune_interrupt_watch(void);

/** Whether somebody asked to stop since. Any thread. */
gboolean attune_interrupt_asked(void);

/** Fails with ATTUNE_COMMAND_ERROR_STOPPED when somebody did. */
gboolean attune_interrupt_check(GError **error);

#endif
