// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_PROGRESS_H
#define ATTUNE_COMMAND_PROGRESS_H

/* A progress bar on stderr: only on a terminal, and only for work that takes more than 2 s. */
#include <glib.h>

typedef struct attune_progress attune_progress;

/**
 * @param label  what is being done, a few words; static or outliving the bar
 */
attune_progress *attune_progress_new(const char *label);

/**
 * Shows how far the work is. Cheap enough to call for every block.
 *
 * @param share  0..1; a smaller one than before does not move the bar back
 */
void attune_progress_show(attune_progress *progress, double share);

/** Takes the bar off the screen. NULL is fine. */
void attune_progress_free(attune_progress *progress);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(attune_progress, attune_progress_free)

#endif
