// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_DELAY_H
#define ATTUNE_AUDIO_COUPLE_DELAY_H

/* A delay line that is written and read a step at a time. */
#include "audio/couple_chance.h"

#include <stddef.h>

typedef struct {
  float *ring;          /* [mask + 1] samples */
  size_t mask, written; /* samples ever written */
} attune_couple_delay;

/** @param longest  greatest `back` that will be asked for, samples */
attune_couple_delay *attune_couple_delay_new(size_t longest);
void attune_couple_delay_free(attune_couple_delay *delay);
void attune_couple_delay_clear(attune_couple_delay *delay);

/** Appends one step of samples, [ATTUNE_COUPLE_STEP]. */
void attune_couple_delay_write(attune_couple_delay *delay, const float *in);

/** Reads out[n] samples; the first is the one written `back` (>= n) before the next one to come. */
void attune_couple_delay_read(const attune_couple_delay *delay, size_t back, float *out, size_t n);

#endif
