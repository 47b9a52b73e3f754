// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_TRACKER_H
#define ATTUNE_BREATH_TRACKER_H

/*
 * Both partners' breath as far as the sound has come: two pointers, one joint account.
 *
 * The prior is the product of both pointers; the joint posterior over both classes is marginalised
 * back to each. (The full joint posterior was measured not to be worth its cost.)
 *
 * One thread. Causal: what is told for a row uses no later row. No allocation in _step.
 */
#include "base/setup.h"
#include "breath/pair.h"

#include <stdbool.h>

typedef struct {
  attune_pointer_terms pointer;
  attune_pair_terms pair;
  float present_on, present_off; /* hysteresis of the word "present" */
  bool tell_stage;               /* fill attune_breath.stage (a second reading of each row) */
} attune_tracker_terms;

#define ATTUNE_TRACKER_TERMS_DEFAULTS                                                              \
  ((attune_tracker_terms){ATTUNE_POINTER_TERMS_DEFAULTS, ATTUNE_PAIR_TERMS_DEFAULTS, 0.7f, 0.3f,   \
                          true})

typedef struct attune_tracker attune_tracker;

attune_tracker *attune_tracker_new(const attune_voice *voice_a, const attune_voice *voice_b,
                                   const attune_tracker_terms *terms);
void attune_tracker_free(attune_tracker *tracker);

/** Forgets what was heard, keeps the voices. */
void attune_tracker_reset(attune_tracker *tracker);

/** What a step leaves behind for the smoother. */
typedef struct {
  /* Evidence of each partner's classes given what the filter believed of the other one. */
  float evidence[ATTUNE_PARTNERS][ATTUNE_CLASSES];
} attune_tracker_trace;

/**
 * Takes one row. A row that could not be heard (features.unheard) moves time only.
 *
 * @param[out] breath  [ATTUNE_PARTNERS]
 * @param[out] trace   may be NULL
 */
void attune_tracker_step(attune_tracker *tracker, const attune_features *row, attune_breath *breath,
                         attune_tracker_trace *trace);

/** The same for rows whose likelihoods (attune_pair_evaluate) were made in a batch. */
void attune_tracker_step_evaluated(attune_tracker *tracker, const attune_features *row,
                                   const float *log_l, attune_breath *breath,
                                   attune_tracker_trace *trace);

/** What it was made from; borrowed, as long-lived as the tracker. */
const attune_pair *attune_tracker_pair(const attune_tracker *tracker);
const attune_phase_map *attune_tracker_map(const attune_tracker *tracker, attune_partner partner);

#endif
