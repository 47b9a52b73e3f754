// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATE_SPEECH_H
#define ATTUNE_LISTEN_GATE_SPEECH_H

/*
 * Talking near the microphone.
 *
 * Voiced speech is a comb of harmonics, 75-420 Hz apart; breath, rain and fans are not, and a nose
 * whistle is a single line. Of each 64 ms at 4 kHz: log spectrum over its own tracked floor (the
 * least of the last 3-4 s), less its smooth envelope, less the ripple that was there already in
 * the last half second of sound (a room's echoes and a hum make combs too, but stay where they
 * are: cepstral mean subtraction, Atal 1974, JASA 55:1304), cut to +-7 dB so that single lines
 * weigh little; then its cosine transform, a cepstrum (Noll 1967, JASA 41:293) of 94-1500 Hz. The
 * best quefrency of two frames 48 ms apart, at nearly the same pitch, is the evidence. The gate
 * closes above one threshold, is kept closed above a lower one, and for 0.6 s more, which bridges
 * consonants.
 *
 * Allocates in _new only; one thread.
 */
#include "listen/gate_input.h"

#include <stdint.h>

typedef struct attune_gate_speech attune_gate_speech;

attune_gate_speech *attune_gate_speech_new(void);
void attune_gate_speech_free(attune_gate_speech *gate);
void attune_gate_speech_reset(attune_gate_speech *gate);

/** @return SPEECH or 0 */
uint32_t attune_gate_speech_push(attune_gate_speech *gate, const attune_gate_input *in);

/** Evidence of the last row, 0..1: under 0.3 for noise, mostly over 0.4 for voices. */
float attune_gate_speech_evidence(const attune_gate_speech *gate);

#endif
