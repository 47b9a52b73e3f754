// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_BREATH_H
#define ATTUNE_AUDIO_COUPLE_BREATH_H

/* One simulated person's sound at the mouth, step by step. */
#include "audio/couple_bank.h"
#include "audio/couple_speech.h"
#include "audio/couple_timing.h"

/** One burst of breath: what is drawn for it alone. */
typedef struct {
  int half;
  double start_s, length_s, attack_s;
  double level_db;                      /* of its middle */
  double wobble_db[3];                  /* three slow shapes over the bands */
  double rough_db[ATTUNE_COUPLE_BANDS]; /* and a finer one */
  double slide_db;                      /* per octave, from its begin to its end */
  double dip, dip_at, dip_width; /* a double hump or a break: depth 0..1, place, share of length */
} attune_couple_burst;

typedef struct {
  attune_couple_voice voice;
  const GArray *takes; /* attune_couple_take, borrowed */
  double rate_hz, step_s;
  guint take;                          /* the one that has begun or comes next */
  double octave[ATTUNE_COUPLE_BANDS];  /* of the bands, against 1 kHz */
  double form[3][ATTUNE_COUPLE_BANDS]; /* slow shapes over the bands, -1..1 */
  int half_begun;                      /* of it; -1 none */
  attune_couple_burst burst;
  double norm_db; /* makes the usual out-breath 1 RMS, 200-7000 Hz */
  double in_norm_db;
  float grain, band_grain[ATTUNE_COUPLE_BANDS]; /* unit variance */
  float grain_keep;                             /* their memory over one step */
  float stir, stir_keep;     /* amplitude of lips or cloth, its decay over one step */
  int stir_band, stir_width; /* in bands: middle, half the width */
  double whistle1, whistle2; /* state of the narrow filter */
  double speech_db;
  attune_couple_bank bank;
  attune_couple_speech speech;
  attune_couple_white white;
  GRand *rand;
} attune_couple_breather;

/**
 * @param takes  of attune_couple_take, borrowed, sorted; may grow at its end
 * @param seed   the couple's; `partner` makes the difference
 */
attune_couple_breather *attune_couple_breather_new(const attune_couple_voice *voice,
                                                   const GArray *takes, double rate_hz,
                                                   uint64_t seed, int partner);
void attune_couple_breather_free(attune_couple_breather *breather);

/** Writes the step [ATTUNE_COUPLE_STEP] that begins at t_s; steps in order. The usual out-breath
 * has an RMS of 1 between 200 and 7000 Hz. */
void attune_couple_breather_step(attune_couple_breather *breather, double t_s, float *out);

#endif
