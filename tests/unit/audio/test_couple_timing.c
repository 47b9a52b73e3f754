// SPDX-License-Identifier: GPL-3.0-or-later
/* The schedules, over many seeds: what each scenario promises, and phase as it is defined. */
#include "audio/couple_timing.h"
#include "base/circle.h"

#include <complex.h>

#define SEEDS 60

static attune_couple_timing *
draw(attune_couple_scenario scenario, uint64_t seed)
{
  attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
  config.scenario = scenario;
  config.seed = seed;
  config.duration_s = 300.0;
  return attune_couple_timing_new(&config);
}

static attune_couple_breath
breath_of(const attune_couple_timing *timing, int p, guint i)
{
  return g_array_index(timing->breaths[p], attune_couple_breath, i);
}

/* Mean of e^(i theta) at the in-breaths of both, within a stretch of time. */
static double complex
locking(const attune_couple_timing *t, double start_s, double end_s)
{
  double complex sum = 0.0;
  unsigned n = 0;
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    for (guint i = 0; i < t->breaths[p]->len; i++) {
      double t_s = breath_of(t, p, i).in_s;
      double theta = attune_couple_timing_phase(t, ATTUNE_A, t_s) -
                     attune_couple_timing_phase(t, ATTUNE_B, t_s);
      if (t_s < start_s || t_s >= end_s || isnan(theta)) continue;
      sum += cexp(I * theta);
      n++;
    }
  g_assert_cmpuint(n, >, 0);
  return sum / n;
}

static double
live_rate_per_min(const attune_couple_timing *t, int p)
{
  double sum_s = 0.0;
  unsigned n = 0;
  for (guint i = 0; i < t->breaths[p]->len; i++) {
    attune_couple_breath b = breath_of(t, p, i);
    if (b.in_s < t->plan.live.start_s) continue;
    sum_s += b.end_s - b.in_s;
    n++;
  }
  return 60.0 * n / sum_s;
}

static void
check_order(const attune_couple_timing *t, int p)
{
  double before_s = 0.0;
  g_assert_cmpuint(t->breaths[p]->len, >, 8);
  for (guint i = 0; i < t->breaths[p]->len; i++) {
    attune_couple_breath b = breath_of(t, p, i);
    g_assert_cmpfloat(b.in_s, >=, before_s);
    g_assert_cmpfloat(b.out_s - b.in_s, >=, 0.3);
    g_assert_cmpfloat(b.end_s - b.out_s, >=, 0.3);
    g_assert_cmpfloat(b.end_s - b.in_s, <=, 30.0);
    before_s = b.end_s;
  }
}

static void
test_order(void)
{
  for (int s = ATTUNE_COUPLE_SYNC; s <= ATTUNE_COUPLE_TALK; s++)
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
      attune_couple_timing *t = draw((attune_couple_scenario)s, seed);
      for (int p = 0; p < ATTUNE_PARTNERS; p++) check_order(t, p);
      attune_couple_timing_free(t);
    }
}

static void
test_solo(void)
{
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_timing *t = draw(ATTUNE_COUPLE_FREE, seed);
    for (int p = 0; p < ATTUNE_PARTNERS; p++)
      for (guint i = 0; i < 4; i++) { /* near the guide; the other one is still */
        attune_couple_breath b = breath_of(t, p, i);
        double guide_s = t->plan.solo[p].start_s + t->plan.guide_after_s + 10.0 * i;
        g_assert_cmpfloat(fabs(b.in_s - guide_s), <, 1.5);
        g_assert_cmpfloat(fabs(b.out_s - guide_s - 4.0), <, 2.0);
        g_assert_true(isnan(attune_couple_timing_phase(t, 1 - p, b.in_s + 1.0)));
      }
    attune_couple_timing_free(t);
  }
}

static void
test_late(void)
{
  double sum_s = 0.0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
    config.seed = seed;
    config.late_s = 1.2;
    attune_couple_timing *t = attune_couple_timing_new(&config);
    for (guint i = 0; i < 4; i++) sum_s += breath_of(t, ATTUNE_A, i).in_s - (4.3 + 10.0 * i);
    attune_couple_timing_free(t);
  }
  g_assert_cmpfloat_with_epsilon(sum_s / (4 * SEEDS), 1.2, 0.2);
}

