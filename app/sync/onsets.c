// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/onsets.h"

#include "base/circle.h"

#include <math.h>

#define PAST_RAD 0.5 /* how far past 0 a passage must go to count */
#define HOLE_S 0.5   /* longest hole that is bridged */

typedef struct {
  attune_onset *onset;
  size_t n_onsets;
  double dt_s;
  double phase, level; /* unwrapped phase; the multiple of 2 pi that is awaited */
  double first, last;  /* upward passages of the level, in samples; NaN = none yet */
  double last_at;      /* last sample heard; NaN = none yet */
  double cycles;
  bool broken; /* a hole lies between the last onset and now */
} search;

static void
begin_anew(search *s, double at, double phase)
{
  s->phase = attune_wrap_tau(phase); /* 2 pi as a float is more than 2 pi */
  s->level = ATTUNE_TAU;
  s->first = s->last = NAN;
  s->last_at = at;
  s->broken = true;
}

static void
accept(search *s)
{
  double at = 0.5 * (s->first + s->last);
  double since = s->n_onsets == 0 ? INFINITY : (at - s->onset[s->n_onsets - 1].at) * s->dt_s;
  s->first = s->last = NAN;
  s->level += ATTUNE_TAU;
  if (since < ATTUNE_ONSET_LEAST_S) return;
  bool whole = !s->broken && since <= ATTUNE_BREATH_MOST_S;
  s->onset[s->n_onsets++] = (attune_onset){at, whole};
  s->broken = false;
}

/* Goes from the last heard sample to the one at `at`, whose wrapped phase is `wrapped`. */
static void
advance(search *s, double at, double wrapped)
{
  double before = s->phase, step = attune_wrap_pi(wrapped - before);
  s->phase = before + step;
  s->cycles += step / ATTUNE_TAU;
  if (before < s->level && s->phase >= s->level) {
    s->last = s->last_at + (at - s->last_at) * (s->level - before) / step;
    if (isnan(s->first)) s->first = s->last;
  }
  s->last_at = at;
  if (!isnan(s->first) && s->phase < s->level - PAST_RAD) s->first = s->last = NAN;
  if (!isnan(s->first) && s->phase >= s->level + PAST_RAD) accept(s);
  if (s->phase < s->level - 1.5 * ATTUNE_TAU) s->level -= ATTUNE_TAU; /* it slipped back */
}

size_t
attune_onsets_most(size_t n)
{
  return n / 2 + 2;
}

size_t
attune_find_onsets(const float *phase_rad, const float *weight, size_t n, double dt_s,
                   attune_onset *onset, double *cycles)
{
  search s = {.onset = onset, .dt_s = dt_s, .first = NAN, .last = NAN, .last_at = NAN};
  for (size_t i = 0; i < n; i++) {
    if (!(weight[i] > 0.0f) || isnan(phase_rad[i])) continue;
    double at = (double)i;
    if (isnan(s.last_at) || (at - s.last_at - 1.0) * dt_s > HOLE_S) {
      if (!isnan(s.first)) accept(&s);
      begin_anew(&s, at, (double)phase_rad[i]);
    } else {
      advance(&s, at, (double)phase_rad[i]);
    }
  }
  if (!isnan(s.first)) accept(&s); /* passed just before the end */
  if (cycles != NULL) *cycles = s.cycles;
  return s.n_onsets;
}
