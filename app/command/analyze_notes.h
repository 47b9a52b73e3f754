// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_ANALYZE_NOTES_H
#define ATTUNE_COMMAND_ANALYZE_NOTES_H

/* What a reader of the result should know beside the numbers, in sentences. */
#include "command/analyze_plan.h"
#include "engine/pipeline.h"

/**
 * What was left out and why, how the calibration went, what was done to the channels.
 *
 * @param is_translated  for people; FALSE for JSON, which reads the same everywhere
 * @return sentences, NULL-ended, may be none; free with g_strfreev
 */
GStrv attune_analyze_notes(const attune_analyze_plan *plan, const attune_report *report,
                           gboolean is_translated);

#endif
