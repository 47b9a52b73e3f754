// SPDX-License-Identifier: GPL-3.0-or-later
/* Words and their count, the bars of the view without motion, and the mark of the simulation. */
#include "draw/words.h"
#include "widgets/figure-paint.h"

#include <glib/gi18n.h>
#include <math.h>

#define SPACE 0.5 /* between counts, in letters' size */
#define FAINT 0.24
#define FAINT_HIGH_CONTRAST 0.5

static const char *
say_count(int i, gboolean is_in)
{
  static const char *const number[] = {"2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"};
  /* Translators: said at the start of an in-breath and of an out-breath: "in 2 3 4" */
  return i > 0 ? number[i - 1] : is_in ? C_("breath", "in") : C_("breath", "out");
}

/* What was counted stands out, what comes is faint: nothing moves. */
static double
token_share(double at, int i, double faint)
{
  double said = CLAMP((at - i + 0.12) / 0.3, 0.0, 1.0);
  return (faint + (1.0 - faint) * said) * CLAMP(at / 0.25 + 0.25, 0.0, 1.0);
}

static double
measure(FigurePaint *paint, const attune_count *count, double size_px)
{
  double width = SPACE * size_px * (count->n - 1);
  for (int i = 0; i < count->n; i++) {
    int one;
    pango_layout_get_pixel_size(figure_paint_text(paint, say_count(i, count->is_in), size_px,
                                                  !paint->colours.is_high_contrast),
                                &one, NULL);
    width += one;
  }
  return width;
}

void
figure_paint_count(FigurePaint *paint)
{
  const FigureMoment *now = &paint->now;
  attune_box box = paint->layout.words;
  if (isnan(now->guide_phase_rad) || box.height <= 0.0) return;
  attune_count count =
      attune_count_of(now->guide_phase_rad, now->guide_rate_per_min, now->guide_in_share);
  gboolean is_high = paint->colours.is_high_contrast;
  double faint = is_high ? FAINT_HIGH_CONTRAST : FAINT;
  double size = paint->layout.word_px, width = measure(paint, &count, size);
  if (width > box.width - 16.0) size *= (box.width - 16.0) / width;
  double x = box.x + (box.width - measure(paint, &count, size)) / 2.0;
  for (int i = 0; i < count.n; i++) {
    PangoLayout *text = figure_paint_text(paint, say_count(i, count.is_in), size, !is_high);
    GdkRGBA rgba = figure_paint_rgba(paint, paint->colours.text,
                                     now->guide_opacity * token_share(count.at, i, faint));
    x += figure_paint_text_at(paint, text, x, box.y + box.height / 2.0, &rgba) + SPACE * size;
  }
}

/* ---- bars ---- */

static void
append_rounded(FigurePaint *paint, attune_box box, double radius, const GdkRGBA *rgba)
{
  GskRoundedRect rounded;
  graphene_rect_t rect =
      GRAPHENE_RECT_INIT((float)box.x, (float)box.y, (float)box.width, (float)box.height);
  gsk_rounded_rect_init_from_rect(&rounded, &rect, (float)radius);
  gtk_snapshot_push_rounded_clip(paint->snapshot, &rounded);
  gtk_snapshot_append_color(paint->snapshot, rgba, &rect);
  gtk_snapshot_pop(paint->snapshot);
}

/* The diamond's bar is striped, so that it needs no colour. */
static void
paint_stripes(FigurePaint *paint, attune_box box, double radius, const GdkRGBA *rgba)
{
  attune_point line[160][2];
  GskRoundedRect rounded;
  graphene_rect_t rect =
      GRAPHENE_RECT_INIT((float)box.x, (float)box.y, (float)box.width, (float)box.height);
  gsk_rounded_rect_init_from_rect(&rounded, &rect, (float)radius);
  gtk_snapshot_push_rounded_clip(paint->snapshot, &rounded);
  cairo_t *cr = figure_paint_cairo(paint, box);
  double step = box.height * 0.75;
  unsigned n = attune_hatch(box.x, box.y, box.width, box.height, step, line, G_N_ELEMENTS(line));
  for (unsigned i = 0; i < n; i++) {
    cairo_move_to(cr, line[i][0].x, line[i][0].y);
    cairo_line_to(cr, line[i][1].x, line[i][1].y);
  }
  gdk_cairo_set_source_rgba(cr, rgba);
  cairo_set_line_width(cr, box.height * 0.33);
  cairo_stroke(cr);
  cairo_destroy(cr);
  gtk_snapshot_pop(paint->snapshot);
}

static void
paint_bar(FigurePaint *paint, int i)
{
  const FigureMoment *now = &paint->now;
  attune_box box = paint->layout.bar[i];
  gboolean is_guide = i == 2;
  double there = is_guide ? now->guide_opacity : 0.35 + 0.65 * now->presence[i];
  double size = is_guide ? now->guide_size : now->size[i];
  if (is_guide) box.y += box.height * 0.3, box.height *= 0.4;
  attune_colour colour = is_guide ? paint->colours.guide : paint->colours.partner[i];
  GdkRGBA track = figure_paint_rgba(paint, colour, 0.16 * there);
  GdkRGBA ink = figure_paint_rgba(paint, colour, there);
  double radius = box.height / 2.0;
  append_rounded(paint, box, radius, &track);
  attune_box fill = {box.x, box.y, fmax(box.height, box.width * size), box.height};
  if (i == 1)
    paint_stripes(paint, fill, radius, &ink);
  else
    append_rounded(paint, fill, radius, &ink);
  if (!is_guide)
    figure_paint_mark(paint, i, (attune_point){box.x - box.height * 1.05, box.y + box.height / 2.0},
                      box.height * 0.42, &ink);
}

void
figure_paint_bars(FigurePaint *paint)
{
  for (int i = 0; i < 3; i++)
    if (i < 2 || !isnan(paint->now.guide_phase_rad)) paint_bar(paint, i);
}

/* ---- DEMO ---- */

void
figure_paint_demo(FigurePaint *paint, double width_px)
{
  /* Translators: marks the simulated couple; keep it short */
  PangoLayout *text = figure_paint_text(paint, _("DEMO"), paint->text_px * 0.95, FALSE);
  int width, height;
  pango_layout_get_pixel_size(text, &width, &height);
  double pad = height * 0.5, strength = paint->strength;
  attune_box box = {width_px - width - 2.0 * pad - 16.0, 10.0, width + 2.0 * pad, height * 1.35};
  paint->strength = 1.0; /* always plain to see */
  GdkRGBA ink = figure_paint_rgba(paint, paint->colours.quiet_text, 1.0);
  GskRoundedRect rounded;
  gsk_rounded_rect_init_from_rect(
      &rounded,
      &GRAPHENE_RECT_INIT((float)box.x, (float)box.y, (float)box.width, (float)box.height),
      (float)(box.height / 2.0));
  gtk_snapshot_append_border(paint->snapshot, &rounded, (float[4]){1.0f, 1.0f, 1.0f, 1.0f},
                             (GdkRGBA[4]){ink, ink, ink, ink});
  figure_paint_text_at(paint, text, box.x + pad, box.y + box.height / 2.0, &ink);
  paint->strength = strength;
}
