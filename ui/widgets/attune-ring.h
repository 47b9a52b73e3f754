// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * One ring for one breath at a time: the guide as a thin circle, what is heard as a soft disc in
 * it, progress as an arc around it. Main thread only.
 */
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** What it shows; numbers 0..1, NaN = not shown. */
typedef struct {
  double guide;    /* 0..1: out .. in */
  double heard;    /* 0..1: silence .. loud breath */
  double progress; /* 0..1 of the way round */
  int partner;     /* 0 = Circle, 1 = Diamond, -1 = nobody: grey */
} AttuneRingInput;

#define ATTUNE_TYPE_RING (attune_ring_get_type())
G_DECLARE_FINAL_TYPE(AttuneRing, attune_ring, ATTUNE, RING, GtkWidget)

/** Shows this from the next frame on; copied. */
void attune_ring_show(AttuneRing *self, const AttuneRingInput *input);

G_END_DECLS
