// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATE_CHANNELS_H
#define ATTUNE_LISTEN_GATE_CHANNELS_H

/*
 * What only two channels can show: one of them dead, or both the same.
 *
 *   dead     one stands still while the other does not; or its floor lies 40 dB under the other's;
 *            or 25 dB under it and it never moves 3 dB while the other moves 10 dB. Levels are
 *            judged from 3 s on
 *   copies   x1 = g x0 with one real g, of either sign, in every bin: what is left of x1 after
 *            that is under -30 dB of it, beyond the rounding noise of both, in each row for 1 s.
 *            Two real microphones differ by their own noise, at least above 1 kHz and in the
 *            pauses. Opens when more than -20 dB is left in each row for 0.3 s
 *
 * Plain data, one thread, no allocation.
 */
#include "listen/extremes.h"
#include "listen/gate_input.h"

#include <stdint.h>

typedef struct {
  float step_scale;         /* rounding noise per bin of a step of 1 */
  attune_extremes floor[2]; /* 4 s of in-band power, dB */
  attune_extremes range[2]; /* 10 s of the same */
  unsigned alike, unlike;   /* rows in a row */
  int are_copies;
} attune_gate_channels;

void attune_gate_channels_init(attune_gate_channels *gate, double rate_hz);

/** @return DEAD_CHANNEL and COPIES of this row; 0 with one channel */
uint32_t attune_gate_channels_push(attune_gate_channels *gate, const attune_gate_input *in);

#endif
