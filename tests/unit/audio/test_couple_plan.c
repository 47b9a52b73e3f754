// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/couple.h"

static void
test_usual(void)
{
  attune_couple_plan plan = attune_couple_plan_make(240.0);
  g_assert_cmpfloat(plan.solo[ATTUNE_A].start_s, ==, 4.0);
  g_assert_cmpfloat(plan.solo[ATTUNE_A].end_s, ==, 44.0);
  g_assert_cmpfloat(plan.solo[ATTUNE_B].start_s, ==, 46.0);
  g_assert_cmpfloat(plan.solo[ATTUNE_B].end_s, ==, 86.0);
  g_assert_cmpfloat(plan.live.start_s, ==, 88.0);
  g_assert_cmpfloat(plan.live.end_s, ==, 240.0);
  g_assert_cmpfloat(plan.guide_in_s, ==, 4.0);
  g_assert_cmpfloat(plan.guide_out_s, ==, 6.0);
  g_assert_cmpfloat(plan.guide_after_s, ==, 0.3);
}

static void
test_shorter(void)
{
  for (double duration_s = 40.0; duration_s < 300.0; duration_s += 1.7) {
    attune_couple_plan plan = attune_couple_plan_make(duration_s);
    double solo_a_s = plan.solo[ATTUNE_A].end_s - plan.solo[ATTUNE_A].start_s;
    double solo_b_s = plan.solo[ATTUNE_B].end_s - plan.solo[ATTUNE_B].start_s;
    g_assert_cmpfloat_with_epsilon(solo_a_s, solo_b_s, 1e-9);
    g_assert_cmpfloat(solo_a_s, >=, 10.0);
    g_assert_cmpfloat(solo_a_s, <=, 40.0);
    g_assert_cmpfloat(plan.solo[ATTUNE_B].start_s, >=, plan.solo[ATTUNE_A].end_s + 2.0 - 1e-9);
    g_assert_cmpfloat(plan.live.start_s, >=, plan.solo[ATTUNE_B].end_s + 2.0 - 1e-9);
    g_assert_cmpfloat(plan.live.end_s - plan.live.start_s, >=, 0.25 * duration_s - 1e-9);
    if (duration_s >= 130.0) g_assert_cmpfloat(solo_a_s, ==, 40.0);
  }
}

static void
test_short(void)
{
  attune_couple_plan plan = attune_couple_plan_make(39.9);
  g_assert_true(isnan(plan.solo[ATTUNE_A].start_s) && isnan(plan.solo[ATTUNE_B].end_s));
  g_assert_cmpfloat(plan.live.start_s, ==, 0.0);
  g_assert_cmpfloat(plan.live.end_s, ==, 39.9);
}

static void
test_names(void)
{
  for (int i = ATTUNE_COUPLE_SYNC; i <= ATTUNE_COUPLE_TALK; i++) {
    attune_couple_scenario read = ATTUNE_COUPLE_SYNC;
    const char *name = attune_couple_scenario_name((attune_couple_scenario)i);
    g_assert_true(attune_couple_scenario_parse(name, &read));
    g_assert_cmpint(read, ==, i);
  }
  for (int i = ATTUNE_COUPLE_NOISE_ROOM; i <= ATTUNE_COUPLE_NOISE_SPEECH; i++) {
    attune_couple_noise read = ATTUNE_COUPLE_NOISE_ROOM;
    g_assert_true(
        attune_couple_noise_parse(attune_couple_noise_name((attune_couple_noise)i), &read));
    g_assert_cmpint(read, ==, i);
  }
  attune_couple_scenario untouched = ATTUNE_COUPLE_NEAR;
  g_assert_false(attune_couple_scenario_parse("Sync", &untouched));
  g_assert_false(attune_couple_scenario_parse(NULL, &untouched));
  g_assert_cmpint(untouched, ==, ATTUNE_COUPLE_NEAR);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/couple/plan/usual", test_usual);
  g_test_add_func("/couple/plan/shorter", test_shorter);
  g_test_add_func("/couple/plan/short", test_short);
  g_test_add_func("/couple/names", test_names);
  return g_test_run();
}
