// SPDX-License-Identifier: GPL-3.0-or-later
#include "baseline.h"

#include "base/circle.h"
#include "dsp/fft.h"

#include <complex.h>
#include <math.h>

#define LOW_HZ 0.05
#define HIGH_HZ 0.7
#define SLOPE_ROWS 52 /* half of 10 s */

/* Gain of a second-order Butterworth band run forward and backward: no phase. */
static double
find_gain(double hz)
{
  return 1.0 / (1.0 + pow(LOW_HZ / hz, 4.0)) / (1.0 + pow(hz / HIGH_HZ, 4.0));
}

/* The loudness without its mean, between two mirror images of itself. */
static attune_fft *
transform(const float *loud, size_t n)
{
  attune_fft *fft = attune_fft_new(3 * n);
  float *x = attune_fft_input(fft);
  double mean = 0.0;
  for (size_t i = 0; i < n; i++) mean += (double)loud[i] / (double)n;
  for (size_t i = 0; i < n; i++) {
    x[n + i] = loud[i] - (float)mean;
    x[n - 1 - i] = x[3 * n - 1 - i] = x[n + i];
  }
  attune_fft_run(fft);
  return fft;
}

/* Analytic signal at one moment: the band's positive frequencies alone. */
static double complex
synthesize(const attune_fft *fft, size_t n, double at)
{
  const attune_complex *spectrum = attune_fft_output(fft);
  double step_hz = BENCH_LOUDNESS_HZ / (3.0 * (double)n);
  size_t last = MIN((size_t)(4.0 * HIGH_HZ / step_hz), 3 * n / 2);
  double complex turn = cexp(I * ATTUNE_TAU * ((double)n + at) / (3.0 * (double)n));
  double complex e = 1.0, sum = 0.0;
  for (size_t k = 1; k <= last; k++) {
    e *= turn;
    sum +=
        find_gain((double)k * step_hz) * ((double)spectrum[k].re + I * (double)spectrum[k].im) * e;
  }
  return sum;
}

static void
find_phase(const bench_take *take, unsigned channel, float *phase)
{
  const bench_loudness *l = take->loudness;
  attune_fft *fft = transform(l->rms[channel], l->n);
  for (size_t t = 0; t < take->n; t++) {
    double t_s = take->row0_s + (double)t * ATTUNE_ROW_S;
    double at = (t_s - l->start_s) * BENCH_LOUDNESS_HZ - 0.5;
    phase[t] = (float)attune_wrap_tau(carg(synthesize(fft, l->n, at)));
  }
  attune_fft_free(fft);
}

/* Turns a phase by the constant that fits the truth best. */
static void
turn_to_truth(const float *phase, const float *truth, size_t n, float *turned)
{
  double complex sum = 0.0;
  for (size_t t = 0; t < n; t++)
    if (!isnan(truth[t])) sum += cexp(I * ((double)truth[t] - (double)phase[t]));
  for (size_t t = 0; t < n; t++) turned[t] = (float)attune_wrap_tau((double)phase[t] + carg(sum));
}

static void
find_rate(const float *phase, size_t n, float *rate)
{
  for (size_t t = 0; t < n; t++) {
    size_t from = t > SLOPE_ROWS ? t - SLOPE_ROWS : 0, to = MIN(t + SLOPE_ROWS, n - 1);
    double turned = 0.0;
    for (size_t i = from; i < to; i++)
      turned += attune_wrap_pi((double)phase[i + 1] - (double)phase[i]);
    rate[t] = (float)(60.0 * turned / ATTUNE_TAU / ((double)MAX(to - from, 1) * ATTUNE_ROW_S));
  }
}

static double
find_locking(const bench_baseline *b)
{
  double complex sum = 0.0;
  for (size_t t = 0; t < b->n; t++)
    sum += cexp(I * ((double)b->raw[ATTUNE_A][t] - (double)b->raw[ATTUNE_B][t]));
  return cabs(sum) / (double)MAX(b->n, 1);
}

bench_baseline *
bench_baseline_new(const bench_take *take)
{
  bench_baseline *b = g_new0(bench_baseline, 1);
  size_t n = b->n = take->n;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    b->raw[p] = g_new0(float, n + 1);
    b->turned[p] = g_new0(float, n + 1);
    b->rate_per_min[p] = g_new0(float, n + 1);
    find_phase(take, take->loudness->n_channels == 2 ? p : 0, b->raw[p]);
    find_rate(b->raw[p], n, b->rate_per_min[p]);
    turn_to_truth(b->raw[p], take->truth[p], n, b->turned[p]);
  }
  b->plv = find_locking(b);
  return b;
}

void
bench_baseline_free(bench_baseline *b)
{
  if (b == NULL) return;
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    g_free(b->raw[p]);
    g_free(b->turned[p]);
    g_free(b->rate_per_min[p]);
  }
  g_free(b);
}
