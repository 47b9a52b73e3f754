// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATE_GAIN_H
#define ATTUNE_LISTEN_GATE_GAIN_H

/*
 * The microphone's level changed by itself.
 *
 * The floor of the last 4 s (least of 0.3 s means, in twelve bands from 62 Hz) stands more than 5
 * dB over or under that of the 8 s before, by the same amount in every band. A breath cannot do
 * that: it has a spectrum of its own and little below 200 Hz; a fan has another one. A fall is seen
 * in the first pause, a rise once 4 s have passed since. Closed for 5 s; then the floor is learnt
 * afresh.
 *
 * Plain data, one thread, no allocation.
 */
#include "listen/gate_input.h"

#include <stdint.h>

#define ATTUNE_GAIN_BLOCKS 24 /* of 0.48 s */

typedef struct {
  float recent[2][3][ATTUNE_GATE_BANDS];               /* powers of the last rows */
  float low[2][ATTUNE_GAIN_BLOCKS][ATTUNE_GATE_BANDS]; /* least of each block */
  unsigned n_rows, n_blocks;                           /* since the last jump */
  unsigned left;
} attune_gate_gain;

void attune_gate_gain_init(attune_gate_gain *gate);

/** @param is_usable  nothing else is wrong with the row. @return GAIN_JUMP or 0 */
uint32_t attune_gate_gain_push(attune_gate_gain *gate, const attune_gate_input *in, int is_usable);

#endif
