// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/record.h"

#include "breath/cycles.h"
#include "listen/heard.h"

#include <math.h>
#include <string.h>

#define ROWS_PER_MINUTE 625
#define LEAST_S 59.0    /* of a live score */
#define BRIDGED_ROWS 16 /* 1.5 s */

typedef struct {
  attune_breath breath[ATTUNE_PARTNERS];
} shown_row;

struct attune_record {
  GArray *features; /* of attune_features */
  GArray *shown;    /* of shown_row: causal */
  GArray *traces;   /* of attune_tracker_trace; empty without a tracker */
  double start_s, end_s;
  /* Of the recent window: */
  size_t window;
  float *evidence;
  attune_belief *work;
  attune_breath *smoothed[ATTUNE_PARTNERS];
  float *phase[ATTUNE_PARTNERS], *weight[ATTUNE_PARTNERS];
};

attune_record *
attune_record_new(void)
{
  attune_record *r = g_new0(attune_record, 1);
  r->features = g_array_sized_new(FALSE, FALSE, sizeof(attune_features), ROWS_PER_MINUTE * 10);
  r->shown = g_array_sized_new(FALSE, FALSE, sizeof(shown_row), ROWS_PER_MINUTE * 10);
  r->traces = g_array_sized_new(FALSE, FALSE, sizeof(attune_tracker_trace), ROWS_PER_MINUTE * 10);
  return r;
}

static void
free_window(attune_record *r)
{
  g_free(r->evidence);
  g_free(r->work);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    g_free(r->smoothed[p]);
    g_free(r->phase[p]);
    g_free(r->weight[p]);
  }
}

void
attune_record_free(attune_record *r)
{
  if (r == NULL) return;
  g_array_unref(r->features);
  g_array_unref(r->shown);
  g_array_unref(r->traces);
  free_window(r);
  g_free(r);
}

void
attune_record_begin(attune_record *r)
{
  g_array_set_size(r->features, 0);
  g_array_set_size(r->shown, 0);
  g_array_set_size(r->traces, 0);
}

void
attune_record_set_start(attune_record *r, double t_s)
{
  r->start_s = r->end_s = t_s;
}

void
attune_record_set_end(attune_record *r, double t_s)
{
  r->end_s = t_s;
}

void
attune_record_add(attune_record *r, const attune_features *features,
                  const attune_breath breath[ATTUNE_PARTNERS], const attune_tracker_trace *trace)
{
  shown_row shown = {{breath[ATTUNE_A], breath[ATTUNE_B]}};
  g_array_append_vals(r->features, features, 1);
  g_array_append_val(r->shown, shown);
  if (trace != NULL) g_array_append_vals(r->traces, trace, 1);
}

void
attune_record_set_heard(attune_record *r, size_t row, const attune_breath breath[ATTUNE_PARTNERS],
                        const attune_tracker_trace *trace)
{
  g_return_if_fail(r->traces->len == row && row < r->shown->len);
  shown_row shown = {{breath[ATTUNE_A], breath[ATTUNE_B]}};
  g_array_index(r->shown, shown_row, row) = shown;
  g_array_append_vals(r->traces, trace, 1);
}

size_t
attune_record_length(const attune_record *r)
{
  return r->features->len;
}

attune_features *
attune_record_features(const attune_record *r)
{
  return (attune_features *)(void *)r->features->data;
}

static const attune_tracker_trace *
get_traces(const attune_record *r)
{
  return (const attune_tracker_trace *)(const void *)r->traces->data;
}

/* ------------------------------------------------ scoring ----------------------------------- */

/*
 * A smoothed breath goes on through short unheard stretches (a bump, a word): both sides of it are
 * known. Through longer ones it is not told.
 */
static void
silence_unheard(attune_breath *breath, const attune_features *features, size_t n)
{
  for (size_t t = 0; t < n;) {
    size_t end = t;
    while (end < n && features[end].unheard != 0) end++;
    for (size_t i = t; i < end && end - t > BRIDGED_ROWS; i++) breath[i].present = 0;
    t = end > t ? end : t + 1;
  }
}

