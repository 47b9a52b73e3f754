// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_SCORE_TEXT_H
#define ATTUNE_COMMAND_SCORE_TEXT_H

/* The score in words: what the commands print when nobody asked for JSON. */
#include "sync/sync.h"

/**
 * A few gentle lines and the main numbers, each line ended by a line feed.
 *
 * With a p-value the words follow it: without evidence beyond chance nothing is called "together".
 *
 * @param guided  both followed the same guide
 * @param notes   NULL-ended sentences, printed last; NULL for none
 * @return free with g_free
 */
char *attune_score_text(const attune_sync *sync, bool guided, const char *const *notes);

/** "own rhythms", "partly together", "together" or "closely together" for 0..100. */
const char *attune_score_word(double alignment);

#endif
