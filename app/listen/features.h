// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_FEATURES_H
#define ATTUNE_LISTEN_FEATURES_H

/* What the breath room gets to see of the sound: one row of band levels each 96 ms. */
#include <stdint.h>

#define ATTUNE_BANDS 8         /* log-spaced, 200-7000 Hz */
#define ATTUNE_MAX_FEATURES 24 /* eight bands of up to three real or virtual channels */

typedef struct {
  double t_s;                   /* middle of the row since the stream began */
  float x[ATTUNE_MAX_FEATURES]; /* 10 log10(power / noise floor + 1), dB, >= 0 */
  uint32_t unheard;             /* attune_unheard bits: why x is not to be believed */
} attune_features;

#endif
