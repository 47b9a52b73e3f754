// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/trace.h"

#include <math.h>

double
attune_trace_height(double phase_rad)
{
  return 0.5 - 0.5 * cos(phase_rad);
}

size_t
attune_trace_stretches(const uint32_t *flag, size_t n, uint32_t mask, size_t bridge, size_t least,
                       attune_stretch *found, size_t room)
{
  size_t n_found = 0;
  attune_stretch now = {0, 0, 0};
  for (size_t t = 0; t <= n; t++) {
    bool is_set = t < n && (flag[t] & mask) != 0;
    if (is_set && now.to == 0) now.from = t;
    if (is_set) {
      now.to = t + 1;
      now.bits |= flag[t] & mask;
      continue;
    }
    bool is_over = now.to > 0 && (t == n || t - now.to >= bridge);
    if (!is_over) continue;
    if (now.to - now.from >= least && n_found < room) found[n_found++] = now;
    now = (attune_stretch){0, 0, 0};
  }
  return n_found;
}
