// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATE_BUMP_H
#define ATTUNE_LISTEN_GATE_BUMP_H

/*
 * A key, a knock, a cup: the level of 32 ms frames jumps by 10 dB within 16 ms to near the loudest
 * that was heard lately, and (where the row still shows it) falls by 8 dB within 64 ms. Excludes
 * its own row, and the next one when it came late in the row. Breaths rise slower; a softer
 * click hidden among breaths is left in, since it also harms less.
 *
 * Plain data, one thread, no allocation.
 */
#include "listen/gate_input.h"

#include <stdint.h>

#define ATTUNE_BUMP_PAST 4 /* hops before the row that are looked at */

typedef struct {
  float hop[2][ATTUNE_BUMP_PAST + ATTUNE_HOPS_PER_ROW];
  float loud[2]; /* loudest level lately, falling 1 dB a second */
  unsigned n_rows;
  int is_late; /* the last row ended in a bump */
} attune_gate_bump;

void attune_gate_bump_init(attune_gate_bump *gate);

/** @return BUMP or 0 */
uint32_t attune_gate_bump_push(attune_gate_bump *gate, const attune_gate_input *in);

#endif
