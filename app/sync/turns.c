// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/turns.h"

#include <math.h>
#include <stdlib.h>

#define BESIDE 6          /* swings to either side that a swing is held against */
#define SHARE 0.35        /* of their upper quartile */
#define CYCLE_LEAST_S 1.8 /* 33 breaths a minute */

static int
compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

double
attune_turns_amplitude(const double *x, size_t n)
{
  g_autofree double *known = g_new(double, n + 1);
  size_t m = 0;
  for (size_t i = 0; i < n; i++)
    if (!isnan(x[i])) known[m++] = x[i];
  if (m == 0) return 0.0;
  qsort(known, m, sizeof *known, compare);
  return known[(m - 1) * 9 / 10] - known[(m - 1) / 10];
}

/* Top of the parabola through a turning point and its neighbours. */
static attune_turn
refine(const double *x, size_t n, size_t i, gboolean is_peak)
{
  double shift = 0.0;
  if (i > 0 && i + 1 < n) {
    double bend = x[i - 1] - 2.0 * x[i] + x[i + 1];
    if (bend != 0.0) shift = 0.5 * (x[i - 1] - x[i + 1]) / bend;
    shift = CLAMP(shift, -0.5, 0.5);
  }
  return (attune_turn){(double)i + shift, x[i], is_peak};
}

/* Follows the line: a turning point stands once the line has gone `least` away from it. */
static GArray *
follow(const double *x, size_t n, double least)
{
  GArray *turns = g_array_new(FALSE, FALSE, sizeof(attune_turn));
  size_t high = 0, low = 0;
  int going = 0; /* 1 up, -1 down, 0 not known yet */
  for (size_t i = 1; i < n; i++) {
    if (x[i] > x[high]) high = i;
    if (x[i] < x[low]) low = i;
    gboolean fell = going >= 0 && x[high] - x[i] >= least && high < i;
    gboolean rose = going <= 0 && x[i] - x[low] >= least && low < i;
    if (!fell && !rose) continue;
    size_t at = fell ? high : low;
    attune_turn turn = refine(x, n, at, fell);
    /* The very first value is an end, not a turning point. */
    if (at > 0) g_array_append_val(turns, turn);
    going = fell ? -1 : 1;
    high = low = i;
  }
  return turns;
}

static double
swing(const GArray *turns, size_t i)
{
  return fabs(g_array_index(turns, attune_turn, i + 1).value -
              g_array_index(turns, attune_turn, i).value);
}

/* Upper quartile of the swings around swing i. */
static double
usual_swing(const GArray *turns, size_t i)
{
  double around[2 * BESIDE + 1];
  size_t n_swings = turns->len - 1, n = 0;
  for (size_t j = i > BESIDE ? i - BESIDE : 0; j < n_swings && j <= i + BESIDE; j++)
    around[n++] = swing(turns, j);
  qsort(around, n, sizeof *around, compare);
  return around[(3 * (n - 1) + 2) / 4];
}

static gboolean
is_doubtful(const GArray *turns, size_t i, double share, double rate_hz)
{
  double own = swing(turns, i);
  if (own < share * usual_swing(turns, i)) return TRUE;
  /* Part of a cycle too short to be a breath, and the smaller part of it. */
  for (size_t j = i > 0 ? i - 1 : 0; j <= i && j + 2 < turns->len; j++) {
    double length =
        g_array_index(turns, attune_turn, j + 2).at - g_array_index(turns, attune_turn, j).at;
    if (length < CYCLE_LEAST_S * rate_hz && own <= swing(turns, j) && own <= swing(turns, j + 1))
      return TRUE;
  }
  return FALSE;
}

/* Takes swing i out: its two ends go, and the line runs through. At an end, only the end goes. */
static void
take_out(GArray *turns, size_t i)
{
  if (i == 0)
    g_array_remove_index(turns, 0);
  else if (i + 2 == turns->len)
    g_array_remove_index(turns, (guint)i + 1);
  else
    g_array_remove_range(turns, (guint)i, 2);
}

static void
prune(GArray *turns, double share, double rate_hz)
{
  for (size_t i = 0; turns->len >= 2 && i + 1 < turns->len;) {
    if (is_doubtful(turns, i, share, rate_hz)) {
      /* Of a row of small swings the smallest goes, so that the outermost points stay. */
      while (i + 2 < turns->len && swing(turns, i + 1) < swing(turns, i)) i++;
      take_out(turns, i);
      i = i > 2 ? i - 2 : 0;
    } else {
      i++;
    }
  }
}

attune_turn *
attune_find_turns(const double *x, size_t n, double rate_hz, double least, size_t *n_turns)
{
  *n_turns = 0;
  if (n < 3 || !(least > 0.0)) return NULL;
  GArray *turns = follow(x, n, least);
  for (double share = SHARE / 4.0; share <= SHARE; share += SHARE / 4.0)
    prune(turns, share, rate_hz);
  *n_turns = turns->len;
  return (attune_turn *)(void *)g_array_free(turns, turns->len == 0);
}
