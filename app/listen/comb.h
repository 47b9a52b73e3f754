// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_COMB_H
#define ATTUNE_LISTEN_COMB_H

/*
 * How much the sound of one channel is a comb of harmonics, as voices are.
 *
 * Of each 64 ms at 4 kHz: log spectrum over its own tracked floor (the least of the last 3-4 s),
 * less its smooth envelope, less the ripple that was there already in the last half second of
 * sound (a room's echoes make combs too, but stay where they are: cepstral mean subtraction, Atal
 * 1974, JASA 55:1304), without the bins in which a hum has its lines, cut to +-7 dB so that single
 * lines weigh little; then its cosine transform, a cepstrum (Noll 1967, JASA 41:293) of 94-1500
 * Hz. The best quefrency, 75-400 Hz, of two frames 48 ms apart at nearly the same pitch is the
 * evidence: 0..1, under 0.3 for breath and noise, mostly over 0.4 for voices.
 *
 * Allocates in _new only; one thread.
 */
#include "listen/spectrum.h"

typedef struct attune_comb attune_comb;

attune_comb *attune_comb_new(void);
void attune_comb_free(attune_comb *comb);
void attune_comb_reset(attune_comb *comb);

/** @param low  [ATTUNE_LOW_PER_ROW] of a row. @return its evidence */
float attune_comb_push(attune_comb *comb, const float *low);

#endif
