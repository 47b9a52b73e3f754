// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_DSP_RESAMPLING_H
#define ATTUNE_DSP_RESAMPLING_H

/*
 * Changing the sampling rate, by libsamplerate's band-limited sinc interpolation (the only
 * includer of samplerate.h). Streaming: any chunking of the input gives the same output, to the
 * bit, as long as the ratio stays. No delay: output sample k describes the time of input sample
 * k / ratio; only its coming is late, by about 8 ms at 48 kHz. One thread at a time.
 *
 * Not for hurrying through long files: 48 kHz stereo to 16 kHz runs at about 50 (fast) and 23
 * (medium) times real time on one core.
 */
#include <stddef.h>

/** The lowest and highest out / in ratio. */
#define ATTUNE_RESAMPLING_MIN_RATIO (1.0 / 256.0)
#define ATTUNE_RESAMPLING_MAX_RATIO 256.0

typedef enum {
  ATTUNE_RESAMPLING_FAST,  /* passes 80 % of the narrower band, aliases 97 dB down */
  ATTUNE_RESAMPLING_MEDIUM /* passes 90 %, 121 dB; about twice the work */
} attune_resampling_quality;

typedef struct attune_resampling attune_resampling;

/**
 * @param n_channels  1..8, interleaved
 * @param ratio       output rate / input rate, in the range above
 * @return never NULL; free with attune_resampling_free
 */
attune_resampling *attune_resampling_new(unsigned n_channels, double ratio,
                                         attune_resampling_quality quality);
void attune_resampling_free(attune_resampling *resampling);

/** As just made, with the ratio it has now. */
void attune_resampling_reset(attune_resampling *resampling);

/** Changes the ratio at once: from the next output frame on, input advances by 1 / ratio. */
void attune_resampling_set_ratio(attune_resampling *resampling, double ratio);

/**
 * Resamples. Does not allocate. Call again while either input is left or the output was full.
 *
 * @param in          [n_in x n_channels], finite
 * @param n_in        frames of input; may be 0
 * @param[out] out    [max_out x n_channels]
 * @param[out] n_used input frames that were taken, 0..n_in
 * @return output frames written, 0..max_out
 */
size_t attune_resampling_process(attune_resampling *resampling, const float *in, size_t n_in,
                                 float *out, size_t max_out, size_t *n_used);

#endif
