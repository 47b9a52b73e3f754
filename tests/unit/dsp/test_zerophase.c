// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/zerophase.h"
#include "base/circle.h"

#include <glib.h>
#include <math.h>

enum { N = 4000 };

/* Amplitude and phase of the middle half of x at f (cycles per sample, whole periods). */
static void
measure(const double *x, double f, double *amplitude, double *phase)
{
  double re = 0.0, im = 0.0;
  for (size_t t = N / 4; t < 3 * N / 4; t++) {
    re += x[t] * cos(ATTUNE_TAU * f * (double)t);
    im += x[t] * sin(ATTUNE_TAU * f * (double)t);
  }
  *amplitude = hypot(re, im) * 4.0 / N;
  *phase = atan2(im, re);
}

/* Two runs of a Butterworth of second order: gain 1 / (1 + (f/fc)^4), no delay. */
static void
test_gain(void)
{
  const double corner = 0.02, freqs[] = {0.005, 0.01, 0.02, 0.04, 0.1};
  for (size_t i = 0; i < G_N_ELEMENTS(freqs); i++)
    for (int pass = 0; pass < 2; pass++) {
      double x[N], amplitude, phase;
      for (size_t t = 0; t < N; t++) x[t] = cos(ATTUNE_TAU * freqs[i] * (double)t);
      attune_zerophase(x, N, pass == 0 ? ATTUNE_PASS_LOW : ATTUNE_PASS_HIGH, corner);
      measure(x, freqs[i], &amplitude, &phase);
      double ratio = tan(ATTUNE_PI * freqs[i]) / tan(ATTUNE_PI * corner);
      double power = pow(ratio, pass == 0 ? 4.0 : -4.0);
      g_assert_cmpfloat_with_epsilon(amplitude, 1.0 / (1.0 + power), 1e-3);
      if (amplitude > 1e-3) g_assert_cmpfloat_with_epsilon(phase, 0.0, 1e-3);
    }
}

/* A straight line passes a low pass unchanged to its very ends, and vanishes from a high pass. */
static void
test_ends(void)
{
  const size_t lengths[] = {2, 3, 20, 700};
  for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
    double low[700], high[700];
    for (size_t t = 0; t < lengths[i]; t++) low[t] = high[t] = 5.0;
    attune_zerophase(low, lengths[i], ATTUNE_PASS_LOW, 0.03);
    attune_zerophase(high, lengths[i], ATTUNE_PASS_HIGH, 0.03);
    for (size_t t = 0; t < lengths[i]; t++) {
      g_assert_cmpfloat_with_epsilon(low[t], 5.0, 1e-9);
      g_assert_cmpfloat_with_epsilon(high[t], 0.0, 1e-9);
    }
  }
  double line[700];
  for (size_t t = 0; t < 700; t++) line[t] = 3.0 - 0.5 * (double)t;
  attune_zerophase(line, 700, ATTUNE_PASS_LOW, 0.03);
  for (size_t t = 0; t < 700; t++)
    g_assert_cmpfloat_with_epsilon(line[t], 3.0 - 0.5 * (double)t, 0.2);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/dsp/zerophase/gain", test_gain);
  g_test_add_func("/dsp/zerophase/ends", test_ends);
  return g_test_run();
}
