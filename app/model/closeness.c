// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/closeness.h"

#include <math.h>

#define MEMORY_S 7.0
#define KNOWN_WEIGHT 0.25 /* both heard for two seconds of the last moments */

void
attune_closeness_hear(attune_closeness *c, const attune_breath breath[ATTUNE_PARTNERS])
{
  double keep = exp(-ATTUNE_ROW_S / MEMORY_S);
  double theta = (double)(breath[ATTUNE_A].phase_rad - breath[ATTUNE_B].phase_rad);
  bool is_known = breath[ATTUNE_A].present && breath[ATTUNE_B].present && isfinite(theta);
  double weight = is_known ? 1.0 - keep : 0.0;
  c->cosine = keep * c->cosine + (is_known ? weight * cos(theta) : 0.0);
  c->sine = keep * c->sine + (is_known ? weight * sin(theta) : 0.0);
  c->weight = keep * c->weight + weight;
}

double
attune_closeness_tell(const attune_closeness *c)
{
  if (c->weight < KNOWN_WEIGHT) return NAN;
  return fmax(0.0, c->cosine / c->weight);
}
