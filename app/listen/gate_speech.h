// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATE_SPEECH_H
#define ATTUNE_LISTEN_GATE_SPEECH_H

/*
 * Talking near the microphone, told by its pitch (listen/comb.h) on any channel.
 *
 * The gate closes above one evidence, is kept closed above a lower one, and for 0.6 s more, which
 * bridges consonants. Speech under the noise, or far away, is too weak to show and is let through.
 *
 * Allocates in _new only; one thread.
 */
#include "listen/comb.h"
#include "listen/gate_input.h"

#include <stdint.h>

typedef struct {
  attune_comb *comb[2]; /* of each channel */
  float evidence;       /* of the last row */
  unsigned left;        /* rows for which it stays closed */
} attune_gate_speech;

void attune_gate_speech_begin(attune_gate_speech *gate);
void attune_gate_speech_end(attune_gate_speech *gate);
void attune_gate_speech_reset(attune_gate_speech *gate);

/** @return SPEECH or 0 */
uint32_t attune_gate_speech_push(attune_gate_speech *gate, const attune_gate_input *in);

#endif
