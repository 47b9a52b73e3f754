// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_BREATH_H
#define ATTUNE_BREATH_BREATH_H

/*
 * What is known of one partner's breath at one moment, and one whole breath.
 * Phase: 0 = the in-breath begins, pi = the out-breath begins, linear in time between.
 */

/** Time between two rows of features, and so between two states of breath. */
#define ATTUNE_ROW_S 0.096

typedef enum {
  ATTUNE_STAGE_UNKNOWN, /* not sure enough to use a word */
  ATTUNE_STAGE_IN,
  ATTUNE_STAGE_OUT,
  ATTUNE_STAGE_REST /* holding, silent or gone */
} attune_breath_stage;

typedef struct {
  float phase_rad;    /* [0, 2 pi); NaN when nothing is known */
  float spread_rad;   /* circular standard deviation of the phase, > 0; NaN with the phase */
  float rate_per_min; /* 4..30 expected rate; NaN with the phase */
  float presence;     /* 0..1, probability that this partner is breathing audibly */
  float clarity;      /* 0..1, resultant length |E e^(i phase)| of the posterior */
  int present;        /* the word: presence with hysteresis, and the sound could be heard */
  attune_breath_stage stage;
} attune_breath;

/** One whole breath, from the smoothed phase. Times are seconds in the recording. */
typedef struct {
  int partner;       /* attune_partner */
  double in_s;       /* the in-breath begins */
  double out_s;      /* the out-breath begins */
  double end_s;      /* the next in-breath begins, or the breath fades into rest */
  double confidence; /* 0..1 */
} attune_breath_cycle;

#endif
