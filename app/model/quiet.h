// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_MODEL_QUIET_H
#define ATTUNE_MODEL_QUIET_H

/* The quiet check: how loud the room is while nobody breathes audibly. Plain data, one thread. */
#include "engine/frame.h"

#define ATTUNE_QUIET_S 5.0
#define ATTUNE_QUIET_ROWS 52 /* ATTUNE_QUIET_S of rows */

typedef enum {
  ATTUNE_QUIET_UNKNOWN, /* it did not listen long enough yet */
  ATTUNE_QUIET_VERY,
  ATTUNE_QUIET_FINE,
  ATTUNE_QUIET_NOISY, /* something like a fan runs: breath must be louder than it */
  ATTUNE_QUIET_LOUD   /* soft breath will drown */
} attune_quiet_word;

typedef struct {
  float level_dbfs[ATTUNE_QUIET_ROWS]; /* of the louder channel */
  unsigned n_rows;
} attune_quiet;

/** Takes a frame; rows with knocks and words do not count. */
void attune_quiet_hear(attune_quiet *quiet, const attune_frame *frame);

/** 0..1: how much of the check is done. */
double attune_quiet_share(const attune_quiet *quiet);

/** Median level, dBFS; NaN before the first row. */
double attune_quiet_level_dbfs(const attune_quiet *quiet);

attune_quiet_word attune_quiet_tell(const attune_quiet *quiet);

#endif
