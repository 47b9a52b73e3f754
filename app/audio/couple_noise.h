// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_NOISE_H
#define ATTUNE_AUDIO_COUPLE_NOISE_H

/* What else sounds in the simulated room, as one source. */
#include "audio/couple.h"
#include "audio/couple_chance.h"

typedef struct attune_couple_din attune_couple_din;

/** @param stream  of the seed. @return NULL for NOISE_NONE */
attune_couple_din *attune_couple_din_new(attune_couple_noise kind, double rate_hz, uint64_t seed,
                                         uint32_t stream);
void attune_couple_din_free(attune_couple_din *din);

/** Adds one step. Scaled so that `level` is the RMS between 200 and 7000 Hz over a long time; with
 * keyboard and speech over the time in which they sound. */
void attune_couple_din_add(attune_couple_din *din, float level, float *out);

/** How straight this sound comes: 0 from all sides, 1 as much straight as from the room. */
double attune_couple_din_direct(attune_couple_noise kind);

#endif
