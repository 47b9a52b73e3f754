// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathing.h"

#include "base/circle.h"

#include <math.h>
#include <string.h>

#define ROWS 940 /* 90 s */
#define SETTLED 160
#define NOISE_DB 1.5

typedef struct {
  timbre voice[ATTUNE_PARTNERS];
  rhythm when[ATTUNE_PARTNERS];
  attune_features *rows;
  attune_tracker *tracker;
} couple;

static void
fill_couple(couple *c, attune_mics mics, bool with_b, guint32 seed)
{
  attune_tracker_terms terms = ATTUNE_TRACKER_TERMS_DEFAULTS;
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  attune_voice voice[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    c->voice[p] = timbre_of(p, mics);
    c->when[p] = rhythm_of(0.7 * p, 95.0, p == 0 ? 4.6 : 5.7, c->voice[p].in_fraction, 0.06, rand);
    timbre_fill_voice(&c->voice[p], NOISE_DB, &voice[p]);
  }
  c->rows = rows_of(ROWS, &c->voice[0], &c->when[0], with_b ? &c->voice[1] : NULL, &c->when[1],
                    NOISE_DB, rand);
  c->tracker = attune_tracker_new(&voice[0], &voice[1], &terms);
}

static void
clear_couple(couple *c)
{
  attune_tracker_free(c->tracker);
  g_free(c->rows);
}

static double
true_phase(const couple *c, unsigned p, size_t t)
{
  double w = c->voice[p].in_fraction;
  return attune_told_phase(rhythm_turns(&c->when[p], w, c->rows[t].t_s), w);
}

/* Live error of both partners under 15 degrees, each at its own rate, with honest words. */
static void
check_tracking(attune_mics mics, guint32 seed)
{
  couple c;
  fill_couple(&c, mics, true, seed);
  double error[ATTUNE_PARTNERS][ROWS], rate[ATTUNE_PARTNERS][ROWS];
  size_t n = 0, right = 0, wrong = 0;
  for (size_t t = 0; t < ROWS; t++) {
    attune_breath breath[ATTUNE_PARTNERS];
    attune_tracker_step(c.tracker, &c.rows[t], breath, NULL);
    if (t < SETTLED) continue;
    for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
      double truth = true_phase(&c, p, t);
      g_assert_true(breath[p].present);
      error[p][n] = attune_deg(fabs(attune_wrap_pi((double)breath[p].phase_rad - truth)));
      rate[p][n] = (double)breath[p].rate_per_min;
      bool in = breath[p].stage == ATTUNE_STAGE_IN, out = breath[p].stage == ATTUNE_STAGE_OUT;
      right += truth < ATTUNE_PI ? in : out;
      wrong += truth < ATTUNE_PI ? out : in;
    }
    n++;
  }
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    double median = median_of(error[p], n);
    g_test_message("live error of %c %.1f degrees", p == 0 ? 'A' : 'B', median);
    g_assert_cmpfloat(median, <, 15.0);
    g_assert_cmpfloat_with_epsilon(median_of(rate[p], n), p == 0 ? 60 / 4.6 : 60 / 5.7, 0.8);
  }
  g_assert_cmpuint(right, >, 8 * wrong);
  clear_couple(&c);
}

static void
test_two(void)
{
  for (guint32 seed = 1; seed <= 3; seed++) check_tracking(ATTUNE_MICS_TWO, seed);
}

static void
test_single(void)
{
  for (guint32 seed = 1; seed <= 3; seed++) check_tracking(ATTUNE_MICS_SINGLE, seed);
}

static void
test_absent(void)
{
  couple c;
  fill_couple(&c, ATTUNE_MICS_TWO, false, 4);
  size_t present[ATTUNE_PARTNERS] = {0};
  for (size_t t = 0; t < ROWS; t++) {
    attune_breath breath[ATTUNE_PARTNERS];
    attune_tracker_step(c.tracker, &c.rows[t], breath, NULL);
    for (unsigned p = 0; p < ATTUNE_PARTNERS && t >= SETTLED; p++)
      present[p] += breath[p].present != 0;
    if (t >= SETTLED) g_assert_cmpint(breath[ATTUNE_B].stage, ==, ATTUNE_STAGE_REST);
  }
  g_assert_cmpuint(present[ATTUNE_A], ==, ROWS - SETTLED);
  g_assert_cmpuint(present[ATTUNE_B], ==, 0);
  clear_couple(&c);
}

