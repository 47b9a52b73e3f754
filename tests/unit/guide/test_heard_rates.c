// SPDX-License-Identifier: GPL-3.0-or-later
#include "guide/heard_rates.h"

#include <glib.h>
#include <math.h>

static void
test_median__is_of_whole_seconds_however_often_told(void)
{
  attune_heard_rates rates;
  attune_heard_rates_reset(&rates);
  for (int row = 0; row < 100; row++) { /* ten rows a second; a second of nonsense */
    double t_s = row * 0.1, a = row >= 30 && row < 40 ? 29.0 : 8.0;
    attune_heard_rates_add(&rates, t_s, (double[]){a, 18.0});
  }
  g_assert_cmpfloat_with_epsilon(attune_heard_rates_both(&rates, 10, 8), 12.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(attune_heard_rates_fastest(&rates, 10, 8), 18.0, 1e-12);
}

static void
test_unknown__is_not_made_up(void)
{
  attune_heard_rates rates;
  attune_heard_rates_reset(&rates);
  g_assert_true(isnan(attune_heard_rates_both(&rates, 24, 1)));
  for (int s = 0; s < 10; s++)
    attune_heard_rates_add(&rates, s, (double[]){9.0, s < 3 ? 6.0 : NAN});
  g_assert_true(isnan(attune_heard_rates_both(&rates, 8, 4)));
  g_assert_cmpfloat_with_epsilon(attune_heard_rates_any(&rates, 8, 4), 9.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(attune_heard_rates_fastest(&rates, 8, 4), 9.0, 1e-12);
  attune_heard_rates_add(&rates, 9.9, (double[]){NAN, NAN}); /* does not take back */
  g_assert_cmpfloat_with_epsilon(attune_heard_rates_any(&rates, 1, 1), 9.0, 1e-12);
}

static void
test_gap__forgets_what_is_too_old(void)
{
  attune_heard_rates rates;
  attune_heard_rates_reset(&rates);
  for (int s = 0; s < 24; s++) attune_heard_rates_add(&rates, s, (double[]){7.0, 7.0});
  attune_heard_rates_add(&rates, 34.0, (double[]){11.0, NAN});
  g_assert_true(isnan(attune_heard_rates_any(&rates, 10, 2)));
  g_assert_cmpfloat_with_epsilon(attune_heard_rates_any(&rates, 24, 2), 7.0, 1e-12);
  attune_heard_rates_add(&rates, 1e7, (double[]){11.0, 11.0});
  g_assert_cmpfloat_with_epsilon(attune_heard_rates_both(&rates, 24, 1), 11.0, 1e-12);
  g_assert_true(isnan(attune_heard_rates_both(&rates, 24, 2)));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/heard-rates/median", test_median__is_of_whole_seconds_however_often_told);
  g_test_add_func("/heard-rates/unknown", test_unknown__is_not_made_up);
  g_test_add_func("/heard-rates/gap", test_gap__forgets_what_is_too_old);
  return g_test_run();
}
