// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/closeness.h"

#include <glib.h>
#include <math.h>

static double
after(double lag_rad, double rate_a_per_min, double rate_b_per_min, int b_present, double for_s)
{
  attune_closeness closeness = {0};
  for (double t_s = 0; t_s < for_s; t_s += ATTUNE_ROW_S) {
    attune_breath breath[ATTUNE_PARTNERS] = {
        {.phase_rad = (float)fmod(2 * G_PI * rate_a_per_min / 60 * t_s, 2 * G_PI), .present = 1},
        {.phase_rad = (float)fmod(2 * G_PI * rate_b_per_min / 60 * t_s + lag_rad, 2 * G_PI),
         .present = b_present}};
    attune_closeness_hear(&closeness, breath);
  }
  return attune_closeness_tell(&closeness);
}

static void
test_together_and_apart(void)
{
  g_assert_cmpfloat(after(0, 6, 6, 1, 60), >, 0.99);
  g_assert_cmpfloat_with_epsilon(after(G_PI / 3, 6, 6, 1, 60), 0.5, 0.01);
  g_assert_cmpfloat(after(G_PI, 6, 6, 1, 60), ==, 0.0);
}

static void
test_unknown_is_a_value(void)
{
  attune_closeness closeness = {0};
  g_assert_true(isnan(attune_closeness_tell(&closeness)));
  g_assert_true(isnan(after(0, 6, 6, 0, 60)));
  g_assert_true(isnan(after(0, 6, 6, 1, 1)));
  g_assert_false(isnan(after(0, 6, 6, 1, 4)));
}

static void
test_two_rates_pass_by(void)
{
  double most = 0, least = 1;
  for (int i = 0; i < 20; i++) {
    double now = after(0, 6, 7, 1, 60 + 3 * i);
    most = fmax(most, now);
    least = fmin(least, now);
  }
  g_assert_cmpfloat(most, >, 0.7);
  g_assert_cmpfloat(least, <, 0.05);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/closeness/together-and-apart", test_together_and_apart);
  g_test_add_func("/closeness/unknown", test_unknown_is_a_value);
  g_test_add_func("/closeness/two-rates-pass-by", test_two_rates_pass_by);
  return g_test_run();
}
