// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/fft.h"
#include "base/circle.h"

#include <glib.h>
#include <math.h>

/* The definition, in double. */
static void
check_against_definition(size_t n)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)n);
  attune_fft *fft = attune_fft_new(n);
  float *x = attune_fft_input(fft);
  double power = 0.0;
  for (size_t t = 0; t < n; t++) {
    x[t] = (float)g_rand_double_range(rand, -1.0, 1.0);
    power += (double)x[t] * x[t];
  }
  g_autofree float *kept = g_memdup2(x, n * sizeof *x);
  const attune_complex *spectrum = attune_fft_run(fft);
  double tolerance = 4e-6 * sqrt(power);
  for (size_t k = 0; k <= n / 2; k++) {
    double re = 0.0, im = 0.0;
    for (size_t t = 0; t < n; t++) {
      double angle = -ATTUNE_TAU * (double)((k * t) % n) / (double)n;
      re += kept[t] * cos(angle);
      im += kept[t] * sin(angle);
    }
    g_assert_cmpfloat_with_epsilon(spectrum[k].re, re, tolerance);
    g_assert_cmpfloat_with_epsilon(spectrum[k].im, im, tolerance);
  }
  g_assert_cmpmem(x, n * sizeof *x, kept, n * sizeof *kept);
  attune_fft_free(fft);
}

static void
test_definition(void)
{
  const size_t lengths[] = {2, 3, 7, 240, 512, 721};
  for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) check_against_definition(lengths[i]);
}

/* Two objects of one length give the same bits, whatever was planned between. */
static void
test_repeatable(void)
{
  attune_fft *one = attune_fft_new(512), *other = attune_fft_new(480), *two = attune_fft_new(512);
  g_autoptr(GRand) rand = g_rand_new_with_seed(5);
  for (size_t t = 0; t < 512; t++)
    attune_fft_input(one)[t] = attune_fft_input(two)[t] = (float)g_rand_double(rand);
  attune_fft_run(one);
  attune_fft_run(two);
  g_assert_cmpmem(attune_fft_output(one), 257 * sizeof(attune_complex), attune_fft_output(two),
                  257 * sizeof(attune_complex));
  g_assert_cmpuint(attune_fft_length(other), ==, 480);
  attune_fft_free(one);
  attune_fft_free(two);
  attune_fft_free(other);
  attune_fft_free(NULL);
}

static gpointer
plan_often(gpointer data)
{
  size_t base = GPOINTER_TO_SIZE(data);
  for (size_t i = 0; i < 40; i++) {
    attune_fft *fft = attune_fft_new(base + i);
    attune_fft_input(fft)[0] = 1.0f;
    const attune_complex *spectrum = attune_fft_run(fft);
    g_assert_cmpfloat_with_epsilon(spectrum[(base + i) / 2].re, 1.0f, 1e-5f);
    attune_fft_free(fft);
  }
  return NULL;
}

static void
test_planning_threads(void)
{
  GThread *threads[4];
  for (size_t i = 0; i < 4; i++)
    threads[i] = g_thread_new("plan", plan_often, GSIZE_TO_POINTER(100 + 3 * i));
  for (size_t i = 0; i < 4; i++) g_thread_join(threads[i]);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/dsp/fft/definition", test_definition);
  g_test_add_func("/dsp/fft/repeatable", test_repeatable);
  g_test_add_func("/dsp/fft/planning-threads", test_planning_threads);
  return g_test_run();
}
