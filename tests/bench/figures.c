// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures.h"

#include "base/circle.h"
#include "statistics.h"

#include <math.h>
#include <string.h>

#define SETTLE_S 6.0
#define WRONG_DEG 60.0
#define SURE_DEG 40.0
#define LOCKED 0.6
#define DUE_COVERAGE 0.70
#define WINDOW_ROWS 625 /* 60 s */
#define WINDOW_STEP 312
#define WINDOW_TRUE 400 /* rows of a window in which the truth must breathe */
#define WINDOW_TOLD 300 /* and in which a rate must be told */

/* Whether a row counts for the phase of a partner. */
static bool
counts(const bench_take *take, unsigned p, size_t t)
{
  return !isnan(take->truth[p][t]) && take->report->unheard[t] == 0 &&
         (double)t * ATTUNE_ROW_S >= SETTLE_S;
}

/* ------------------------------------------------ phase ------------------------------------- */

typedef struct {
  size_t n, slipped, sure, inside;
  double *error_deg;
} tally;

/* @param spread  NULL: the method never says how sure it is, so it always claims */
static tally
compare(const bench_take *take, unsigned p, const float *phase, const float *spread)
{
  tally a = {.error_deg = g_new(double, take->n + 1)};
  for (size_t t = 0; t < take->n; t++) {
    if (!counts(take, p, t) || isnan(phase[t])) continue;
    double error = attune_deg(fabs(attune_wrap_pi((double)phase[t] - (double)take->truth[p][t])));
    double spread_deg = spread == NULL ? 0.0 : attune_deg((double)spread[t]);
    a.error_deg[a.n++] = error;
    a.slipped += error > WRONG_DEG;
    a.sure += error > WRONG_DEG && spread_deg < SURE_DEG;
    a.inside += error < spread_deg;
  }
  return a;
}

static bench_phase_figures
measure_phase(const bench_take *take, const float *const phase[], const float *const spread[])
{
  double median[ATTUNE_PARTNERS], n = 0.0, slipped = 0.0, sure = 0.0, inside = 0.0;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    tally a = compare(take, p, phase[p], spread == NULL ? NULL : spread[p]);
    median[p] = bench_median(a.error_deg, a.n);
    n += (double)a.n;
    slipped += (double)a.slipped;
    sure += (double)a.sure;
    inside += (double)a.inside;
    g_free(a.error_deg);
  }
  return (bench_phase_figures){.error_deg = 0.5 * (median[0] + median[1]),
                               .worse_deg = fmax(median[0], median[1]),
                               .slip_share = slipped / n,
                               .sure_share = sure / n,
                               .in_share = spread == NULL ? NAN : inside / n};
}

static bench_phase_figures
measure_track(const bench_take *take, const attune_track *track)
{
  const float *phase[] = {track[0].phase_rad, track[1].phase_rad};
  const float *spread[] = {track[0].spread_rad, track[1].spread_rad};
  return measure_phase(take, phase, spread);
}

/* ------------------------------------------------ score ------------------------------------- */

/* The program's own scorer on any phases. It refuses for nothing but a lack of common breaths. */
static attune_sync
score(const bench_take *take, const float *const phase[], const float *const weight[], unsigned n)
{
  attune_phases phases = {
      take->n, take->row0_s, ATTUNE_ROW_S, {phase[0], phase[1]}, {weight[0], weight[1]}};
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  terms.min_coverage = 0.0;
  terms.n_surrogates = n;
  attune_scorer *scorer = attune_scorer_new(take->n + 1);
  attune_sync sync;
  attune_scorer_measure(scorer, &phases, &terms, &sync);
  attune_scorer_free(scorer);
  return sync;
}

static attune_sync
score_truth(const bench_take *take)
{
  float *weight[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    weight[p] = g_new(float, take->n + 1);
    for (size_t t = 0; t < take->n; t++) weight[p][t] = isnan(take->truth[p][t]) ? 0.0f : 1.0f;
  }
  attune_sync sync =
      score(take, (const float *const *)take->truth, (const float *const *)weight, 0);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) g_free(weight[p]);
  return sync;
}

