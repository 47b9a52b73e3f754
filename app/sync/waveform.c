// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/waveform.h"

#include "base/circle.h"
#include "dsp/zerophase.h"
#include "sync/turns.h"

#include <math.h>

#define GRID_HZ 20.0
#define LOW_HZ 0.05
#define HIGH_HZ 0.7
#define STRETCH_LEAST_S 3.0 /* shorter stretches between holes hold no breath */
#define SWING_LEAST_S 0.4
#define SWING_MOST_S 12.0

static double
time_of(const attune_waveform *w, size_t i)
{
  return w->time_s != NULL ? w->time_s[i] : (double)i / w->rate_hz;
}

/* The samples that fall into one cell, as one. */
typedef struct {
  double t, x; /* means, in cells and as it comes */
  size_t cell;
  size_t count;
} knot;

static void
draw_line(double *grid, size_t n, const knot *a, const knot *b)
{
  if ((b->t - a->t) / GRID_HZ > ATTUNE_WAVEFORM_HOLE_S) return;
  double from = fmax(ceil(a->t - 0.5), 0.0);
  for (size_t c = (size_t)from; c < n && (double)c + 0.5 <= b->t; c++)
    grid[c] = a->x + (b->x - a->x) * ((double)c + 0.5 - a->t) / (b->t - a->t);
}

/* Grid cells [n] of 1/20 s from start_s on: means, joined by lines; NaN in holes. */
static void
lay_on_grid(const attune_waveform *w, double sign, double start_s, double *grid, size_t n)
{
  knot before = {.count = 0}, now = {.count = 0};
  for (size_t c = 0; c < n; c++) grid[c] = NAN;
  for (size_t i = 0; i <= w->n; i++) {
    gboolean end = i == w->n;
    if (!end && !isfinite(w->value[i])) continue;
    double t = end ? 0.0 : (time_of(w, i) - start_s) * GRID_HZ;
    if (t < 0.0 || t >= (double)n) continue;
    size_t cell = end ? n : (size_t)t;
    if (now.count > 0 && cell != now.cell) {
      if (before.count > 0) draw_line(grid, n, &before, &now);
      before = now;
      now.count = 0;
    }
    if (end) break;
    double share = 1.0 / (double)(now.count + 1);
    now.t = now.count == 0 ? t : now.t + (t - now.t) * share;
    now.x = now.count == 0 ? sign * w->value[i] : now.x + (sign * w->value[i] - now.x) * share;
    now.cell = cell;
    now.count++;
  }
}

/* Ends of the stretch of known cells that begins at or after *from; FALSE: none left. */
static gboolean
next_stretch(const double *grid, size_t n, size_t *from, size_t *to)
{
  while (*from < n && isnan(grid[*from])) (*from)++;
  for (*to = *from; *to < n && !isnan(grid[*to]);) (*to)++;
  return *from < *to;
}

static void
clean_stretches(double *grid, size_t n)
{
  for (size_t from = 0, to = 0; next_stretch(grid, n, &from, &to); from = to) {
    if ((double)(to - from) < STRETCH_LEAST_S * GRID_HZ) {
      for (size_t c = from; c < to; c++) grid[c] = NAN;
      continue;
    }
    attune_zerophase(grid + from, to - from, ATTUNE_PASS_HIGH, LOW_HZ / GRID_HZ);
    attune_zerophase(grid + from, to - from, ATTUNE_PASS_LOW, HIGH_HZ / GRID_HZ);
  }
}

typedef struct {
  double start_s, step_s;
  size_t n_rows;
  float *phase_rad, *weight;
} rows;

/* Phase runs evenly from one turning point to the next. */
static void
fill_swing(const rows *r, double from_s, double to_s, double phase)
{
  double length = to_s - from_s;
  if (length < SWING_LEAST_S || length > SWING_MOST_S) return;
  double first = ceil((from_s - r->start_s) / r->step_s - 0.5);
  for (size_t i = (size_t)fmax(first, 0.0); i < r->n_rows; i++) {
    double t = r->start_s + ((double)i + 0.5) * r->step_s;
    if (t >= to_s) return;
    float p = (float)(phase + ATTUNE_PI * (t - from_s) / length);
    r->phase_rad[i] = p < (float)ATTUNE_TAU ? p : 0.0f;
    r->weight[i] = 1.0f;
  }
}

void
attune_waveform_phase(const attune_waveform *waveform, gboolean inverted, double start_s,
                      double step_s, size_t n_rows, float *phase_rad, float *weight)
{
  rows r = {start_s, step_s, n_rows, phase_rad, weight};
  size_t n = (size_t)ceil((double)n_rows * step_s * GRID_HZ);
  for (size_t i = 0; i < n_rows; i++) {
    phase_rad[i] = NAN;
    weight[i] = 0.0f;
  }
  g_autofree double *grid = g_new(double, n);
  lay_on_grid(waveform, inverted ? -1.0 : 1.0, start_s, grid, n);
  clean_stretches(grid, n);
  double least = ATTUNE_TURN_LEAST_SHARE * attune_turns_amplitude(grid, n);
  for (size_t from = 0, to = 0; next_stretch(grid, n, &from, &to); from = to) {
    size_t n_turns = 0;
    g_autofree attune_turn *turn =
        attune_find_turns(grid + from, to - from, GRID_HZ, least, &n_turns);
    for (size_t k = 1; k < n_turns; k++)
      fill_swing(&r, start_s + ((double)from + turn[k - 1].at + 0.5) / GRID_HZ,
                 start_s + ((double)from + turn[k].at + 0.5) / GRID_HZ,
                 turn[k - 1].is_peak ? ATTUNE_PI : 0.0);
  }
}
