// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_SMOOTHER_H
#define ATTUNE_BREATH_SMOOTHER_H

/*
 * Both partners' breath with all of the sound known: forward-backward (Rabiner 1989, Proc. IEEE
 * 77:257) of A given B's filter marginal, then of B given A's smoothed one. One pass each.
 *
 * Forward beliefs are kept every 64 rows and made again between (twice the forward work, a
 * hundredth of the memory). One thread.
 */
#include "breath/tracker.h"

#include <stddef.h>

#define ATTUNE_SMOOTH_STRIDE 64 /* rows between kept forward beliefs */

/** Beliefs of working memory that attune_smooth_pointer needs. */
#define ATTUNE_SMOOTH_WORK(n_rows)                                                                 \
  (((n_rows) + ATTUNE_SMOOTH_STRIDE - 1) / ATTUNE_SMOOTH_STRIDE + ATTUNE_SMOOTH_STRIDE)

/**
 * Smooths one pointer. Does not allocate.
 *
 * @param evidence       [n_rows x ATTUNE_CLASSES] of its classes
 * @param map            of its voice
 * @param[out] breath    [n_rows]; `present` is presence > 0.5, `stage` unknown
 * @param[out] classes   [n_rows x ATTUNE_CLASSES] marginals; may be NULL
 * @param work           [ATTUNE_SMOOTH_WORK(n_rows)] memory to work in
 */
void attune_smooth_pointer(const float *evidence, size_t n_rows, const attune_belief *start,
                           const attune_pointer_terms *terms, const attune_phase_map *map,
                           attune_breath *breath, float *classes, attune_belief *work);

/**
 * Smooths both. Allocates.
 *
 * @param rows        [n_rows] the same rows as the tracker was given
 * @param trace       [n_rows] what it left
 * @param[out] breath [ATTUNE_PARTNERS][n_rows]
 */
void attune_smooth_pair(const attune_tracker *tracker, const attune_tracker_terms *terms,
                        const attune_features *rows, const attune_tracker_trace *trace,
                        size_t n_rows, attune_breath *const breath[ATTUNE_PARTNERS]);

#endif
