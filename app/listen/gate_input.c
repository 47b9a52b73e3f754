// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gate_input.h"

#include <glib.h>

/* 2 and 4 are 62 and 125 Hz; from 200 Hz on 200 (7000/200)^(i/10), rounded up to a bin. */
static const unsigned edges[ATTUNE_GATE_BANDS + 1] = {2,  4,  7,  10,  14,  19, 27,
                                                      38, 55, 78, 111, 157, 224};

static float
find_mean(const float *power, unsigned from, unsigned to)
{
  float sum = 0.0f;
  for (unsigned k = from; k < to; k++) sum += power[k];
  return sum / (float)(to - from);
}

attune_gate_input
attune_gate_input_make(const attune_spectrum_row *row, unsigned n_channels)
{
  attune_gate_input in = {.row = row, .n_channels = n_channels};
  while (in.n_bands < ATTUNE_GATE_BANDS && edges[in.n_bands + 1] <= row->n_bins) in.n_bands++;
  for (unsigned c = 0; c < n_channels; c++) {
    unsigned n = 0;
    for (unsigned b = 0; b < in.n_bands; b++) {
      unsigned width = edges[b + 1] - edges[b];
      in.band[c][b] = find_mean(row->power[c], edges[b], edges[b + 1]);
      if (b < ATTUNE_GATE_LOW_BANDS) continue;
      in.power[c] += in.band[c][b] * (float)width;
      n += width;
    }
    in.power[c] /= (float)n;
  }
  return in;
}
