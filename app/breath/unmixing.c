// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/unmixing.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#define NOISE_POWER 1.3     /* mean of the noise over its floor, a low percentile of it */
#define LOUD_POWER 6.0      /* rows under this say nothing about the leak */
#define LEAK_PERCENTILE 0.2 /* the rows in which the other one was quiet */
#define MOST_LEAK 0.9
#define FEWEST_ROWS 30

/* Power of a band over the mean noise, in units of the floor; never negative. */
static double
find_excess(const attune_features *row, unsigned feature)
{
  return fmax(pow(10.0, (double)row->x[feature] / 10.0) - 1.0 - NOISE_POWER, 0.0);
}

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double
find_band_leak(const attune_features *rows, size_t n_rows, unsigned own, unsigned other)
{
  double *ratio = g_new(double, n_rows + 1);
  size_t n = 0;
  for (size_t t = 0; t < n_rows; t++) {
    double e = find_excess(&rows[t], own);
    if (rows[t].unheard == 0 && e > LOUD_POWER) ratio[n++] = find_excess(&rows[t], other) / e;
  }
  qsort(ratio, n, sizeof *ratio, compare_doubles);
  double leak = n < FEWEST_ROWS ? 0.0 : ratio[(size_t)(LEAK_PERCENTILE * (double)n)];
  g_free(ratio);
  return fmin(leak, MOST_LEAK);
}

void
attune_find_leak(const attune_features *rows, size_t n_rows, unsigned n_bands, attune_leak *leak)
{
  for (unsigned b = 0; b < n_bands; b++) {
    leak->ratio[ATTUNE_A][b] = find_band_leak(rows, n_rows, b, n_bands + b);
    leak->ratio[ATTUNE_B][b] = find_band_leak(rows, n_rows, n_bands + b, b);
  }
}

static float
tell_feature(double excess)
{
  return (float)(10.0 * log10(excess + NOISE_POWER + 1.0));
}

static void
unmix_band(const attune_features *row, unsigned b, unsigned n_bands, const attune_leak *leak,
           attune_partner partner, attune_features *alone)
{
  unsigned own = b + (partner == ATTUNE_B ? n_bands : 0);
  unsigned other = b + (partner == ATTUNE_B ? 0 : n_bands);
  double mine = leak->ratio[partner][b], theirs = leak->ratio[!partner][b];
  double e = find_excess(row, own), f = find_excess(row, other);
  double power = fmax((e - theirs * f) / fmax(1.0 - mine * theirs, 0.1), 0.0);
  /* Where the other one is far louder than this one ever leaks, what is left is rounding. */
  alone->x[own] = tell_feature(fmin(power, e));
  alone->x[other] = tell_feature(mine * fmin(power, e));
}

void
attune_unmix(const attune_features *rows, size_t n_rows, unsigned n_bands, const attune_leak *leak,
             attune_partner partner, attune_features *alone)
{
  for (size_t t = 0; t < n_rows; t++) {
    alone[t].t_s = rows[t].t_s;
    alone[t].unheard = rows[t].unheard;
    for (unsigned b = 0; b < n_bands; b++)
      unmix_band(&rows[t], b, n_bands, leak, partner, &alone[t]);
  }
}
