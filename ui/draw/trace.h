// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_TRACE_H
#define ATTUNE_UI_DRAW_TRACE_H

/* A whole practice as two lines: where they run, where they break off, what is shaded. No GTK. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A stretch of rows [from, to). */
typedef struct {
  size_t from, to;
  uint32_t bits; /* all that was set in it */
} attune_stretch;

/**
 * Height of a breath: 0 = out, 1 = in; smooth at both ends.
 *
 * @param phase_rad  0 = in-breath begins, pi = out-breath begins
 */
double attune_trace_height(double phase_rad);

/**
 * Stretches in which `flag` is set, with gaps of up to `bridge` rows filled in, none shorter than
 * `least` rows.
 *
 * @param flag   [n] a row counts when flag & mask is not 0
 * @param found  [room] in order; more are left out
 * @return how many
 */
size_t attune_trace_stretches(const uint32_t *flag, size_t n, uint32_t mask, size_t bridge,
                              size_t least, attune_stretch *found, size_t room);

#endif
