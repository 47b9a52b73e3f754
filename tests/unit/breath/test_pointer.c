// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathing.h"

#include "base/circle.h"

#include <math.h>

#define STATES (ATTUNE_CLASSES * ATTUNE_TEMPI)

static const attune_pointer_terms still = {0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
static const attune_pointer_terms lively = {0.4f, 0.1f, 0.2f, 0.05f, 0.3f};

static void
fill_random(attune_belief *belief, GRand *rand)
{
  for (unsigned i = 0; i < STATES; i++) belief->flat[i] = (float)pow(g_rand_double(rand), 4.0);
}

static double
sum_of(const attune_belief *belief)
{
  double sum = 0.0;
  for (unsigned i = 0; i < STATES; i++) sum += (double)belief->flat[i];
  return sum;
}

static double
product_of(const attune_belief *a, const attune_belief *b)
{
  double sum = 0.0;
  for (unsigned i = 0; i < STATES; i++) sum += (double)a->flat[i] * (double)b->flat[i];
  return sum;
}

static void
test_mass(void)
{
  const attune_pointer_terms terms[] = {ATTUNE_POINTER_TERMS_DEFAULTS, still, lively};
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  attune_belief from, to;
  for (size_t i = 0; i < G_N_ELEMENTS(terms); i++) {
    fill_random(&from, rand);
    double before = sum_of(&from);
    for (int step = 0; step < 300; step++) {
      attune_belief_predict(&from, &terms[i], &to);
      from = to;
    }
    g_assert_cmpfloat_with_epsilon(sum_of(&to) / before, 1.0, 1e-4);
  }
}

static void
test_adjoint(void)
{
  const attune_pointer_terms terms[] = {ATTUNE_POINTER_TERMS_DEFAULTS, still, lively};
  g_autoptr(GRand) rand = g_rand_new_with_seed(2);
  attune_belief f, b, predicted, retrodicted;
  for (size_t i = 0; i < G_N_ELEMENTS(terms); i++)
    for (int n = 0; n < 20; n++) {
      fill_random(&f, rand);
      fill_random(&b, rand);
      /* A sparse belief shows a single misplaced path that a full one would hide. */
      if (n % 2 == 1)
        for (unsigned k = 0; k < STATES; k++)
          if (g_rand_int_range(rand, 0, 100) != 0) f.flat[k] = 0.0f;
      attune_belief_predict(&f, &terms[i], &predicted);
      attune_belief_retrodict(&b, &terms[i], &retrodicted);
      double there = product_of(&predicted, &b), back = product_of(&f, &retrodicted);
      g_assert_cmpfloat(fabs(there - back), <, 1e-5 * there);
    }
}

/* Mean position of the belief in bins, counted from bin `from` on. */
static double
mean_bin(const attune_belief *belief, unsigned from)
{
  double sum = 0.0, mass = 0.0;
  for (unsigned d = 0; d < ATTUNE_PHASES; d++)
    for (unsigned k = 0; k < ATTUNE_TEMPI; k++) {
      double p = (double)belief->p[(from + d) % ATTUNE_PHASES][k];
      sum += d * p;
      mass += p;
    }
  return sum / mass;
}

static void
test_advance(void)
{
  for (unsigned k = 0; k < ATTUNE_TEMPI; k++)
    for (unsigned start = 0; start < ATTUNE_PHASES; start += 13) {
      attune_belief from = {0}, to;
      from.p[start][k] = 1.0f;
      double bins = (double)attune_tempo_rate_per_min(k) / 60.0 * ATTUNE_ROW_S * ATTUNE_PHASES;
      int n_steps = 10; /* the fastest is then just short of one round */
      for (int step = 0; step < n_steps; step++) {
        attune_belief_predict(&from, &still, &to);
        from = to;
      }
      g_assert_cmpfloat_with_epsilon(mean_bin(&to, start), n_steps * bins, 1e-3);
    }
}

/* A step widens the belief at every tempo alike, and never moves it backward. */
static void
test_widening(void)
{
  for (unsigned k = 0; k < ATTUNE_TEMPI; k++) {
    attune_belief from = {0}, to;
    from.p[20][k] = 1.0f;
    attune_belief_predict(&from, &still, &to);
    double bins = (double)attune_tempo_rate_per_min(k) / 60.0 * ATTUNE_ROW_S * ATTUNE_PHASES;
    double variance = 0.0;
    for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
      double p = (double)to.p[j][k], d = (double)j - 20.0 - bins;
      g_assert_cmpfloat(p, >=, 0.0);
      if (j < 20) g_assert_cmpfloat(p, ==, 0.0);
      variance += p * d * d;
    }
    g_assert_cmpfloat(variance, >, 0.3 * bins - 1e-5);
    g_assert_cmpfloat(variance, <, 0.6 * bins + 0.05);
  }
}

