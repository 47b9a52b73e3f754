// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* What the figure was told, and what it shows of it at one moment. Knows nothing of drawing. */
#include "draw/ease.h"
#include "draw/trail.h"
#include "widgets/attune-figure.h"

G_BEGIN_DECLS

/** Everything that was told. Plain data; times are the figure's own: they stand still in a pause.
 */
typedef struct {
  attune_carried breath[2], guide; /* the guide's in even parts of its cycle, 2 pi = a cycle */
  attune_ease presence[2], sureness[2], closeness, guide_opacity;
  double guide_rate_per_min, guide_in_share; /* 0..1 of the cycle */
  attune_trail trail;
  gboolean is_told, is_demo, has_closeness;
} FigureScene;

/** One moment of it. Shares and sizes are 0..1. */
typedef struct {
  gint64 at_us;
  double phase_rad[2];                                 /* NaN = unknown */
  double size[2], presence[2], sureness[2], closeness; /* 0..1 */
  double guide_phase_rad, guide_size, guide_opacity;   /* NaN phase = none; size and opacity 0..1 */
  double guide_rate_per_min, guide_in_share;           /* share 0..1 */
} FigureMoment;

void figure_scene_clear(FigureScene *scene);

/** Takes one row in at now_us; `row_us` is the moment it speaks of, both on the figure's time. */
void figure_scene_push(FigureScene *scene, const AttuneFigureInput *input, gint64 row_us,
                       gint64 now_us);

FigureMoment figure_scene_at(const FigureScene *scene, gint64 now_us);

G_END_DECLS
