// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* The figure in words, for screen readers: it changes at most once a breath. */
#include "widgets/figure-scene.h"

G_BEGIN_DECLS

typedef struct {
  char *text;      /* NULL: nothing said yet */
  gint64 said_us;  /* when it last changed */
  gboolean was_in; /* the leading breath went in */
} FigureTwin;

void figure_twin_clear(FigureTwin *twin);

/** Says what is to be said when a breath begins and it is something new. @return whether it was */
gboolean figure_twin_follow(FigureTwin *twin, const FigureMoment *now, gboolean has_closeness);

G_END_DECLS