/* The score of the diary's phases, whether or not it may be said. */
static attune_sync
score_smoothed(const bench_take *take)
{
  const attune_track *track = take->report->smoothed;
  float *weight[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    weight[p] = g_new(float, take->n + 1);
    for (size_t t = 0; t < take->n; t++)
      weight[p][t] = track[p].present[t] ? track[p].clarity[t] : 0.0f;
  }
  const float *phase[] = {track[0].phase_rad, track[1].phase_rad};
  attune_sync sync = score(take, phase, (const float *const *)weight, 500);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) g_free(weight[p]);
  return sync;
}

static attune_sync
score_usual(const bench_take *take, float *const phase[])
{
  g_autofree float *weight = g_new(float, take->n + 1);
  for (size_t t = 0; t < take->n; t++) weight[t] = 1.0f;
  const float *weights[] = {weight, weight};
  return score(take, (const float *const *)phase, weights, 500);
}

static bench_score_figures
measure_score(const attune_sync *told, const attune_sync *truth, bool is_strangers)
{
  bool is_locked = truth->locking > LOCKED;
  double lag_deg = attune_deg(fabs(attune_wrap_pi(told->lag_rad - truth->lag_rad)));
  return (bench_score_figures){
      .alignment = told->alignment,
      .error_points = fabs(told->alignment - truth->alignment),
      .locking = told->locking,
      .locking_lost = is_locked ? truth->locking - told->locking : NAN,
      .lag_error_deg = is_locked ? lag_deg : NAN,
      .above_chance = is_strangers && !isnan(told->p_value) ? told->p_value < 0.05 : NAN};
}

static void
measure_scores(const bench_take *take, const attune_sync *truth, bool is_strangers,
               bench_figures *f)
{
  const attune_sync *told = &take->report->sync;
  attune_sync thought = score_smoothed(take);
  bool is_due = truth->coverage >= DUE_COVERAGE, is_given = told->reason == ATTUNE_REASON_NONE;
  f->score = measure_score(told, truth, is_strangers);
  f->thought = measure_score(&thought, truth, is_strangers);
  f->truth_points = truth->alignment;
  f->reason = (double)told->reason;
  f->withheld = is_due ? !is_given : NAN;
  f->undue = is_due ? NAN : is_given;
  f->coverage = told->coverage;
}

/* ------------------------------------------------ presence ---------------------------------- */

/* Share of rows called present among those in which the truth breathes, or has not for 6 s. */
static void
measure_presence(const bench_take *take, bench_figures *f)
{
  double breathing = 0.0, heard = 0.0, silent = 0.0, ghost = 0.0;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    double breathed_s = 0.0;
    for (size_t t = 0; t < take->n; t++) {
      double t_s = (double)t * ATTUNE_ROW_S;
      bool breathes = !isnan(take->truth[p][t]);
      if (breathes) breathed_s = t_s;
      if (take->report->unheard[t] != 0 || t_s < SETTLE_S) continue;
      bool told = take->report->causal[p].present[t] != 0;
      breathing += breathes;
      heard += breathes && told;
      silent += t_s - breathed_s > SETTLE_S;
      ghost += t_s - breathed_s > SETTLE_S && told;
    }
  }
  f->heard = breathing > 0.0 ? heard / breathing : NAN;
  f->ghost = silent > 0.0 ? ghost / silent : NAN;
}

/* ------------------------------------------------ rate -------------------------------------- */