static void
test_phase(void)
{
  attune_couple_timing *t = draw(ATTUNE_COUPLE_HOLD, 8);
  guint rests = 0;
  for (guint i = 0; i + 1 < t->breaths[0]->len; i++) {
    attune_couple_breath b = breath_of(t, 0, i), next = breath_of(t, 0, i + 1);
    g_assert_cmpfloat(attune_couple_timing_phase(t, 0, b.in_s), ==, 0.0);
    g_assert_cmpfloat_with_epsilon(attune_couple_timing_phase(t, 0, b.out_s), ATTUNE_PI, 1e-9);
    g_assert_cmpfloat_with_epsilon(
        attune_couple_timing_phase(t, 0, b.in_s + 0.25 * (b.out_s - b.in_s)), 0.25 * ATTUNE_PI,
        1e-9);
    g_assert_cmpfloat_with_epsilon(
        attune_couple_timing_phase(t, 0, b.out_s + 0.5 * (b.end_s - b.out_s)), 1.5 * ATTUNE_PI,
        1e-9);
    if (next.in_s - b.end_s < 1.0) continue;
    g_assert_true(isnan(attune_couple_timing_phase(t, 0, 0.5 * (b.end_s + next.in_s))));
    rests++;
  }
  g_assert_cmpuint(rests, >=, 2); /* between solo and live, and the hold */
  g_assert_true(isnan(attune_couple_timing_phase(t, 0, 0.0)));
  attune_couple_timing_free(t);
}

static void
test_sync_and_anti(void)
{
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_timing *sync = draw(ATTUNE_COUPLE_SYNC, seed);
    attune_couple_timing *anti = draw(ATTUNE_COUPLE_ANTI, seed);
    double complex z = locking(sync, 88.0, 300.0), w = locking(anti, 88.0, 300.0);
    g_assert_cmpfloat(cabs(z), >, 0.80);
    g_assert_cmpfloat(fabs(carg(z)), <, attune_rad(50.0));
    g_assert_cmpfloat_with_epsilon(sync->lag_deg, attune_deg(carg(z)), 1e-6);
    g_assert_cmpfloat(cabs(w), >, 0.60);
    g_assert_cmpfloat(cos(carg(w)), <, -0.75);
    for (int p = 0; p < ATTUNE_PARTNERS; p++) {
      g_assert_cmpfloat(live_rate_per_min(sync, p), >, 4.5);
      g_assert_cmpfloat(live_rate_per_min(sync, p), <, 22.0);
    }
    attune_couple_timing_free(sync);
    attune_couple_timing_free(anti);
  }
}

/* A lag that was asked for is the lag that is measured; positive = A leads. */
static void
test_lag(void)
{
  for (uint64_t seed = 1; seed <= 20; seed++) {
    attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
    config.seed = seed;
    config.lag_deg = 20.0;
    for (int p = 0; p < ATTUNE_PARTNERS; p++) config.wishes[p].in_share = 0.5;
    attune_couple_timing *t = attune_couple_timing_new(&config);
    g_assert_cmpfloat_with_epsilon(t->lag_deg, 20.0, 9.0);
    attune_couple_timing_free(t);
  }
}

static void
test_free_and_near(void)
{
  double mean = 0.0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_timing *free_pair = draw(ATTUNE_COUPLE_FREE, seed);
    attune_couple_timing *near = draw(ATTUNE_COUPLE_NEAR, seed);
    const attune_couple_habits *f = free_pair->habits, *n = near->habits;
    g_assert_cmpfloat(fabs(f[0].rate_per_min - f[1].rate_per_min), >=, 1.0);
    g_assert_cmpfloat(fabs(n[0].rate_per_min - n[1].rate_per_min), >=, 0.2);
    g_assert_cmpfloat(fabs(n[0].rate_per_min - n[1].rate_per_min), <=, 0.8);
    for (int p = 0; p < ATTUNE_PARTNERS; p++) {
      g_assert_cmpfloat(f[p].rate_per_min, >=, 7.0);
      g_assert_cmpfloat(f[p].rate_per_min, <=, 18.0);
      g_assert_cmpfloat(live_rate_per_min(free_pair, p) / f[p].rate_per_min, >, 0.85);
      g_assert_cmpfloat(live_rate_per_min(free_pair, p) / f[p].rate_per_min, <, 1.15);
    }
    mean += cabs(locking(free_pair, 88.0, 300.0)) / SEEDS;
    g_assert_true(isnan(free_pair->lag_deg) && isnan(near->lag_deg));
    attune_couple_timing_free(free_pair);
    attune_couple_timing_free(near);
  }
  g_assert_cmpfloat(mean, <, 0.3);
}

