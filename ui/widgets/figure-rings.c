// SPDX-License-Identifier: GPL-3.0-or-later
/* The rings, and the light that they share. */
#include "widgets/figure-paint.h"

#include <math.h>

#define N_DOTS 72

static void
begin_light(FigurePaint *paint, const attune_rings *rings)
{
  double presence[2];
  for (int p = 0; p < 2; p++)
    presence[p] = paint->now.presence[p] * (0.35 + 0.65 * paint->now.sureness[p]);
  figure_paint_light_begin(paint, rings, presence, paint->now.closeness);
}

/* Not sure: thinner, fainter, dotted; in between both looks are blended. */
static void
paint_ring(FigurePaint *paint, int p, const attune_circle_px *ring)
{
  double sure = CLAMP(paint->now.sureness[p] * 1.35 - 0.2, 0.0, 1.0);
  double line = paint->layout.line_px * (paint->colours.is_high_contrast ? 1.3 : 1.0);
  double there = 0.30 + 0.70 * paint->now.presence[p];
  if (sure > 0.02) {
    GdkRGBA rgba = figure_paint_rgba(paint, paint->colours.partner[p], sure * there);
    if (p == 0)
      figure_paint_solid_ring(paint, ring, line, &rgba);
    else
      figure_paint_dashed_ring(paint, ring, line, FIGURE_DASHES, FIGURE_DASH_SHARE, &rgba);
  }
  if (sure < 0.98) {
    GdkRGBA rgba = figure_paint_rgba(paint, paint->colours.partner[p], (1.0 - sure) * there * 0.8);
    figure_paint_dashed_ring(paint, ring, line * 0.6, p == 0 ? N_DOTS : FIGURE_DASHES,
                             p == 0 ? 0.001 : 0.22, &rgba);
  }
}

static void
paint_marks(FigurePaint *paint, const attune_rings *rings)
{
  for (int p = 0; p < 2; p++) {
    const attune_circle_px *ring = &rings->ring[p];
    double side = p == 0 ? -1.0 : 1.0, there = 0.35 + 0.65 * paint->now.presence[p];
    attune_point at = {ring->centre.x + side * ring->radius_px, ring->centre.y};
    GdkRGBA rgba = figure_paint_rgba(paint, paint->colours.partner[p], there);
    figure_paint_mark(paint, p, at, paint->layout.line_px * 1.9, &rgba);
  }
}

void
figure_paint_rings(FigurePaint *paint)
{
  attune_rings rings =
      attune_rings_make(paint->layout.middle, paint->layout.half_px, paint->now.size,
                        paint->now.guide_size, paint->now.closeness);
  begin_light(paint, &rings);
  if (!isnan(paint->now.guide_phase_rad)) {
    GdkRGBA rgba = figure_paint_rgba(paint, paint->colours.guide, paint->now.guide_opacity);
    figure_paint_solid_ring(paint, &rings.guide, fmax(1.25, 0.3 * paint->layout.line_px), &rgba);
  }
  for (int p = 0; p < 2; p++) paint_ring(paint, p, &rings.ring[p]);
  paint_marks(paint, &rings);
  figure_paint_light_end(paint);
}
