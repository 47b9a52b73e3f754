// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_LOUDNESS_H
#define ATTUNE_BENCH_LOUDNESS_H

/* How loud each channel is between 200 and 4000 Hz, ten times a second: all that the usual method
 * looks at. */
#include "audio/block.h"

#include <stdbool.h>

#define BENCH_LOUDNESS_HZ 10.0

/* One biquad of a Butterworth filter, direct form II transposed. */
typedef struct {
  double b[3], a[2], z[2];
} bench_biquad;

typedef struct {
  unsigned n_channels;
  double rate_hz;
  bench_biquad high[2], low[2]; /* of each channel */
  double sum[2];                /* of squares since the last value */
  double frames;                /* summed; a value is due at rate_hz / 10 */
  bool is_begun;
  double start_s; /* where the first value begins, seconds in the recording */
  size_t n, room;
  float *rms[2]; /* [n] root mean square of each channel */
} bench_loudness;

/** @param n_channels  1..2, further channels of a block are not looked at */
bench_loudness *bench_loudness_new(unsigned n_channels, double rate_hz);
void bench_loudness_free(bench_loudness *loudness);

/** Takes sound in order. @param keep  whether values are kept (the live part) or only settle */
void bench_loudness_push(bench_loudness *loudness, const attune_block *block, bool keep);

#endif
