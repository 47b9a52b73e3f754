// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_VOICE_H
#define ATTUNE_AUDIO_COUPLE_VOICE_H

/* What one simulated person's breath sounds like: drawn once, the same for the whole recording. */
#include "audio/couple.h"
#include "audio/couple_chance.h"

/** Bands of the breath's filter bank, evenly spaced in log frequency. */
#define ATTUNE_COUPLE_BANDS 24

/** Halves of a breath. */
enum { ATTUNE_COUPLE_IN, ATTUNE_COUPLE_OUT, ATTUNE_COUPLE_HALVES };

/** Middle of band `band` in Hz. */
double attune_couple_band_hz(int band);

/** How one half of the breath runs. */
typedef struct {
  float shape_db[ATTUNE_COUPLE_BANDS]; /* spectrum */
  double level_db;      /* of the burst's middle, 200-7000 Hz; the usual out-breath is 0 */
  double attack_s;      /* 0.1..0.6 */
  double release_share; /* 0.3..0.8 of the burst */
  double fall_db;       /* lost from the burst's begin to its end; negative: it swells */
  double flow_tilt_db;  /* per octave above 1 kHz, lost as the burst's envelope falls by 10 dB */
  double pause_s;       /* silent after the burst, mean */
  double whistle_db;    /* a nose's narrow tone against the breath; -200 = none */
  double rumble_db;     /* wind on the microphone below 200 Hz */
} attune_couple_half;

typedef struct {
  gboolean mouth;
  attune_couple_half half[ATTUNE_COUPLE_HALVES];
  double level_jitter_db;  /* 1.5..4, breath to breath */
  double colour_jitter_db; /* 0.8..2.8, breath to breath, per shape of the spectrum */
  double grain_hz;         /* 5..30, speed of the turbulence's fluctuation */
  double grain_db;         /* 1..3, all bands together */
  double band_grain_db;    /* 1..3, each band for itself */
  double drift_db[2], drift_period_s[2], drift_phase_rad[2]; /* loudness over minutes */
  double odd_chance;   /* 0..0.2 of the breaths go their own way in colour and loudness */
  double faint_chance; /* 0..0.1 of the in-breaths are hardly heard */
  double hump_chance, break_chance; /* 0..1 per burst */
  double attack_jitter;             /* standard deviation of the attack's logarithm */
  double effort_db;                 /* louder per halving of the breath's length */
  double whistle_hz, whistle_q;
  double pause_air_db;    /* air that never quite rests, against the out-breath */
  double smacks_per_min;  /* lips, throat, in the pauses */
  double rustles_per_min; /* clothes, a chair */
  double pitch_hz;        /* of the speaking voice */
} attune_couple_voice;

/** Draws a voice from `rand`, as far as `wishes` leave it open. */
attune_couple_voice attune_couple_voice_draw(GRand *rand, const attune_couple_wishes *wishes);

#endif
