// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/words.h"

#include "base/circle.h"

#include <glib.h>

static void
test_count__is_about_a_second_each(void)
{
  attune_count in = attune_count_of(ATTUNE_PI / 2, 6.0, 0.4);
  g_assert_true(in.is_in);
  g_assert_cmpint(in.n, ==, 4);
  g_assert_cmpfloat_with_epsilon(in.at, 2.0, 1e-9);
  attune_count out = attune_count_of(1.5 * ATTUNE_PI + ATTUNE_TAU, 6.0, 0.4);
  g_assert_false(out.is_in);
  g_assert_cmpint(out.n, ==, 6);
  g_assert_cmpfloat_with_epsilon(out.at, 3.0, 1e-9);
}

static void
test_count__stays_in_bounds(void)
{
  for (double rate = 0.0; rate < 80.0; rate += 0.7)
    for (double phase = -7.0; phase < 7.0; phase += 0.1) {
      attune_count count = attune_count_of(phase, rate, 0.4);
      g_assert_cmpint(count.n, >=, 1);
      g_assert_cmpint(count.n, <=, 12);
      g_assert_true(count.at >= 0.0 && count.at <= count.n);
    }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/words/count", test_count__is_about_a_second_each);
  g_test_add_func("/words/bounds", test_count__stays_in_bounds);
  return g_test_run();
}
