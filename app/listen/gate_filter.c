// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gate_filter.h"

#include "listen/gate_level.h"
#include "listen/heard.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define WITHIN_ROWS 156 /* 15 s */
#define HOLD_ROWS 156
#define N_EDGES 4
#define N_FALLS 3
#define LEAST_PEAK_STEPS 8.0f
#define FALL 1000.0f /* 30 dB */
#define FALL_HOPS 3
#define SOUND_HOPS 6
#define SOUND_RANGE 10.0f /* 10 dB: a sound that lasts, not a click that rings out */
#define DOWN_HOPS 2
#define LEAST_POWER 1e-22f
#define N_HOPS (ATTUNE_FILTER_PAST + ATTUNE_HOPS_PER_ROW)

void
attune_gate_filter_init(attune_gate_filter *gate)
{
  memset(gate, 0, sizeof *gate);
}

static int
has_edge(const attune_spectrum_row *row, unsigned c)
{
  const attune_row_level *level = &row->level[c];
  return attune_row_is_still(row, c) && level->still < level->n &&
         level->peak > LEAST_PEAK_STEPS * level->step;
}

/* Sound in hops [i - 6, i), down by 30 dB in i + 2 and i + 3. */
static int
falls_at(const float *hop, unsigned i)
{
  float low = hop[i - 1], high = hop[i - 1];
  for (unsigned j = i - SOUND_HOPS; j < i; j++) {
    low = fminf(low, hop[j]);
    high = fmaxf(high, hop[j]);
  }
  if (low < LEAST_POWER || high > SOUND_RANGE * low) return 0;
  for (unsigned j = i + FALL_HOPS - 1; j < i + FALL_HOPS - 1 + DOWN_HOPS; j++)
    if (hop[j] * FALL > low) return 0;
  return 1;
}

static int
has_fall(attune_gate_filter *gate, const attune_gate_input *in, unsigned c)
{
  float *hop = gate->hop[c];
  memmove(hop, hop + ATTUNE_HOPS_PER_ROW, ATTUNE_FILTER_PAST * sizeof *hop);
  memcpy(hop + ATTUNE_FILTER_PAST, in->row->level[c].hop_power, ATTUNE_HOPS_PER_ROW * sizeof *hop);
  if (gate->n_rows < 3) return 0;
  /* Each row finds the falls whose last hop is its own. */
  for (unsigned j = ATTUNE_FILTER_PAST; j < N_HOPS; j++)
    if (falls_at(hop, j - (FALL_HOPS - 2 + DOWN_HOPS))) return 1;
  return 0;
}

/* Whether this sign is the last of n within 15 s. */
static int
note_sign(unsigned *at, unsigned n, unsigned *count, unsigned row)
{
  unsigned *slot = &at[*count % n], oldest = at[(*count + 1) % n];
  *slot = row;
  ++*count;
  return *count >= n && row - oldest <= WITHIN_ROWS;
}

uint32_t
attune_gate_filter_push(attune_gate_filter *gate, const attune_gate_input *in, int is_speech)
{
  int edge = 0, fall = 0, sure = 0;
  for (unsigned c = 0; c < in->n_channels; c++) {
    edge = has_edge(in->row, c) || edge;
    fall = has_fall(gate, in, c) || fall;
  }
  if (edge) sure |= note_sign(gate->edge_at, N_EDGES, &gate->n_edges, gate->n_rows);
  if (fall && !is_speech) sure |= note_sign(gate->fall_at, N_FALLS, &gate->n_falls, gate->n_rows);
  if (sure || (gate->left > 0 && (edge || fall)))
    gate->left = HOLD_ROWS;
  else if (gate->left > 0)
    gate->left--;
  gate->n_rows++;
  return gate->left > 0 ? ATTUNE_UNHEARD_FILTERED : 0;
}
