// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_LOUDNESS_H
#define ATTUNE_UI_DRAW_LOUDNESS_H

/* Loudness for the eye. In closed form: what is shown depends on what was told and when. */
#include <stdbool.h>
#include <stdint.h>

/** What the bar covers: quieter than silence in a quiet room, to full scale. */
#define ATTUNE_LOUDNESS_LEAST_DBFS (-72.0)

/** 0..1 of the bar for a loudness in dBFS; 0 for -200 (digital zero) and for NaN. */
double attune_loudness_share(double level_dbfs);

/** A bar that rises at once and falls slowly, with a peak that stays for a moment. */
typedef struct {
  double level_dbfs, peak_dbfs; /* at their moments; NaN = nothing told */
  int64_t level_us, peak_us;
} attune_loudness;

attune_loudness attune_loudness_none(void);

/** Tells a loudness in dBFS; NaN empties the bar. */
void attune_loudness_tell(attune_loudness *loudness, double level_dbfs, int64_t now_us);

/** What is shown now, dBFS; NaN when nothing was told. */
double attune_loudness_level_dbfs(const attune_loudness *loudness, int64_t now_us);
double attune_loudness_peak_dbfs(const attune_loudness *loudness, int64_t now_us);

/**
 * Loudness against what this room is when nobody breathes: the quietest of the last seconds is the
 * floor, which creeps up; the loudest is the top, which sinks.
 */
typedef struct {
  double floor_dbfs, top_dbfs, level_dbfs; /* NaN = nothing told */
  int64_t told_us;
} attune_heard;

attune_heard attune_heard_none(void);
void attune_heard_tell(attune_heard *heard, double level_dbfs, int64_t now_us);

/** 0..1: how loud the last sound was between floor and top; 0 while there is no difference. */
double attune_heard_share(const attune_heard *heard);

#endif
