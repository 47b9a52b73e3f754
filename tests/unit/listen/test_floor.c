// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/floor.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_FEATURES 5

static int
compare(const void *a, const void *b)
{
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

/* 1.05 times the linearly interpolated 8th percentile of rows [from, to) of one feature. */
static float
sort_and_read(float (*power)[N_FEATURES], size_t from, size_t to, unsigned f)
{
  size_t n = to - from;
  g_autofree float *sorted = g_new(float, n);
  for (size_t i = 0; i < n; i++) sorted[i] = power[from + i][f];
  qsort(sorted, n, sizeof *sorted, compare);
  double at = 0.08 * (double)(n - 1);
  size_t i = MIN((size_t)at, n - 1), j = MIN(i + 1, n - 1);
  return (float)(1.05 * (sorted[i] + (at - (double)i) * (sorted[j] - sorted[i])));
}

/* Powers over many decades, with ties. */
static float
draw_power(GRand *rand)
{
  double p = pow(10.0, g_rand_double_range(rand, -14.0, -2.0));
  return g_rand_double(rand) < 0.1 ? 1e-7f : (float)p;
}

static void
test_brute_force(void)
{
  enum { N = 1000 };
  static float power[N][N_FEATURES];
  g_autoptr(GRand) rand = g_rand_new_with_seed(11);
  g_autofree attune_floor *floor = g_new(attune_floor, 1);
  attune_floor_init(floor, N_FEATURES);
  for (size_t t = 0; t < N; t++) {
    for (unsigned f = 0; f < N_FEATURES; f++) power[t][f] = draw_power(rand);
    attune_floor_push(floor, power[t]);
    float level[N_FEATURES];
    attune_floor_level(floor, level);
    size_t from = t + 1 > ATTUNE_FLOOR_ROWS ? t + 1 - ATTUNE_FLOOR_ROWS : 0;
    for (unsigned f = 0; f < N_FEATURES; f++)
      g_assert_cmpfloat_with_epsilon(level[f] / sort_and_read(power, from, t + 1, f), 1.0, 1e-5);
  }
  float level[N_FEATURES];
  attune_floor_of(power[100], 300, N_FEATURES, N_FEATURES, level);
  for (unsigned f = 0; f < N_FEATURES; f++)
    g_assert_cmpfloat_with_epsilon(level[f] / sort_and_read(power, 100, 400, f), 1.0, 1e-5);
}

/* Within 6 dB of the calibrated floor, which is also the floor before any row. */
static void
test_held(void)
{
  g_autofree attune_floor *floor = g_new(attune_floor, 1);
  attune_floor_init(floor, 2);
  const float calibrated[2] = {1e-6f, 1e-6f}, power[2] = {1e-9f, 1e-3f};
  float level[2];
  attune_floor_calibrate(floor, calibrated);
  attune_floor_level(floor, level);
  g_assert_cmpmem(level, sizeof level, calibrated, sizeof calibrated);
  for (unsigned t = 0; t < 400; t++) attune_floor_push(floor, power);
  attune_floor_level(floor, level);
  g_assert_cmpfloat_with_epsilon(10.0 * log10((double)level[0] / 1e-6), -6.0, 0.01);
  g_assert_cmpfloat_with_epsilon(10.0 * log10((double)level[1] / 1e-6), 6.0, 0.01);
}

static void
test_silence(void)
{
  g_autofree attune_floor *floor = g_new(attune_floor, 1);
  attune_floor_init(floor, 1);
  float power = 0.0f, level, x;
  attune_floor_level(floor, &level);
  g_assert_cmpfloat(level, >, 0.0f);
  attune_floor_push(floor, &power);
  attune_floor_level(floor, &level);
  g_assert_cmpfloat(level, >, 0.0f);
  attune_floor_features(&power, &level, 1, &x);
  g_assert_cmpfloat(x, ==, 0.0f);
  attune_floor_of(&power, 0, 1, 1, &level);
  g_assert_cmpfloat(level, >, 0.0f);
}

static void
test_features(void)
{
  const float power[3] = {0.0f, 2e-6f, 9.9e-5f}, level[3] = {1e-6f, 2e-6f, 1e-6f};
  float x[3];
  attune_floor_features(power, level, 3, x);
  g_assert_cmpfloat(x[0], ==, 0.0f);
  g_assert_cmpfloat_with_epsilon(x[1], 10.0 * log10(2.0), 1e-5);
  g_assert_cmpfloat_with_epsilon(x[2], 20.0, 1e-4);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/listen/floor/brute-force", test_brute_force);
  g_test_add_func("/listen/floor/held", test_held);
  g_test_add_func("/listen/floor/silence", test_silence);
  g_test_add_func("/listen/floor/features", test_features);
  return g_test_run();
}
