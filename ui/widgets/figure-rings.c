// SPDX-License-Identifier: GPL-3.0-or-later
/* The rings, and the light that they share. */
#include "base/circle.h"
#include "draw/light.h"
#include "widgets/figure-paint.h"

#include <math.h>

#define N_DASHES 30
#define DASH_SHARE 0.62
#define N_DOTS 72

static void
paint_light(FigurePaint *paint, const attune_rings *rings)
{
  double half = paint->layout.half_px;
  attune_light light = {.rings = *rings,
                        .middle = paint->layout.middle,
                        .half_px = half,
                        .closeness = paint->now.closeness,
                        .colours = &paint->colours};
  for (int p = 0; p < 2; p++)
    light.presence[p] =
        paint->strength * paint->now.presence[p] * (0.35 + 0.65 * paint->now.sureness[p]);
  gsize stride = ATTUNE_LIGHT_SIDE * 4, size = stride * ATTUNE_LIGHT_SIDE;
  guint8 *pixels = g_malloc(size);
  attune_light_paint(&light, pixels);
  g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, size);
  g_autoptr(GdkTexture) texture = gdk_memory_texture_new(
      ATTUNE_LIGHT_SIDE, ATTUNE_LIGHT_SIDE, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, stride);
  gtk_snapshot_append_texture(paint->snapshot, texture,
                              &GRAPHENE_RECT_INIT((float)(paint->layout.middle.x - half),
                                                  (float)(paint->layout.middle.y - half),
                                                  (float)(2.0 * half), (float)(2.0 * half)));
}

static void
paint_solid_ring(FigurePaint *paint, const attune_circle_px *ring, double line_px,
                 const GdkRGBA *rgba)
{
  double outer = ring->radius_px + line_px / 2.0;
  GskRoundedRect rounded;
  gsk_rounded_rect_init_from_rect(&rounded,
                                  &GRAPHENE_RECT_INIT((float)(ring->centre.x - outer),
                                                      (float)(ring->centre.y - outer),
                                                      (float)(2.0 * outer), (float)(2.0 * outer)),
                                  (float)outer);
  float w = (float)line_px;
  gtk_snapshot_append_border(paint->snapshot, &rounded, (float[4]){w, w, w, w},
                             (GdkRGBA[4]){*rgba, *rgba, *rgba, *rgba});
}

/* Dashes of a certain number: they grow with the ring instead of crawling around it. */
static void
paint_dashed_ring(FigurePaint *paint, const attune_circle_px *ring, double line_px, int n,
                  double share, const GdkRGBA *rgba)
{
  attune_dashes dashes = attune_dashes_around(ring->radius_px, n, share);
  double outer = ring->radius_px + line_px;
  cairo_t *cr =
      figure_paint_cairo(paint, (attune_box){ring->centre.x - outer, ring->centre.y - outer,
                                             2.0 * outer, 2.0 * outer});
  cairo_set_line_width(cr, line_px);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_dash(cr, (double[]){dashes.dash_px, dashes.gap_px}, 2, dashes.dash_px / 2.0);
  gdk_cairo_set_source_rgba(cr, rgba);
  cairo_arc(cr, ring->centre.x, ring->centre.y, ring->radius_px, 0.0, ATTUNE_TAU);
  cairo_stroke(cr);
  cairo_destroy(cr);
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
      paint_solid_ring(paint, ring, line, &rgba);
    else
      paint_dashed_ring(paint, ring, line, N_DASHES, DASH_SHARE, &rgba);
  }
  if (sure < 0.98) {
    GdkRGBA rgba = figure_paint_rgba(paint, paint->colours.partner[p], (1.0 - sure) * there * 0.8);
    paint_dashed_ring(paint, ring, line * 0.6, p == 0 ? N_DOTS : N_DASHES, p == 0 ? 0.001 : 0.22,
                      &rgba);
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
  paint_light(paint, &rings);
  if (!isnan(paint->now.guide_phase_rad)) {
    GdkRGBA rgba = figure_paint_rgba(paint, paint->colours.guide, paint->now.guide_opacity);
    paint_solid_ring(paint, &rings.guide, fmax(1.25, 0.3 * paint->layout.line_px), &rgba);
  }
  for (int p = 0; p < 2; p++) paint_ring(paint, p, &rings.ring[p]);
  paint_marks(paint, &rings);
}
