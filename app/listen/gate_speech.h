// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATE_SPEECH_H
#define ATTUNE_LISTEN_GATE_SPEECH_H

/*
 * Talking near the microphone.
 *
 * Voiced speech is a comb of harmonics, 75-420 Hz apart; breath, rain and fans are not, and a nose
 * whistle is a single line. Of each 64 ms at 4 kHz: log spectrum over its own tracked floor (so a
 * steady hum is gone within 4 s), less its smooth envelope, cut to +-4.3 dB (so single lines and
 * clicks weigh little), and its cosine transform: a cepstrum (Noll 1967, JASA 41:293) of 100-1500
 * Hz. The best quefrency of two frames in a row, 48 ms apart, at nearly the same pitch is the
 * evidence. It opens at one threshold and, once open, is kept up by a lower one; the gate stays
 * closed 0.6 s after the last evidence, which bridges consonants.
 *
 * Speech moves. A comb that keeps its pitch and level for a second is a machine, and is let go.
 *
 * Allocates in _new only; one thread.
 */
#include "listen/gate_input.h"

#include <stdint.h>

typedef struct attune_gate_speech attune_gate_speech;

attune_gate_speech *attune_gate_speech_new(void);
void attune_gate_speech_free(attune_gate_speech *gate);
void attune_gate_speech_reset(attune_gate_speech *gate);

/**
 * @param is_bump  the row holds a knock: a first word is then believed from stronger evidence only
 * @return SPEECH or 0
 */
uint32_t attune_gate_speech_push(attune_gate_speech *gate, const attune_gate_input *in,
                                 int is_bump);

/** Evidence of the last row, about 0.1 for noise and 0.3 and more for voices. */
float attune_gate_speech_evidence(const attune_gate_speech *gate);

#endif
