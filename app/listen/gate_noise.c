// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gate_noise.h"

#include "listen/heard.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define FIRST_BAND 3 /* 312 Hz */
#define MEAN_ROWS ATTUNE_NOISE_MEAN_ROWS
#define BLOCKS 10
#define BLOCK_ROWS 10
#define WINDOW_ROWS 100 /* 9.6 s */
#define STEADY_DB 2.5f
#define MOVING_DB 4.0f /* opens a closed gate */
#define BREATH_DB 4.0f /* moves at least so much while somebody breathes */
#define UNDER_BREATH_DB 3.0f
#define BREATH_WEIGHT 0.2f
#define LOUD_POWER_DB (-63.5f) /* per bin: -40 dBFS over 226 bins */
#define LEAST_POWER 1e-20f

void
attune_gate_noise_init(attune_gate_noise *gate)
{
  memset(gate, 0, sizeof *gate);
  for (unsigned c = 0; c < 2; c++)
    for (unsigned b = 0; b < ATTUNE_GATE_BANDS; b++)
      attune_extremes_init(&gate->channel[c].range[b], BLOCKS, BLOCK_ROWS);
}

static void
take_row(attune_noise_channel *ch, const float *band, unsigned n_bands)
{
  memcpy(ch->recent[ch->n_rows % MEAN_ROWS], band, sizeof ch->recent[0]);
  ch->n_rows++;
  if (ch->n_rows < MEAN_ROWS) return;
  for (unsigned b = FIRST_BAND; b < n_bands; b++) {
    float sum = LEAST_POWER;
    for (unsigned i = 0; i < MEAN_ROWS; i++) sum += ch->recent[i][b];
    ch->mean[b] = 10.0f * log10f(sum / MEAN_ROWS);
    attune_extremes_push(&ch->range[b], ch->mean[b]);
  }
}

/* How far the band that moved most has moved, dB. */
static float
find_movement(const attune_noise_channel *ch, unsigned n_bands)
{
  float most = 0.0f;
  for (unsigned b = FIRST_BAND; b < n_bands; b++)
    most = fmaxf(most, attune_extremes_high(&ch->range[b]) - attune_extremes_low(&ch->range[b]));
  return most;
}

/* Remembers, every 10 s in which the sound moved, how loud it became. */
static void
learn_breath(attune_noise_channel *ch, unsigned n_bands)
{
  if (ch->n_rows % WINDOW_ROWS != 0) return;
  if (find_movement(ch, n_bands) < BREATH_DB) return;
  for (unsigned b = FIRST_BAND; b < n_bands; b++) {
    float high = attune_extremes_high(&ch->range[b]);
    ch->breath[b] =
        ch->n_breath == 0 ? high : ch->breath[b] + BREATH_WEIGHT * (high - ch->breath[b]);
  }
  ch->n_breath++;
}

static int
is_loud(const attune_noise_channel *ch, unsigned n_bands)
{
  unsigned covered = 0;
  float power = 0.0f;
  for (unsigned b = FIRST_BAND; b < n_bands; b++) {
    covered += ch->mean[b] > ch->breath[b] - UNDER_BREATH_DB;
    power += ch->mean[b] / (float)(n_bands - FIRST_BAND);
  }
  if (ch->n_breath == 0) return power > LOUD_POWER_DB;
  return 3 * covered > 2 * (n_bands - FIRST_BAND);
}

static int
is_covered(attune_noise_channel *ch, const float *band, unsigned n_bands)
{
  take_row(ch, band, n_bands);
  learn_breath(ch, n_bands);
  float most_db = ch->is_covered ? MOVING_DB : STEADY_DB;
  ch->is_covered = attune_extremes_rows(&ch->range[FIRST_BAND]) >= (BLOCKS - 1) * BLOCK_ROWS &&
                   find_movement(ch, n_bands) <= most_db && is_loud(ch, n_bands);
  return ch->is_covered;
}

uint32_t
attune_gate_noise_push(attune_gate_noise *gate, const attune_gate_input *in, int is_usable)
{
  int covered = 0;
  if (!is_usable) return 0;
  for (unsigned c = 0; c < in->n_channels; c++)
    covered |= is_covered(&gate->channel[c], in->band[c], in->n_bands);
  return covered ? ATTUNE_UNHEARD_NOISE : 0;
}
