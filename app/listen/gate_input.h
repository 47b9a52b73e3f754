// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATE_INPUT_H
#define ATTUNE_LISTEN_GATE_INPUT_H

/* What every gate reads: a row, and its power in bands, summed once for all of them. */
#include "listen/spectrum.h"

#define ATTUNE_GATE_BANDS 12
#define ATTUNE_GATE_LOW_BANDS 2 /* below 200 Hz: rumble and hum, no breath */

typedef struct {
  const attune_spectrum_row *row;
  unsigned n_channels;
  unsigned n_bands;                 /* bands under half the rate */
  float band[2][ATTUNE_GATE_BANDS]; /* mean power per bin: 62-125, 125-187 Hz, then ten
                                       log-spaced bands over 200-7000 Hz */
  float power[2];                   /* mean power per bin, 200-7000 Hz */
} attune_gate_input;

/** Sums the bands of a row. The row must outlive the input. */
attune_gate_input attune_gate_input_make(const attune_spectrum_row *row, unsigned n_channels);

#endif
