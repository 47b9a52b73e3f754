// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_SPECTRUM_H
#define ATTUNE_LISTEN_SPECTRUM_H

/*
 * Sound to rows of short-time spectra, one row each 96 ms.
 *
 * Hann frames of 32 ms each 16 ms, six frames averaged to a row. Instead of resampling to one
 * inner rate, the frame is cut to 32 ms at the source's own rate: bins are 1/32 ms = 31.25 Hz
 * apart (within half a sample) whatever the rate, so all that follows is the same. Frame j begins
 * at sample round(j * 0.016 s * rate): no drift at rates that 16 ms does not divide.
 *
 * Thread: one. Allocates: in _new only. Delay: a row is complete 56 ms after its middle.
 */
#include "audio/block.h"

#include <stdbool.h>

#define ATTUNE_HOPS_PER_ROW 6
#define ATTUNE_HOP_S 0.016
#define ATTUNE_FRAME_S 0.032
#define ATTUNE_SPECTRUM_BINS 226 /* 0 .. 7031 Hz */
#define ATTUNE_BIN_HZ 31.25
#define ATTUNE_LOW_HOP 64                                  /* slow samples in 16 ms */
#define ATTUNE_LOW_RATE_HZ (ATTUNE_LOW_HOP / ATTUNE_HOP_S) /* 4 kHz */
#define ATTUNE_LOW_PER_ROW (ATTUNE_LOW_HOP * ATTUNE_HOPS_PER_ROW)

/** Samples of one channel in the row's new 96 ms, before any window. */
typedef struct {
  float rms;                            /* full scale 1 */
  float peak;                           /* largest |sample| */
  float hop_power[ATTUNE_HOPS_PER_ROW]; /* mean power per bin, 200-7000 Hz, of each frame */
  float step;       /* smallest change between neighbours: the quantisation step; 0 if none */
  unsigned n;       /* samples counted */
  unsigned zeros;   /* samples that are exactly 0 */
  unsigned still;   /* longest run of equal samples that ends here, no longer than the row */
  unsigned clipped; /* samples in runs of >= 2 at or above 0.999 of full scale */
} attune_row_level;

/** One row. Powers are mean squares per bin: white noise of variance v gives v / N, N = 32 ms. */
typedef struct {
  double t_s;                           /* middle of the row since the stream began */
  unsigned n_bins;                      /* <= ATTUNE_SPECTRUM_BINS, fewer at low rates */
  float power[2][ATTUNE_SPECTRUM_BINS]; /* of channel 0 and 1 */
  float cross_re[ATTUNE_SPECTRUM_BINS]; /* mean of X1 conj(X0); 0 with one channel */
  float cross_im[ATTUNE_SPECTRUM_BINS];
  float low[2][ATTUNE_LOW_PER_ROW]; /* the sound of 62-2000 Hz at 4 kHz, for pitch; it
                                       ends 16 ms before the row's newest sample */
  attune_row_level level[2];
  bool after_gap; /* sound was lost inside or just before this row */
} attune_spectrum_row;

typedef struct attune_spectrum attune_spectrum;

/**
 * @param rate_hz      8000..192000
 * @param n_heard      1 or 2 channels analysed
 * @param channel_of   [2] which input channel is analysed as channel 0 / 1; with n_heard = 1 and
 *                     channel_of[0] = ATTUNE_CHANNEL_MEAN all input channels are averaged
 */
#define ATTUNE_CHANNEL_MEAN 255u
attune_spectrum *attune_spectrum_new(double rate_hz, unsigned n_heard, const unsigned *channel_of);
void attune_spectrum_free(attune_spectrum *spectrum);

/** Forgets all sound; time starts at 0 again. */
void attune_spectrum_reset(attune_spectrum *spectrum);

/**
 * Takes sound up to the end of the next row. The same sound in any blocks gives the same rows.
 * Up to 2 s missing before the block (a jump of first_frame) count as zeros; after a longer jump,
 * or one back, rows begin afresh at the block.
 *
 * @param offset       frames of the block already taken by earlier calls
 * @param[out] taken   frames taken now
 * @param[out] row     the row, when one became complete
 * @return whether a row became complete; call again with a larger offset until all is taken
 */
bool attune_spectrum_push(attune_spectrum *spectrum, const attune_block *block, size_t offset,
                          size_t *taken, attune_spectrum_row *row);

#endif
