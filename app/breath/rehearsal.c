// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/rehearsal.h"

#include "base/circle.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#define SETTLE_ROWS 63       /* 6 s */
#define FAR_APART_RAD 1.0472 /* 60 degrees: only then exchanging the two can be seen */
#define ERROR_LIMIT_DEG 20.0
#define SWAP_LIMIT 0.5
#define SEPARABILITY_LIMIT 5.2
#define WELL_DEG 13.0
#define LEAST_POWER 1.05

/* One way to lay the two solo parts over each other: each played `pace` times as fast, B shifted.
 */
typedef struct {
  double pace[ATTUNE_PARTNERS];
  double shift_s;
} task;

static const task tasks[] = {
    {{1.0, 1.0}, 0.0},    {{1.0, 1.0}, 2.5},     {{1.0, 1.0}, 5.0},     {{1.0, 1.0}, 7.5},
    {{1.0, 1.333}, 0.0},  {{1.0, 1.333}, 5.0},   {{1.667, 1.0}, 0.0},   {{1.667, 1.0}, 5.0},
    {{1.667, 1.667}, 0.}, {{1.667, 1.667}, 1.5}, {{1.667, 1.667}, 3.0}, {{1.667, 1.667}, 4.5},
};

typedef struct {
  const attune_voice *voice;
  const attune_solo *solo;
  double n0[ATTUNE_MAX_FEATURES];
  double *error[ATTUNE_PARTNERS]; /* |phase error| of a task's rows */
  size_t n;
  size_t swapped, telling;
} stage;

static size_t
find_row(const attune_solo *solo, size_t t, double pace, double shift_s)
{
  double at = (double)t * pace + shift_s / ATTUNE_ROW_S;
  return (size_t)at % solo->n_rows;
}

static void
mix_rows(const stage *s, const size_t *at, unsigned n, attune_features *row)
{
  const attune_features *a = &s->solo[ATTUNE_A].rows[at[ATTUNE_A]];
  const attune_features *b = &s->solo[ATTUNE_B].rows[at[ATTUNE_B]];
  row->unheard = a->unheard | b->unheard;
  for (unsigned f = 0; f < n; f++) {
    double sum = pow(10.0, (double)a->x[f] / 10.0) + pow(10.0, (double)b->x[f] / 10.0) - s->n0[f];
    row->x[f] = (float)(10.0 * log10(fmax(sum, LEAST_POWER)));
  }
}

static void
note_errors(stage *s, const size_t *at, const attune_breath *breath)
{
  double truth[ATTUNE_PARTNERS], told[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    double turns = s->solo[p].turns[at[p]];
    if (isnan(turns)) return;
    truth[p] = attune_told_phase(turns, (double)s->voice[p].in_fraction);
    told[p] = (double)breath[p].phase_rad;
    s->error[p][s->n] = fabs(attune_wrap_pi(told[p] - truth[p]));
  }
  s->n++;
  if (fabs(attune_wrap_pi(truth[0] - truth[1])) < FAR_APART_RAD) return;
  double straight = s->error[0][s->n - 1] + s->error[1][s->n - 1];
  double crossed =
      fabs(attune_wrap_pi(told[0] - truth[1])) + fabs(attune_wrap_pi(told[1] - truth[0]));
  s->telling++;
  s->swapped += crossed < straight;
}

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double
find_median_deg(double *value, size_t n)
{
  if (n == 0) return 90.0;
  qsort(value, n, sizeof *value, compare_doubles);
  return attune_deg(value[n / 2]);
}

/* Runs one task. @return its mean error over both partners, degrees; adds each one's to sum */
static void
run_task(stage *s, attune_tracker *tracker, const task *k, double *sum_deg)
{
  size_t length = MIN(s->solo[ATTUNE_A].n_rows, s->solo[ATTUNE_B].n_rows);
  attune_features row = {0};
  attune_breath breath[ATTUNE_PARTNERS];
  s->n = s->swapped = s->telling = 0;
  attune_tracker_reset(tracker);
  for (size_t t = 0; t < length; t++) {
    size_t at[] = {find_row(&s->solo[ATTUNE_A], t, k->pace[ATTUNE_A], 0.0),
                   find_row(&s->solo[ATTUNE_B], t, k->pace[ATTUNE_B], k->shift_s)};
    mix_rows(s, at, s->voice[ATTUNE_A].n, &row);
    attune_tracker_step(tracker, &row, breath, NULL);
    if (t >= SETTLE_ROWS) note_errors(s, at, breath);
  }
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    sum_deg[p] += find_median_deg(s->error[p], s->n) / G_N_ELEMENTS(tasks);
}

static void
judge(attune_rehearsal *r)
{
  r->separable = r->error_deg <= ERROR_LIMIT_DEG && r->swap_share <= SWAP_LIMIT &&
                 r->separability >= SEPARABILITY_LIMIT;
  r->word = !r->separable ? "not" : r->error_deg <= WELL_DEG ? "well" : "a little";
}

void
attune_rehearse(const attune_voice voice[ATTUNE_PARTNERS], const attune_solo solo[ATTUNE_PARTNERS],
                const attune_tracker_terms *terms, attune_rehearsal *result)
{
  stage s = {.voice = voice, .solo = solo};
  size_t length = MIN(solo[ATTUNE_A].n_rows, solo[ATTUNE_B].n_rows);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) s.error[p] = g_new(double, length);
  for (unsigned f = 0; f < voice[ATTUNE_A].n; f++)
    s.n0[f] = pow(10.0, (double)fminf(voice[ATTUNE_A].silent[f], voice[ATTUNE_B].silent[f]) / 10.0);
  attune_tracker *tracker = attune_tracker_new(&voice[ATTUNE_A], &voice[ATTUNE_B], terms);
  double sum_deg[ATTUNE_PARTNERS] = {0};
  *result = (attune_rehearsal){0};
  for (unsigned k = 0; k < G_N_ELEMENTS(tasks); k++) {
    run_task(&s, tracker, &tasks[k], sum_deg);
    if (s.telling > 0)
      result->swap_share = fmax(result->swap_share, (double)s.swapped / (double)s.telling);
  }
  result->error_deg = 0.5 * (sum_deg[ATTUNE_A] + sum_deg[ATTUNE_B]);
  result->worst_deg = fmax(sum_deg[ATTUNE_A], sum_deg[ATTUNE_B]);
  result->separability = attune_pair_separability(attune_tracker_pair(tracker));
  judge(result);
  attune_tracker_free(tracker);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) g_free(s.error[p]);
}
