// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_LANE_H
#define ATTUNE_AUDIO_LANE_H

/*
 * One of two microphones that are heard together (audio/twin.h): its unbroken run of sound, mixed
 * to one channel, waiting for the other's, and its own clock. One thread; no allocation after new.
 */
#include "audio/drift.h"
#include "audio/source.h"
#include "base/clock.h"

typedef struct {
  attune_source *source; /* owned */
  attune_drift *drift;
  float *samples; /* [capacity]; the run is samples[0..n_frames) */
  size_t n_frames, capacity;
  uint64_t first_frame; /* the source's own count, of samples[0] */
  uint64_t next_frame;  /* of the frame that continues the run */
  gboolean has_run;     /* FALSE: the next block begins the run */
  float *pending;       /* [pending capacity] a block that does not continue the run */
  size_t n_pending;     /* > 0: sound was lost before it; nothing more is read */
  uint64_t pending_frame;
} attune_lane;

/** @param source  taken over */
attune_lane *attune_lane_new(attune_source *source);
void attune_lane_free(attune_lane *lane);

/** Forgets all sound and the clock's line. */
void attune_lane_reset(attune_lane *lane);

/**
 * Reads what there is, without waiting, as far as there is room.
 *
 * @return SOUND when something was read, else WAIT, END or LOST as the source says
 */
attune_read_state attune_lane_pull(attune_lane *lane, const attune_clock *clock, GError **error);

/** Drops the oldest `n` frames of the run, 0..n_frames. */
void attune_lane_drop(attune_lane *lane, size_t n);

/** Ends the run; the pending block, if any, begins the next. */
void attune_lane_begin_run(attune_lane *lane);

#endif