static double
find_true_rate(const float *truth, size_t from)
{
  double turned = 0.0, n = 0.0;
  for (size_t t = from + 1; t < from + WINDOW_ROWS; t++) {
    if (isnan(truth[t - 1]) || isnan(truth[t])) continue;
    turned += attune_wrap_pi((double)truth[t] - (double)truth[t - 1]);
    n += 1.0;
  }
  return n < WINDOW_TRUE ? NAN : 60.0 * turned / n / ATTUNE_TAU / ATTUNE_ROW_S;
}

static double
find_told_rate(const float *rate, const unsigned char *present, size_t from)
{
  double told[WINDOW_ROWS];
  size_t n = 0;
  for (size_t t = from; t < from + WINDOW_ROWS; t++)
    if ((present == NULL || present[t]) && !isnan(rate[t])) told[n++] = (double)rate[t];
  return n < WINDOW_TOLD ? NAN : bench_median(told, n);
}

static bool
is_octave_off(double told, double truth)
{
  return told / truth > 1.5 || told / truth < 2.0 / 3.0;
}

/* Share of 60 s windows whose rate is an octave off. @param present  NULL: always */
static double
measure_octaves(const bench_take *take, const float *const rate[],
                const unsigned char *const present[])
{
  double windows = 0.0, octaves = 0.0;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    for (size_t w = 0; w + WINDOW_ROWS <= take->n; w += WINDOW_STEP) {
      double truth = find_true_rate(take->truth[p], w);
      double told = find_told_rate(rate[p], present == NULL ? NULL : present[p], w);
      if (isnan(truth) || isnan(told)) continue;
      windows += 1.0;
      octaves += is_octave_off(told, truth);
    }
  return windows > 0.0 ? octaves / windows : NAN;
}

/* ------------------------------------------------ the usual method -------------------------- */

static void
measure_usual(const bench_take *take, const attune_sync *truth, bool is_strangers, bench_figures *f)
{
  bench_baseline *usual = bench_baseline_new(take);
  attune_sync raw = score_usual(take, usual->raw), turned = score_usual(take, usual->turned);
  f->usual = measure_phase(take, (const float *const *)usual->turned, NULL);
  f->usual_score = measure_score(&raw, truth, is_strangers);
  f->turned_score = measure_score(&turned, truth, is_strangers);
  f->usual_plv = usual->plv;
  f->usual_octaves = measure_octaves(take, (const float *const *)usual->rate_per_min, NULL);
  bench_baseline_free(usual);
}

static void
forget_usual(bench_figures *f)
{
  f->usual = (bench_phase_figures){NAN, NAN, NAN, NAN, NAN};
  f->usual_score = f->turned_score = (bench_score_figures){NAN, NAN, NAN, NAN, NAN, NAN};
  f->usual_plv = f->usual_octaves = NAN;
}

/* ------------------------------------------------ all --------------------------------------- */

static double
tell_verdict(const attune_rehearsal_result *r)
{
  if (r->word == NULL || isnan(r->rehearsal_error_deg)) return NAN;
  return strcmp(r->word, "well") == 0 ? 2.0 : strcmp(r->word, "a little") == 0 ? 1.0 : 0.0;
}

bench_figures
bench_measure(const bench_take *take, bool is_strangers)
{
  bench_figures f = {0};
  const attune_report *report = take->report;
  const attune_track *track = report->smoothed;
  const float *rate[] = {track[0].rate_per_min, track[1].rate_per_min};
  const unsigned char *present[] = {track[0].present, track[1].present};
  attune_sync truth = score_truth(take);
  f.live = measure_track(take, report->causal);
  f.smoothed = measure_track(take, report->smoothed);
  measure_scores(take, &truth, is_strangers, &f);
  measure_presence(take, &f);
  f.octaves = measure_octaves(take, rate, present);
  f.rehearsal_deg = report->rehearsal.rehearsal_error_deg;
  f.swap_share = report->rehearsal.swap_share;
  f.verdict = tell_verdict(&report->rehearsal);
  if (take->loudness != NULL)
    measure_usual(take, &truth, is_strangers, &f);
  else
    forget_usual(&f);
  return f;
}
