// SPDX-License-Identifier: GPL-3.0-or-later
#include "guide/heard_rates.h"

#include <math.h>
#include <stdlib.h>

void
attune_heard_rates_reset(attune_heard_rates *rates)
{
  rates->second = -1;
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    for (int s = 0; s < ATTUNE_HEARD_RATES_S; s++) rates->rate_per_min[p][s] = NAN;
}

void
attune_heard_rates_add(attune_heard_rates *rates, double t_s, const double *rate_per_min)
{
  long second = (long)fmin(t_s, 1e9), first = rates->second + 1;
  if (second - first >= ATTUNE_HEARD_RATES_S) first = second - ATTUNE_HEARD_RATES_S + 1;
  for (long s = first; s <= second; s++)
    for (int p = 0; p < ATTUNE_PARTNERS; p++)
      rates->rate_per_min[p][s % ATTUNE_HEARD_RATES_S] = NAN;
  if (second > rates->second) rates->second = second;
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    if (rate_per_min[p] > 0.0 && isfinite(rate_per_min[p]))
      rates->rate_per_min[p][rates->second % ATTUNE_HEARD_RATES_S] = rate_per_min[p];
}

static int
compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double
median(const attune_heard_rates *rates, int p, int last_s, int known_s)
{
  double known[ATTUNE_HEARD_RATES_S];
  int n = 0;
  for (long s = rates->second; s >= 0 && s > rates->second - last_s; s--) {
    double rate = rates->rate_per_min[p][s % ATTUNE_HEARD_RATES_S];
    if (!isnan(rate)) known[n++] = rate;
  }
  if (n == 0 || n < known_s) return NAN;
  qsort(known, (size_t)n, sizeof *known, compare);
  return n % 2 ? known[n / 2] : (known[n / 2 - 1] + known[n / 2]) / 2.0;
}

double
attune_heard_rates_both(const attune_heard_rates *rates, int last_s, int known_s)
{
  return sqrt(median(rates, ATTUNE_A, last_s, known_s) * median(rates, ATTUNE_B, last_s, known_s));
}

double
attune_heard_rates_any(const attune_heard_rates *rates, int last_s, int known_s)
{
  double a = median(rates, ATTUNE_A, last_s, known_s), b = median(rates, ATTUNE_B, last_s, known_s);
  return isnan(a) ? b : isnan(b) ? a : sqrt(a * b);
}

double
attune_heard_rates_fastest(const attune_heard_rates *rates, int last_s, int known_s)
{
  return fmax(median(rates, ATTUNE_A, last_s, known_s), median(rates, ATTUNE_B, last_s, known_s));
}
