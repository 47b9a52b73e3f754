// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/ease.h"

#include "base/circle.h"

#include <glib.h>
#include <math.h>

#define S 1000000

static void
test_ease__is_an_exponential(void)
{
  attune_ease ease = attune_ease_make(2.0, 0.5);
  g_assert_cmpfloat(attune_ease_at(&ease, 99 * S), ==, 2.0);
  attune_ease_aim(&ease, 4.0, 10 * S);
  g_assert_cmpfloat_with_epsilon(attune_ease_at(&ease, 10 * S), 2.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(attune_ease_at(&ease, 11 * S), 4.0 - 2.0 * exp(-2.0), 1e-12);
  attune_ease_aim(&ease, NAN, 11 * S);
  attune_ease_aim(&ease, 4.0, 11 * S);
  g_assert_cmpfloat_with_epsilon(attune_ease_at(&ease, 12 * S), 4.0 - 2.0 * exp(-4.0), 1e-12);
  attune_ease_aim(&ease, 0.0, 12 * S); /* from where it is: no jump */
  g_assert_cmpfloat_with_epsilon(attune_ease_at(&ease, 12 * S), 4.0 - 2.0 * exp(-4.0), 1e-12);
}

static void
test_carried__goes_on_with_its_rate(void)
{
  attune_carried c = attune_carried_none();
  g_assert_true(isnan(attune_carried_phase(&c, 0)));
  attune_carried_tell(&c, 5 * S, 5 * S + 300000, 1.0, 6.0);
  double expected = 1.0 + 1.3 * ATTUNE_TAU / 10.0; /* to the present, late rows too */
  g_assert_cmpfloat_with_epsilon(attune_carried_phase(&c, 6 * S + 300000), expected, 1e-9);
}

static void
test_carried__agrees_with_rows_that_agree(void)
{
  attune_carried c = attune_carried_none();
  for (int i = 0; i < 300; i++) {
    double phase = attune_wrap_tau(0.7 + i * 0.096 * ATTUNE_TAU / 10.0);
    gint64 row = (gint64)(i * 96000) + 7 * S;
    attune_carried_tell(&c, row, row + 250000, phase, 6.0);
    double now = phase + 0.25 * ATTUNE_TAU / 10.0;
    double error = attune_wrap_pi(attune_carried_phase(&c, row + 250000) - now);
    g_assert_cmpfloat(fabs(error), <, 1e-6);
  }
}

static void
test_carried__comes_to_rest_without_rows(void)
{
  attune_carried c = attune_carried_none();
  attune_carried_tell(&c, 0, 0, 0.5, 12.0);
  double rest = 0.5 + 3.0 * ATTUNE_TAU / 5.0;
  g_assert_cmpfloat_with_epsilon(attune_carried_phase(&c, 60 * S), rest, 1e-6);
  g_assert_cmpfloat_with_epsilon(attune_carried_age_s(&c, 60 * S), 60.0, 1e-9);
}

static void
test_carried__stands_still_without_a_rate(void)
{
  attune_carried c = attune_carried_none();
  attune_carried_tell(&c, 0, 0, 2.0, 12.0);
  double shown = attune_carried_phase(&c, S);
  attune_carried_tell(&c, S, S, 0.3, NAN);
  g_assert_cmpfloat_with_epsilon(attune_carried_phase(&c, S), shown, 1e-9);
  g_assert_cmpfloat_with_epsilon(attune_carried_phase(&c, 3 * S), shown, 1e-9);
}

static void
test_carried__catches_up_within_a_breath(void)
{
  for (double off = -3.0; off <= 3.0; off += 0.5) {
    attune_carried c = attune_carried_none();
    attune_carried_tell(&c, 0, 0, 0.0, 6.0);
    attune_carried_tell(&c, 0, 0, off, 6.0);
    double told = off + 12.0 * ATTUNE_TAU / 10.0;
    for (int i = 1; i <= 120; i++) /* rows go on */
      attune_carried_tell(&c, i * 100000, i * 100000, off + i * 0.1 * ATTUNE_TAU / 10.0, 6.0);
    double error = attune_wrap_pi(attune_carried_phase(&c, 12 * S) - told);
    g_assert_cmpfloat(fabs(error), <, 0.25);
  }
}

/* Whatever comes: it is continuous, never turns back, never races. */
static void
test_carried__is_steady_whatever_is_told(void)
{
  GRand *rand = g_rand_new_with_seed(7);
  for (int run = 0; run < 200; run++) {
    attune_carried c = attune_carried_none();
    attune_carried_tell(&c, 0, 0, 1.0, 8.0);
    double before = attune_carried_phase(&c, 0), fastest = 8.0;
    double rate = 8.0;
    for (gint64 now = 16667; now < 20 * S; now += 16667) {
      double shown = attune_carried_phase(&c, now);
      g_assert_cmpfloat(shown, >=, before - 1e-9);
      g_assert_cmpfloat(shown - before, <=, 3.001 * fastest / 60.0 * ATTUNE_TAU * 0.016667 + 1e-9);
      before = shown;
      if (g_rand_int_range(rand, 0, 5) != 0) continue;
      rate = g_rand_double_range(rand, 4.0, 20.0);
      fastest = rate;
      double phase = g_rand_int_range(rand, 0, 9) == 0 ? NAN : g_rand_double_range(rand, -9, 9);
      if (isnan(phase)) fastest = 20.0;
      gint64 row = now - g_rand_int_range(rand, 0, 500000);
      attune_carried_tell(&c, row, now, phase, g_rand_int_range(rand, 0, 9) == 0 ? NAN : rate);
      g_assert_cmpfloat_with_epsilon(attune_carried_phase(&c, now), shown, 1e-6);
    }
  }
  g_rand_free(rand);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ease/exponential", test_ease__is_an_exponential);
  g_test_add_func("/carried/rate", test_carried__goes_on_with_its_rate);
  g_test_add_func("/carried/agrees", test_carried__agrees_with_rows_that_agree);
  g_test_add_func("/carried/rest", test_carried__comes_to_rest_without_rows);
  g_test_add_func("/carried/no-rate", test_carried__stands_still_without_a_rate);
  g_test_add_func("/carried/catches-up", test_carried__catches_up_within_a_breath);
  g_test_add_func("/carried/steady", test_carried__is_steady_whatever_is_told);
  return g_test_run();
}
