// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_ANALYZE_SAY_H
#define ATTUNE_COMMAND_ANALYZE_SAY_H

/* The result of `attune analyze` on stdout: JSON for scripts, words for people. */
#include "command/analyze_plan.h"
#include "engine/pipeline.h"

#include <stdio.h>

/**
 * The JSON object of DESIGN.md section 7, with a line feed at its end. Unknown = null.
 *
 * @param duration_s  of the whole recording
 * @return text, free with g_free
 */
char *attune_analyze_json(const attune_analyze_plan *plan, double duration_s,
                          const attune_report *report);

/**
 * The same in gentle words.
 *
 * @return text, free with g_free
 */
char *attune_analyze_words(const attune_analyze_plan *plan, const attune_report *report);

#endif