static double
longest_live_gap_s(const attune_couple_timing *t, int p)
{
  double longest_s = 0.0;
  for (guint i = 0; i + 1 < t->breaths[p]->len; i++)
    if (breath_of(t, p, i).in_s >= t->plan.live.start_s)
      longest_s = fmax(longest_s, breath_of(t, p, i + 1).in_s - breath_of(t, p, i).end_s);
  return longest_s;
}

static void
test_hold(void)
{
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_timing *t = draw(ATTUNE_COUPLE_HOLD, seed);
    double a_s = longest_live_gap_s(t, ATTUNE_A), b_s = longest_live_gap_s(t, ATTUNE_B);
    g_assert_cmpfloat(fmax(a_s, b_s), >=, 10.0);
    g_assert_cmpfloat(fmax(a_s, b_s), <=, 25.0 + 15.0); /* to the next shared onset */
    g_assert_cmpuint(t->absent[0]->len + t->absent[1]->len, ==, 0);
    attune_couple_timing_free(t);
  }
}

static void
test_absent(void)
{
  unsigned for_good = 0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_timing *t = draw(ATTUNE_COUPLE_ABSENT, seed);
    g_assert_cmpuint(t->absent[ATTUNE_A]->len, ==, 0);
    g_assert_cmpuint(t->absent[ATTUNE_B]->len, ==, 1);
    attune_couple_span gone = g_array_index(t->absent[ATTUNE_B], attune_couple_span, 0);
    g_assert_cmpfloat(gone.end_s - gone.start_s, >=, 30.0);
    g_assert_true(isnan(attune_couple_timing_phase(t, ATTUNE_B, gone.start_s + 1.0)));
    g_assert_true(isnan(attune_couple_timing_phase(t, ATTUNE_B, gone.end_s - 0.1)));
    for_good += gone.end_s >= 300.0;
    attune_couple_timing_free(t);
  }
  g_assert_cmpuint(for_good, >=, 5);
  g_assert_cmpuint(for_good, <=, 30);
}

static void
test_drift(void)
{
  double apart = 0.0, together = 0.0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_timing *t = draw(ATTUNE_COUPLE_DRIFT, seed);
    double first = cabs(locking(t, 88.0, 150.0)), last = cabs(locking(t, 240.0, 300.0));
    apart += fmin(first, last) / SEEDS;
    together += fmax(first, last) / SEEDS;
    attune_couple_timing_free(t);
  }
  g_assert_cmpfloat(together, >, 0.85);
  g_assert_cmpfloat(apart, <, 0.5);
}

static void
test_talk(void)
{
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_timing *t = draw(ATTUNE_COUPLE_TALK, seed);
    g_assert_cmpuint(t->talking->len, >=, 2);
    for (guint i = 0; i < t->talking->len; i++) { /* on an out-breath of one of them */
      attune_couple_span words = g_array_index(t->talking, attune_couple_span, i);
      double a = attune_couple_timing_phase(t, ATTUNE_A, 0.5 * (words.start_s + words.end_s));
      double b = attune_couple_timing_phase(t, ATTUNE_B, 0.5 * (words.start_s + words.end_s));
      g_assert_true(a > ATTUNE_PI || b > ATTUNE_PI);
      g_assert_cmpfloat(words.end_s, >, words.start_s);
      if (i == 0) continue;
      g_assert_cmpfloat(words.start_s, >=,
                        g_array_index(t->talking, attune_couple_span, i - 1).start_s);
    }
    attune_couple_timing_free(t);
  }
}

