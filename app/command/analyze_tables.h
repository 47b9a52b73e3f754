// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_ANALYZE_TABLES_H
#define ATTUNE_COMMAND_ANALYZE_TABLES_H

/* The report as CSV: a row for each 96 ms, or a row for each breath. Unknown = an empty field. */
#include "engine/pipeline.h"

#include <stdio.h>

#define ATTUNE_TRACKS_HEADER                                                                       \
  "time_s,a_phase_deg,a_spread_deg,a_rate_per_min,a_present,"                                      \
  "b_phase_deg,b_spread_deg,b_rate_per_min,b_present,relative_deg"
#define ATTUNE_BREATHS_HEADER "partner,in_s,out_s,end_s,confidence"

/**
 * Writes the phases: 0..360 (0 = in-breath begins, 180 = out-breath begins), present 0 or 1,
 * relative = A minus B in -180..180 where both are present. Write errors stay in `out`.
 *
 * @param is_causal  what a live session would have shown, instead of the smoothed tracks
 */
void attune_analyze_write_tracks(FILE *out, const attune_report *report, bool is_causal);

/** Writes the breaths of both partners by the time they begin. Write errors stay in `out`. */
void attune_analyze_write_breaths(FILE *out, const attune_report *report);

#endif
