// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/sync.h"
#include "support/pair.h"

#include <stdlib.h>

static attune_sync
score_steady(double rate_a, double rate_b, double lag_rad, double duration_s,
             attune_sync_terms terms)
{
  pair p = pair_new(duration_s, 0.096);
  pair_fill_steady(&p, ATTUNE_A, rate_a, 1.0 + lag_rad);
  pair_fill_steady(&p, ATTUNE_B, rate_b, 1.0);
  attune_phases phases = pair_phases(&p);
  attune_sync sync = pair_measure(&phases, &terms);
  pair_clear(&p);
  return sync;
}

static attune_sync_terms
no_chance(void)
{
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  terms.n_surrogates = 0;
  return terms;
}

static void
test_equal(void)
{
  attune_sync s = score_steady(12.0, 12.0, 0.0, 60.0, no_chance());
  g_assert_cmpint(s.reason, ==, ATTUNE_REASON_NONE);
  g_assert_cmpfloat_with_epsilon(s.alignment, 100.0, 1e-6);
  g_assert_cmpfloat_with_epsilon(s.locking, 1.0, 1e-8);
  g_assert_cmpfloat_with_epsilon(s.ppc, 1.0, 1e-8);
  g_assert_cmpfloat_with_epsilon(s.lag_rad, 0.0, 1e-6);
  g_assert_cmpint(s.leader, ==, -1);
  g_assert_cmpfloat_with_epsilon(s.coherence, 1.0, 1e-5);
  g_assert_cmpfloat_with_epsilon(s.rate_per_min[ATTUNE_A], 12.0, 1e-3);
  g_assert_cmpuint(s.breaths[ATTUNE_A], ==, 12);
  g_assert_cmpfloat(s.coverage, ==, 1.0);
  g_assert_true(isnan(s.p_value) && isnan(s.chance_p95));
}

static void
test_constant_lag(void)
{
  for (double lag_deg = -170.0; lag_deg <= 170.0; lag_deg += 20.0) {
    double lag = attune_rad(lag_deg);
    attune_sync s = score_steady(10.0, 10.0, lag, 90.0, no_chance());
    g_assert_cmpfloat_with_epsilon(s.lag_rad, lag, 1e-4);
    g_assert_cmpfloat_with_epsilon(s.lag_s, lag_deg / 360.0 * 6.0, 1e-3);
    g_assert_cmpfloat_with_epsilon(s.fft_lag_rad, lag, attune_rad(1.0));
    g_assert_cmpfloat_with_epsilon(s.alignment, 100.0 * fmax(cos(lag), 0.0), 0.01);
    if (fabs(lag_deg) < 165.0 && fabs(lag_deg) > 11.0)
      g_assert_cmpint(s.leader, ==, lag > 0.0 ? ATTUNE_A : ATTUNE_B);
  }
}

static void
test_anti_phase(void)
{
  attune_sync s = score_steady(6.0, 6.0, ATTUNE_PI, 60.0, no_chance());
  g_assert_cmpfloat(s.alignment, ==, 0.0);
  g_assert_cmpfloat_with_epsilon(s.locking, 1.0, 1e-8);
  g_assert_cmpfloat_with_epsilon(fabs(s.lag_rad), ATTUNE_PI, 1e-4);
  g_assert_cmpint(s.leader, ==, -1);
}

/* Two steady breathers df apart: R = |sin(pi df T) / (pi df T)|. */
static void
test_drift_law(void)
{
  const double apart_per_min[] = {0.1, 0.25, 0.5, 0.75};
  for (size_t i = 0; i < G_N_ELEMENTS(apart_per_min); i++) {
    double df = apart_per_min[i] / 60.0, x = ATTUNE_PI * df * 120.0;
    attune_sync s = score_steady(15.0, 15.0 + apart_per_min[i], 0.0, 120.0, no_chance());
    g_assert_cmpfloat_with_epsilon(s.locking, fabs(sin(x) / x), 0.03);
  }
}

static void
test_reasons(void)
{
  attune_sync_terms terms = no_chance();
  attune_sync s = score_steady(12.0, 12.0, 0.0, 50.0, terms);
  g_assert_cmpint(s.reason, ==, ATTUNE_REASON_TOO_SHORT);
  g_assert_true(isnan(s.alignment) && isnan(s.lag_error_rad) && isnan(s.coherence));
  g_assert_cmpint(s.leader, ==, -1);
  g_assert_cmpfloat_with_epsilon(s.rate_per_min[ATTUNE_B], 12.0, 1e-3);
  s = score_steady(12.0, 4.5, 0.0, 60.0, terms);
  g_assert_cmpint(s.reason, ==, ATTUNE_REASON_FEW_BREATHS);
  /* 6 a minute in one minute is 6 breaths, wherever the window begins. */
  for (double start = 0.0; start < ATTUNE_TAU; start += 0.3)
    g_assert_cmpint(score_steady(6.0, 6.0, start, 60.0, terms).reason, ==, ATTUNE_REASON_NONE);
}

