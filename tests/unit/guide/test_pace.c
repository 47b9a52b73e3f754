// SPDX-License-Identifier: GPL-3.0-or-later
#include "guide/pace.h"

#include "base/circle.h"

#include <math.h>

static attune_pace *
make(attune_pace_kind kind)
{
  attune_pace_plan plan = ATTUNE_PACE_DEFAULTS;
  plan.kind = kind;
  return attune_pace_new(&plan);
}

/* Tells the rates, ten times a second, with both partners where the guide is. */
static void
tell(attune_pace *pace, double from_s, double to_s, double a_per_min, double b_per_min)
{
  for (int i = 1; from_s + i * 0.1 <= to_s + 1e-9; i++) {
    double t_s = from_s + i * 0.1, phase_rad = attune_pace_at(pace, t_s).phase_rad;
    attune_pace_hear(pace, t_s,
                     &(attune_pace_heard){.rate_per_min = {a_per_min, b_per_min},
                                          .phase_rad = {phase_rad, phase_rad}});
  }
}

/* Tells that both follow the guide. */
static void
tell_following(attune_pace *pace, double from_s, double to_s)
{
  for (double t_s = from_s + 0.1; t_s <= to_s + 1e-9; t_s += 0.1) {
    double rate = attune_pace_at(pace, t_s).rate_per_min;
    tell(pace, t_s - 0.1, t_s, rate, rate);
  }
}

static void
test_fixed__is_closed_form(void)
{
  attune_pace_plan plan = {
      .kind = ATTUNE_PACE_FIXED, .rate_per_min = 6, .in_share = 0.4, .fade_at_s = INFINITY};
  attune_pace *pace = attune_pace_new(&plan);
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 0.0).phase_rad, 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 2.0).phase_rad, ATTUNE_PI / 2, 1e-9);
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 34.0).phase_rad, ATTUNE_PI, 1e-9);
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 37.0).phase_rad, 1.5 * ATTUNE_PI, 1e-9);
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 3600.0).breaths, 360.0, 1e-9);
  attune_pace_free(pace);
}

static void
test_words__count_about_seconds(void)
{
  attune_pace *pace = attune_pace_new(
      &(attune_pace_plan){.kind = ATTUNE_PACE_FIXED, .rate_per_min = 6, .in_share = 0.4});
  const int in[] = {1, 2, 3, 4}, out[] = {1, 2, 3, 4, 5, 6};
  for (int s = 0; s < 10; s++) {
    attune_pace_now now = attune_pace_at(pace, 20.0 + s + 0.5);
    g_assert_cmpint(now.word, ==, s < 4 ? ATTUNE_PACE_WORD_IN : ATTUNE_PACE_WORD_OUT);
    g_assert_cmpint(now.count, ==, s < 4 ? in[s] : out[s - 4]);
  }
  attune_pace_free(pace);
}

static void
test_follow__begins_at_the_pairs_own_rate_and_phase(void)
{
  attune_pace *pace = make(ATTUNE_PACE_FOLLOW);
  g_assert_true(isnan(attune_pace_at(pace, 10.0).phase_rad));
  for (double t_s = 0.1; t_s < 16.0; t_s += 0.1)
    attune_pace_hear(pace, t_s, &(attune_pace_heard){{8.0, 12.5}, {2.0, 2.0}});
  attune_pace_now now = attune_pace_at(pace, 15.1);
  g_assert_cmpfloat_with_epsilon(now.rate_per_min, 10.0, 0.01); /* sqrt(8 * 12.5) */
  attune_pace_free(pace);

  pace = make(ATTUNE_PACE_FOLLOW);
  for (double t_s = 0.1; isnan(attune_pace_at(pace, t_s).phase_rad); t_s += 0.1)
    attune_pace_hear(pace, t_s, &(attune_pace_heard){{8.0, 12.5}, {2.0, 2.0}});
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 0.0).phase_rad, 2.0, 0.1);
  attune_pace_free(pace);
}

static void
test_follow__holds_the_start_between_its_limits(void)
{
  const double told[] = {3.0, 25.0}, begun[] = {4.5, 15.0};
  for (int i = 0; i < 2; i++) {
    attune_pace *pace = make(ATTUNE_PACE_FOLLOW);
    tell(pace, 0.0, 16.0, told[i], told[i]);
    g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 16.0).rate_per_min, begun[i], 0.01);
    attune_pace_free(pace);
  }
}

