// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_LISTEN_RESULT_H
#define ATTUNE_COMMAND_LISTEN_RESULT_H

/* The result at the end of `attune listen`: what `attune analyze` says, after a live session. */
#include "command/listen_plan.h"

/**
 * The JSON object of `analyze` on one line; a simulation has "demo": true besides.
 *
 * @param heard_s  length of the session as it was, seconds
 * @param report   NULL when the session ended before its live part: every number is null then
 * @return text without a line feed, free with g_free
 */
char *attune_listen_result_json(const attune_listen_plan *plan, double heard_s,
                                const attune_report *report, gboolean is_demo);

/** The same in gentle words, several lines, each beginning with DEMO for a simulation. */
char *attune_listen_result_words(const attune_listen_plan *plan, const attune_report *report,
                                 gboolean is_demo);

/** Puts printed JSON on one line. @param text  taken over @return free with g_free */
char *attune_listen_flatten(char *text);

#endif
