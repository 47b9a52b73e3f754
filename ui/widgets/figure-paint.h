// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* The figure's views, painted with GSK nodes. Main thread. */
#include "draw/colours.h"
#include "draw/layout.h"
#include "draw/pixels.h"
#include "widgets/figure-scene.h"

G_BEGIN_DECLS

/** What stays from frame to frame. Zero it before its first use. */
typedef struct {
  GHashTable *layouts; /* text and size -> PangoLayout */
  GskRenderNode *ribbons;
  attune_trail_frame ribbons_frame; /* that the node shows */
  double ribbons_strength;          /* 0..1 */
} FigureCache;

/** Forgets all of it, when fonts, colours or sizes change. */
void figure_cache_clear(FigureCache *cache);

/** One frame to be painted. */
typedef struct {
  GtkWidget *widget;
  GtkSnapshot *snapshot;
  FigureCache *cache;
  const FigureScene *scene;
  FigureMoment now;
  attune_layout layout;
  attune_colours colours;
  double text_px;       /* size of the usual text */
  double strength;      /* 0..1; paused: dimmed */
  attune_pixels pixels; /* of the picture that is open; without any, lines become nodes */
} FigurePaint;

void figure_paint_rings(FigurePaint *paint);
void figure_paint_ribbons(FigurePaint *paint, double last_s);
void figure_paint_count(FigurePaint *paint);
void figure_paint_bars(FigurePaint *paint);
void figure_paint_demo(FigurePaint *paint, double width_px);

/** Colour for GTK, its opacity times `share` (0..1) and the paint's strength. */
GdkRGBA figure_paint_rgba(const FigurePaint *paint, attune_colour colour, double share);

/** A partner's mark around a point: a disc for A, a diamond for B. */
void figure_paint_mark(FigurePaint *paint, int partner, attune_point middle, double half_px,
                       const GdkRGBA *rgba);

/** How the Diamond's ring is dashed: so many, and 0..1 of each dash and gap is dash. */
#define FIGURE_DASHES 30
#define FIGURE_DASH_SHARE 0.62

/** A ring's line, line_px wide; the dashed one in `n` dashes that are `share` (0..1) of the line.
 */
void figure_paint_solid_ring(FigurePaint *paint, const attune_circle_px *ring, double line_px,
                             const GdkRGBA *rgba);
void figure_paint_dashed_ring(FigurePaint *paint, const attune_circle_px *ring, double line_px,
                              int n, double share, const GdkRGBA *rgba);

/**
 * The light of the rings. Where GTK draws without a graphics processor, it opens a picture as large
 * as it need be, and rings and marks go straight into its pixels until the end.
 *
 * @param presence   [2] 0..1, each ring's own
 * @param closeness  0..1
 */
void figure_paint_light_begin(FigurePaint *paint, const attune_rings *rings, const double *presence,
                              double closeness);
void figure_paint_light_end(FigurePaint *paint);

/** Size in px of the widget's usual text. */
double figure_text_px(GtkWidget *widget);

/** Text in the widget's font; borrowed from the cache. @param size_px  of the letters
 * @param is_light  thin letters */
PangoLayout *figure_paint_text(FigurePaint *paint, const char *text, double size_px,
                               gboolean is_light);

/** Paints a text with its left edge at x and its middle at y (px); @return its width in px. */
double figure_paint_text_at(FigurePaint *paint, PangoLayout *text, double x, double y,
                            const GdkRGBA *rgba);

/** A context for lines within the box; destroy it. @param box  px */
cairo_t *figure_paint_cairo(FigurePaint *paint, attune_box box);

G_END_DECLS