/* What the scorer may use of a smoothed breath. */
static void
fill_phases(const attune_breath *breath, size_t n, float *phase, float *weight)
{
  for (size_t t = 0; t < n; t++) {
    phase[t] = breath[t].phase_rad;
    weight[t] = breath[t].present ? breath[t].clarity : 0.0f;
  }
}

static void
make_window(attune_record *r, size_t n)
{
  if (r->window >= n) return;
  free_window(r);
  r->window = n;
  r->evidence = g_new(float, n *ATTUNE_CLASSES);
  r->work = g_new(attune_belief, ATTUNE_SMOOTH_WORK(n));
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    r->smoothed[p] = g_new(attune_breath, n);
    r->phase[p] = g_new(float, n);
    r->weight[p] = g_new(float, n);
  }
}

void
attune_record_score_recent(attune_record *r, const attune_tracker *tracker,
                           const attune_tracker_terms *terms, attune_scorer *scorer, size_t n_rows,
                           bool guided, attune_sync *sync)
{
  make_window(r, n_rows);
  size_t n = MIN(n_rows, r->traces->len), from = r->traces->len - n;
  attune_belief start;
  attune_belief_start(&start);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    for (size_t t = 0; t < n; t++)
      memcpy(r->evidence + t * ATTUNE_CLASSES, get_traces(r)[from + t].evidence[p],
             ATTUNE_CLASSES * sizeof(float));
    attune_smooth_pointer(r->evidence, n, &start, &terms->pointer, attune_tracker_map(tracker, p),
                          r->smoothed[p], NULL, r->work);
    silence_unheard(r->smoothed[p], attune_record_features(r) + from, n);
    fill_phases(r->smoothed[p], n, r->phase[p], r->weight[p]);
  }
  attune_phases phases = {
      n, 0.0, ATTUNE_ROW_S, {r->phase[0], r->phase[1]}, {r->weight[0], r->weight[1]}};
  attune_sync_terms sync_terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  sync_terms.guided = guided;
  sync_terms.n_surrogates = 0;
  sync_terms.min_duration_s = LEAST_S;
  attune_scorer_measure(scorer, &phases, &sync_terms, sync);
}

/* ------------------------------------------------ report ------------------------------------ */

static void
allocate_track(attune_track *track, size_t n)
{
  track->phase_rad = g_new(float, n + 1);
  track->spread_rad = g_new(float, n + 1);
  track->rate_per_min = g_new(float, n + 1);
  track->presence = g_new(float, n + 1);
  track->clarity = g_new(float, n + 1);
  track->present = g_new(unsigned char, n + 1);
}

static void
set_track(attune_track *track, size_t t, const attune_breath *breath)
{
  track->phase_rad[t] = breath->phase_rad;
  track->spread_rad[t] = breath->spread_rad;
  track->rate_per_min[t] = breath->rate_per_min;
  track->presence[t] = breath->presence;
  track->clarity[t] = breath->clarity;
  track->present[t] = breath->present != 0;
}

static void
clear_track(attune_track *track)
{
  g_free(track->phase_rad);
  g_free(track->spread_rad);
  g_free(track->rate_per_min);
  g_free(track->presence);
  g_free(track->clarity);
  g_free(track->present);
}

static void
fill_unheard(const attune_record *r, attune_report *report)
{
  size_t n = report->n_rows;
  report->unheard = g_new0(uint32_t, n + 1);
  for (size_t t = 0; t < n; t++) {
    report->unheard[t] = attune_record_features(r)[t].unheard;
    for (unsigned k = 0; k < ATTUNE_UNHEARD_KINDS; k++)
      if (report->unheard[t] & (1u << k)) report->unheard_share[k] += 1.0 / (double)n;
  }
}