/* Sure of 5/min while the sound says 15/min: half a minute later it is right. */
static void
test_way_out(void)
{
  attune_pointer_terms terms = ATTUNE_POINTER_TERMS_DEFAULTS;
  attune_belief belief, next;
  attune_breath breath;
  attune_phase_map map;
  float evidence[ATTUNE_CLASSES];
  attune_phase_map_fill(&map, 0.5);
  attune_belief_start_near(&belief, 5.0f, 0.02f);
  for (unsigned t = 0; t * ATTUNE_ROW_S < 30.0; t++) {
    for (unsigned c = 0; c < ATTUNE_CLASSES; c++) {
      double d = ATTUNE_TAU * (t * ATTUNE_ROW_S / 4.0 - (double)c / ATTUNE_PHASES);
      evidence[c] = c == ATTUNE_REST ? 0.3f : (float)exp(0.4 * (cos(d) - 1.0));
    }
    attune_belief_predict(&belief, &terms, &next);
    belief = next;
    attune_belief_weigh(&belief, evidence);
  }
  attune_belief_read(&belief, &map, &breath);
  g_assert_cmpfloat_with_epsilon(breath.rate_per_min, 15.0f, 1.0f);
}

static void
test_tempi(void)
{
  g_assert_cmpfloat_with_epsilon(attune_tempo_rate_per_min(0), 3.9, 1e-4);
  g_assert_cmpfloat_with_epsilon(attune_tempo_rate_per_min(ATTUNE_TEMPI - 1), 31.0, 1e-3);
  double step = (double)(attune_tempo_rate_per_min(1) / attune_tempo_rate_per_min(0));
  for (unsigned k = 1; k < ATTUNE_TEMPI; k++)
    g_assert_cmpfloat_with_epsilon(
        (double)(attune_tempo_rate_per_min(k) / attune_tempo_rate_per_min(k - 1)), step, 1e-5);
}

/* Rest is left into phase 0 only, and entered more easily late in the cycle. */
static void
test_rest(void)
{
  attune_pointer_terms terms = ATTUNE_POINTER_TERMS_DEFAULTS;
  attune_belief from = {0}, to;
  float sum[ATTUNE_CLASSES];
  from.p[ATTUNE_REST][5] = 1.0f;
  attune_belief_predict(&from, &terms, &to);
  attune_belief_classes(&to, sum);
  g_assert_cmpfloat_with_epsilon(sum[0], terms.wake, 1e-7);
  g_assert_cmpfloat_with_epsilon(sum[ATTUNE_REST], 1.0f - terms.wake, 1e-6);
  for (unsigned j = 1; j < ATTUNE_PHASES; j++) g_assert_cmpfloat(sum[j], ==, 0.0f);
  const unsigned place[] = {10, 35};
  const float leave[] = {terms.rest_early, terms.rest_late};
  for (int i = 0; i < 2; i++) {
    from = (attune_belief){0};
    from.p[place[i]][5] = 1.0f;
    attune_belief_predict(&from, &terms, &to);
    attune_belief_classes(&to, sum);
    g_assert_cmpfloat_with_epsilon(sum[ATTUNE_REST], leave[i], 1e-7);
  }
}

static void
test_start(void)
{
  attune_belief belief;
  float sum[ATTUNE_CLASSES];
  attune_belief_start(&belief);
  attune_belief_classes(&belief, sum);
  g_assert_cmpfloat_with_epsilon(sum_of(&belief), 1.0, 1e-6);
  g_assert_cmpfloat_with_epsilon(sum[ATTUNE_REST], 0.5f, 1e-6);
  attune_phase_map map;
  attune_breath breath;
  attune_phase_map_fill(&map, 0.4);
  attune_belief_start_near(&belief, 12.0f, 0.1f);
  attune_belief_read(&belief, &map, &breath);
  g_assert_cmpfloat_with_epsilon(sum_of(&belief), 1.0, 1e-5);
  g_assert_cmpfloat_with_epsilon(breath.rate_per_min, 12.0f, 0.1);
  g_assert_cmpfloat(breath.presence, >, 0.999f);
}

static void
test_told_phase(void)
{
  const double fractions[] = {0.2, 0.3, 0.42, 0.5, 0.7};
  for (size_t i = 0; i < G_N_ELEMENTS(fractions); i++) {
    double w = fractions[i], last = -1.0;
    g_assert_cmpfloat(attune_told_phase(0.0, w), ==, 0.0);
    g_assert_cmpfloat_with_epsilon(attune_told_phase(w, w), ATTUNE_PI, 1e-12);
    g_assert_cmpfloat_with_epsilon(attune_told_phase(0.5 * w, w), 0.5 * ATTUNE_PI, 1e-12);
    g_assert_cmpfloat_with_epsilon(attune_told_phase(0.5 + 0.5 * w, w), 1.5 * ATTUNE_PI, 1e-12);
    g_assert_cmpfloat_with_epsilon(attune_told_phase(3.0 + 0.1, w), attune_told_phase(0.1, w),
                                   1e-9);
    for (int u = 0; u < 1000; u++) {
      double phase = attune_told_phase(u / 1000.0, w);
      g_assert_cmpfloat(phase, >, last);
      g_assert_cmpfloat(phase, <, ATTUNE_TAU);
      last = phase;
    }
  }
}

