// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_TESTS_PAIR_H
#define ATTUNE_TESTS_PAIR_H

/* Two phase tracks for tests: drawn from in-breath times, with errors and holes on request. */
#include "base/circle.h"
#include "sync/sync.h"

#include <glib.h>
#include <math.h>

typedef struct {
  size_t n;
  double dt_s;
  float *phase[ATTUNE_PARTNERS], *weight[ATTUNE_PARTNERS];
} pair;

static inline pair
pair_new(double duration_s, double dt_s)
{
  pair p = {.n = (size_t)lround(duration_s / dt_s), .dt_s = dt_s};
  for (int i = 0; i < ATTUNE_PARTNERS; i++) {
    p.phase[i] = g_new0(float, p.n);
    p.weight[i] = g_new(float, p.n);
    for (size_t t = 0; t < p.n; t++) p.weight[i][t] = 1.0f;
  }
  return p;
}

static inline void
pair_clear(pair *p)
{
  for (int i = 0; i < ATTUNE_PARTNERS; i++) {
    g_free(p->phase[i]);
    g_free(p->weight[i]);
  }
}

static inline attune_phases
pair_phases(const pair *p)
{
  return (attune_phases){
      p->n, 0.5 * p->dt_s, p->dt_s, {p->phase[0], p->phase[1]}, {p->weight[0], p->weight[1]}};
}

/* The same pair with the partners exchanged. */
static inline attune_phases
pair_swapped(const pair *p)
{
  return (attune_phases){
      p->n, 0.5 * p->dt_s, p->dt_s, {p->phase[1], p->phase[0]}, {p->weight[1], p->weight[0]}};
}

static inline float
pair_wrap(double rad)
{
  float f = (float)attune_wrap_tau(rad);
  return f < (float)ATTUNE_TAU ? f : 0.0f;
}

/* Phase that runs evenly at `rate_per_min` from `start_rad`. */
static inline void
pair_fill_steady(const pair *p, int partner, double rate_per_min, double start_rad)
{
  for (size_t t = 0; t < p->n; t++) {
    double time_s = ((double)t + 0.5) * p->dt_s;
    p->phase[partner][t] = pair_wrap(start_rad + ATTUNE_TAU * rate_per_min / 60.0 * time_s);
  }
}

static inline double
pair_normal(GRand *rand)
{
  double u = 1.0 - g_rand_double(rand); /* (0, 1] */
  return sqrt(-2.0 * log(u)) * cos(ATTUNE_TAU * g_rand_double(rand));
}

/* Phase between given in-breath times, which must begin before 0 and end after the window. */
static inline void
pair_fill_onsets(const pair *p, int partner, const double *onset_s, size_t n_onsets)
{
  size_t k = 0;
  for (size_t t = 0; t < p->n; t++) {
    double time_s = ((double)t + 0.5) * p->dt_s;
    while (k + 2 < n_onsets && onset_s[k + 1] <= time_s) k++;
    p->phase[partner][t] =
        pair_wrap(ATTUNE_TAU * (time_s - onset_s[k]) / (onset_s[k + 1] - onset_s[k]));
  }
}

/* How one person breathes: log-normal lengths, AR(1) from breath to breath. */
typedef struct {
  double rate_per_min, cv, rho;
  double slowing; /* lengths change by this share over the window */
} pair_breather;

/* In-breath times from before 0 until after `duration_s`; free with g_free. */
static inline double *
pair_breathe(GRand *rand, const pair_breather *b, double duration_s, size_t *n_onsets)
{
  double usual_s = 60.0 / b->rate_per_min, sigma = sqrt(log(1.0 + b->cv * b->cv));
  double x = pair_normal(rand), t = -usual_s * (1.0 + g_rand_double(rand));
  GArray *onset = g_array_new(FALSE, FALSE, sizeof(double));
  for (; t < duration_s + 3.0 * usual_s;) {
    g_array_append_val(onset, t);
    x = b->rho * x + sqrt(1.0 - b->rho * b->rho) * pair_normal(rand);
    double progress = CLAMP(t / duration_s, 0.0, 1.0) - 0.5;
    double length = usual_s * exp(sigma * x - 0.5 * sigma * sigma) * (1.0 + b->slowing * progress);
    t += CLAMP(length, 1.6, 18.0);
  }
  *n_onsets = onset->len;
  return (double *)(void *)g_array_free(onset, FALSE);
}

static inline void
pair_fill_breather(const pair *p, int partner, GRand *rand, const pair_breather *b)
{
  size_t n_onsets;
  g_autofree double *onset = pair_breathe(rand, b, (double)p->n * p->dt_s, &n_onsets);
  pair_fill_onsets(p, partner, onset, n_onsets);
}

/* What an estimator adds: an error that wanders over some 0.8 s and one that stays for a breath. */
static inline void
pair_blur(const pair *p, int partner, GRand *rand, double error_rad)
{
  double keep = exp(-p->dt_s / 0.8), wander = pair_normal(rand), stay = pair_normal(rand);
  for (size_t t = 0; t < p->n; t++) {
    double before = (double)p->phase[partner][t];
    wander = keep * wander + sqrt(1.0 - keep * keep) * pair_normal(rand);
    if (t + 1 < p->n && (double)p->phase[partner][t + 1] < before) stay = pair_normal(rand);
    p->phase[partner][t] = pair_wrap(before + error_rad * (0.75 * wander + 0.66 * stay));
  }
}

/* Nothing is heard of this partner between two times. */
static inline void
pair_silence(const pair *p, int partner, double from_s, double to_s)
{
  for (size_t t = 0; t < p->n; t++) {
    double time_s = ((double)t + 0.5) * p->dt_s;
    if (time_s < from_s || time_s >= to_s) continue;
    p->weight[partner][t] = 0.0f;
    p->phase[partner][t] = NAN;
  }
}

static inline attune_sync
pair_measure(const attune_phases *phases, const attune_sync_terms *terms)
{
  attune_scorer *scorer = attune_scorer_new(phases->n);
  attune_sync sync;
  attune_scorer_measure(scorer, phases, terms, &sync);
  attune_scorer_free(scorer);
  return sync;
}

#endif
