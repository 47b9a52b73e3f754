// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_DSP_FFT_H
#define ATTUNE_DSP_FFT_H

/*
 * Spectrum of a real signal of fixed length: X[k] = sum_t x[t] e^(-2 pi i k t / n), not scaled.
 * FFTW in single precision with FFTW_ESTIMATE: the same input gives the same bits on one machine,
 * whoever planned before. Making and freeing may be done in any thread (one lock guards FFTW's
 * planner); an object is used by one thread at a time.
 */
#include <stddef.h>

/** One value of a spectrum. */
typedef struct {
  float re, im;
} attune_complex;

typedef struct attune_fft attune_fft;

/** @param n  length of the signal, 2..2^24; powers of 2, 3, 5, 7 are fastest */
attune_fft *attune_fft_new(size_t n);

/** NULL is fine. */
void attune_fft_free(attune_fft *fft);

/** Length n of the signal. */
size_t attune_fft_length(const attune_fft *fft);

/** The [n] input to be written, aligned for SIMD, zero at first, left as it is by a run. */
float *attune_fft_input(attune_fft *fft);

/** The [n/2 + 1] spectrum of the last run: from 0 Hz to half the rate. Valid until the free. */
const attune_complex *attune_fft_output(const attune_fft *fft);

/** Transforms the input. Does not allocate. @return attune_fft_output */
const attune_complex *attune_fft_run(attune_fft *fft);

#endif
