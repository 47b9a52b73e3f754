// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_VOICE_H
#define ATTUNE_BREATH_VOICE_H

/*
 * What one partner's breath sounds like: for each position in the cycle the mean and covariance
 * of the features, and how the pauses sound.
 */
#include "breath/pointer.h"
#include "listen/features.h"

#include <stddef.h>

#define ATTUNE_COV (ATTUNE_MAX_FEATURES * ATTUNE_MAX_FEATURES)

typedef struct {
  unsigned n;                                     /* features, 1..ATTUNE_MAX_FEATURES */
  float in_fraction;                              /* where the out-breath begins, 0.2..0.7 turns */
  float learnt_per_min;                           /* rate of the solo part */
  float mean[ATTUNE_PHASES][ATTUNE_MAX_FEATURES]; /* dB over the floor */
  float cov[ATTUNE_PHASES][ATTUNE_COV];           /* dB^2, [n x n] row by row */
  float silent[ATTUNE_MAX_FEATURES];              /* mean of the pauses, dB */
  float silent_cov[ATTUNE_COV];                   /* dB^2 */
} attune_voice;

/**
 * Learns mean and covariance from rows whose position in the cycle is known. Covariance is shrunk:
 * 0.4 own + 0.4 pooled + 0.2 pooled diagonal + 1 dB^2. The silent template, in_fraction and
 * learnt_per_min are left as they are. Allocates nothing.
 *
 * @param x      [n_rows] features
 * @param turns  [n_rows] position, 0..1; NaN rows are left out
 */
void attune_voice_learn(attune_voice *voice, unsigned n_features, const attune_features *rows,
                        const double *turns, size_t n_rows);

#endif
