// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_LISTEN_LINE_H
#define ATTUNE_COMMAND_LISTEN_LINE_H

/* One second of a live session as a line of text, for people or for scripts. */
#include "command/listen_plan.h"

/** Where the guide of a solo part stands. */
typedef struct {
  gboolean is_in; /* breathe in, else out */
  unsigned count; /* seconds since this in- or out-breath began, from 1; 0: not begun yet */
} attune_guide_moment;

/** @param part_s  seconds since the solo part began */
attune_guide_moment attune_guide_at(const attune_listen_plan *plan, double part_s);

/**
 * For people: time, part, both breaths as bars with a word (full = breathed in), the guide's
 * count in solo parts, the alignment of the last minute, why something was not heard.
 *
 * @param frame    the latest of that second
 * @param unheard  attune_unheard bits of the whole second
 * @param is_demo  begins the line with DEMO
 * @return text without a line feed, free with g_free
 */
char *attune_listen_words(const attune_listen_plan *plan, const attune_frame *frame,
                          uint32_t unheard, gboolean is_demo);

/** The same as a JSON object on one line; unknown = null, "demo": true only for a simulation. */
char *attune_listen_json(const attune_listen_plan *plan, const attune_frame *frame,
                         uint32_t unheard, gboolean is_demo);

#endif