static void
test_follow__begins_alone_when_nobody_is_heard(void)
{
  attune_pace *pace = make(ATTUNE_PACE_FOLLOW);
  g_assert_true(isnan(attune_pace_at(pace, 29.9).phase_rad));
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 31.0).rate_per_min, 8.0, 1e-9);
  double asked = attune_pace_at(pace, 40.0).phase_rad; /* told or not: the same */
  for (double t_s = 0.1; t_s < 39.0; t_s += 0.1)
    attune_pace_hear(pace, t_s, &(attune_pace_heard){{NAN, NAN}, {NAN, NAN}});
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 40.0).phase_rad, asked, 1e-9);
  attune_pace_free(pace);
}

static void
test_follow__slows_by_half_a_breath_a_minute_to_its_goal(void)
{
  attune_pace *pace = make(ATTUNE_PACE_FOLLOW);
  tell(pace, 0.0, 15.5, 9.0, 9.0);
  double before = attune_pace_at(pace, 15.5).rate_per_min;
  for (double t_s = 15.5; t_s < 600.0; t_s += 60.0) {
    tell_following(pace, t_s, t_s + 60.0);
    double now = attune_pace_at(pace, t_s + 60.0).rate_per_min;
    g_assert_cmpfloat(now, <=, before + 1e-9);
    g_assert_cmpfloat(before - now, <=, 0.5 + 1e-6);
    before = now;
  }
  g_assert_cmpfloat_with_epsilon(before, 6.0, 1e-6);
  attune_pace_free(pace);
}

static void
test_follow__does_not_slow_without_news(void)
{
  attune_pace *pace = make(ATTUNE_PACE_FOLLOW);
  tell(pace, 0.0, 15.5, 9.0, 9.0);
  tell_following(pace, 15.5, 80.0);
  double rate = attune_pace_at(pace, 80.0).rate_per_min;
  g_assert_cmpfloat(rate, <, 8.9);
  g_assert_cmpfloat(rate - attune_pace_at(pace, 600.0).rate_per_min, <, 0.1);
  attune_pace_free(pace);
}

static void
test_follow__steps_back_when_one_falls_behind(void)
{
  attune_pace *pace = make(ATTUNE_PACE_FOLLOW);
  tell(pace, 0.0, 15.5, 9.0, 9.0);
  tell_following(pace, 15.5, 200.0);
  double led = attune_pace_at(pace, 200.0).rate_per_min;
  tell(pace, 200.0, 240.0, led, led * 1.3);
  double back = attune_pace_at(pace, 240.0).rate_per_min;
  g_assert_cmpfloat(back, >, led + 0.5);
  g_assert_cmpfloat(back, <=, 9.0 + 1e-9);
  attune_pace_free(pace);
}

static void
test_follow__comes_towards_the_pair_gently(void)
{
  attune_pace *pace = make(ATTUNE_PACE_FOLLOW);
  tell(pace, 0.0, 16.0, 6.0, 6.0);
  double from = attune_pace_at(pace, 16.0).breaths, alone = from + 1.0;
  for (double t_s = 16.1; t_s <= 26.0; t_s += 0.1) { /* a breath long, a quarter cycle ahead */
    double ahead = attune_pace_at(pace, t_s).phase_rad + ATTUNE_PI / 2;
    attune_pace_hear(pace, t_s, &(attune_pace_heard){{6.0, 6.0}, {ahead, ahead}});
  }
  double gained = attune_pace_at(pace, 26.0).breaths - alone;
  g_assert_cmpfloat(gained, >, 0.02);
  g_assert_cmpfloat(gained, <, 0.15 * 0.5);
  attune_pace_free(pace);
}

/* Two who breathe on by themselves: the guide goes with them. */
static void
test_follow__stays_with_a_pair_that_does_not_follow(void)
{
  attune_pace *pace = make(ATTUNE_PACE_FOLLOW);
  double off = 0.0, most = 0.0;
  for (int i = 1; i <= 6000; i++) {
    double t_s = i * 0.1, own = attune_wrap_tau(ATTUNE_TAU * 7.5 / 60.0 * t_s);
    attune_pace_hear(pace, t_s, &(attune_pace_heard){{7.5, 7.5}, {own, own}});
    double error = attune_wrap_pi(attune_pace_at(pace, t_s).phase_rad - own);
    if (i > 1000) off += fabs(error) / 5000.0, most = fmax(most, fabs(error));
  }
  g_assert_cmpfloat(off, <, 0.17 * ATTUNE_TAU);
  g_assert_cmpfloat(most, <, 0.3 * ATTUNE_TAU);
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 600.0).rate_per_min, 7.5, 0.5);
  attune_pace_free(pace);
}

