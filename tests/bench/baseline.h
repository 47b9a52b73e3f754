// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_BASELINE_H
#define ATTUNE_BENCH_BASELINE_H

/*
 * The usual method, to compare with: each channel's loudness, band-passed without delay to
 * 0.05-0.7 Hz, its Hilbert phase, phase locking and alignment of the two phases. One microphone's
 * loudness serves both partners.
 *
 * `turned` favours it: each partner's phase is turned by the constant that fits the truth of this
 * very recording best, so polarity and delay cost it nothing. `raw` is what it gives by itself. It
 * never says that it does not know, nor that a partner is not there.
 */
#include "scene.h"

/** The phases on the rows of the take. */
typedef struct {
  size_t n;
  float *raw[ATTUNE_PARTNERS];          /* [n] radians */
  float *turned[ATTUNE_PARTNERS];       /* [n] radians */
  float *rate_per_min[ATTUNE_PARTNERS]; /* [n] slope of the phase over 10 s */
  double plv;                           /* |mean e^(i (A - B))|, 0..1, over all rows */
} bench_baseline;

/** @return free with bench_baseline_free */
bench_baseline *bench_baseline_new(const bench_take *take);
void bench_baseline_free(bench_baseline *baseline);

#endif