static int
compare_cycles(const void *a, const void *b)
{
  double x = ((const attune_breath_cycle *)a)->in_s, y = ((const attune_breath_cycle *)b)->in_s;
  return (x > y) - (x < y);
}

static void
fill_cycles(attune_report *report, attune_breath *const smoothed[ATTUNE_PARTNERS])
{
  size_t room = report->n_rows / 10 + 8;
  report->cycles = g_new(attune_breath_cycle, ATTUNE_PARTNERS * room);
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    report->n_cycles += attune_find_cycles(smoothed[p], report->n_rows, report->row0_s, p,
                                           report->cycles + report->n_cycles, room);
  qsort(report->cycles, report->n_cycles, sizeof *report->cycles, compare_cycles);
}

static void
score_all(attune_report *report, attune_breath *const smoothed[ATTUNE_PARTNERS], bool guided)
{
  size_t n = report->n_rows;
  float *phase[ATTUNE_PARTNERS], *weight[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    phase[p] = g_new(float, n + 1);
    weight[p] = g_new(float, n + 1);
    fill_phases(smoothed[p], n, phase[p], weight[p]);
  }
  attune_phases phases = {
      n, report->row0_s, ATTUNE_ROW_S, {phase[0], phase[1]}, {weight[0], weight[1]}};
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  terms.guided = guided;
  attune_scorer *scorer = attune_scorer_new(MAX(n, 2)); /* its least */
  attune_scorer_measure(scorer, &phases, &terms, &report->sync);
  attune_scorer_free(scorer);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    g_free(phase[p]);
    g_free(weight[p]);
  }
}

static void
smooth_all(const attune_record *r, attune_tracker *tracker, const attune_tracker_terms *terms,
           attune_breath *const smoothed[ATTUNE_PARTNERS])
{
  if (tracker != NULL) {
    attune_smooth_pair(tracker, terms, attune_record_features(r), get_traces(r), r->features->len,
                       smoothed);
    return;
  }
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    for (size_t t = 0; t < r->features->len; t++)
      smoothed[p][t] = (attune_breath){NAN, NAN, NAN, 0.0f, 0.0f, 0, ATTUNE_STAGE_UNKNOWN};
}

attune_report *
attune_record_report(attune_record *r, attune_tracker *tracker, const attune_tracker_terms *terms,
                     bool guided, gboolean (*progress)(double share, void *user), void *user)
{
  size_t n = r->features->len;
  if (progress != NULL && !progress(0.0, user)) return NULL;
  attune_report *report = g_new0(attune_report, 1);
  report->n_rows = n;
  report->live_start_s = r->start_s;
  report->live_end_s = r->end_s;
  report->row0_s = n > 0 ? attune_record_features(r)[0].t_s : r->start_s;
  attune_breath *smoothed[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) smoothed[p] = g_new0(attune_breath, n + 1);
  smooth_all(r, tracker, terms, smoothed);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    silence_unheard(smoothed[p], attune_record_features(r), n);
    allocate_track(&report->smoothed[p], n);
    allocate_track(&report->causal[p], n);
    for (size_t t = 0; t < n; t++) {
      set_track(&report->smoothed[p], t, &smoothed[p][t]);
      set_track(&report->causal[p], t, &g_array_index(r->shown, shown_row, t).breath[p]);
    }
  }
  fill_unheard(r, report);
  fill_cycles(report, smoothed);
  score_all(report, smoothed, guided);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) g_free(smoothed[p]);
  if (progress != NULL) progress(1.0, user);
  return report;
}

void
attune_report_withdraw(attune_report *report, attune_sync_reason reason)
{
  attune_sync_withdraw(&report->sync, reason);
}

void
attune_report_free(attune_report *report)
{
  if (report == NULL) return;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    clear_track(&report->smoothed[p]);
    clear_track(&report->causal[p]);
  }
  g_free(report->unheard);
  g_free(report->cycles);
  g_free(report);
}
