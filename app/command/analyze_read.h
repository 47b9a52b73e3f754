// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_ANALYZE_READ_H
#define ATTUNE_COMMAND_ANALYZE_READ_H

/* A recording through the pipeline: solo parts first, wherever they lie, then the live part. */
#include "audio/file.h"
#include "command/analyze_plan.h"
#include "command/progress.h"
#include "engine/pipeline.h"

/**
 * Reads the planned parts and analyses them. All times in the report are those of the recording.
 *
 * @param source    a stopped file source, not in real time; stopped afterwards
 * @param progress  shown from 0 to 1; may be NULL
 * @return free with attune_report_free; NULL with an error: the file broke off, or
 *         ATTUNE_COMMAND_ERROR_STOPPED
 */
attune_report *attune_analyze_read(attune_source *source, const attune_analyze_plan *plan,
                                   attune_progress *progress, GError **error);

#endif