static void
test_low_coverage(void)
{
  const double heard_until_s[] = {60.0, 90.0}; /* of 120 */
  for (int i = 0; i < 2; i++) {
    pair p = pair_new(120.0, 0.1);
    attune_sync_terms terms = no_chance();
    pair_fill_steady(&p, ATTUNE_A, 12.0, 0.0);
    pair_fill_steady(&p, ATTUNE_B, 12.0, 0.0);
    pair_silence(&p, ATTUNE_B, heard_until_s[i], 120.0);
    attune_phases phases = pair_phases(&p);
    attune_sync s = pair_measure(&phases, &terms);
    g_assert_cmpint(s.reason, ==, i == 0 ? ATTUNE_REASON_LOW_COVERAGE : ATTUNE_REASON_NONE);
    g_assert_cmpfloat_with_epsilon(s.coverage, heard_until_s[i] / 120.0, 1e-9);
    g_assert_cmpfloat(s.present[ATTUNE_A], ==, 1.0);
    g_assert_cmpfloat_with_epsilon(s.present[ATTUNE_B], heard_until_s[i] / 120.0, 1e-9);
    if (i == 1) g_assert_cmpfloat_with_epsilon(s.alignment, 100.0, 1e-5);
    pair_clear(&p);
  }
}

static void
test_silence(void)
{
  pair p = pair_new(120.0, 0.1);
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  for (int i = 0; i < ATTUNE_PARTNERS; i++) pair_silence(&p, i, 0.0, 120.0);
  attune_phases phases = pair_phases(&p);
  attune_sync s = pair_measure(&phases, &terms);
  g_assert_cmpint(s.reason, ==, ATTUNE_REASON_LOW_COVERAGE);
  g_assert_true(isnan(s.alignment) && isnan(s.rate_per_min[ATTUNE_A]));
  g_assert_cmpfloat(s.coverage, ==, 0.0);
  terms.min_coverage = 0.0;
  terms.min_breaths = 0;
  s = pair_measure(&phases, &terms);
  g_assert_cmpint(s.reason, ==, ATTUNE_REASON_FEW_BREATHS); /* never a number of nothing */
  pair_clear(&p);
}

static void
test_guided(void)
{
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  terms.guided = true;
  attune_sync s = score_steady(6.0, 6.0, 0.2, 120.0, terms);
  g_assert_cmpint(s.reason, ==, ATTUNE_REASON_NONE);
  g_assert_true(isnan(s.p_value) && isnan(s.chance_p95));
  terms.guided = false;
  s = score_steady(6.0, 6.0, 0.2, 120.0, terms);
  g_assert_cmpfloat(s.p_value, >, 0.0);
  g_assert_cmpfloat(s.p_value, <=, 1.0);
}

/* In and out of different lengths in each partner: the in-breaths are together all the same. */
static void
test_uneven_breaths(void)
{
  pair p = pair_new(120.0, 0.1);
  for (size_t t = 0; t < p.n; t++) {
    double cycle = fmod(((double)t + 0.5) * 0.1 / 5.0, 1.0);
    for (int i = 0; i < ATTUNE_PARTNERS; i++) {
      double in = i == 0 ? 0.3 : 0.5;
      p.phase[i][t] = pair_wrap(cycle < in ? ATTUNE_PI * cycle / in
                                           : ATTUNE_PI * (1.0 + (cycle - in) / (1.0 - in)));
    }
  }
  attune_phases phases = pair_phases(&p);
  attune_sync_terms terms = no_chance();
  attune_sync s = pair_measure(&phases, &terms);
  g_assert_cmpfloat(s.locking, >, 0.999);
  g_assert_cmpfloat_with_epsilon(s.lag_rad, s.fft_lag_rad, attune_rad(3.0));
  pair_clear(&p);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sync/scorer/equal", test_equal);
  g_test_add_func("/sync/scorer/constant-lag", test_constant_lag);
  g_test_add_func("/sync/scorer/anti-phase", test_anti_phase);
  g_test_add_func("/sync/scorer/drift-law", test_drift_law);
  g_test_add_func("/sync/scorer/reasons", test_reasons);
  g_test_add_func("/sync/scorer/low-coverage", test_low_coverage);
  g_test_add_func("/sync/scorer/silence", test_silence);
  g_test_add_func("/sync/scorer/guided", test_guided);
  g_test_add_func("/sync/scorer/uneven-breaths", test_uneven_breaths);
  return g_test_run();
}
