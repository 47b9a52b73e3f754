// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATE_FILTER_H
#define ATTUNE_LISTEN_GATE_FILTER_H

/*
 * A noise filter that shuts the sound off between sounds.
 *
 * Two signs. Edges of silence: rows that stand still for 24 ms or more but not all through, beside
 * sound well over the quantisation step. And falls that no room allows: after 100 ms of sound the
 * level drops by 30 dB within 48 ms (a room's echo alone falls slower) and stays down; not counted
 * while somebody talks, since a "t" can do that. Four of the first or three of the second within
 * 15 s close the gate, until 15 s have gone without any.
 *
 * Plain data, one thread, no allocation.
 */
#include "listen/gate_input.h"

#include <stdint.h>

#define ATTUNE_FILTER_PAST 12 /* hops before the row that are looked at */

typedef struct {
  float hop[2][ATTUNE_FILTER_PAST + ATTUNE_HOPS_PER_ROW];
  unsigned n_rows;
  unsigned edge_at[4], fall_at[3]; /* rows of the last signs */
  unsigned n_edges, n_falls;       /* ever */
  unsigned left;
} attune_gate_filter;

void attune_gate_filter_init(attune_gate_filter *gate);

/** @return FILTERED or 0 */
uint32_t attune_gate_filter_push(attune_gate_filter *gate, const attune_gate_input *in,
                                 int is_speech);

#endif
