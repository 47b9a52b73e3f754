// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_SPAN_H
#define ATTUNE_COMMAND_SPAN_H

/* Numbers and stretches of time as people type them. The same in every locale. */
#include <glib.h>

/** A stretch of a recording, in seconds from its beginning. */
typedef struct {
  double start_s, end_s;
} attune_span;

/**
 * Reads one finite decimal number ("12", "0.5", "1e3"): nothing before, nothing after it.
 *
 * @param[out] value  any finite number; untouched on failure
 */
gboolean attune_number_parse(const char *text, double *value);

/**
 * Reads two numbers with a colon between, such as IN:OUT.
 *
 * @param[out] first   any finite number; both untouched on failure
 * @param[out] second  any finite number
 */
gboolean attune_pair_parse(const char *text, double *first, double *second);

/**
 * Reads START:END in seconds.
 *
 * @param option     the option's name for the sentence, "--solo-a"
 * @param[out] span  0 <= start_s < end_s; untouched on failure
 * @return FALSE with ATTUNE_COMMAND_ERROR_USAGE
 */
gboolean attune_span_parse(const char *option, const char *text, attune_span *span, GError **error);

/** Whether two stretches share more than a point. */
gboolean attune_span_overlap(const attune_span *a, const attune_span *b);

#endif
