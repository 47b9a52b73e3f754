// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/locking.h"

#include "base/circle.h"

#include <math.h>

#define CLEAR_LAG_DEG 10.0
#define RAYLEIGH_5_PERCENT 3.0 /* -ln 0.05 */

double
attune_ppc(double resultant, size_t n)
{
  if (n < 2 || isnan(resultant)) return NAN;
  return ((double)n * resultant * resultant - 1.0) / ((double)n - 1.0);
}

double
attune_locking(const attune_relation *relation)
{
  if (relation->n_samples == 0) return NAN;
  return fmin(hypot(relation->mean_re, relation->mean_im), 1.0);
}

double
attune_lag_rad(const attune_relation *relation)
{
  if (relation->n_samples == 0) return NAN;
  return atan2(relation->mean_im, relation->mean_re);
}

double
attune_lag_error_rad(const attune_relation *relation)
{
  double r = attune_locking(relation), n = (double)relation->n_breaths;
  if (!(r > 0.0) || n < 2.0) return NAN;
  double mu = attune_lag_rad(relation);
  double second = relation->double_re * cos(2.0 * mu) + relation->double_im * sin(2.0 * mu);
  double variance = fmax(1.0 - second, 0.0) / (2.0 * n * r * r);
  return fmin(sqrt(variance), ATTUNE_PI);
}

double
attune_alignment(const attune_relation *relation)
{
  double ppc = attune_ppc(attune_locking(relation), relation->n_breaths);
  if (isnan(ppc)) return NAN;
  return 100.0 * sqrt(fmax(ppc, 0.0)) * fmax(cos(attune_lag_rad(relation)), 0.0);
}

int
attune_leader(const attune_relation *relation)
{
  double r = attune_locking(relation), mu = attune_lag_rad(relation);
  if (isnan(r) || (double)relation->n_breaths * r * r <= RAYLEIGH_5_PERCENT) return -1;
  double clear = fmax(attune_rad(CLEAR_LAG_DEG), 2.0 * attune_lag_error_rad(relation));
  if (fabs(mu) <= clear || fabs(mu) >= ATTUNE_PI - clear) return -1;
  return mu > 0.0 ? ATTUNE_A : ATTUNE_B;
}
