// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_SCORE_JSON_H
#define ATTUNE_COMMAND_SCORE_JSON_H

/* The score as JSON: the keys that `analyze`, `listen` and `curves` share (DESIGN.md section 7). */
#include "sync/sync.h"

#include <json-glib/json-glib.h>

/**
 * Adds the members "partners" to "notes" to the object that the builder is in:
 *
 *   partners {A {rate_per_min, present, breaths}, B {...}}, alignment, locking, ppc, lag_deg,
 *   lag_s, leader ("A", "B" or null), coherence, coherence_threshold, fft_lag_deg, chance_p95,
 *   p_value, coverage, reason (a sentence or null), notes [sentences]
 *
 * Unknown = null. Angles and counts as in sync.h, in degrees and breaths.
 *
 * @param notes  NULL-ended sentences, in order; NULL for none
 */
void attune_score_json(JsonBuilder *builder, const attune_sync *sync, const char *const *notes);

#endif
