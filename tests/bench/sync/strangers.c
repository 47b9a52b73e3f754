// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What people who never met score, and how often each is called tied by mistake; then, below the
 * line, how often a tie that is there is found.
 *
 *   strangers [PAIRS [SURROGATES]]        2000 and 200 unless told otherwise
 *
 * Breaths: log-normal lengths, AR(1) from breath to breath, a rate drawn for each person from a
 * normal distribution. "errors" adds an estimator's phase errors, "holes" leaves 8 s out now and
 * then. Rows "both": the two change pace alike and know nothing of each other.
 */
#include "sync/sync.h"
#include "support/pair.h"

#include <stdio.h>
#include <stdlib.h>

#define STEP_S 0.4

typedef struct {
  const char *name;
  double window_s;
  double rate_per_min, rate_sd, apart_per_min; /* B's mean rate is that much higher */
  double cv, rho, slowing;
  double error_deg;
  double holes_s;
  double follow; /* > 0: B begins each breath with A, give or take this share of a breath */
} condition;

static const condition conditions[] = {
    {"rest 14 +- 3, CV 15 %, 60 s", 60, 14, 3, 0, .15, .3, 0, 0, 0, 0},
    {"rest 14 +- 3, CV 15 %, 180 s", 180, 14, 3, 0, .15, .3, 0, 0, 0, 0},
    {"rest 14 +- 3, CV 15 %, 300 s", 300, 14, 3, 0, .15, .3, 0, 0, 0, 0},
    {"slow 6 +- 0.4, CV 10 %, 120 s", 120, 6, .4, 0, .10, .3, 0, 0, 0, 0},
    {"slow 6 +- 0.4, CV 10 %, 300 s", 300, 6, .4, 0, .10, .3, 0, 0, 0, 0},
    {"very steady 6 +- 0.1, CV 5 %, 120 s", 120, 6, .1, 0, .05, .3, 0, 0, 0, 0},
    {"very steady 6 +- 0.1, CV 5 %, 300 s", 300, 6, .1, 0, .05, .3, 0, 0, 0, 0},
    {"equal 5, CV 5 %, 120 s", 120, 5, 0, 0, .05, .3, 0, 0, 0, 0},
    {"equal 5, CV 20 %, 300 s", 300, 5, 0, 0, .20, .3, 0, 0, 0, 0},
    {"equal 10, CV 5 %, 120 s", 120, 10, 0, 0, .05, .3, 0, 0, 0, 0},
    {"equal 10, CV 10 %, 300 s", 300, 10, 0, 0, .10, .3, 0, 0, 0, 0},
    {"equal 18, CV 5 %, 300 s", 300, 18, 0, 0, .05, .3, 0, 0, 0, 0},
    {"equal 18, CV 20 %, 120 s", 120, 18, 0, 0, .20, .3, 0, 0, 0, 0},
    {"near 12 and 12.3, CV 5 %, 120 s", 120, 12, 0, .3, .05, .3, 0, 0, 0, 0},
    {"near 12 and 12.3, CV 5 %, 300 s", 300, 12, 0, .3, .05, .3, 0, 0, 0, 0},
    {"near 8 and 8.3, CV 10 %, 300 s", 300, 8, 0, .3, .10, .3, 0, 0, 0, 0},
    {"equal 10, CV 10 %, AR 0, 180 s", 180, 10, 0, 0, .10, 0, 0, 0, 0, 0},
    {"equal 10, CV 10 %, AR 0.6, 180 s", 180, 10, 0, 0, .10, .6, 0, 0, 0, 0},
    {"equal 10, CV 10 %, AR 0.8, 300 s", 300, 10, 0, 0, .10, .8, 0, 0, 0, 0},
    {"equal 10, CV 10 %, AR -0.3, 180 s", 180, 10, 0, 0, .10, -.3, 0, 0, 0, 0},
    {"equal 10, CV 10 %, errors 20 deg, 180 s", 180, 10, 0, 0, .10, .3, 0, 20, 0, 0},
    {"equal 10, CV 10 %, holes, 180 s", 180, 10, 0, 0, .10, .3, 0, 0, 8, 0},
    {"both slow by 40 %: 10, CV 5 %, 300 s", 300, 10, 0, 0, .05, .3, .4, 0, 0, 0},
    {"both slow by 40 %: 14 +- 1, CV 10 %, 300 s", 300, 14, 1, 0, .10, .3, .4, 0, 0, 0},
    {"tied 12 +- 1, CV 10 %, give 10 %, 120 s", 120, 12, 1, 0, .10, .3, 0, 0, 0, .1},
    {"tied 12 +- 1, CV 10 %, give 20 %, 300 s", 300, 12, 1, 0, .10, .3, 0, 0, 0, .2},
    {"tied 12 +- 1, give 10 %, errors, 300 s", 300, 12, 1, 0, .10, .3, 0, 20, 0, .1},
    {"tied 6 +- 1, CV 10 %, give 5 %, 120 s", 120, 6, 1, 0, .10, .3, 0, 0, 0, .05},
    {"tied 6 +- 1, CV 5 %, give 5 %, 300 s", 300, 6, 1, 0, .05, .3, 0, 0, 0, .05},
};

