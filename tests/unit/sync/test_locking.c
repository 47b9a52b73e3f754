// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/locking.h"
#include "support/pair.h"

/* The definition: mean cosine over all pairs. */
static double
ppc_by_pairs(const double *theta, size_t n)
{
  double sum = 0.0;
  for (size_t j = 0; j < n; j++)
    for (size_t k = j + 1; k < n; k++) sum += cos(theta[j] - theta[k]);
  return 2.0 * sum / ((double)n * (double)(n - 1));
}

static attune_relation
relation_of(const double *theta, size_t n)
{
  attune_relation r = {.n_samples = n, .n_breaths = n};
  for (size_t i = 0; i < n; i++) {
    r.mean_re += cos(theta[i]) / (double)n;
    r.mean_im += sin(theta[i]) / (double)n;
    r.double_re += cos(2.0 * theta[i]) / (double)n;
    r.double_im += sin(2.0 * theta[i]) / (double)n;
  }
  return r;
}

static void
test_ppc(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(7);
  double theta[120];
  for (size_t n = 2; n <= 120; n++) {
    double width = g_rand_double_range(rand, 0.0, ATTUNE_TAU);
    for (size_t i = 0; i < n; i++) theta[i] = g_rand_double_range(rand, 0.0, width + 1e-9);
    attune_relation r = relation_of(theta, n);
    g_assert_cmpfloat_with_epsilon(attune_ppc(attune_locking(&r), n), ppc_by_pairs(theta, n),
                                   1e-12);
  }
  g_assert_true(isnan(attune_ppc(1.0, 1)) && isnan(attune_ppc(NAN, 9)));
  g_assert_cmpfloat(attune_ppc(1.0, 6), ==, 1.0);
  g_assert_cmpfloat_with_epsilon(attune_ppc(0.0, 6), -0.2, 1e-15);
}

/* PPC of no tie is 0 on average, whatever the number of breaths; R is not. */
static void
test_unbiased(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(8);
  const size_t counts[] = {4, 10, 30};
  const double chance_r[] = {0.45, 0.28, 0.16};
  for (size_t c = 0; c < G_N_ELEMENTS(counts); c++) {
    double theta[30], ppc = 0.0, locking = 0.0;
    for (int trial = 0; trial < 20000; trial++) {
      for (size_t i = 0; i < counts[c]; i++) theta[i] = g_rand_double_range(rand, 0.0, ATTUNE_TAU);
      attune_relation r = relation_of(theta, counts[c]);
      ppc += attune_ppc(attune_locking(&r), counts[c]) / 20000.0;
      locking += attune_locking(&r) / 20000.0;
    }
    g_assert_cmpfloat_with_epsilon(ppc, 0.0, 0.01);
    g_assert_cmpfloat_with_epsilon(locking, chance_r[c], 0.015);
  }
}

static void
test_alignment(void)
{
  attune_relation r = {.n_samples = 24, .n_breaths = 12, .mean_re = 0.9, .mean_im = 0.0};
  double ppc = (12.0 * 0.81 - 1.0) / 11.0;
  g_assert_cmpfloat_with_epsilon(attune_alignment(&r), 100.0 * sqrt(ppc), 1e-10);
  r.mean_re = 0.9 * cos(1.0);
  r.mean_im = -0.9 * sin(1.0);
  g_assert_cmpfloat_with_epsilon(attune_alignment(&r), 100.0 * sqrt(ppc) * cos(1.0), 1e-10);
  g_assert_cmpfloat_with_epsilon(attune_lag_rad(&r), -1.0, 1e-12);
  r.mean_re = -0.9; /* anti-phase */
  r.mean_im = 0.0;
  g_assert_cmpfloat(attune_alignment(&r), ==, 0.0);
  r.mean_re = 0.1; /* PPC < 0 */
  g_assert_cmpfloat(attune_alignment(&r), ==, 0.0);
  r.n_breaths = 1;
  g_assert_true(isnan(attune_alignment(&r)));
}

/* The stated standard error is that of repeated trials. */
static void
test_lag_error(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(9);
  double theta[20], squares = 0.0, stated = 0.0;
  for (int trial = 0; trial < 4000; trial++) {
    for (size_t i = 0; i < 20; i++) theta[i] = 0.7 + 0.5 * pair_normal(rand);
    attune_relation r = relation_of(theta, 20);
    double error = attune_wrap_pi(attune_lag_rad(&r) - 0.7);
    squares += error * error / 4000.0;
    stated += attune_lag_error_rad(&r) / 4000.0;
  }
  g_assert_cmpfloat_with_epsilon(stated, sqrt(squares), 0.1 * sqrt(squares));
}

static attune_relation
locked(double lag_deg, double resultant, size_t n)
{
  double mu = attune_rad(lag_deg);
  double second = pow(resultant, 4.0); /* of a wrapped normal */
  return (attune_relation){2 * n,
                           n,
                           resultant * cos(mu),
                           resultant * sin(mu),
                           second * cos(2.0 * mu),
                           second * sin(2.0 * mu)};
}

static void
test_leader(void)
{
  const struct {
    double lag_deg, resultant;
    size_t n;
    int leader;
  } cases[] = {
      {30.0, 0.95, 12, ATTUNE_A}, {-30.0, 0.95, 12, ATTUNE_B}, {9.0, 0.99, 60, -1},
      {15.0, 0.99, 60, ATTUNE_A}, {15.0, 0.6, 6, -1}, /* inside its own error */
      {60.0, 0.4, 10, -1},                            /* not locked: 10 * 0.16 < 3 */
      {178.0, 0.95, 12, -1},      {-175.0, 0.95, 12, -1},      {-120.0, 0.95, 12, ATTUNE_B},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    attune_relation r = locked(cases[i].lag_deg, cases[i].resultant, cases[i].n);
    g_assert_cmpint(attune_leader(&r), ==, cases[i].leader);
  }
  attune_relation nothing = {0, 0, NAN, NAN, NAN, NAN};
  g_assert_cmpint(attune_leader(&nothing), ==, -1);
  g_assert_true(isnan(attune_lag_error_rad(&nothing)));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sync/locking/ppc", test_ppc);
  g_test_add_func("/sync/locking/unbiased", test_unbiased);
  g_test_add_func("/sync/locking/alignment", test_alignment);
  g_test_add_func("/sync/locking/lag-error", test_lag_error);
  g_test_add_func("/sync/locking/leader", test_leader);
  return g_test_run();
}
