// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_MODEL_CLOSENESS_H
#define ATTUNE_MODEL_CLOSENESS_H

/*
 * How close two breaths are just now: for the light in the figure, never for a score. The resultant
 * of the phase difference over about the last breath, its part along "no difference". Plain data,
 * one thread.
 */
#include "breath/breath.h"

#include "base/setup.h"

typedef struct {
  double cosine, sine, weight; /* leaky means, 0..1 */
} attune_closeness;

/** Takes the breaths of one row. */
void attune_closeness_hear(attune_closeness *closeness,
                           const attune_breath breath[ATTUNE_PARTNERS]);

/** 0..1; NaN while both were heard for too little of the last moments. */
double attune_closeness_tell(const attune_closeness *closeness);

#endif
