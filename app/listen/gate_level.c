// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gate_level.h"

#include "listen/heard.h"

#include <glib.h>
#include <string.h>

#define CLIPPED_SHARE 0.001f
#define CLIPPING_HOLD 1
#define SILENCE_HOLD 2
#define WINDOW_BLOCKS 5 /* 10 s */
#define BLOCK_ROWS 21
#define LEAST_ROWS 31        /* 3 s */
#define RESOLVED 4.0f        /* 6 dB over the rounding noise */
#define LEAST_POWER 4.4e-13f /* per bin: -100 dBFS over 226 bins */

void
attune_gate_level_init(attune_gate_level *gate, double rate_hz)
{
  memset(gate, 0, sizeof *gate);
  gate->step_scale = (float)(1.0 / (12.0 * ATTUNE_FRAME_S * rate_hz));
  for (unsigned c = 0; c < 2; c++) {
    attune_extremes_init(&gate->power[c], WINDOW_BLOCKS, BLOCK_ROWS);
    attune_extremes_init(&gate->step[c], WINDOW_BLOCKS, BLOCK_ROWS);
  }
}

int
attune_row_is_still(const attune_spectrum_row *row, unsigned channel)
{
  const attune_row_level *level = &row->level[channel];
  return (float)level->still >= ATTUNE_STILL_SHARE * (float)level->n;
}

static int
row_is_clipped(const attune_gate_input *in)
{
  for (unsigned c = 0; c < in->n_channels; c++) {
    const attune_row_level *level = &in->row->level[c];
    if (level->clipped > 0 && (float)level->clipped >= CLIPPED_SHARE * (float)level->n) return 1;
  }
  return 0;
}

static int
row_is_silent(const attune_gate_input *in)
{
  for (unsigned c = 0; c < in->n_channels; c++)
    if (!attune_row_is_still(in->row, c)) return 0;
  return 1;
}

/* Takes this row and tells whether the channel has long been under what can be resolved. */
static int
channel_is_too_quiet(attune_gate_level *gate, const attune_gate_input *in, unsigned c)
{
  const attune_row_level *level = &in->row->level[c];
  if (level->still == level->n) return 0; /* nothing to judge: that is silence */
  gate->recent[c][gate->next] = in->power[c];
  float mean = (gate->recent[c][0] + gate->recent[c][1] + gate->recent[c][2]) / 3.0f;
  attune_extremes_push(&gate->power[c], mean);
  attune_extremes_push(&gate->step[c], level->step);
  if (attune_extremes_rows(&gate->power[c]) < LEAST_ROWS) return 0;
  float step = attune_extremes_low(&gate->step[c]);
  float least = MAX(RESOLVED * step * step * gate->step_scale, LEAST_POWER);
  return attune_extremes_high(&gate->power[c]) < least;
}

static uint32_t
hold(int is_now, unsigned *left, unsigned rows, uint32_t bit)
{
  if (is_now)
    *left = rows + 1;
  else if (*left > 0)
    --*left;
  return *left > 0 ? bit : 0;
}

uint32_t
attune_gate_level_push(attune_gate_level *gate, const attune_gate_input *in)
{
  uint32_t bits = 0;
  for (unsigned c = 0; c < in->n_channels; c++)
    if (channel_is_too_quiet(gate, in, c)) bits |= ATTUNE_UNHEARD_TOO_QUIET;
  gate->next = (gate->next + 1) % 3;
  bits |= hold(row_is_clipped(in), &gate->clipping_left, CLIPPING_HOLD, ATTUNE_UNHEARD_CLIPPING);
  bits |= hold(row_is_silent(in), &gate->silence_left, SILENCE_HOLD, ATTUNE_UNHEARD_SILENCE);
  return bits;
}
