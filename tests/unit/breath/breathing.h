// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_TESTS_BREATHING_H
#define ATTUNE_TESTS_BREATHING_H

/* Breathers whose truth is known, as rows of features: no sound, no spectrum in between. */
#include "breath/tracker.h"

#include <glib.h>

#define PAUSE_DB 3.6 /* a pause: the mean of the noise over its floor */
#define MAX_BREATHS 128

/** What one breather sounds like. */
typedef struct {
  unsigned n;
  double in_fraction;
  double in_db[ATTUNE_MAX_FEATURES],
      out_db[ATTUNE_MAX_FEATURES]; /* of the bursts, over the floor */
} timbre;

/** One of two well-known people (0 or 1) on a microphone each (16 features) or on one (8). */
timbre timbre_of(unsigned who, attune_mics mics);

/** Power over the pauses at a position of the cycle; NaN turns are silent. */
double timbre_power(const timbre *t, unsigned feature, double turns);

/** The voice that a perfect calibration would learn. */
void timbre_fill_voice(const timbre *t, double noise_db, attune_voice *voice);

/** When somebody breathes: in_s[n] only ends the last breath. */
typedef struct {
  unsigned n;
  double in_s[MAX_BREATHS + 1], out_s[MAX_BREATHS];
} rhythm;

/** Breaths of `length_s` from start_s until end_s. @param cv  jitter of length and in-share */
rhythm rhythm_of(double start_s, double end_s, double length_s, double in_fraction, double cv,
                 GRand *rand);

/** Position in the cycle, 0..1 with in_fraction at the out-breath; NaN outside of all breaths. */
double rhythm_turns(const rhythm *r, double in_fraction, double t_s);

double normal(GRand *rand);

/** Rows of one or two breathers. @param b  NULL: nobody @return [n_rows], free with g_free */
attune_features *rows_of(size_t n_rows, const timbre *a, const rhythm *when_a, const timbre *b,
                         const rhythm *when_b, double noise_db, GRand *rand);

/** Middle of value[0..n), which is sorted on the way. */
double median_of(double *value, size_t n);

#endif
