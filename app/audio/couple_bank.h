// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_BANK_H
#define ATTUNE_AUDIO_COUPLE_BANK_H

/*
 * White noise to breath noise: parallel band-passes whose gains move from step to step. Two-pole
 * resonators with a peak gain of 1 (Bristow-Johnson's cookbook, band-pass, constant peak).
 */
#include "audio/couple_voice.h"

#define ATTUNE_COUPLE_LANES 4
#define ATTUNE_COUPLE_GROUPS (ATTUNE_COUPLE_BANDS / ATTUNE_COUPLE_LANES)

typedef float attune_couple_lanes __attribute__((vector_size(ATTUNE_COUPLE_LANES * sizeof(float))));

typedef struct {
  /* b (y = b x - b x[-2] - a1 y[-1] - a2 y[-2]), and the state of the transposed form */
  attune_couple_lanes b[ATTUNE_COUPLE_GROUPS], a1[ATTUNE_COUPLE_GROUPS], a2[ATTUNE_COUPLE_GROUPS];
  attune_couple_lanes s1[ATTUNE_COUPLE_GROUPS], s2[ATTUNE_COUPLE_GROUPS];
  attune_couple_lanes gain[ATTUNE_COUPLE_GROUPS]; /* amplitude at the end of the last step */
} attune_couple_bank;

/** Bands above 0.45 rate_hz stay silent. */
attune_couple_bank attune_couple_bank_make(double rate_hz);

/**
 * Shapes one step.
 *
 * @param noise  [ATTUNE_COUPLE_STEP] white
 * @param gain   [ATTUNE_COUPLE_BANDS] amplitudes that are reached, evenly, at the step's end
 * @param out    [ATTUNE_COUPLE_STEP] written
 */
void attune_couple_bank_run(attune_couple_bank *bank, const float *noise, const float *gain,
                            float *out);

/** Root mean square between 200 and 7000 Hz that white noise of variance 1 would come out with,
 * for gains in dB, standing still. */
double attune_couple_bank_rms(double rate_hz, const float *gain_db);

#endif
