// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_MODEL_PRACTICE_H
#define ATTUNE_MODEL_PRACTICE_H

/* What two people chose to do: how long, with which guide. Plain data. */
#include "guide/pace.h"

/** How the two touch meanwhile; told in a sentence, not measured. */
typedef enum { ATTUNE_TOUCH_HANDS, ATTUNE_TOUCH_SIDE, ATTUNE_TOUCH_NONE } attune_touch;

typedef struct {
  double length_s; /* 20..3600 of practice; pauses do not count */
  attune_pace_plan pace;
  bool fades; /* the guide leaves for the last part: "go on without me" */
  attune_touch touch;
} attune_practice;

/** Two minutes, the guide follows the pair and leaves for the last quarter. */
attune_practice attune_practice_usual(void);

/**
 * When the guide leaves, in seconds of practice: after three quarters, but of long practices it
 * leaves the last two minutes. INFINITY: it stays, or there is none.
 */
double attune_practice_fade_at_s(const attune_practice *practice);

#endif
