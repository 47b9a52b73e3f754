// SPDX-License-Identifier: GPL-3.0-or-later
/* What is said first of a report, on phases whose truth is known. */
#include "model/outcome.h"

#include <math.h>

#define RATE_PER_MIN 6.0

typedef struct {
  double length_s, lag_rad, lag_from_s; /* B is that far behind from then on, else in step */
  double b_gone_from_s, b_gone_to_s;
} story;

static void
fill(attune_track *track, size_t n, double lag_rad, const story *s, bool is_b)
{
  track->phase_rad = g_new(float, n);
  track->spread_rad = g_new0(float, n);
  track->rate_per_min = g_new(float, n);
  track->presence = g_new0(float, n);
  track->clarity = g_new(float, n);
  track->present = g_new(unsigned char, n);
  for (size_t t = 0; t < n; t++) {
    double t_s = (double)t * ATTUNE_ROW_S, lag = is_b && t_s >= s->lag_from_s ? lag_rad : 0.0;
    double phase = fmod(2 * G_PI * RATE_PER_MIN / 60 * t_s + 2 * G_PI - lag, 2 * G_PI);
    track->phase_rad[t] = phase < 6.2831 ? (float)phase : 0.0f; /* under 2 pi as a float, too */
    track->rate_per_min[t] = (float)RATE_PER_MIN;
    track->clarity[t] = 0.95f;
    track->present[t] = !(is_b && t_s >= s->b_gone_from_s && t_s < s->b_gone_to_s);
  }
}

static attune_report *
make_report(const story *s)
{
  attune_report *report = g_new0(attune_report, 1);
  size_t n = report->n_rows = (size_t)(s->length_s / ATTUNE_ROW_S);
  report->live_start_s = report->row0_s = 100.0;
  report->live_end_s = 100.0 + s->length_s;
  report->rehearsal.separable = true;
  report->unheard = g_new0(uint32_t, n);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    fill(&report->smoothed[p], n, s->lag_rad, s, p == ATTUNE_B);
    fill(&report->causal[p], n, s->lag_rad, s, p == ATTUNE_B);
  }
  attune_sync_forget(&report->sync);
  return report;
}

static attune_outcome *
tell(const story *s, double free_from_s)
{
  attune_practice practice = attune_practice_usual();
  return attune_outcome_new(make_report(s), &practice, free_from_s);
}

static void
test_in_step(void)
{
  attune_outcome *outcome = tell(&(story){120, 0, 0, 999, 999}, INFINITY);
  g_assert_cmpfloat_with_epsilon(outcome->live_s, 120, 0.1);
  g_assert_cmpfloat_with_epsilon(outcome->heard_s, 120, 0.2);
  g_assert_cmpfloat_with_epsilon(outcome->together_s, 120, 0.2);
  g_assert_cmpfloat_with_epsilon(outcome->first_per_min[ATTUNE_A], RATE_PER_MIN, 1e-3);
  g_assert_false(outcome->is_scored);
  g_assert_cmpint(outcome->free.reason, ==, ATTUNE_REASON_TOO_SHORT);
  attune_outcome_free(outcome);
}

static void
test_out_of_step_from_the_middle(void)
{
  attune_outcome *outcome = tell(&(story){120, G_PI, 60, 999, 999}, INFINITY);
  g_assert_cmpfloat_with_epsilon(outcome->together_s, 60, 6);
  g_assert_cmpuint(outcome->together[20], ==, 1);
  g_assert_cmpuint(outcome->together[outcome->report->n_rows - 20], ==, 0);
  attune_outcome_free(outcome);
}

static void
test_a_third_of_a_breath_apart_is_not_together(void)
{
  attune_outcome *outcome = tell(&(story){120, G_PI * 2 / 3, 0, 999, 999}, INFINITY);
  g_assert_cmpfloat(outcome->together_s, ==, 0);
  attune_outcome_free(outcome);
}

static void
test_what_is_not_heard_is_not_together(void)
{
  attune_outcome *outcome = tell(&(story){120, 0, 0, 30, 80}, INFINITY);
  g_assert_cmpfloat_with_epsilon(outcome->heard_s, 70, 0.3);
  g_assert_cmpfloat(outcome->together_s, <=, outcome->heard_s);
  g_assert_cmpfloat(outcome->together_s, >, 60);
  attune_outcome_free(outcome);
}

static void
test_the_free_part_has_a_score_of_its_own(void)
{
  attune_outcome *outcome = tell(&(story){300, G_PI, 150, 999, 999}, 180);
  g_assert_cmpint(outcome->free.reason, ==, ATTUNE_REASON_NONE);
  g_assert_cmpfloat(outcome->free.alignment, ==, 0); /* they take turns in it */
  g_assert_cmpfloat(outcome->free.locking, >, 0.9);
  g_assert_false(isnan(outcome->free.p_value)); /* nobody led: chance may be spoken of */
  attune_outcome_free(outcome);
  outcome = tell(&(story){300, G_PI, 150, 999, 999}, 280);
  g_assert_cmpint(outcome->free.reason, ==, ATTUNE_REASON_TOO_SHORT);
  attune_outcome_free(outcome);
}

static void
test_hardly_anything(void)
{
  attune_outcome *outcome = tell(&(story){0.2, 0, 0, 999, 999}, 0.1);
  g_assert_cmpfloat(outcome->heard_s, <, 0.3);
  attune_outcome_free(outcome);
  attune_outcome_free(NULL);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/outcome/in-step", test_in_step);
  g_test_add_func("/outcome/out-of-step", test_out_of_step_from_the_middle);
  g_test_add_func("/outcome/a-third-apart", test_a_third_of_a_breath_apart_is_not_together);
  g_test_add_func("/outcome/not-heard", test_what_is_not_heard_is_not_together);
  g_test_add_func("/outcome/free-part", test_the_free_part_has_a_score_of_its_own);
  g_test_add_func("/outcome/hardly-anything", test_hardly_anything);
  return g_test_run();
}
