// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/fft.h"

#include <fftw3.h>
#include <glib.h>
#include <string.h>

struct attune_fft {
  size_t n;
  float *input;           /* [n] */
  attune_complex *output; /* [n/2 + 1] */
  fftwf_plan plan;
};

/* FFTW runs in any thread but plans and forgets plans in one at a time. */
static GMutex planner;

attune_fft *
attune_fft_new(size_t n)
{
  g_assert(n >= 2 && n <= (size_t)1 << 24);
  attune_fft *fft = g_new0(attune_fft, 1);
  fft->n = n;
  fft->input = fftwf_malloc(n * sizeof *fft->input);
  fft->output = fftwf_malloc((n / 2 + 1) * sizeof *fft->output);
  g_assert(fft->input != NULL && fft->output != NULL);
  memset(fft->input, 0, n * sizeof *fft->input);
  memset(fft->output, 0, (n / 2 + 1) * sizeof *fft->output);
  g_mutex_lock(&planner);
  fft->plan = fftwf_plan_dft_r2c_1d((int)n, fft->input, (fftwf_complex *)fft->output,
                                    FFTW_ESTIMATE | FFTW_PRESERVE_INPUT);
  g_mutex_unlock(&planner);
  g_assert(fft->plan != NULL);
  return fft;
}

void
attune_fft_free(attune_fft *fft)
{
  if (fft == NULL) return;
  g_mutex_lock(&planner);
  fftwf_destroy_plan(fft->plan);
  g_mutex_unlock(&planner);
  fftwf_free(fft->input);
  fftwf_free(fft->output);
  g_free(fft);
}

size_t
attune_fft_length(const attune_fft *fft)
{
  return fft->n;
}

float *
attune_fft_input(attune_fft *fft)
{
  return fft->input;
}

const attune_complex *
attune_fft_output(const attune_fft *fft)
{
  return fft->output;
}

const attune_complex *
attune_fft_run(attune_fft *fft)
{
  fftwf_execute(fft->plan);
  return fft->output;
}
