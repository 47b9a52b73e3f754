// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/outcome.h"

#include <math.h>
#include <string.h>

#define ABOUT_ROWS 104 /* 10 s: about a slow breath, over which a phase difference is averaged */
#define STEADY 0.7     /* resultant length of the difference in that time */
#define NEAR 0.7071    /* cos 45 degrees */
#define EDGE_ROWS 313  /* 30 s: the beginning and the end of which rates are told */

static bool
both_present(const attune_report *report, size_t t)
{
  return report->smoothed[ATTUNE_A].present[t] && report->smoothed[ATTUNE_B].present[t];
}

/* Together: over about a breath around this row the difference of phase is steady and small. */
static void
find_together(attune_outcome *outcome)
{
  const attune_report *report = outcome->report;
  size_t n = report->n_rows;
  g_autofree double *sum = g_new0(double, 3 * (n + 1)); /* of cosine, sine and rows up to t */
  for (size_t t = 0; t < n; t++) {
    bool both = both_present(report, t);
    double theta =
        both ? (double)(report->smoothed[0].phase_rad[t] - report->smoothed[1].phase_rad[t]) : 0.0;
    sum[3 * t + 3] = sum[3 * t] + (both ? cos(theta) : 0.0);
    sum[3 * t + 4] = sum[3 * t + 1] + (both ? sin(theta) : 0.0);
    sum[3 * t + 5] = sum[3 * t + 2] + both;
  }
  for (size_t t = 0; t < n; t++) {
    size_t from = t > ABOUT_ROWS / 2 ? t - ABOUT_ROWS / 2 : 0, to = MIN(n, t + ABOUT_ROWS / 2);
    double c = sum[3 * to] - sum[3 * from], s = sum[3 * to + 1] - sum[3 * from + 1];
    double rows = sum[3 * to + 2] - sum[3 * from + 2], r = hypot(c, s);
    bool is_together = both_present(report, t) && r > STEADY * rows && c > NEAR * r;
    outcome->together[t] = is_together;
    outcome->together_s += is_together * ATTUNE_ROW_S;
    outcome->heard_s += both_present(report, t) * ATTUNE_ROW_S;
  }
}

static int
compare_floats(const void *a, const void *b)
{
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

/* Median rate over rows [from, to) in which this partner was heard; NaN when that is too little. */
static double
find_rate(const attune_track *track, size_t from, size_t to)
{
  g_autofree float *rate = g_new(float, to - from + 1);
  size_t n = 0;
  for (size_t t = from; t < to; t++)
    if (track->present[t] && isfinite(track->rate_per_min[t])) rate[n++] = track->rate_per_min[t];
  if (n < (to - from) / 3 || n == 0) return NAN;
  qsort(rate, n, sizeof *rate, compare_floats);
  return (double)rate[n / 2];
}

static void
find_rates(attune_outcome *outcome)
{
  size_t n = outcome->report->n_rows, edge = MIN(EDGE_ROWS, n / 2);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    const attune_track *track = &outcome->report->smoothed[p];
    outcome->first_per_min[p] = find_rate(track, 0, edge);
    outcome->last_per_min[p] = find_rate(track, n - edge, n);
  }
}

/* The part after the guide left, scored by itself: nobody followed the same guide in it. */
static void
score_free(attune_outcome *outcome)
{
  const attune_report *report = outcome->report;
  attune_sync_forget(&outcome->free);
  if (!isfinite(outcome->free_from_s)) return;
  size_t from =
      (size_t)fmin(fmax(0.0, outcome->free_from_s / ATTUNE_ROW_S), (double)report->n_rows);
  size_t n = report->n_rows - from;
  if (n < 2) return;
  g_autofree float *weight = g_new(float, ATTUNE_PARTNERS *n);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    const attune_track *track = &report->smoothed[p];
    for (size_t t = 0; t < n; t++)
      weight[p * n + t] = track->present[from + t] ? track->clarity[from + t] : 0.0f;
  }
  attune_phases phases = {.n = n,
                          .t0_s = report->row0_s + (double)from * ATTUNE_ROW_S,
                          .dt_s = ATTUNE_ROW_S,
                          .phase_rad = {report->smoothed[ATTUNE_A].phase_rad + from,
                                        report->smoothed[ATTUNE_B].phase_rad + from},
                          .weight = {weight, weight + n}};
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  attune_scorer *scorer = attune_scorer_new(n);
  attune_scorer_measure(scorer, &phases, &terms, &outcome->free);
  attune_scorer_free(scorer);
  if (!report->rehearsal.separable)
    attune_sync_withdraw(&outcome->free, ATTUNE_REASON_NOT_SEPARABLE);
}

attune_outcome *
attune_outcome_new(attune_report *report, const attune_practice *practice, double free_from_s)
{
  attune_outcome *outcome = g_new0(attune_outcome, 1);
  outcome->report = report;
  outcome->practice = *practice;
  outcome->live_s = (double)report->n_rows * ATTUNE_ROW_S;
  outcome->is_scored = report->sync.reason == ATTUNE_REASON_NONE;
  outcome->free_from_s = free_from_s;
  outcome->together = g_new0(unsigned char, report->n_rows + 1);
  find_together(outcome);
  find_rates(outcome);
  score_free(outcome);
  return outcome;
}

void
attune_outcome_free(attune_outcome *outcome)
{
  if (outcome == NULL) return;
  attune_report_free(outcome->report);
  g_free(outcome->together);
  g_free(outcome);
}
