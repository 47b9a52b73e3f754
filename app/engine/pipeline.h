// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_ENGINE_PIPELINE_H
#define ATTUNE_ENGINE_PIPELINE_H

/*
 * The thread-free heart: blocks in, frames out.
 *
 * A deterministic function of its input: the same sound in any chunking, with the parts begun at
 * the same frames, gives the same frames and the same report. One thread. Push and pop do not
 * allocate, but for the growth of the session's record (one allocation per hour of sound).
 */
#include "audio/block.h"
#include "engine/frame.h"

#include <glib.h>

typedef struct {
  attune_mics mics;
  unsigned n_channels;    /* 1..ATTUNE_MAX_CHANNELS */
  double rate_hz;         /* 8000..192000 */
  unsigned channel_of[2]; /* which channel is partner A's / B's (two), left / right (array) */
  double guide_in_s;      /* the solo parts' guide, 4 by default */
  double guide_out_s;     /* 6 by default */
  bool guided_live;       /* the live part follows one guide: no word about chance */
  bool live_view;         /* somebody watches: each frame at once, with the breath's stage and the
                             score of the last minute; else rows are worked on eight at a time */
} attune_pipeline_config;

typedef struct attune_pipeline attune_pipeline;

/** @return NULL never; config out of range is a programmer's mistake (checked). */
attune_pipeline *attune_pipeline_new(const attune_pipeline_config *config);
void attune_pipeline_free(attune_pipeline *pipeline);

/**
 * Begins a part with the next pushed sample. A solo part begun again is learnt afresh. LIVE
 * calibrates from the solo parts first (0.1-1 s of work) unless that was done already; with two
 * microphones and no solo parts the live part is calibrated from itself when the report is made,
 * and frames stay unknown. LIVE may be begun again and again: each time is a session of its own.
 */
void attune_pipeline_begin(attune_pipeline *pipeline, attune_part part);

/**
 * Learns both voices from the solo parts now, so that the rehearsal can be told before a live part.
 * 0.1-1 s of work; none when nothing changed since the last time.
 *
 * @return false: a solo part is missing
 */
bool attune_pipeline_learn(attune_pipeline *pipeline);

/** Whether the live parts that are begun from now on follow one guide. */
void attune_pipeline_set_guided(attune_pipeline *pipeline, bool guided_live);

/** Takes sound. Only what lies in a part is remembered, as features; never as sound. */
void attune_pipeline_push(attune_pipeline *pipeline, const attune_block *block);

/**
 * Next finished frame (one each 96 ms of sound), oldest first. Without live_view frames come up to
 * 0.8 s late, the last ones when the next part begins or the report is made.
 *
 * @return false: none yet
 */
bool attune_pipeline_pop(attune_pipeline *pipeline, attune_frame *frame);

/** What the solo parts said. Valid once they were learnt, at the latest from LIVE on. */
typedef struct {
  bool calibrated[ATTUNE_PARTNERS];
  bool separable;                     /* the rehearsal could tell the two apart */
  double rehearsal_error_deg;         /* its mean phase error; NaN when there was no rehearsal */
  double swap_share;                  /* 0..1 worst share of time with the partners exchanged */
  const char *word;                   /* "well", "a little", "not"; NULL before */
  char problem[ATTUNE_PARTNERS][120]; /* a sentence when a solo part failed; else "" */
} attune_rehearsal_result;

const attune_rehearsal_result *attune_pipeline_rehearsal(const attune_pipeline *pipeline);

/** One partner's track over the live part, on rows of 96 ms. */
typedef struct {
  float *phase_rad, *spread_rad, *rate_per_min, *presence, *clarity; /* [n_rows] */
  unsigned char *present;                                            /* [n_rows] */
} attune_track;

/** Everything that is known after the live part. Owned by the caller. */
typedef struct {
  attune_mics mics;
  double live_start_s, live_end_s;
  size_t n_rows;
  double row0_s;                          /* middle of the first row */
  attune_track smoothed[ATTUNE_PARTNERS]; /* forward-backward: for the diary */
  attune_track causal[ATTUNE_PARTNERS];   /* what a live session showed */
  uint32_t *unheard;                      /* [n_rows] attune_unheard bits */
  attune_breath_cycle *cycles;            /* [n_cycles] by time */
  size_t n_cycles;
  attune_sync sync; /* of the whole live part, smoothed */
  attune_rehearsal_result rehearsal;
  double unheard_share[ATTUNE_UNHEARD_KINDS];
} attune_report;

/**
 * Smooths and scores the live part. Takes about 1/500 of its duration.
 *
 * @param progress  called with 0..1 now and then, may be NULL; returns FALSE to stop early
 * @return the report, free with attune_report_free; NULL when stopped
 */
attune_report *attune_pipeline_report(attune_pipeline *pipeline,
                                      gboolean (*progress)(double share, void *user), void *user);
void attune_report_free(attune_report *report);

#endif
