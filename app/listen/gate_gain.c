// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gate_gain.h"

#include "listen/heard.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define BLOCK_ROWS 5
#define NEW_BLOCKS 8       /* 4 s: longer than one flat out-breath, which would look the same */
#define LEAST_OLD_BLOCKS 8 /* 4 s */
#define JUMP_DB 5.0f       /* announced as 6 dB; leaves room for the noise of minima */
#define SPREAD_DB 0.9f     /* mean deviation of the bands from their mean */
#define HOLD_ROWS 52       /* 5 s */
#define LEAST_POWER 1e-20f

void
attune_gate_gain_init(attune_gate_gain *gate)
{
  memset(gate, 0, sizeof *gate);
}

static void
take_row(attune_gate_gain *gate, const attune_gate_input *in, unsigned c)
{
  float *low = gate->low[c][gate->n_blocks % ATTUNE_GAIN_BLOCKS];
  memcpy(gate->recent[c][gate->n_rows % 3], in->band[c], sizeof in->band[c]);
  if (gate->n_rows < 2) return;
  for (unsigned b = 0; b < in->n_bands; b++) {
    float mean = (gate->recent[c][0][b] + gate->recent[c][1][b] + gate->recent[c][2][b]) / 3.0f;
    bool is_first = gate->n_rows == 2 || gate->n_rows % BLOCK_ROWS == 0;
    low[b] = is_first ? mean : fminf(low[b], mean);
  }
}

/* Least of one band over blocks [from, to). */
static float
find_low(const attune_gate_gain *gate, unsigned c, unsigned b, unsigned from, unsigned to)
{
  float low = INFINITY;
  for (unsigned i = from; i < to; i++) low = fminf(low, gate->low[c][i % ATTUNE_GAIN_BLOCKS][b]);
  return low + LEAST_POWER;
}

static int
has_jumped(const attune_gate_gain *gate, unsigned c, unsigned n_bands)
{
  unsigned end = gate->n_blocks, split = end - NEW_BLOCKS;
  unsigned from = end > ATTUNE_GAIN_BLOCKS ? end - ATTUNE_GAIN_BLOCKS : 0;
  float db[ATTUNE_GATE_BANDS], mean = 0.0f, spread = 0.0f;
  for (unsigned b = 0; b < n_bands; b++) {
    db[b] = 10.0f * log10f(find_low(gate, c, b, split, end) / find_low(gate, c, b, from, split));
    mean += db[b] / (float)n_bands;
  }
  for (unsigned b = 0; b < n_bands; b++) spread += fabsf(db[b] - mean) / (float)n_bands;
  return fabsf(mean) > JUMP_DB && spread < SPREAD_DB;
}

uint32_t
attune_gate_gain_push(attune_gate_gain *gate, const attune_gate_input *in, int is_usable)
{
  if (gate->left > 0) {
    gate->left--;
    return ATTUNE_UNHEARD_GAIN_JUMP;
  }
  if (!is_usable) return 0;
  for (unsigned c = 0; c < in->n_channels; c++) take_row(gate, in, c);
  if (++gate->n_rows % BLOCK_ROWS != 0) return 0;
  gate->n_blocks++;
  if (gate->n_blocks < LEAST_OLD_BLOCKS + NEW_BLOCKS) return 0;
  for (unsigned c = 0; c < in->n_channels; c++)
    if (has_jumped(gate, c, in->n_bands)) {
      attune_gate_gain_init(gate);
      gate->left = HOLD_ROWS - 1;
      return ATTUNE_UNHEARD_GAIN_JUMP;
    }
  return 0;
}
