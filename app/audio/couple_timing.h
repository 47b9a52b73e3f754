// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_TIMING_H
#define ATTUNE_AUDIO_COUPLE_TIMING_H

/* When the two simulated partners breathe: the schedule, made whole before the first sample. */
#include "audio/couple.h"

/** One scheduled breath and what the sound needs to know of it. */
typedef struct {
  attune_couple_breath at;
  float depth_db; /* louder (a sigh) or fainter than this person's usual breath */
  int8_t talks;   /* the out-breath is speech */
  int8_t still;   /* faint breath of a partner who keeps still: no part of the truth */
} attune_couple_take;

/** When the words of a take that talks sound. */
attune_couple_span attune_couple_take_words(const attune_couple_take *take);

/** Habits of one breather. */
typedef struct {
  double rate_per_min;    /* in the live part */
  double in_share;        /* of the cycle */
  double in_share_jitter; /* standard deviation of the share's logarithm */
  double length_cv;       /* standard deviation of the cycle length's logarithm */
  double late_s;          /* behind the guide */
  double loose_s;         /* jitter of an onset against the guide */
  double still_db;        /* level of the breath that leaks while keeping still */
} attune_couple_habits;

typedef struct attune_couple_rhythm attune_couple_rhythm;

typedef struct {
  attune_couple_plan plan;
  attune_couple_habits habits[ATTUNE_PARTNERS];
  GArray *takes[ATTUNE_PARTNERS];      /* attune_couple_take, all */
  GArray *breaths[ATTUNE_PARTNERS];    /* attune_couple_breath, the truth */
  GArray *absent[ATTUNE_PARTNERS];     /* attune_couple_span */
  GArray *talking;                     /* attune_couple_span */
  gboolean is_driven[ATTUNE_PARTNERS]; /* by given onsets */
  GRand *rand;
  attune_couple_rhythm *rhythm; /* of the live part: it can be drawn on */
  gboolean locked;              /* one rhythm over the whole live part */
  double lag_deg;               /* measured on the schedule; NaN unless locked */
} attune_couple_timing;

/** Draws the schedule of a configuration that is known to be in range. Free with _free. */
attune_couple_timing *attune_couple_timing_new(const attune_couple_config *config);
void attune_couple_timing_free(attune_couple_timing *timing);

/** Draws the live part anew from the breaths on that begin after t_s seconds, with a change. */
void attune_couple_timing_nudge(attune_couple_timing *timing, attune_couple_nudge nudge,
                                attune_partner partner, double t_s);

/** The same, to breathe as closely as this: 0 = own rhythms .. 1 = the shared one. */
void attune_couple_timing_steer(attune_couple_timing *timing, double closeness, double t_s);

/** Phase in [0, 2 pi) at t_s seconds; NaN between breaths. */
double attune_couple_timing_phase(const attune_couple_timing *timing, attune_partner partner,
                                  double t_s);

#endif
