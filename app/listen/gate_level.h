// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATE_LEVEL_H
#define ATTUNE_LISTEN_GATE_LEVEL_H

/*
 * Too loud, nothing at all, too little: clipping, digital silence, too quiet.
 *
 *   clipping     more than 0.1 % of a row's samples at full scale; closed for one row more, which
 *                shares 16 ms with it
 *   silence      samples that do not change (zeros, or a stuck converter) for 24 ms or more, on
 *                every channel; closed for two rows more
 *   too quiet    for 3 s nothing rose 6 dB over the rounding noise of the source's own
 *                quantisation step (power step^2 / 12, white), nor over -100 dBFS; open again with
 *                the first row that does
 *
 * Plain data, one thread, no allocation.
 */
#include "listen/extremes.h"
#include "listen/gate_input.h"

#include <stdint.h>

#define ATTUNE_STILL_SHARE 0.25f /* of a row's samples: 24 ms */

typedef struct {
  float step_scale; /* rounding noise per bin of a step of 1 */
  unsigned clipping_left, silence_left;
  float recent[2][3]; /* powers of the last rows */
  unsigned next;
  attune_extremes power[2], step[2];
} attune_gate_level;

void attune_gate_level_init(attune_gate_level *gate, double rate_hz);

/** @return CLIPPING, SILENCE and TOO_QUIET of this row */
uint32_t attune_gate_level_push(attune_gate_level *gate, const attune_gate_input *in);

/** Whether a channel stood still for 24 ms or more in this row. */
int attune_row_is_still(const attune_spectrum_row *row, unsigned channel);

#endif
