// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_GUIDE_PACE_H
#define ATTUNE_GUIDE_PACE_H

/*
 * The guide's breath: where it is at any moment of a practice.
 *
 * What it shows depends on the plan and on what it was told, at which times, and on nothing else:
 * asking often, seldom or not at all changes nothing. Its phase never jumps; no cycle is shorter
 * than 4 s or longer than 15 s. Plain memory, any one thread; only _new allocates.
 *
 * Times t_s are seconds of the practice: they stand still in a pause and never go back.
 */
#include "base/setup.h"

#include <glib.h>

/** No breath of the guide is faster or slower than these: cycles of 4 s and 15 s. */
#define ATTUNE_PACE_MAX_PER_MIN 15.0
#define ATTUNE_PACE_MIN_PER_MIN 4.0

typedef enum {
  ATTUNE_PACE_FOLLOW, /* begins at the pair's own rate, then slows as long as both keep up */
  ATTUNE_PACE_FIXED,  /* one rate */
  ATTUNE_PACE_LEAD,   /* one of the two leads: the guide is that partner's breath as it is heard */
  ATTUNE_PACE_NONE    /* no guide */
} attune_pace_kind;

/** What a practice asks for. Numbers out of their range are held to it. */
typedef struct {
  attune_pace_kind kind;
  attune_partner leader; /* LEAD */
  double rate_per_min;   /* FIXED 4..15; FOLLOW: begins with it when nobody can be heard */
  double goal_per_min;   /* FOLLOW 4.5..15: does not slow below it */
  double in_share;       /* 0.25..0.6 of the cycle is in-breath */
  double fade_at_s;      /* the guide fades away from here on; INFINITY = stays */
} attune_pace_plan;

#define ATTUNE_PACE_DEFAULTS                                                                       \
  ((attune_pace_plan){.kind = ATTUNE_PACE_FOLLOW,                                                  \
                      .rate_per_min = 8.0,                                                         \
                      .goal_per_min = 6.0,                                                         \
                      .in_share = 0.4,                                                             \
                      .fade_at_s = INFINITY})

/** What is heard of the pair. */
typedef struct {
  double rate_per_min[ATTUNE_PARTNERS]; /* NaN = unknown */
  double phase_rad[ATTUNE_PARTNERS];    /* 0 = in-breath begins, pi = out-breath; NaN = unknown */
} attune_pace_heard;

typedef enum { ATTUNE_PACE_WORD_NONE, ATTUNE_PACE_WORD_IN, ATTUNE_PACE_WORD_OUT } attune_pace_word;

/** The guide at one moment. */
typedef struct {
  double phase_rad;    /* [0, 2 pi); NaN before the guide begins, and for NONE */
  double rate_per_min; /* NaN with the phase */
  double in_share;     /* 0..1 of the cycle is in-breath */
  double opacity;      /* 0..1; 0: hidden */
  double breaths;      /* whole cycles since the guide began, and the part of this one, >= 0 */
  attune_pace_word word;
  int count; /* 1 with the word itself, then 2, 3, 4 about a second apart; 0 = no word */
} attune_pace_now;

typedef struct attune_pace attune_pace;

attune_pace *attune_pace_new(const attune_pace_plan *plan);
void attune_pace_free(attune_pace *pace);

/** As just made, with another plan; NULL: the same. */
void attune_pace_reset(attune_pace *pace, const attune_pace_plan *plan);

/** Another plan from t_s seconds on; the breath that is shown goes on without a jump. */
void attune_pace_change(attune_pace *pace, double t_s, const attune_pace_plan *plan);

/**
 * Tells what is heard, a few times a second.
 *
 * @param t_s  now, in seconds; not when the sound was recorded: what was shown is not taken back.
 *             Earlier times than the last one told are taken as the last
 */
void attune_pace_hear(attune_pace *pace, double t_s, const attune_pace_heard *heard);

/** The guide at t_s seconds, not before the last time told (such are taken as it). */
attune_pace_now attune_pace_at(const attune_pace *pace, double t_s);

#endif
