// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_ENGINE_RECORD_H
#define ATTUNE_ENGINE_RECORD_H

/*
 * What a live part leaves behind, row by row: features, what was shown, what the smoother needs.
 * About 20 MB an hour. Never sound. One thread.
 */
#include "breath/smoother.h"
#include "engine/pipeline.h"
#include "listen/features.h"

typedef struct attune_record attune_record;

attune_record *attune_record_new(void);
void attune_record_free(attune_record *record);

/** Empties it for a new live part. */
void attune_record_begin(attune_record *record);
void attune_record_set_start(attune_record *record, double t_s);
void attune_record_set_end(attune_record *record, double t_s);

/** @param trace  NULL while there is no tracker */
void attune_record_add(attune_record *record, const attune_features *features,
                       const attune_breath breath[ATTUNE_PARTNERS],
                       const attune_tracker_trace *trace);

/** Puts what was heard into a row that was added without a trace; rows in turn from 0. */
void attune_record_set_heard(attune_record *record, size_t row,
                             const attune_breath breath[ATTUNE_PARTNERS],
                             const attune_tracker_trace *trace);

size_t attune_record_length(const attune_record *record);

/** The rows' features, [attune_record_length], borrowed until the next add. */
attune_features *attune_record_features(const attune_record *record);

/**
 * Scores the last rows as a live session shows them: smoothed over just those rows, each partner
 * with the evidence that the filter left. A score needs 59 s. Allocates only the first time that so
 * many rows are asked for.
 */
void attune_record_score_recent(attune_record *record, const attune_tracker *tracker,
                                const attune_tracker_terms *terms, attune_scorer *scorer,
                                size_t n_rows, bool guided, attune_sync *sync);

/**
 * Smooths and scores all rows. With tracker == NULL every breath stays unknown.
 *
 * @return free with attune_report_free; NULL when progress said stop
 */
attune_report *attune_record_report(attune_record *record, attune_tracker *tracker,
                                    const attune_tracker_terms *terms, bool guided,
                                    gboolean (*progress)(double share, void *user), void *user);

/** Takes the score back and gives the reason; coverage, rates and breaths stay. */
void attune_report_withdraw(attune_report *report, attune_sync_reason reason);

#endif
