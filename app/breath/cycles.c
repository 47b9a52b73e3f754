// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/cycles.h"

#include "base/circle.h"

#include <math.h>

#define SHORTEST_S 1.2 /* 50 per minute: anything shorter is a wobble of the estimate */

typedef struct {
  const attune_breath *breath;
  double row0_s;
  int partner;
  attune_breath_cycle *cycles;
  size_t n, capacity;
  double in_s, out_s;    /* of the breath that is going on; NaN before */
  double clarity, count; /* summed over it */
} finder;

static void
close_breath(finder *f, double end_s)
{
  if (!isnan(f->in_s) && !isnan(f->out_s) && end_s - f->in_s >= SHORTEST_S && f->n < f->capacity)
    f->cycles[f->n++] = (attune_breath_cycle){f->partner, f->in_s, f->out_s, end_s,
                                              f->count > 0.0 ? f->clarity / f->count : 0.0};
  f->in_s = f->out_s = NAN;
  f->clarity = f->count = 0.0;
}

/* Time between rows t-1 and t at which the unwrapped phase passes `target`. */
static double
find_time(const finder *f, size_t t, double from, double to, double target)
{
  double part = to > from ? (target - from) / (to - from) : 1.0;
  return f->row0_s + ((double)t - 1.0 + part) * ATTUNE_ROW_S;
}

/* The phase went from `from` to `to` (unwrapped, rising): note every half cycle between. */
static void
pass(finder *f, size_t t, double from, double to)
{
  for (double k = floor(from / ATTUNE_PI) + 1.0; k * ATTUNE_PI <= to; k += 1.0) {
    double at = find_time(f, t, from, to, k * ATTUNE_PI);
    if (fmod(k, 2.0) == 0.0) {
      close_breath(f, at);
      f->in_s = at;
    } else if (!isnan(f->in_s)) {
      f->out_s = at;
    }
  }
}

size_t
attune_find_cycles(const attune_breath *breath, size_t n_rows, double row0_s, int partner,
                   attune_breath_cycle *cycles, size_t capacity)
{
  finder f = {breath, row0_s, partner, cycles, 0, capacity, NAN, NAN, 0.0, 0.0};
  double phase = NAN; /* unwrapped, never falling: small steps back are wobbles */
  for (size_t t = 0; t < n_rows; t++) {
    if (!breath[t].present || isnan(breath[t].phase_rad)) {
      close_breath(&f, row0_s + (double)t * ATTUNE_ROW_S);
      phase = NAN;
      continue;
    }
    double step = attune_wrap_pi((double)breath[t].phase_rad - phase);
    double next = isnan(phase) ? (double)breath[t].phase_rad : phase + fmax(step, 0.0);
    if (!isnan(phase)) pass(&f, t, phase, next);
    phase = next;
    f.clarity += (double)breath[t].clarity;
    f.count += 1.0;
  }
  return f.n;
}
