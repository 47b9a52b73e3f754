// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/circle.h"

#include <math.h>

double
attune_deg(double rad)
{
  return rad * (180.0 / ATTUNE_PI);
}

double
attune_rad(double deg)
{
  return deg * (ATTUNE_PI / 180.0);
}

double
attune_wrap_pi(double rad)
{
  double r = remainder(rad, ATTUNE_TAU); /* [-pi, pi] */
  return r <= -ATTUNE_PI ? r + ATTUNE_TAU : r;
}

double
attune_wrap_tau(double rad)
{
  double r = fmod(rad, ATTUNE_TAU);
  if (r < 0.0) r += ATTUNE_TAU;
  return r >= ATTUNE_TAU ? 0.0 : r; /* -1e-20 + 2 pi rounds up to 2 pi */
}

attune_circle
attune_circle_mean(const double *angle_rad, size_t n)
{
  if (n == 0) return (attune_circle){NAN, NAN};
  double c = 0.0, s = 0.0;
  for (size_t i = 0; i < n; i++) {
    c += cos(angle_rad[i]);
    s += sin(angle_rad[i]);
  }
  double r = hypot(c, s) / (double)n;
  return (attune_circle){attune_wrap_pi(atan2(s, c)), fmin(r, 1.0)};
}

double
attune_circle_spread(double resultant)
{
  /* Below 1e-12 nothing is known; the floor keeps the answer finite. */
  return sqrt(-2.0 * log(fmin(fmax(resultant, 1e-12), 1.0)));
}
