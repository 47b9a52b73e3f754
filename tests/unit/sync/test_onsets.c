// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/onsets.h"
#include "support/pair.h"

static size_t
find(const pair *p, attune_onset *onset, double *cycles)
{
  return attune_find_onsets(p->phase[0], p->weight[0], p->n, p->dt_s, onset, cycles);
}

/* 6/min from phase 0 at 3.21 s: in-breaths at 3.21, 13.21, ... to a fraction of a sample. */
static void
test_steady(void)
{
  const double steps_s[] = {0.02, 0.096, 0.25, 0.5};
  for (size_t i = 0; i < G_N_ELEMENTS(steps_s); i++) {
    pair p = pair_new(60.0, steps_s[i]);
    attune_onset onset[1600];
    double cycles;
    pair_fill_steady(&p, 0, 6.0, -ATTUNE_TAU * 0.321);
    g_assert_cmpuint(find(&p, onset, &cycles), ==, 6);
    g_assert_cmpfloat_with_epsilon(cycles, 6.0, 0.06);
    for (size_t k = 0; k < 6; k++) {
      double at_s = (onset[k].at + 0.5) * p.dt_s;
      g_assert_cmpfloat_with_epsilon(at_s, 3.21 + 10.0 * (double)k, 1e-4);
      g_assert_true(onset[k].ends_breath == (k > 0));
    }
    pair_clear(&p);
  }
}

/* 2 pi as a float is a little more than 2 pi: a track that begins there has its onsets all the
 * same. */
static void
test_rounded(void)
{
  pair p = pair_new(60.0, 0.096);
  attune_onset onset[1600];
  pair_fill_steady(&p, 0, 6.0, 0.0);
  p.phase[0][0] = (float)ATTUNE_TAU;
  g_assert_cmpfloat((double)p.phase[0][0], >, ATTUNE_TAU);
  g_assert_cmpuint(find(&p, onset, NULL), >=, 5);
  pair_clear(&p);
}

/* Noise of 12 degrees makes the track cross 0 many times: still one onset a breath, in place. */
static void
test_jitter(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  pair p = pair_new(300.0, 0.096);
  attune_onset onset[1600];
  double error = 0.0;
  pair_fill_steady(&p, 0, 6.0, -1.0);
  for (size_t t = 0; t < p.n; t++)
    p.phase[0][t] = pair_wrap((double)p.phase[0][t] + attune_rad(12.0) * pair_normal(rand));
  g_assert_cmpuint(find(&p, onset, NULL), ==, 30);
  for (size_t k = 0; k < 30; k++)
    error += (onset[k].at + 0.5) * p.dt_s - (10.0 / ATTUNE_TAU + 10.0 * (double)k);
  g_assert_cmpfloat_with_epsilon(error / 30.0, 0.0, 0.05);
  pair_clear(&p);
}

static void
test_holes(void)
{
  pair p = pair_new(120.0, 0.1);
  attune_onset onset[700];
  pair_fill_steady(&p, 0, 12.0, 0.0); /* in-breaths at 5, 10, 15, ... */
  pair_silence(&p, 0, 9.8, 10.2);     /* bridged, onset and all */
  pair_silence(&p, 0, 22.0, 38.0);    /* 25, 30, 35 are lost */
  size_t n = find(&p, onset, NULL);
  g_assert_cmpuint(n, ==, 20);
  g_assert_cmpfloat_with_epsilon((onset[1].at + 0.5) * 0.1, 10.0, 1e-4);
  g_assert_true(onset[1].ends_breath && onset[2].ends_breath);
  g_assert_cmpfloat_with_epsilon((onset[4].at + 0.5) * 0.1, 40.0, 1e-4);
  g_assert_false(onset[4].ends_breath);
  g_assert_true(onset[5].ends_breath);
  pair_clear(&p);
}

/* A correction of the estimator that turns back half a breath does not lose or add breaths. */
static void
test_slip(void)
{
  pair p = pair_new(60.0, 0.1);
  attune_onset onset[400];
  pair_fill_steady(&p, 0, 6.0, 0.0);
  for (size_t t = 330; t < p.n; t++) p.phase[0][t] = pair_wrap((double)p.phase[0][t] - 2.5);
  size_t n = find(&p, onset, NULL);
  /* 10, 20, 30, then at 33 s (phase 0.3 of a cycle) back by 0.4: the breath begins again. */
  for (size_t k = 1; k < n; k++) g_assert_cmpfloat(onset[k].at, >, onset[k - 1].at + 10.0);
  g_assert_cmpuint(n, >=, 5);
  g_assert_cmpuint(n, <=, 6);
  pair_clear(&p);
}

static void
test_nothing(void)
{
  attune_onset onset[8];
  float phase[4] = {0.1f, NAN, 0.3f, 0.4f}, weight[4] = {0};
  g_assert_cmpuint(attune_find_onsets(phase, weight, 4, 0.1, onset, NULL), ==, 0);
  g_assert_cmpuint(attune_find_onsets(NULL, NULL, 0, 0.1, onset, NULL), ==, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sync/onsets/steady", test_steady);
  g_test_add_func("/sync/onsets/rounded", test_rounded);
  g_test_add_func("/sync/onsets/jitter", test_jitter);
  g_test_add_func("/sync/onsets/holes", test_holes);
  g_test_add_func("/sync/onsets/slip", test_slip);
  g_test_add_func("/sync/onsets/nothing", test_nothing);
  return g_test_run();
}
