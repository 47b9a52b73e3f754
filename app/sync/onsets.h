// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_SYNC_ONSETS_H
#define ATTUNE_SYNC_ONSETS_H

/* When each in-breath begins, from a phase track that may jitter, jump and have gaps. */
#include <stdbool.h>
#include <stddef.h>

/** One in-breath. */
typedef struct {
  double at;        /* when it begins, in samples of the track, 0..n-1, with fraction */
  bool ends_breath; /* the time since the onset before is one whole breath, heard throughout */
} attune_onset;

/** No two in-breaths are nearer than this, and no whole breath is longer than that. */
#define ATTUNE_ONSET_LEAST_S 1.0
#define ATTUNE_BREATH_MOST_S 20.0

/** Most onsets that `n` samples of `dt_s` (at most 0.5 s) can have. */
size_t attune_onsets_most(size_t n);

/**
 * Finds where the phase passes through 0.
 *
 * The unwrapped phase must go 0.5 rad past a multiple of 2 pi before that passage counts, so
 * jitter around 0 gives one onset: the middle between its first and last upward passage, found
 * between samples by linear interpolation. Holes up to 0.5 s are bridged; longer ones begin anew.
 *
 * @param phase_rad   [n] [0, 2 pi) or NaN
 * @param weight      [n] 0 = not heard
 * @param dt_s        0.02..0.5
 * @param[out] onset  [attune_onsets_most(n)]
 * @param[out] cycles breaths' worth of phase travelled while heard; may be NULL
 * @return how many were found
 */
size_t attune_find_onsets(const float *phase_rad, const float *weight, size_t n, double dt_s,
                          attune_onset *onset, double *cycles);

#endif