/* B is heard, leaves at 48 s, and stops being present within three breaths. */
static void
test_leaves(void)
{
  couple c;
  fill_couple(&c, ATTUNE_MICS_TWO, true, 5);
  g_autoptr(GRand) rand = g_rand_new_with_seed(6);
  g_autofree attune_features *alone =
      rows_of(ROWS, &c.voice[0], &c.when[0], NULL, NULL, NOISE_DB, rand);
  for (size_t t = 0; t < ROWS; t++) {
    attune_breath breath[ATTUNE_PARTNERS];
    attune_tracker_step(c.tracker, t < 500 ? &c.rows[t] : &alone[t], breath, NULL);
    if (t >= SETTLED) g_assert_true(breath[ATTUNE_A].present);
    if (t >= SETTLED && t < 490) g_assert_true(breath[ATTUNE_B].present);
    if (t >= 680) g_assert_false(breath[ATTUNE_B].present);
  }
  clear_couple(&c);
}

/* A row that could not be heard moves time only, whatever is in it. */
static void
test_unheard(void)
{
  couple c;
  fill_couple(&c, ATTUNE_MICS_SINGLE, true, 7);
  attune_breath before[ATTUNE_PARTNERS], breath[ATTUNE_PARTNERS];
  attune_tracker_trace trace;
  for (size_t t = 0; t < 400; t++) attune_tracker_step(c.tracker, &c.rows[t], before, NULL);
  for (size_t t = 400; t < 410; t++) {
    attune_features row = c.rows[t];
    row.unheard = 1;
    for (unsigned f = 0; f < ATTUNE_MAX_FEATURES; f++) row.x[f] = t % 2 ? NAN : 1e6f;
    attune_tracker_step(c.tracker, &row, breath, &trace);
    for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
      g_assert_false(breath[p].present);
      g_assert_cmpint(breath[p].stage, ==, ATTUNE_STAGE_UNKNOWN);
      for (unsigned k = 0; k < ATTUNE_CLASSES; k++)
        g_assert_cmpfloat(trace.evidence[p][k], ==, 1.0f);
      double turned = attune_wrap_pi((double)(breath[p].phase_rad - before[p].phase_rad));
      g_assert_cmpfloat(turned, >, 0.0);
      g_assert_cmpfloat(turned, <, 0.4); /* 0.096 s, up to 15 a minute, short half of a cycle */
      g_assert_cmpfloat(breath[p].clarity, <=, before[p].clarity + 0.02f);
      before[p] = breath[p];
    }
  }
  for (size_t t = 410; t < 420; t++) attune_tracker_step(c.tracker, &c.rows[t], breath, NULL);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    double error = attune_wrap_pi((double)breath[p].phase_rad - true_phase(&c, p, 419));
    g_assert_cmpfloat(attune_deg(fabs(error)), <, 45.0);
    g_assert_true(breath[p].present);
  }
  clear_couple(&c);
}

/* With the partners' voices exchanged, the breaths are exchanged. */
static void
test_exchange(void)
{
  attune_tracker_terms terms = ATTUNE_TRACKER_TERMS_DEFAULTS;
  couple c;
  fill_couple(&c, ATTUNE_MICS_SINGLE, true, 8);
  attune_voice voice[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    timbre_fill_voice(&c.voice[p], NOISE_DB, &voice[p]);
  attune_tracker *other = attune_tracker_new(&voice[1], &voice[0], &terms);
  double error[ROWS];
  for (size_t t = 0; t < ROWS; t++) {
    attune_breath breath[ATTUNE_PARTNERS], crossed[ATTUNE_PARTNERS];
    attune_tracker_step(c.tracker, &c.rows[t], breath, NULL);
    attune_tracker_step(other, &c.rows[t], crossed, NULL);
    error[t] = fabs(attune_wrap_pi((double)(breath[0].phase_rad - crossed[1].phase_rad)));
  }
  g_assert_cmpfloat(median_of(error, ROWS), <, 1e-3);
  attune_tracker_free(other);
  clear_couple(&c);
}

static void
test_reset(void)
{
  couple c;
  fill_couple(&c, ATTUNE_MICS_TWO, true, 9);
  attune_breath first[100][ATTUNE_PARTNERS], breath[ATTUNE_PARTNERS];
  for (size_t t = 0; t < 100; t++) attune_tracker_step(c.tracker, &c.rows[t], first[t], NULL);
  attune_tracker_reset(c.tracker);
  for (size_t t = 0; t < 100; t++) {
    attune_tracker_step(c.tracker, &c.rows[t], breath, NULL);
    g_assert_cmpmem(breath, sizeof breath, first[t], sizeof first[t]);
  }
  clear_couple(&c);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/breath/tracker/two", test_two);
  g_test_add_func("/breath/tracker/single", test_single);
  g_test_add_func("/breath/tracker/absent", test_absent);
  g_test_add_func("/breath/tracker/leaves", test_leaves);
  g_test_add_func("/breath/tracker/unheard", test_unheard);
  g_test_add_func("/breath/tracker/exchange", test_exchange);
  g_test_add_func("/breath/tracker/reset", test_reset);
  return g_test_run();
}
