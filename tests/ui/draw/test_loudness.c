// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/loudness.h"

#include <glib.h>
#include <math.h>

#define S 1000000

static void
test_share__covers_the_bar(void)
{
  g_assert_cmpfloat(attune_loudness_share(-200.0), ==, 0.0);
  g_assert_cmpfloat(attune_loudness_share(NAN), ==, 0.0);
  g_assert_cmpfloat_with_epsilon(attune_loudness_share(-36.0), 0.5, 1e-12);
  g_assert_cmpfloat(attune_loudness_share(6.0), ==, 1.0);
}

static void
test_bar__rises_at_once_and_falls_slowly(void)
{
  attune_loudness l = attune_loudness_none();
  g_assert_true(isnan(attune_loudness_level_dbfs(&l, 0)));
  attune_loudness_tell(&l, -20.0, S);
  attune_loudness_tell(&l, -60.0, S + S / 10);
  g_assert_cmpfloat_with_epsilon(attune_loudness_level_dbfs(&l, 2 * S), -46.0, 1e-9);
  g_assert_cmpfloat_with_epsilon(attune_loudness_peak_dbfs(&l, 2 * S), -20.0, 1e-9);
  g_assert_cmpfloat_with_epsilon(attune_loudness_peak_dbfs(&l, 3 * S + S / 5), -34.0, 1e-9);
  attune_loudness_tell(&l, -10.0, 2 * S);
  g_assert_cmpfloat_with_epsilon(attune_loudness_level_dbfs(&l, 2 * S), -10.0, 1e-9);
  attune_loudness_tell(&l, NAN, 2 * S);
  g_assert_true(isnan(attune_loudness_level_dbfs(&l, 2 * S)));
}

static void
test_heard__is_relative_to_the_room(void)
{
  attune_heard h = attune_heard_none();
  g_assert_cmpfloat(attune_heard_share(&h), ==, 0.0);
  for (int i = 0; i < 200; i++) /* breath of 20 dB over a floor of -60 */
    attune_heard_tell(&h, i % 40 < 10 ? -40.0 : -60.0, i * 100000);
  attune_heard_tell(&h, -40.0, 20 * S);
  g_assert_cmpfloat_with_epsilon(attune_heard_share(&h), 1.0, 0.02);
  attune_heard_tell(&h, -60.0, 20 * S + 100000);
  g_assert_cmpfloat(attune_heard_share(&h), <, 0.05);
  attune_heard_tell(&h, NAN, 21 * S);
  g_assert_cmpfloat(attune_heard_share(&h), <, 0.05);
}

static void
test_heard__shows_little_of_a_room_without_breath(void)
{
  attune_heard h = attune_heard_none();
  for (int i = 0; i < 200; i++) attune_heard_tell(&h, -60.0 + 0.5 * (i % 3), i * 100000);
  g_assert_cmpfloat(attune_heard_share(&h), <, 0.2);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/loudness/share", test_share__covers_the_bar);
  g_test_add_func("/loudness/bar", test_bar__rises_at_once_and_falls_slowly);
  g_test_add_func("/heard/relative", test_heard__is_relative_to_the_room);
  g_test_add_func("/heard/quiet", test_heard__shows_little_of_a_room_without_breath);
  return g_test_run();
}
