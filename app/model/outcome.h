// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_MODEL_OUTCOME_H
#define ATTUNE_MODEL_OUTCOME_H

/* How a session went: its report, and what of it is said first. Plain data; any one thread. */
#include "engine/pipeline.h"
#include "model/practice.h"

#define ATTUNE_OUTCOME_MAX_MARKS 64

/** A mark that somebody set with a number key. */
typedef struct {
  double part_s; /* seconds of the practice, without pauses */
  unsigned number;
} attune_mark;

typedef struct {
  attune_report *report; /* owned */
  attune_practice practice;
  bool is_demo;
  bool was_interrupted;    /* the computer slept, or the microphone stayed away */
  bool is_scored;          /* the pair's score may be said */
  double live_s;           /* seconds that were listened to: without pauses and losses */
  double heard_s;          /* of them both were heard */
  double together_s;       /* of those their breaths went together */
  unsigned char *together; /* [report->n_rows] 1 = they go together here */
  double free_from_s;      /* seconds of the practice at which the guide left; INFINITY = never */
  attune_sync free;        /* of what came after it; reason TOO_SHORT when there was no such part */
  double first_per_min[ATTUNE_PARTNERS], last_per_min[ATTUNE_PARTNERS]; /* rates; NaN = unknown */
  attune_mark mark[ATTUNE_OUTCOME_MAX_MARKS];
  unsigned n_marks;
} attune_outcome;

/**
 * Draws together what a report says. About a millisecond a minute, 50 ms with a free part.
 *
 * @param report       taken over
 * @param free_from_s  seconds of the practice, without pauses, at which the guide left; INFINITY =
 *                     it did not
 */
attune_outcome *attune_outcome_new(attune_report *report, const attune_practice *practice,
                                   double free_from_s);
void attune_outcome_free(attune_outcome *outcome);

#endif
