// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_WORDS_RESULT_H
#define ATTUNE_UI_WORDS_RESULT_H

/* What is said of a practice that is over. No GTK; main thread; all translated. */
#include "model/outcome.h"

/** "1 min 20" of at least 0 s; free with g_free. */
char *attune_duration_say(double time_s);

/** The first sentence; free with g_free. NULL outcome: nothing was heard. */
char *attune_outcome_say_title(const attune_outcome *outcome);

/** One or two sentences more; free with g_free. */
char *attune_outcome_say_summary(const attune_outcome *outcome);

/** Why there is no score; NULL when there is one. */
const char *attune_reason_say(attune_sync_reason reason);

/** "with the guide", "without a guide". */
const char *attune_outcome_say_condition(const attune_outcome *outcome);

/** One number for those who ask. */
typedef struct {
  char *name, *value, *tip; /* owned; tip NULL = none */
} attune_result_row;

/** @return array of attune_result_row (transfer full, frees its elements) */
GPtrArray *attune_outcome_list(const attune_outcome *outcome);

#endif
