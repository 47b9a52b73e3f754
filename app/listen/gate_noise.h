// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATE_NOISE_H
#define ATTUNE_LISTEN_GATE_NOISE_H

/*
 * A steady sound over the breath.
 *
 * Steady: for 10 s no band from 280 Hz up moved by more than 2.5 dB (0.8 s means). That alone is
 * also a quiet room with two people at rest, so the sound must be loud as well: within 3 dB of
 * the level that breaths reached before in most bands, or over -40 dBFS when no breath was heard
 * yet. Opens with the first movement of 4 dB.
 *
 * Plain data, one thread, no allocation.
 */
#include "listen/extremes.h"
#include "listen/gate_input.h"

#include <stdint.h>

#define ATTUNE_NOISE_MEAN_ROWS 8 /* 0.8 s */

typedef struct {
  float mean[ATTUNE_GATE_BANDS]; /* of the last 0.8 s, dB */
  attune_extremes range[ATTUNE_GATE_BANDS];
  float breath[ATTUNE_GATE_BANDS]; /* level that breaths reach, dB */
  unsigned n_breath;               /* times it was learnt */
  float recent[ATTUNE_NOISE_MEAN_ROWS][ATTUNE_GATE_BANDS];
  unsigned n_rows;
  int is_covered;
} attune_noise_channel;

typedef struct {
  attune_noise_channel channel[2];
} attune_gate_noise;

void attune_gate_noise_init(attune_gate_noise *gate);

/** @param is_usable  nothing else is wrong with the row. @return NOISE or 0 */
uint32_t attune_gate_noise_push(attune_gate_noise *gate, const attune_gate_input *in,
                                int is_usable);

#endif
