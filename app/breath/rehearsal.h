// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_REHEARSAL_H
#define ATTUNE_BREATH_REHEARSAL_H

/*
 * The honest gauge: both solo parts are known, so their powers can be added at many offsets and
 * tempi, and run through the pair model. The error found is this couple's, in this room, with
 * this microphone, up to what calibration itself got wrong.
 */
#include "breath/tracker.h"

#include <stddef.h>

/** One partner's solo part with what calibration found. Borrowed. */
typedef struct {
  const attune_features *rows; /* [n_rows] */
  const double *turns;         /* [n_rows] 0..1 or NaN */
  size_t n_rows;
} attune_solo;

typedef struct {
  double error_deg;    /* mean over tasks and partners of the median |phase error|, causal */
  double worst_deg;    /* the worse partner's mean */
  double swap_share;   /* 0..1 largest share of a task's telling frames with A and B exchanged */
  double separability; /* attune_pair_separability */
  bool separable;      /* good enough for a score */
  const char *word;    /* "well", "a little", "not"; static storage */
} attune_rehearsal;

/** Runs the rehearsal. About 0.3 s of work; allocates. */
void attune_rehearse(const attune_voice voice[ATTUNE_PARTNERS],
                     const attune_solo solo[ATTUNE_PARTNERS], const attune_tracker_terms *terms,
                     attune_rehearsal *result);

#endif
