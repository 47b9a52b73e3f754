// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_ANALYZE_PLAN_H
#define ATTUNE_COMMAND_ANALYZE_PLAN_H

/* Which stretch of a recording is what: from what was asked for and what the file holds. */
#include "base/setup.h"
#include "command/span.h"

#define ATTUNE_SOLO_MIN_S 15.0    /* a shorter solo part teaches no voice */
#define ATTUNE_LEAD_IN_MAX_S 30.0 /* sound before the live part, to learn the room's noise */
#define ATTUNE_GUIDE_MIN_S 1.0    /* of one in-breath or out-breath */
#define ATTUNE_GUIDE_MAX_S 15.0

/** What was asked for, in the order of the options. */
typedef struct {
  attune_mics mics;
  gboolean has_solo, has_live;
  attune_span solo[ATTUNE_PARTNERS]; /* where A / B breathes alone; if has_solo */
  attune_span live;                  /* where both breathe; if has_live */
  double guide_in_s, guide_out_s;    /* the guide of the solo parts */
  gboolean is_guided;                /* the live part follows a guide too */
} attune_analyze_request;

/** What will be read. All spans lie inside the recording. */
typedef struct {
  attune_analyze_request request; /* with has_live = TRUE */
  double lead_in_s;               /* 0..ATTUNE_LEAD_IN_MAX_S read before the live part */
  gboolean is_mixed;              /* several channels are averaged to one */
} attune_analyze_plan;

/**
 * Reads the options' texts.
 *
 * @param mics, solo_a, solo_b, guide, live  texts or NULL for options that were not given
 * @return FALSE with ATTUNE_COMMAND_ERROR_USAGE: something is missing, no number, out of range,
 *         too short or in another's way
 */
gboolean attune_analyze_ask(const char *mics, const char *solo_a, const char *solo_b,
                            const char *guide, const char *live, attune_analyze_request *request,
                            GError **error);

/**
 * Lays the request over a recording. Without a live part asked for, it is the longer of what
 * follows the last solo part and what precedes the first; without solo parts, everything. The
 * lead-in is the sound just before it that belongs to no solo part.
 *
 * @param duration_s  of the recording, > 0
 * @param n_channels  of the recording, >= 1
 * @return FALSE with ATTUNE_COMMAND_ERROR_INPUT: they do not fit together
 */
gboolean attune_analyze_lay_out(const attune_analyze_request *request, double duration_s,
                                unsigned n_channels, attune_analyze_plan *plan, GError **error);

#endif