/* Jitter of the lengths and of the in-breath's share: as wide as promised, person by person. */
static void
test_jitter(void)
{
  double lowest = 1.0, highest = 0.0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_timing *t = draw(ATTUNE_COUPLE_FREE, seed);
    for (int p = 0; p < ATTUNE_PARTNERS; p++) {
      double sum = 0.0, square = 0.0, share = 0.0, n = 0.0;
      for (guint i = 0; i < t->breaths[p]->len; i++) {
        attune_couple_breath b = breath_of(t, p, i);
        if (b.in_s < t->plan.live.start_s) continue;
        double length = log(b.end_s - b.in_s);
        sum += length;
        square += length * length;
        share += (b.out_s - b.in_s) / (b.end_s - b.in_s);
        n++;
      }
      double cv = sqrt(square / n - sum / n * (sum / n));
      lowest = fmin(lowest, cv);
      highest = fmax(highest, cv);
      g_assert_cmpfloat(cv, >, 0.02);
      g_assert_cmpfloat(cv, <, 0.25);
      g_assert_cmpfloat(share / n, >, 0.30);
      g_assert_cmpfloat(share / n, <, 0.54);
    }
    attune_couple_timing_free(t);
  }
  g_assert_cmpfloat(lowest, <, 0.07);
  g_assert_cmpfloat(highest, >, 0.13);
}

static void
test_driven(void)
{
  const double in_s[] = {0.5, 4.0, 9.5, 13.0, 40.0}, out_s[] = {2.0, 6.0, 11.0, 15.0, 41.0};
  attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
  config.onsets[ATTUNE_B] = (attune_couple_onsets){in_s, out_s, G_N_ELEMENTS(in_s)};
  attune_couple_timing *t = attune_couple_timing_new(&config);
  guint first = t->breaths[ATTUNE_B]->len - 4;
  for (guint i = 0; i < 4; i++) {
    attune_couple_breath b = breath_of(t, ATTUNE_B, first + i);
    g_assert_cmpfloat(b.in_s, ==, 88.0 + in_s[i]);
    g_assert_cmpfloat(b.out_s, ==, 88.0 + out_s[i]);
    g_assert_cmpfloat(b.end_s, ==, 88.0 + in_s[i + 1]);
  }
  g_assert_cmpuint(t->breaths[ATTUNE_A]->len, >, 10);
  attune_couple_timing_free(t);
}

/* ---- nudges ---- */

static void
check_after_nudge(const attune_couple_timing *t)
{
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    check_order(t, p);
    g_assert_true(isnan(t->lag_deg));
  }
}

static void
test_apart_and_together(void)
{
  double before = 0.0, apart = 0.0, together = 0.0;
  for (uint64_t seed = 1; seed <= 20; seed++) {
    attune_couple_timing *t = draw(ATTUNE_COUPLE_SYNC, seed);
    attune_couple_breath kept = breath_of(t, ATTUNE_B, 6);
    attune_couple_timing_nudge(t, ATTUNE_COUPLE_NUDGE_APART, ATTUNE_A, 150.0);
    attune_couple_timing_nudge(t, ATTUNE_COUPLE_NUDGE_TOGETHER, ATTUNE_A, 220.0);
    check_after_nudge(t);
    g_assert_cmpfloat(breath_of(t, ATTUNE_B, 6).in_s, ==, kept.in_s);
    before += cabs(locking(t, 88.0, 150.0)) / 20.0;
    apart += cabs(locking(t, 160.0, 220.0)) / 20.0;
    together += cabs(locking(t, 240.0, 300.0)) / 20.0;
    attune_couple_timing_free(t);
  }
  g_assert_cmpfloat(before, >, 0.85);
  g_assert_cmpfloat(apart, <, 0.6);
  g_assert_cmpfloat(together, >, 0.85);
}

/* A slider: the further, the closer; and who is away stays away. */
static void
test_steer(void)
{
  double closeness[] = {0.0, 0.3, 1.0}, locked[3] = {0.0, 0.0, 0.0};
  for (uint64_t seed = 1; seed <= 20; seed++)
    for (int i = 0; i < 3; i++) {
      attune_couple_timing *t = draw(ATTUNE_COUPLE_FREE, seed);
      attune_couple_breath kept = breath_of(t, ATTUNE_B, 6);
      attune_couple_timing_steer(t, 0.7, 130.0);
      attune_couple_timing_steer(t, closeness[i], 140.0);
      check_after_nudge(t);
      g_assert_cmpfloat(breath_of(t, ATTUNE_B, 6).in_s, ==, kept.in_s);
      locked[i] += cabs(locking(t, 170.0, 300.0)) / 20.0;
      attune_couple_timing_free(t);
    }
  g_assert_cmpfloat(locked[0], <, 0.4);
  g_assert_cmpfloat(locked[1], >, locked[0] + 0.1);
  g_assert_cmpfloat(locked[2], >, 0.85);
  g_assert_cmpfloat(locked[2], >, locked[1]);
  attune_couple_timing *t = draw(ATTUNE_COUPLE_SYNC, 4);
  attune_couple_timing_nudge(t, ATTUNE_COUPLE_NUDGE_LEAVE, ATTUNE_B, 150.0);
  attune_couple_timing_steer(t, 0.2, 170.0);
  g_assert_true(isnan(attune_couple_timing_phase(t, ATTUNE_B, 280.0)));
  g_assert_false(isnan(attune_couple_timing_phase(t, ATTUNE_A, 280.0)));
  attune_couple_timing_free(t);
}

