// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * One partner breathes alone with the guide: the guide's ring leads, the partner's ring glows and
 * swells with what is heard, so that both see that the right person is heard. Main thread only.
 */
#include "widgets/attune-figure.h"

G_BEGIN_DECLS

typedef struct {
  gint64 clock_us;         /* now, on the scale of g_get_monotonic_time() */
  AttuneFigureGuide guide; /* its phase at clock_us */
  double level_dbfs;       /* loudness of this partner's microphone; NaN = not measured */
  double progress;         /* 0..1 of this part is done; NaN: not shown */
  gboolean is_demo;
} AttuneSoloRingInput;

#define ATTUNE_TYPE_SOLO_RING (attune_solo_ring_get_type())
G_DECLARE_FINAL_TYPE(AttuneSoloRing, attune_solo_ring, ATTUNE, SOLO_RING, GtkWidget)

/*
 * Properties:
 *   partner  0 = Circle, 1 = Diamond: whose ring it is
 *   twin     read only: what the guide says in words, for screen readers: "in", "out"
 */
GtkWidget *attune_solo_ring_new(void);

/** Tells what is so now, about ten times a second. */
void attune_solo_ring_push(AttuneSoloRing *self, const AttuneSoloRingInput *input);

/** Forgets everything that was told. */
void attune_solo_ring_clear(AttuneSoloRing *self);

/** Another clock than the frames' own, for tests and pictures; borrowed. NULL: the frames'. */
void attune_solo_ring_set_clock(AttuneSoloRing *self, const attune_clock *clock);

G_END_DECLS
