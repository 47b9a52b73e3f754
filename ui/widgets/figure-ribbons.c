// SPDX-License-Identifier: GPL-3.0-or-later
/* Ribbons of the last minute. They are painted anew only when they have moved by a pixel. */
#include "widgets/figure-paint.h"

#include <math.h>
#include <string.h>

#define DASH_PX(width) CLAMP((width) / 70.0, 5.0, 13.0)
#define DASH_SHARE 0.6
#define MAX_HATCH 400
#define SHORTEST_NAMED_S 1.0 /* of a gap: a word over a hair would be read as bad news */

/* The time of a point, in seconds, for dashes that stay where they are on the curve. */
static double
time_of(const attune_trail_frame *frame, double x)
{
  return (double)frame->now_us * 1e-6 -
         (frame->x + frame->width - x) / frame->width * frame->last_s;
}

static gboolean
is_in_dash(const attune_trail_frame *frame, double x)
{
  double dash_s = DASH_PX(frame->width) / frame->width * frame->last_s,
         t = time_of(frame, x) / dash_s;
  return t - floor(t) < DASH_SHARE;
}

static void
add_curve(cairo_t *cr, const attune_trail_frame *frame, const attune_point *point, unsigned n,
          gboolean is_dashed)
{
  gboolean is_down = FALSE;
  for (unsigned i = 0; i < n; i++) {
    gboolean draws = !isnan(point[i].x) && (!is_dashed || is_in_dash(frame, point[i].x));
    if (draws && is_down) cairo_line_to(cr, point[i].x, point[i].y);
    if (draws && !is_down) cairo_move_to(cr, point[i].x, point[i].y);
    is_down = draws;
  }
}

/* The past fades. */
static void
set_fading_source(cairo_t *cr, const attune_trail_frame *frame, const GdkRGBA *rgba)
{
  cairo_pattern_t *fade = cairo_pattern_create_linear(frame->x, 0.0, frame->x + frame->width, 0.0);
  double r = (double)rgba->red, g = (double)rgba->green, b = (double)rgba->blue,
         a = (double)rgba->alpha;
  cairo_pattern_add_color_stop_rgba(fade, 0.0, r, g, b, 0.0);
  cairo_pattern_add_color_stop_rgba(fade, 0.25, r, g, b, 0.6 * a);
  cairo_pattern_add_color_stop_rgba(fade, 1.0, r, g, b, a);
  cairo_set_source(cr, fade);
  cairo_pattern_destroy(fade);
}

static void
paint_curve(FigurePaint *paint, cairo_t *cr, const attune_trail_frame *frame, int curve)
{
  static attune_point point[ATTUNE_TRAIL_ROWS]; /* the main thread's */
  gboolean is_guide = curve == 2;
  unsigned n = attune_trail_curve(&paint->scene->trail, frame, curve, point);
  if (n == 0) return;
  double line = CLAMP(frame->height * 0.04, 2.0, 4.5);
  attune_colour colour = is_guide ? paint->colours.guide : paint->colours.partner[curve];
  GdkRGBA rgba = figure_paint_rgba(paint, colour, is_guide ? 0.8 : 1.0);
  set_fading_source(cr, frame, &rgba);
  cairo_set_line_width(cr, is_guide ? line * 0.45 : line);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(cr, curve == 1 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
  add_curve(cr, frame, point, n, curve == 1);
  cairo_stroke(cr);
  attune_point head = point[n - 1];
  gboolean is_now = !isnan(head.x) && head.x > frame->x + frame->width - 6.0;
  if (is_now && !is_guide) figure_paint_mark(paint, curve, head, line * 1.3, &rgba);
}

static void
paint_gap(FigurePaint *paint, const attune_trail_frame *frame, double left, double right,
          const char *why)
{
  static attune_point line[MAX_HATCH][2]; /* the main thread's */
  double width = right - left;
  cairo_t *cr = figure_paint_cairo(paint, (attune_box){left, frame->y, width, frame->height});
  unsigned n = attune_hatch(left, frame->y, width, frame->height, 9.0, line, MAX_HATCH);
  for (unsigned i = 0; i < n; i++) {
    cairo_move_to(cr, line[i][0].x, line[i][0].y);
    cairo_line_to(cr, line[i][1].x, line[i][1].y);
  }
  GdkRGBA rgba = figure_paint_rgba(paint, paint->colours.hatch, 1.0);
  gdk_cairo_set_source_rgba(cr, &rgba);
  cairo_set_line_width(cr, 1.0);
  cairo_stroke(cr);
  cairo_destroy(cr);
  if (width * frame->last_s < SHORTEST_NAMED_S * frame->width) return;
  PangoLayout *text = figure_paint_text(paint, why, paint->text_px * 0.9, FALSE);
  int text_width;
  pango_layout_get_pixel_size(text, &text_width, NULL);
  if (text_width > frame->width) return;
  double x =
      CLAMP(left + (width - text_width) / 2.0, frame->x, frame->x + frame->width - text_width);
  GdkRGBA ink = figure_paint_rgba(paint, paint->colours.quiet_text, 1.0);
  figure_paint_text_at(paint, text, x, frame->y - paint->text_px * 0.75, &ink);
}

static GskRenderNode *
make_node(FigurePaint *paint, const attune_trail_frame *frame)
{
  GtkSnapshot *outer = paint->snapshot;
  paint->snapshot = gtk_snapshot_new();
  double left, right;
  const char *why;
  for (unsigned i = 0; i < ATTUNE_TRAIL_GAPS; i++)
    if (attune_trail_gap_at(&paint->scene->trail, frame, i, &left, &right, &why))
      paint_gap(paint, frame, left, right, why);
  cairo_t *cr = figure_paint_cairo(
      paint, (attune_box){frame->x - 4.0, frame->y - 4.0, frame->width + 8.0, frame->height + 8.0});
  static const int order[] = {2, 0, 1}; /* dashes on top: a line under them still shows */
  for (gsize i = 0; i < G_N_ELEMENTS(order); i++) paint_curve(paint, cr, frame, order[i]);
  cairo_destroy(cr);
  GskRenderNode *node = gtk_snapshot_free_to_node(paint->snapshot);
  paint->snapshot = outer;
  return node;
}

void
figure_paint_ribbons(FigurePaint *paint, double last_s)
{
  attune_box box = paint->layout.ribbons;
  if (box.height < 8.0) return;
  double line = 6.0, scale = gtk_widget_get_scale_factor(paint->widget);
  gint64 step_us = (gint64)(last_s / (box.width * scale) * 1e6);
  attune_trail_frame frame = {.x = box.x + line,
                              .y = box.y + line,
                              .width = box.width - 2.0 * line,
                              .height = box.height - 2.0 * line,
                              .last_s = last_s,
                              .now_us = paint->now.at_us / step_us * step_us};
  FigureCache *cache = paint->cache;
  gboolean is_same = cache->ribbons != NULL &&
                     memcmp(&frame, &cache->ribbons_frame, sizeof frame) == 0 &&
                     cache->ribbons_strength == paint->strength;
  if (!is_same) {
    g_clear_pointer(&cache->ribbons, gsk_render_node_unref);
    cache->ribbons = make_node(paint, &frame);
    cache->ribbons_frame = frame;
    cache->ribbons_strength = paint->strength;
  }
  if (cache->ribbons != NULL) gtk_snapshot_append_node(paint->snapshot, cache->ribbons);
}
