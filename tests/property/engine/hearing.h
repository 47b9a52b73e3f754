// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_TESTS_HEARING_H
#define ATTUNE_TESTS_HEARING_H

/* A simulated couple's sound in memory, changed at will, and what the pipeline makes of it. */
#include "audio/couple.h"
#include "engine/pipeline.h"

#define RATE_HZ 16000.0

/** Sound with its parts: solo A, solo B, live, in any order; NaN spans are left out. */
typedef struct {
  unsigned n_channels;
  size_t n_frames;
  float *samples;
  attune_couple_span solo[ATTUNE_PARTNERS], live;
  double lag_deg; /* the truth; NaN where the scenario has none */
} take;

take take_couple(attune_mics mics, attune_couple_scenario scenario, uint64_t seed,
                 double duration_s);
take take_copy(const take *from);
void take_clear(take *t);

/** Frame index of a time in the take, within it. */
size_t frame_at(const take *t, double t_s);

typedef struct {
  GArray *frames; /* of attune_frame */
  attune_report *report;
  size_t most_waiting; /* frames that one push and the begin before it gave */
} hearing;

attune_pipeline_config config_of(const take *t, attune_mics mics);

/** Runs the whole take in chunks of so many frames. */
hearing hear(const take *t, const attune_pipeline_config *config, size_t chunk);
void hearing_clear(hearing *h);

/** Takes every waiting frame into h. */
void pop_all(attune_pipeline *p, hearing *h);

/** One line of what was found, for the log. */
void say(const char *what, const attune_report *r);

/** Median |difference| of two phases where both are present, degrees. */
double median_difference_deg(const attune_track *a, const attune_track *b, size_t n);

void assert_no_number(const attune_sync *s);

#endif