static double
draw_rate(GRand *rand, const condition *c, double mean)
{
  return CLAMP(mean + c->rate_sd * pair_normal(rand), 4.5, 25.0);
}

static void
follow(GRand *rand, const pair *p, const double *onset_s, size_t n, double give_s)
{
  g_autofree double *later = g_memdup2(onset_s, n * sizeof *later);
  for (size_t k = 0; k < n; k++) {
    later[k] += give_s * pair_normal(rand);
    if (k > 0) later[k] = MAX(later[k], later[k - 1] + 1.0);
  }
  pair_fill_onsets(p, ATTUNE_B, later, n);
}

static void
fill(GRand *rand, const condition *c, const pair *p)
{
  pair_breather a = {draw_rate(rand, c, c->rate_per_min), c->cv, c->rho, c->slowing}, b = a;
  size_t n;
  g_autofree double *onset_s = pair_breathe(rand, &a, c->window_s, &n);
  pair_fill_onsets(p, ATTUNE_A, onset_s, n);
  if (c->follow > 0.0) {
    follow(rand, p, onset_s, n, c->follow * 60.0 / a.rate_per_min);
  } else {
    b.rate_per_min = draw_rate(rand, c, c->rate_per_min + c->apart_per_min);
    pair_fill_breather(p, ATTUNE_B, rand, &b);
  }
  for (int i = 0; i < ATTUNE_PARTNERS; i++) {
    if (c->error_deg > 0.0) pair_blur(p, i, rand, attune_rad(c->error_deg));
    for (double t = 40.0 * g_rand_double(rand); c->holes_s > 0.0 && t < c->window_s;
         t += 30.0 + 40.0 * g_rand_double(rand))
      pair_silence(p, i, t, t + c->holes_s);
  }
}

static int
compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void
print_mean_and_95(GArray *values)
{
  double mean = 0.0;
  const double *v = (const double *)(const void *)values->data;
  for (guint i = 0; i < values->len; i++) mean += v[i] / values->len;
  qsort(values->data, values->len, sizeof *v, compare);
  printf(" %7.2f %7.2f", mean, v[(size_t)(0.95 * values->len)]);
}

static void
run(const condition *c, int pairs, unsigned surrogates, guint32 seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  GArray *ppc = g_array_new(FALSE, FALSE, sizeof(double));
  GArray *alignment = g_array_new(FALSE, FALSE, sizeof(double));
  unsigned low_p = 0, above = 0, coherent = 0;
  for (int i = 0; i < pairs; i++) {
    pair p = pair_new(c->window_s, STEP_S);
    attune_sync_terms terms = {30.0, 3, 0.5, false, surrogates, (guint64)i};
    fill(rand, c, &p);
    attune_phases phases = pair_phases(&p);
    attune_sync s = pair_measure(&phases, &terms);
    pair_clear(&p);
    if (isnan(s.p_value)) continue;
    g_array_append_val(ppc, s.ppc);
    g_array_append_val(alignment, s.alignment);
    low_p += s.p_value <= 0.05;
    above += s.alignment > s.chance_p95;
    coherent += s.coherence > s.coherence_threshold;
  }
  double n = alignment->len;
  printf("%-44s %5u", c->name, alignment->len);
  print_mean_and_95(ppc);
  print_mean_and_95(alignment);
  printf(" %8.3f %8.3f %8.3f\n", low_p / n, above / n, coherent / n);
  fflush(stdout);
  g_array_free(ppc, TRUE);
  g_array_free(alignment, TRUE);
}

int
main(int argc, char **argv)
{
  int pairs = argc > 1 ? atoi(argv[1]) : 2000;
  unsigned surrogates = argc > 2 ? (unsigned)atoi(argv[2]) : 200;
  printf("%-44s %5s %7s %7s %7s %7s %8s %8s %8s\n", "", "pairs", "PPC", "95 %", "align", "95 %",
         "p<=0.05", ">chance", "coherent");
  for (size_t i = 0; i < G_N_ELEMENTS(conditions); i++)
    run(&conditions[i], pairs, surrogates, 1000 + (guint32)i);
  return 0;
}
