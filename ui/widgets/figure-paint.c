// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure-paint.h"

#include <math.h>

void
figure_cache_clear(FigureCache *cache)
{
  g_clear_pointer(&cache->layouts, g_hash_table_unref);
  g_clear_pointer(&cache->ribbons, gsk_render_node_unref);
}

GdkRGBA
figure_paint_rgba(const FigurePaint *paint, attune_colour c, double share)
{
  return (GdkRGBA){(float)c.r, (float)c.g, (float)c.b, (float)(c.a * share * paint->strength)};
}

static PangoLayout *
make_layout(FigurePaint *paint, const char *text, double size_px, gboolean is_light)
{
  PangoLayout *layout = gtk_widget_create_pango_layout(paint->widget, text);
  PangoContext *context = gtk_widget_get_pango_context(paint->widget);
  g_autoptr(PangoFontDescription) font =
      pango_font_description_copy(pango_context_get_font_description(context));
  pango_font_description_set_absolute_size(font, round(size_px) * PANGO_SCALE);
  if (is_light) pango_font_description_set_weight(font, PANGO_WEIGHT_LIGHT);
  pango_layout_set_font_description(layout, font);
  return layout;
}

PangoLayout *
figure_paint_text(FigurePaint *paint, const char *text, double size_px, gboolean is_light)
{
  FigureCache *cache = paint->cache;
  g_autofree char *key = g_strdup_printf("%d %d %s", (int)round(size_px), is_light, text);
  if (cache->layouts == NULL)
    cache->layouts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
  PangoLayout *layout = g_hash_table_lookup(cache->layouts, key);
  if (layout == NULL) {
    layout = make_layout(paint, text, size_px, is_light);
    g_hash_table_insert(cache->layouts, g_steal_pointer(&key), layout);
  }
  return layout;
}

double
figure_paint_text_at(FigurePaint *paint, PangoLayout *text, double x, double y, const GdkRGBA *rgba)
{
  int width, height;
  pango_layout_get_pixel_size(text, &width, &height);
  gtk_snapshot_save(paint->snapshot);
  gtk_snapshot_translate(paint->snapshot,
                         &GRAPHENE_POINT_INIT((float)round(x), (float)round(y - height / 2.0)));
  gtk_snapshot_append_layout(paint->snapshot, text, rgba);
  gtk_snapshot_restore(paint->snapshot);
  return width;
}

cairo_t *
figure_paint_cairo(FigurePaint *paint, attune_box box)
{
  graphene_rect_t bounds;
  graphene_rect_init(&bounds, (float)floor(box.x), (float)floor(box.y),
                     (float)(ceil(box.x + box.width) - floor(box.x)),
                     (float)(ceil(box.y + box.height) - floor(box.y)));
  return gtk_snapshot_append_cairo(paint->snapshot, &bounds);
}

static void
paint_diamond(FigurePaint *paint, attune_point middle, double half_px, const GdkRGBA *rgba)
{
  attune_point corner[4];
  attune_diamond(middle, half_px, corner);
  cairo_t *cr = figure_paint_cairo(
      paint, (attune_box){middle.x - half_px, middle.y - half_px, 2.0 * half_px, 2.0 * half_px});
  for (int i = 0; i < 4; i++) cairo_line_to(cr, corner[i].x, corner[i].y);
  cairo_close_path(cr);
  gdk_cairo_set_source_rgba(cr, rgba);
  cairo_fill(cr);
  cairo_destroy(cr);
}

void
figure_paint_mark(FigurePaint *paint, int partner, attune_point middle, double half_px,
                  const GdkRGBA *rgba)
{
  if (partner != 0) {
    paint_diamond(paint, middle, half_px * 1.2, rgba);
    return;
  }
  GskRoundedRect disc;
  graphene_rect_t box = GRAPHENE_RECT_INIT((float)(middle.x - half_px), (float)(middle.y - half_px),
                                           (float)(2.0 * half_px), (float)(2.0 * half_px));
  gsk_rounded_rect_init_from_rect(&disc, &box, (float)half_px);
  gtk_snapshot_push_rounded_clip(paint->snapshot, &disc);
  gtk_snapshot_append_color(paint->snapshot, rgba, &box);
  gtk_snapshot_pop(paint->snapshot);
}
