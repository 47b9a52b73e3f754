// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_EASE_H
#define ATTUNE_UI_DRAW_EASE_H

/*
 * Numbers that move softly, in closed form: what is shown at a moment depends on what was told and
 * when, never on how many frames were drawn. Times are microseconds of one clock, rising.
 */
#include <stdbool.h>
#include <stdint.h>

/** A number on its way to another: half of the way takes 0.7 of tau_s. */
typedef struct {
  double from, to; /* any unit */
  double tau_s;
  int64_t since_us;
} attune_ease;

/** At rest at `value`. */
attune_ease attune_ease_make(double value, double tau_s);

/** From now on it moves to `value`, from wherever it is. NaN leaves it as it is. */
void attune_ease_aim(attune_ease *ease, double value, int64_t now_us);

double attune_ease_at(const attune_ease *ease, int64_t now_us);

/**
 * A breath's phase, carried on from the last row to the frame's own time.
 *
 * It turns forward only, at most at three times its rate, and a correction is caught up within a
 * fraction of a breath. Without news it goes on for two seconds and then comes to rest.
 */
typedef struct {
  double phase_rad; /* as last told, not wrapped */
  double rad_per_s;
  double behind_rad; /* what was shown less what was told, at the moment of telling */
  double tau_s;      /* in which it is caught up */
  int64_t row_us;    /* the moment that the phase speaks of */
  int64_t told_us;   /* when it was told */
  bool is_known;     /* anything was told */
} attune_carried;

/** Nothing known. */
attune_carried attune_carried_none(void);

/**
 * Tells a phase.
 *
 * @param row_us      the moment it speaks of; not after now_us
 * @param now_us      now
 * @param phase_rad   any; NaN = unknown: it goes on as it was
 * @param rate_per_min  breaths per minute; NaN or 0 with a known phase stands still
 */
void attune_carried_tell(attune_carried *carried, int64_t row_us, int64_t now_us, double phase_rad,
                         double rate_per_min);

/** Phase now, radians, not wrapped, never less than before; NaN when nothing is known. */
double attune_carried_phase(const attune_carried *carried, int64_t now_us);

/** How much of the last correction is still to be caught up, radians >= 0. */
double attune_carried_error(const attune_carried *carried, int64_t now_us);

/** Seconds since the moment that the last row spoke of; infinite when nothing is known. */
double attune_carried_age_s(const attune_carried *carried, int64_t now_us);

#endif
