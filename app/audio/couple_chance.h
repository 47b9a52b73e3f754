// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_CHANCE_H
#define ATTUNE_AUDIO_COUPLE_CHANCE_H

/* Chance for the simulated couple: GRand for what is drawn once, a small generator for samples. */
#include <glib.h>
#include <stdint.h>

/** Frames in one step of the simulation: everything is made in runs of this many. */
#define ATTUNE_COUPLE_STEP 64

/** Independent streams of one seed, so that a draw more in one place moves nothing elsewhere. */
enum {
  ATTUNE_COUPLE_STREAM_TIMING = 1,
  ATTUNE_COUPLE_STREAM_ROOM,
  ATTUNE_COUPLE_STREAM_NOISE,
  ATTUNE_COUPLE_STREAM_LEVELS,
  ATTUNE_COUPLE_STREAM_VOICE = 16, /* + partner */
  ATTUNE_COUPLE_STREAM_BREATH = 32 /* + partner */
};

/** @return the seed's stream; free with g_rand_free */
GRand *attune_couple_chance(uint64_t seed, uint32_t stream);

/** Evenly in low..high, in their unit. */
double attune_couple_draw(GRand *rand, double low, double high);

/** Normal with mean 0 and standard deviation 1, held to -2.5..2.5. */
double attune_couple_draw_normal(GRand *rand);

/** TRUE with this probability. */
gboolean attune_couple_draw_if(GRand *rand, double probability);

/** White noise, the state of its generator (never 0). */
typedef struct {
  uint64_t state;
} attune_couple_white;

attune_couple_white attune_couple_white_make(GRand *rand);

/** Fills a step with white noise, mean 0, variance 1, nearly normal (kurtosis 2.7). */
void attune_couple_white_fill(attune_couple_white *white, float *out);

/** One value of the same kind. */
float attune_couple_white_one(attune_couple_white *white);

#endif