static attune_breath
read_two(unsigned bin_a, unsigned bin_b, float rest)
{
  attune_belief belief = {0};
  attune_phase_map map;
  attune_breath breath = {.present = 7, .stage = ATTUNE_STAGE_OUT};
  attune_phase_map_fill(&map, 0.5); /* told phase = position */
  belief.p[bin_a][3] += 0.5f * (1.0f - rest);
  belief.p[bin_b][9] += 0.5f * (1.0f - rest);
  belief.p[ATTUNE_REST][3] = rest;
  attune_belief_read(&belief, &map, &breath);
  g_assert_cmpint(breath.present, ==, 7); /* left as they are */
  g_assert_cmpint(breath.stage, ==, ATTUNE_STAGE_OUT);
  return breath;
}

/* Two equal points d apart: the phase is between, R = cos(d / 2). */
static void
test_read(void)
{
  for (unsigned d = 0; d < 18; d += 2) {
    attune_breath b = read_two(11, 11 + d, 0.25f);
    double bin = ATTUNE_TAU / ATTUNE_PHASES, r = cos(0.5 * d * bin);
    g_assert_cmpfloat_with_epsilon((double)b.phase_rad, (11 + 0.5 * d) * bin, 1e-5);
    g_assert_cmpfloat_with_epsilon((double)b.clarity, r, 1e-5);
    g_assert_cmpfloat_with_epsilon((double)b.presence, 0.75, 1e-6);
    double rate = sqrt((double)(attune_tempo_rate_per_min(3) * attune_tempo_rate_per_min(9)));
    g_assert_cmpfloat_with_epsilon((double)b.rate_per_min, rate, 1e-3);
    g_assert_false(isnan(b.spread_rad));
    /* The stated spread is the circular one, scaled to be honest; never wider than that. */
    double spread = attune_circle_spread(r);
    g_assert_cmpfloat((double)b.spread_rad, <=, spread + 1e-3);
    g_assert_cmpfloat((double)b.spread_rad, >=, 0.8 * spread);
  }
}

static void
test_read_wraps(void)
{
  attune_breath b = read_two(38, 2, 0.0f);
  g_assert_cmpfloat_with_epsilon(attune_wrap_pi((double)b.phase_rad), 0.0, 1e-5);
  g_assert_cmpfloat(b.phase_rad, >=, 0.0f);
  g_assert_cmpfloat((double)b.phase_rad, <, ATTUNE_TAU);
}

static void
test_read_nothing(void)
{
  attune_breath flat = read_two(0, 20, 0.0f); /* opposite: no direction at all */
  g_assert_cmpfloat(flat.clarity, <, 1e-5f);
  attune_breath rest = read_two(0, 0, 1.0f);
  g_assert_cmpfloat(rest.presence, ==, 0.0f);
}

static void
test_vanished(void)
{
  float nothing[ATTUNE_CLASSES] = {0};
  attune_belief belief, start;
  attune_belief_start(&start);
  attune_belief_start_near(&belief, 10.0f, 0.2f);
  attune_belief_weigh(&belief, nothing);
  g_assert_cmpmem(&belief, sizeof belief, &start, sizeof start);
  for (unsigned i = 0; i < STATES; i++) belief.flat[i] = NAN;
  attune_belief_normalise(&belief);
  g_assert_cmpmem(&belief, sizeof belief, &start, sizeof start);
}

static void
test_weigh(void)
{
  float evidence[ATTUNE_CLASSES], before[ATTUNE_CLASSES], after[ATTUNE_CLASSES], sum = 0.0f;
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  attune_belief belief;
  fill_random(&belief, rand);
  attune_belief_classes(&belief, before);
  for (unsigned c = 0; c < ATTUNE_CLASSES; c++) {
    evidence[c] = (float)g_rand_double(rand);
    sum += evidence[c] * before[c];
  }
  attune_belief_weigh(&belief, evidence);
  attune_belief_classes(&belief, after);
  for (unsigned c = 0; c < ATTUNE_CLASSES; c++)
    g_assert_cmpfloat_with_epsilon(after[c], evidence[c] * before[c] / sum, 1e-6);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/breath/pointer/mass", test_mass);
  g_test_add_func("/breath/pointer/adjoint", test_adjoint);
  g_test_add_func("/breath/pointer/advance", test_advance);
  g_test_add_func("/breath/pointer/widening", test_widening);
  g_test_add_func("/breath/pointer/way-out", test_way_out);
  g_test_add_func("/breath/pointer/tempi", test_tempi);
  g_test_add_func("/breath/pointer/rest", test_rest);
  g_test_add_func("/breath/pointer/start", test_start);
  g_test_add_func("/breath/pointer/told-phase", test_told_phase);
  g_test_add_func("/breath/pointer/read", test_read);
  g_test_add_func("/breath/pointer/read-wraps", test_read_wraps);
  g_test_add_func("/breath/pointer/read-nothing", test_read_nothing);
  g_test_add_func("/breath/pointer/vanished", test_vanished);
  g_test_add_func("/breath/pointer/weigh", test_weigh);
  return g_test_run();
}
