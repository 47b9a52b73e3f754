// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gate_bump.h"

#include "listen/heard.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define JUMP 10.0f
#define NEAR_LOUDEST 0.25f
#define FALL 6.3f
#define FALL_HOPS 3
#define LATE_HOP 4         /* from here on its tail is in the next row */
#define LOUD_DECAY 0.9781f /* 1 dB a second */
#define N_HOPS (ATTUNE_BUMP_PAST + ATTUNE_HOPS_PER_ROW)

void
attune_gate_bump_init(attune_gate_bump *gate)
{
  memset(gate, 0, sizeof *gate);
}

/* Whether a bump begins at hop i. A frame before it already holds half of it, so the level before
   is that of two to four hops ago. */
static int
begins_at(const float *hop, unsigned i, float loud)
{
  float before = (hop[i - 4] + hop[i - 3] + hop[i - 2]) / 3.0f;
  float top = i + 1 < N_HOPS ? fmaxf(hop[i], hop[i + 1]) : hop[i];
  if (top < JUMP * before || top < NEAR_LOUDEST * loud) return 0;
  for (unsigned j = i + FALL_HOPS; j < N_HOPS; j++)
    if (top > FALL * hop[j]) return 1;
  return i + FALL_HOPS >= N_HOPS;
}

/* Hop of the row's last bump; -1 if none. */
static int
find_bump(const float *hop, float loud)
{
  for (unsigned i = N_HOPS; i-- > ATTUNE_BUMP_PAST;)
    if (begins_at(hop, i, loud)) return (int)(i - ATTUNE_BUMP_PAST);
  return -1;
}

static int
find_bump_in_channel(attune_gate_bump *gate, const attune_gate_input *in, unsigned c)
{
  float *hop = gate->hop[c];
  memmove(hop, hop + ATTUNE_HOPS_PER_ROW, ATTUNE_BUMP_PAST * sizeof *hop);
  memcpy(hop + ATTUNE_BUMP_PAST, in->row->level[c].hop_power, ATTUNE_HOPS_PER_ROW * sizeof *hop);
  if (gate->n_rows == 0) return -1;
  return find_bump(hop, gate->loud[c]);
}

uint32_t
attune_gate_bump_push(attune_gate_bump *gate, const attune_gate_input *in)
{
  int bump = -1;
  for (unsigned c = 0; c < in->n_channels; c++) bump = MAX(bump, find_bump_in_channel(gate, in, c));
  for (unsigned c = 0; c < in->n_channels; c++) {
    float now = bump >= 0 || gate->is_late ? 0.0f : in->power[c];
    gate->loud[c] = fmaxf(now, LOUD_DECAY * gate->loud[c]);
  }
  int is_bump = bump >= 0 || gate->is_late;
  gate->is_late = bump >= LATE_HOP;
  gate->n_rows++;
  return is_bump ? ATTUNE_UNHEARD_BUMP : 0;
}
