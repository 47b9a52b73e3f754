// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/practice.h"

#include <math.h>

#define FREE_SHARE 0.25
#define LONGEST_FREE_S 120.0

attune_practice
attune_practice_usual(void)
{
  return (attune_practice){
      .length_s = 120.0, .pace = ATTUNE_PACE_DEFAULTS, .fades = true, .touch = ATTUNE_TOUCH_HANDS};
}

double
attune_practice_fade_at_s(const attune_practice *practice)
{
  bool has_guide = practice->pace.kind != ATTUNE_PACE_NONE;
  if (!practice->fades || !has_guide) return INFINITY;
  return practice->length_s - fmin(FREE_SHARE * practice->length_s, LONGEST_FREE_S);
}
