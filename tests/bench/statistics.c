// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Known values first, sorted. @return how many */
static size_t
sort_known(double *x, size_t n)
{
  size_t known = 0;
  for (size_t i = 0; i < n; i++)
    if (!isnan(x[i])) x[known++] = x[i];
  qsort(x, known, sizeof *x, compare_doubles);
  return known;
}

double
bench_median(double *x, size_t n)
{
  n = sort_known(x, n);
  return n == 0 ? NAN : 0.5 * (x[(n - 1) / 2] + x[n / 2]);
}

double
bench_quantile(double *x, size_t n, double share)
{
  n = sort_known(x, n);
  return n == 0 ? NAN : x[(size_t)fmax(ceil(share * (double)n) - 1.0, 0.0)];
}

double
bench_mean(const double *x, size_t n)
{
  double sum = 0.0, known = 0.0;
  for (size_t i = 0; i < n; i++)
    if (!isnan(x[i])) {
      sum += x[i];
      known += 1.0;
    }
  return known > 0.0 ? sum / known : NAN;
}

/* Half of those equal, itself included, and all below: ties share their rank. */
static double
rank_of(double value, const double *x, size_t n)
{
  double rank = 0.0;
  for (size_t i = 0; i < n; i++) rank += x[i] < value ? 1.0 : x[i] > value ? 0.0 : 0.5;
  return rank;
}

double
bench_rank_correlation(const double *x, const double *y, size_t n)
{
  g_autofree double *a = g_new(double, n + 1), *b = g_new(double, n + 1);
  size_t m = 0;
  for (size_t i = 0; i < n; i++)
    if (!isnan(x[i]) && !isnan(y[i])) {
      a[m] = x[i];
      b[m++] = y[i];
    }
  double xx = 0.0, yy = 0.0, xy = 0.0, middle = 0.5 * (double)m;
  for (size_t i = 0; i < m; i++) {
    double p = rank_of(a[i], a, m) - middle, q = rank_of(b[i], b, m) - middle;
    xx += p * p;
    yy += q * q;
    xy += p * q;
  }
  return m < 3 || xx == 0.0 || yy == 0.0 ? NAN : xy / sqrt(xx * yy);
}
