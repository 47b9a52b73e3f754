// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/words.h"

#include "base/circle.h"

#include <math.h>

attune_count
attune_count_of(double phase_rad, double rate_per_min, double in_share)
{
  double half = attune_wrap_tau(phase_rad) / ATTUNE_PI;
  bool is_in = half < 1.0;
  double half_s = 60.0 / fmax(rate_per_min, 1.0) * (is_in ? in_share : 1.0 - in_share);
  int n = (int)fmin(12.0, fmax(1.0, round(half_s)));
  return (attune_count){is_in, n, n * (is_in ? half : half - 1.0)};
}