static void
test_lead__is_the_leaders_breath(void)
{
  attune_pace *pace = make(ATTUNE_PACE_LEAD);
  double t_s = 0.0;
  for (; t_s < 60.0; t_s += 0.1) { /* A: 7 per minute; B: something else */
    double a = attune_wrap_tau(ATTUNE_TAU * 7.0 / 60.0 * t_s + 1.0);
    attune_pace_hear(pace, t_s, &(attune_pace_heard){{7.0, 13.0}, {a, 0.5}});
  }
  attune_pace_now now = attune_pace_at(pace, t_s);
  double a = ATTUNE_TAU * 7.0 / 60.0 * t_s + 1.0;
  g_assert_cmpfloat_with_epsilon(now.rate_per_min, 7.0, 1e-6);
  g_assert_cmpfloat(fabs(attune_wrap_pi(now.phase_rad - a)), <, 0.4);
  attune_pace_free(pace);
}

static void
test_change__swaps_the_leader_without_a_jump(void)
{
  attune_pace *pace = make(ATTUNE_PACE_LEAD);
  for (double t_s = 0.0; t_s < 20.0; t_s += 0.1)
    attune_pace_hear(pace, t_s, &(attune_pace_heard){{7.0, 13.0}, {0.6 * t_s, 1.3 * t_s}});
  attune_pace_plan other = ATTUNE_PACE_DEFAULTS;
  other.kind = ATTUNE_PACE_LEAD, other.leader = ATTUNE_B, other.in_share = 0.5;
  double before = attune_pace_at(pace, 20.0).phase_rad;
  attune_pace_change(pace, 20.0, &other);
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 20.0).phase_rad, before, 1e-9);
  attune_pace_free(pace);
}

static void
test_fade__goes_on_alone(void)
{
  attune_pace_plan plan = ATTUNE_PACE_DEFAULTS;
  plan.kind = ATTUNE_PACE_FIXED, plan.fade_at_s = 90.0;
  attune_pace *pace = attune_pace_new(&plan);
  g_assert_cmpfloat(attune_pace_at(pace, 0.0).opacity, ==, 0.0);
  g_assert_cmpfloat(attune_pace_at(pace, 50.0).opacity, ==, 1.0);
  g_assert_cmpfloat_with_epsilon(attune_pace_at(pace, 95.0).opacity, 0.5, 1e-9);
  g_assert_cmpfloat(attune_pace_at(pace, 101.0).opacity, ==, 0.0);
  attune_pace_free(pace);
}

static void
test_none__shows_nothing(void)
{
  attune_pace *pace = make(ATTUNE_PACE_NONE);
  tell(pace, 0.0, 60.0, 8.0, 8.0);
  attune_pace_now now = attune_pace_at(pace, 60.0);
  g_assert_true(isnan(now.phase_rad));
  g_assert_cmpfloat(now.opacity, ==, 0.0);
  g_assert_cmpint(now.word, ==, ATTUNE_PACE_WORD_NONE);
  attune_pace_free(pace);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pace/fixed", test_fixed__is_closed_form);
  g_test_add_func("/pace/words", test_words__count_about_seconds);
  g_test_add_func("/pace/follow/begins", test_follow__begins_at_the_pairs_own_rate_and_phase);
  g_test_add_func("/pace/follow/limits", test_follow__holds_the_start_between_its_limits);
  g_test_add_func("/pace/follow/alone", test_follow__begins_alone_when_nobody_is_heard);
  g_test_add_func("/pace/follow/slows", test_follow__slows_by_half_a_breath_a_minute_to_its_goal);
  g_test_add_func("/pace/follow/no-news", test_follow__does_not_slow_without_news);
  g_test_add_func("/pace/follow/back", test_follow__steps_back_when_one_falls_behind);
  g_test_add_func("/pace/follow/nudge", test_follow__comes_towards_the_pair_gently);
  g_test_add_func("/pace/follow/stays", test_follow__stays_with_a_pair_that_does_not_follow);
  g_test_add_func("/pace/lead", test_lead__is_the_leaders_breath);
  g_test_add_func("/pace/change", test_change__swaps_the_leader_without_a_jump);
  g_test_add_func("/pace/fade", test_fade__goes_on_alone);
  g_test_add_func("/pace/none", test_none__shows_nothing);
  return g_test_run();
}
