// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_ROOM_H
#define ATTUNE_AUDIO_COUPLE_ROOM_H

/*
 * The room between mouths and microphones: for each source and microphone a direct path with a
 * fractional delay and a few early reflections; one reverberation for all, a feedback delay network
 * (Jot 1991) whose eight lines come from eight directions, so that two microphones hear it as
 * alike, or unlike, as their distance says.
 */
#include "audio/couple_chance.h"
#include "base/setup.h"

#define ATTUNE_COUPLE_MICS 2
#define ATTUNE_COUPLE_SOURCES 3 /* A, B, what else sounds */
#define ATTUNE_COUPLE_OTHER 2

typedef struct attune_couple_room attune_couple_room;

/**
 * Draws a room and a place for everything in it.
 *
 * @param other_direct  how much of the other source comes straight: 0 = all around (rain),
 *                      1 = near, as a keyboard on the same desk
 */
attune_couple_room *attune_couple_room_new(attune_mics mics, double rate_hz, double other_direct,
                                           GRand *rand);
void attune_couple_room_free(attune_couple_room *room);

/** Forgets what sounds; the room stays. */
void attune_couple_room_reset(attune_couple_room *room);

/** 1 or 2. */
unsigned attune_couple_room_mics(const attune_couple_room *room);

/** One step: source[s] and mic[m] are [ATTUNE_COUPLE_STEP]; mic is written. */
void attune_couple_room_step(attune_couple_room *room, float *const *source, float *const *mic);

/** RMS at a microphone for a source with an RMS of 1 (mid bands). Resets the room; 0.5 s of work.
 */
double attune_couple_room_gain(attune_couple_room *room, int source, int mic);

#endif
