// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_WORDS_H
#define ATTUNE_UI_DRAW_WORDS_H

/* "in 2 3 4", "out 2 3 4 5 6": where the count is in half a breath. */
#include <stdbool.h>

typedef struct {
  bool is_in; /* in-breath, else out-breath */
  int n;      /* counts of this half, 1..12; about one a second */
  double at;  /* 0..n; the count that is said is the whole part plus one */
} attune_count;

/**
 * @param phase_rad     known, any
 * @param rate_per_min  of whole breaths, > 0
 * @param in_share      0..1 of the cycle is in-breath
 */
attune_count attune_count_of(double phase_rad, double rate_per_min, double in_share);

#endif
