// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gate_channels.h"

#include "listen/gate_level.h"
#include "listen/heard.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define LEAST_ROWS 31 /* 3 s */
#define FAR_UNDER_DB 40.0f
#define UNDER_DB 25.0f
#define MOVES_DB 10.0f
#define RESTS_DB 3.0f
#define LEAST_POWER 1e-20f
#define ALIKE 1e-3f
#define UNLIKE 1e-2f
#define MOST_ROUNDING 0.1f /* of the power: above it nothing can be said */
#define ALIKE_ROWS 10
#define UNLIKE_ROWS 3
#define FIRST_BIN 4

void
attune_gate_channels_init(attune_gate_channels *gate, double rate_hz)
{
  memset(gate, 0, sizeof *gate);
  gate->step_scale = (float)(1.0 / (12.0 * ATTUNE_FRAME_S * rate_hz));
  for (unsigned c = 0; c < 2; c++) {
    attune_extremes_init(&gate->floor[c], 4, 10);
    attune_extremes_init(&gate->range[c], 5, 21);
  }
}

/* ------------------------------------------------ dead ------------------------------------ */

static int
is_dead_beside(const attune_gate_channels *gate, unsigned c)
{
  const attune_extremes *own = &gate->range[c], *other = &gate->range[1 - c];
  if (attune_extremes_rows(own) < LEAST_ROWS) return 0;
  float under = attune_extremes_low(&gate->floor[1 - c]) - attune_extremes_low(&gate->floor[c]);
  float moves = attune_extremes_high(own) - attune_extremes_low(own);
  float other_moves = attune_extremes_high(other) - attune_extremes_low(other);
  return under > FAR_UNDER_DB || (under > UNDER_DB && moves < RESTS_DB && other_moves > MOVES_DB);
}

static int
has_dead_channel(attune_gate_channels *gate, const attune_gate_input *in)
{
  int still[2] = {attune_row_is_still(in->row, 0), attune_row_is_still(in->row, 1)};
  if (still[0] != still[1]) return 1;
  if (still[0]) return 0;
  for (unsigned c = 0; c < 2; c++) {
    float db = 10.0f * log10f(in->power[c] + LEAST_POWER);
    attune_extremes_push(&gate->floor[c], db);
    attune_extremes_push(&gate->range[c], db);
  }
  return is_dead_beside(gate, 0) || is_dead_beside(gate, 1);
}

/* ------------------------------------------------ copies ---------------------------------- */

/*
 * Power of x1 - g x0 over that of x1, with each bin weighted by 1 / P0 so that all count alike,
 * for the best real g; the share of it that rounding explains goes to `rounding`.
 */
static float
find_rest(const attune_gate_channels *gate, const attune_spectrum_row *row, float *rounding)
{
  float n = 0.0f, cross = 0.0f, power = 0.0f, white = 0.0f;
  for (unsigned k = FIRST_BIN; k < row->n_bins; k++) {
    float weight = 1.0f / (row->power[0][k] + LEAST_POWER);
    n += weight * row->power[0][k];
    cross += weight * row->cross_re[k];
    power += weight * row->power[1][k];
    white += weight;
  }
  float g = cross / fmaxf(n, LEAST_POWER);
  float step0 = row->level[0].step, step1 = row->level[1].step;
  float noise = gate->step_scale * (step1 * step1 + g * g * step0 * step0);
  *rounding = noise * white / fmaxf(power, LEAST_POWER);
  return (power - g * cross) / fmaxf(power, LEAST_POWER);
}

static void
compare_channels(attune_gate_channels *gate, const attune_spectrum_row *row)
{
  float rounding, rest = find_rest(gate, row, &rounding);
  if (rounding > MOST_ROUNDING) return;
  gate->alike = rest < ALIKE + 2.0f * rounding ? gate->alike + 1 : 0;
  gate->unlike = rest > UNLIKE + 2.0f * rounding ? gate->unlike + 1 : 0;
  if (gate->alike >= ALIKE_ROWS) gate->are_copies = 1;
  if (gate->unlike >= UNLIKE_ROWS) gate->are_copies = 0;
}

uint32_t
attune_gate_channels_push(attune_gate_channels *gate, const attune_gate_input *in)
{
  if (in->n_channels < 2) return 0;
  uint32_t bits = has_dead_channel(gate, in) ? ATTUNE_UNHEARD_DEAD_CHANNEL : 0;
  int is_still = attune_row_is_still(in->row, 0) || attune_row_is_still(in->row, 1);
  if (!is_still) compare_channels(gate, in->row);
  return bits | (gate->are_copies ? ATTUNE_UNHEARD_COPIES : 0);
}
