// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathing.h"

#include "base/circle.h"
#include "dsp/linear.h"

#include <math.h>

#define N 16
#define ROWS 4000

/* Rows spread evenly over the cycle whose mean is a cosine of the position, and noise. */
static void
fill_cosine(attune_features *rows, double *turns, double noise_db, GRand *rand)
{
  for (size_t t = 0; t < ROWS; t++) {
    turns[t] = (double)(t % ATTUNE_PHASES) / ATTUNE_PHASES;
    for (unsigned f = 0; f < N; f++)
      rows[t].x[f] = (float)(10.0 + 5.0 * cos(ATTUNE_TAU * turns[t] + f) + noise_db * normal(rand));
  }
}

/* A row teaches its neighbours too, with a bell of one bin, so a cosine comes out a little flatter:
   its first harmonic is multiplied by the mean of cos over the bell. */
static void
test_means(void)
{
  g_autofree attune_features *rows = g_new0(attune_features, ROWS);
  g_autofree double *turns = g_new(double, ROWS);
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  double bell = 0.0, total = 0.0;
  for (int d = -3; d <= 3; d++) {
    bell += exp(-0.5 * d * d) * cos(ATTUNE_TAU * d / ATTUNE_PHASES);
    total += exp(-0.5 * d * d);
  }
  fill_cosine(rows, turns, 0.0, rand);
  attune_voice voice = {0};
  attune_voice_learn(&voice, N, rows, turns, ROWS);
  g_assert_cmpuint(voice.n, ==, N);
  for (unsigned j = 0; j < ATTUNE_PHASES; j++)
    for (unsigned f = 0; f < N; f++) {
      double expected = 10.0 + 5.0 * bell / total * cos(ATTUNE_TAU * j / ATTUNE_PHASES + f);
      g_assert_cmpfloat_with_epsilon((double)voice.mean[j][f], expected, 1e-4);
    }
}

/* All rows in one place: own, pooled and sample covariance are one and the same. */
static void
test_shrinkage(void)
{
  g_autofree attune_features *rows = g_new0(attune_features, ROWS);
  g_autofree double *turns = g_new0(double, ROWS);
  g_autoptr(GRand) rand = g_rand_new_with_seed(2);
  double mean[2] = {0}, s[2][2] = {{0}};
  for (size_t t = 0; t < ROWS; t++) {
    double u = normal(rand), v = normal(rand);
    rows[t].x[0] = (float)(8.0 + 2.0 * u);
    rows[t].x[1] = (float)(5.0 + 1.5 * u + v);
    for (int f = 0; f < 2; f++) mean[f] += (double)rows[t].x[f] / ROWS;
  }
  for (size_t t = 0; t < ROWS; t++)
    for (int f = 0; f < 2; f++)
      for (int g = 0; g < 2; g++)
        s[f][g] += ((double)rows[t].x[f] - mean[f]) * ((double)rows[t].x[g] - mean[g]) / ROWS;
  attune_voice voice = {.in_fraction = 0.4f, .silent = {3.0f}};
  attune_voice_learn(&voice, 2, rows, turns, ROWS);
  const float *cov = voice.cov[0];
  g_assert_cmpfloat_with_epsilon((double)cov[0], s[0][0] + 1.0, 1e-3);
  g_assert_cmpfloat_with_epsilon((double)cov[3], s[1][1] + 1.0, 1e-3);
  g_assert_cmpfloat_with_epsilon((double)cov[1], 0.8 * s[0][1], 1e-3);
  g_assert_cmpfloat(cov[1], ==, cov[2]);
  g_assert_cmpfloat(voice.in_fraction, ==, 0.4f); /* left as they are */
  g_assert_cmpfloat(voice.silent[0], ==, 3.0f);
}

static void
test_unknown_rows(void)
{
  g_autofree attune_features *rows = g_new0(attune_features, ROWS);
  g_autofree double *turns = g_new(double, ROWS);
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  attune_voice some = {0}, all = {0};
  fill_cosine(rows, turns, 1.0, rand);
  attune_voice_learn(&some, N, rows, turns, ROWS / 2);
  for (size_t t = ROWS / 2; t < ROWS; t++) {
    turns[t] = NAN;
    for (unsigned f = 0; f < N; f++) rows[t].x[f] = 99.0f;
  }
  attune_voice_learn(&all, N, rows, turns, ROWS);
  g_assert_cmpmem(&some, sizeof some, &all, sizeof all);
}

/* Even from fewer rows than features. */
static void
test_positive_definite(void)
{
  const size_t n_rows[] = {0, 1, 7, 60, ROWS};
  g_autofree attune_features *rows = g_new0(attune_features, ROWS);
  g_autofree double *turns = g_new(double, ROWS);
  g_autoptr(GRand) rand = g_rand_new_with_seed(4);
  double s[N * N], l[N * N];
  fill_cosine(rows, turns, 3.0, rand);
  for (size_t i = 0; i < G_N_ELEMENTS(n_rows); i++) {
    attune_voice voice = {0};
    attune_voice_learn(&voice, N, rows, turns, n_rows[i]);
    for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
      for (unsigned k = 0; k < N * N; k++) s[k] = (double)voice.cov[j][k];
      g_assert_true(attune_spd_cholesky(s, N, l));
      for (unsigned f = 0; f < N; f++) g_assert_cmpfloat(s[f * N + f], >=, 1.0);
    }
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/breath/voice/means", test_means);
  g_test_add_func("/breath/voice/shrinkage", test_shrinkage);
  g_test_add_func("/breath/voice/unknown-rows", test_unknown_rows);
  g_test_add_func("/breath/voice/positive-definite", test_positive_definite);
  return g_test_run();
}
