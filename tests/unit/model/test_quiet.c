// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/quiet.h"

#include <glib.h>
#include <math.h>

static attune_quiet_word
hear_room(float level_dbfs, uint32_t unheard, unsigned n)
{
  attune_quiet quiet = {0};
  attune_frame frame = {.unheard = unheard, .level_dbfs = {level_dbfs - 6.0f, level_dbfs}};
  for (unsigned i = 0; i < n; i++) attune_quiet_hear(&quiet, &frame);
  if (quiet.n_rows > 0)
    g_assert_cmpfloat_with_epsilon(attune_quiet_level_dbfs(&quiet), (double)level_dbfs, 1e-6);
  return attune_quiet_tell(&quiet);
}

static void
test_words(void)
{
  g_assert_cmpint(hear_room(-70, 0, 60), ==, ATTUNE_QUIET_VERY);
  g_assert_cmpint(hear_room(-55, 0, 60), ==, ATTUNE_QUIET_FINE);
  g_assert_cmpint(hear_room(-45, 0, 60), ==, ATTUNE_QUIET_NOISY);
  g_assert_cmpint(hear_room(-30, 0, 60), ==, ATTUNE_QUIET_LOUD);
}

static void
test_it_waits_for_five_seconds_of_quiet(void)
{
  attune_quiet quiet = {0};
  g_assert_true(isnan(attune_quiet_level_dbfs(&quiet)));
  g_assert_cmpint(hear_room(-55, 0, ATTUNE_QUIET_ROWS - 1), ==, ATTUNE_QUIET_UNKNOWN);
  g_assert_cmpint(hear_room(-55, ATTUNE_UNHEARD_SPEECH, 200), ==, ATTUNE_QUIET_UNKNOWN);
  g_assert_cmpint(hear_room(-200, ATTUNE_UNHEARD_SILENCE, 200), ==, ATTUNE_QUIET_UNKNOWN);
}

static void
test_a_chair_does_not_count(void)
{
  attune_quiet quiet = {0};
  for (unsigned i = 0; i < 60; i++) {
    attune_frame frame = {.level_dbfs = {i % 4 == 0 ? -20.0f : -65.0f, -65.0f}};
    attune_quiet_hear(&quiet, &frame);
  }
  g_assert_cmpint(attune_quiet_tell(&quiet), ==, ATTUNE_QUIET_VERY);
  g_assert_cmpfloat(attune_quiet_share(&quiet), ==, 1.0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/quiet/words", test_words);
  g_test_add_func("/quiet/waits", test_it_waits_for_five_seconds_of_quiet);
  g_test_add_func("/quiet/a-chair-does-not-count", test_a_chair_does_not_count);
  return g_test_run();
}