static void
test_leave_and_return(void)
{
  attune_couple_timing *t = draw(ATTUNE_COUPLE_SYNC, 4);
  attune_couple_timing_nudge(t, ATTUNE_COUPLE_NUDGE_LEAVE, ATTUNE_A, 150.0);
  g_assert_cmpuint(t->absent[ATTUNE_A]->len, ==, 1);
  g_assert_true(isnan(attune_couple_timing_phase(t, ATTUNE_A, 280.0)));
  g_assert_false(isnan(attune_couple_timing_phase(t, ATTUNE_B, 280.0)));
  attune_couple_timing_nudge(t, ATTUNE_COUPLE_NUDGE_RETURN, ATTUNE_A, 200.0);
  attune_couple_span gone = g_array_index(t->absent[ATTUNE_A], attune_couple_span, 0);
  g_assert_cmpfloat(gone.start_s, >=, 150.0);
  g_assert_cmpfloat(gone.end_s, ==, 201.0);
  g_assert_true(isnan(attune_couple_timing_phase(t, ATTUNE_A, 190.0)));
  g_assert_false(isnan(attune_couple_timing_phase(t, ATTUNE_A, 280.0)));
  check_after_nudge(t);
  attune_couple_timing_free(t);
}

static void
test_sigh_and_talk(void)
{
  attune_couple_timing *t = draw(ATTUNE_COUPLE_FREE, 4);
  g_assert_cmpuint(t->talking->len, ==, 0);
  attune_couple_timing_nudge(t, ATTUNE_COUPLE_NUDGE_TALK, ATTUNE_B, 150.0);
  attune_couple_timing_nudge(t, ATTUNE_COUPLE_NUDGE_SIGH, ATTUNE_A, 150.0);
  g_assert_cmpuint(t->talking->len, ==, 1); /* once */
  attune_couple_span words = g_array_index(t->talking, attune_couple_span, 0);
  g_assert_cmpfloat(words.start_s, >, 150.0);
  g_assert_cmpfloat(words.start_s, <, 175.0);
  g_assert_cmpfloat(attune_couple_timing_phase(t, ATTUNE_B, words.start_s), >, ATTUNE_PI);
  for (guint i = 0; i < t->takes[ATTUNE_A]->len; i++) {
    attune_couple_take take = g_array_index(t->takes[ATTUNE_A], attune_couple_take, i);
    if (take.at.in_s <= 150.0) continue;
    g_assert_cmpfloat((double)take.depth_db, >=, 3.0);
    break;
  }
  check_after_nudge(t);
  attune_couple_timing_free(t);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/couple/timing/order", test_order);
  g_test_add_func("/couple/timing/solo", test_solo);
  g_test_add_func("/couple/timing/late", test_late);
  g_test_add_func("/couple/timing/phase", test_phase);
  g_test_add_func("/couple/timing/sync-and-anti", test_sync_and_anti);
  g_test_add_func("/couple/timing/lag", test_lag);
  g_test_add_func("/couple/timing/free-and-near", test_free_and_near);
  g_test_add_func("/couple/timing/hold", test_hold);
  g_test_add_func("/couple/timing/absent", test_absent);
  g_test_add_func("/couple/timing/drift", test_drift);
  g_test_add_func("/couple/timing/talk", test_talk);
  g_test_add_func("/couple/timing/jitter", test_jitter);
  g_test_add_func("/couple/timing/driven", test_driven);
  g_test_add_func("/couple/nudge/apart-and-together", test_apart_and_together);
  g_test_add_func("/couple/nudge/steer", test_steer);
  g_test_add_func("/couple/nudge/leave-and-return", test_leave_and_return);
  g_test_add_func("/couple/nudge/sigh-and-talk", test_sigh_and_talk);
  return g_test_run();
}
