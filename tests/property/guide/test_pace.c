// SPDX-License-Identifier: GPL-3.0-or-later
/* Whatever it is told, whenever: the guide is continuous, and never too fast or too slow. */
#include "guide/pace.h"

#include "base/circle.h"

#include <math.h>

#define STEP_S 0.02
#define RUNS 300
#define RUN_S 150.0

static double
draw_odd(GRand *rand, double low, double high)
{
  const double odd[] = {NAN, INFINITY, -INFINITY, 0.0, -5.0, 1e9};
  if (g_rand_int_range(rand, 0, 12) == 0) return odd[g_rand_int_range(rand, 0, 6)];
  return g_rand_double_range(rand, low, high);
}

static attune_pace_plan
draw_plan(GRand *rand)
{
  return (attune_pace_plan){.kind = (attune_pace_kind)g_rand_int_range(rand, 0, 4),
                            .leader = (attune_partner)g_rand_int_range(rand, 0, 2),
                            .rate_per_min = draw_odd(rand, 1.0, 30.0),
                            .goal_per_min = draw_odd(rand, 1.0, 20.0),
                            .in_share = draw_odd(rand, 0.0, 1.0),
                            .fade_at_s = draw_odd(rand, 0.0, RUN_S)};
}

static attune_pace_heard
draw_heard(GRand *rand)
{
  attune_pace_heard heard;
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    heard.rate_per_min[p] = draw_odd(rand, 2.0, 40.0);
    heard.phase_rad[p] = draw_odd(rand, -20.0, 20.0);
  }
  return heard;
}

static void
check_range(const attune_pace_now *now)
{
  g_assert_true(now->opacity >= 0.0 && now->opacity <= 1.0);
  if (isnan(now->phase_rad)) {
    g_assert_cmpint(now->count, ==, 0);
    return;
  }
  g_assert_true(now->phase_rad >= 0.0 && now->phase_rad < ATTUNE_TAU);
  g_assert_cmpfloat(now->rate_per_min, >=, ATTUNE_PACE_MIN_PER_MIN - 1e-9);
  g_assert_cmpfloat(now->rate_per_min, <=, ATTUNE_PACE_MAX_PER_MIN + 1e-9);
  g_assert_true(now->in_share >= 0.25 && now->in_share <= 0.6);
  g_assert_cmpint(now->count, >=, 1);
  g_assert_cmpint(now->count, <=, 12);
}

/* Between two moments: as much of a breath as the bounds allow, and no jump of the phase. */
static void
check_step(const attune_pace_now *before, const attune_pace_now *after)
{
  if (isnan(before->phase_rad) || isnan(after->phase_rad)) return;
  double gone = after->breaths - before->breaths;
  g_assert_cmpfloat(gone, >=, STEP_S / 15.0 - 1e-9);
  g_assert_cmpfloat(gone, <=, STEP_S / 4.0 + 1e-9);
  double turned = attune_wrap_pi(after->phase_rad - before->phase_rad);
  g_assert_cmpfloat(turned, >=, 0.0);
  g_assert_cmpfloat(turned, <=, ATTUNE_PI * STEP_S / 4.0 / 0.25 + 1e-9);
}

static void
run(GRand *rand)
{
  attune_pace_plan plan = draw_plan(rand);
  attune_pace *pace = attune_pace_new(&plan);
  attune_pace_heard heard = draw_heard(rand);
  int tell_every = g_rand_int_range(rand, 1, 400);
  attune_pace_now before = attune_pace_at(pace, 0.0);
  for (int i = 1; i * STEP_S < RUN_S; i++) {
    double t_s = i * STEP_S;
    if (g_rand_int_range(rand, 0, 200) == 0) heard = draw_heard(rand);
    if (i % tell_every == 0)
      attune_pace_hear(pace, t_s - g_rand_double_range(rand, 0.0, STEP_S), &heard);
    if (g_rand_int_range(rand, 0, 2000) == 0) {
      plan = draw_plan(rand);
      attune_pace_change(pace, t_s, &plan);
    }
    attune_pace_now now = attune_pace_at(pace, t_s);
    check_range(&now);
    check_step(&before, &now);
    before = now;
  }
  attune_pace_free(pace);
}

static void
test_any_input__gives_a_breathable_guide(void)
{
  GRand *rand = g_rand_new_with_seed(20261122);
  for (int i = 0; i < RUNS; i++) run(rand);
  g_rand_free(rand);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/pace/any-input", test_any_input__gives_a_breathable_guide);
  return g_test_run();
}
