// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/circle.h"

#include <glib.h>
#include <math.h>

static void
test_wrap_pi__keeps_the_angle_and_its_range(void)
{
  for (double rad = -50.0; rad < 50.0; rad += 0.137) {
    double wrapped = attune_wrap_pi(rad);
    g_assert_cmpfloat(wrapped, >, -ATTUNE_PI);
    g_assert_cmpfloat(wrapped, <=, ATTUNE_PI);
    g_assert_cmpfloat_with_epsilon(sin(wrapped), sin(rad), 1e-12);
    g_assert_cmpfloat_with_epsilon(cos(wrapped), cos(rad), 1e-12);
  }
  g_assert_cmpfloat(attune_wrap_pi(-ATTUNE_PI), ==, ATTUNE_PI);
  g_assert_true(isnan(attune_wrap_pi(NAN)));
}

static void
test_wrap_tau__keeps_the_angle_and_its_range(void)
{
  for (double rad = -50.0; rad < 50.0; rad += 0.137) {
    double wrapped = attune_wrap_tau(rad);
    g_assert_cmpfloat(wrapped, >=, 0.0);
    g_assert_cmpfloat(wrapped, <, ATTUNE_TAU);
    g_assert_cmpfloat_with_epsilon(cos(wrapped), cos(rad), 1e-12);
  }
  g_assert_cmpfloat(attune_wrap_tau(-1e-20), ==, 0.0);
  g_assert_cmpfloat(attune_wrap_tau(ATTUNE_TAU), ==, 0.0);
  g_assert_true(isnan(attune_wrap_tau(NAN)));
}

static void
test_degrees__go_both_ways(void)
{
  g_assert_cmpfloat_with_epsilon(attune_deg(ATTUNE_PI / 2.0), 90.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(attune_rad(attune_deg(1.25)), 1.25, 1e-15);
}

static void
test_mean__closed_forms(void)
{
  const double across_zero[] = {attune_rad(350.0), attune_rad(10.0)};
  attune_circle c = attune_circle_mean(across_zero, 2);
  g_assert_cmpfloat_with_epsilon(c.mean_rad, 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(c.resultant, cos(attune_rad(10.0)), 1e-12);

  const double opposite[] = {0.3, 0.3 + ATTUNE_PI};
  g_assert_cmpfloat_with_epsilon(attune_circle_mean(opposite, 2).resultant, 0.0, 1e-12);

  const double same[] = {-2.0, -2.0, -2.0};
  c = attune_circle_mean(same, 3);
  g_assert_cmpfloat_with_epsilon(c.mean_rad, -2.0, 1e-12);
  g_assert_cmpfloat(c.resultant, <=, 1.0);
  g_assert_cmpfloat_with_epsilon(c.resultant, 1.0, 1e-12);
}

static void
test_mean__of_nothing_is_unknown(void)
{
  attune_circle c = attune_circle_mean(NULL, 0);
  g_assert_true(isnan(c.mean_rad));
  g_assert_true(isnan(c.resultant));
}

static void
test_spread__closed_forms(void)
{
  g_assert_cmpfloat_with_epsilon(attune_circle_spread(1.0), 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(attune_circle_spread(exp(-0.5)), 1.0, 1e-12);
  g_assert_true(isfinite(attune_circle_spread(0.0)));
  g_assert_cmpfloat(attune_circle_spread(0.1), >, attune_circle_spread(0.2));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/circle/wrap_pi", test_wrap_pi__keeps_the_angle_and_its_range);
  g_test_add_func("/circle/wrap_tau", test_wrap_tau__keeps_the_angle_and_its_range);
  g_test_add_func("/circle/degrees", test_degrees__go_both_ways);
  g_test_add_func("/circle/mean", test_mean__closed_forms);
  g_test_add_func("/circle/mean/nothing", test_mean__of_nothing_is_unknown);
  g_test_add_func("/circle/spread", test_spread__closed_forms);
  return g_test_run();
}
