// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure-paint.h"

#include "base/circle.h"
#include "draw/light.h"

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

static attune_colour
colour_of(const GdkRGBA *rgba)
{
  return (attune_colour){(double)rgba->red, (double)rgba->green, (double)rgba->blue,
                         (double)rgba->alpha};
}

void
figure_paint_mark(FigurePaint *paint, int partner, attune_point middle, double half_px,
                  const GdkRGBA *rgba)
{
  if (paint->pixels.pixel != NULL && partner == 0)
    attune_pixels_disc(&paint->pixels, middle, half_px, colour_of(rgba));
  else if (paint->pixels.pixel != NULL)
    attune_pixels_diamond(&paint->pixels, middle, half_px * 1.2, colour_of(rgba));
  if (paint->pixels.pixel != NULL) return;
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

void
figure_paint_solid_ring(FigurePaint *paint, const attune_circle_px *ring, double line_px,
                        const GdkRGBA *rgba)
{
  if (paint->pixels.pixel != NULL) {
    attune_pixels_ring(&paint->pixels, ring, line_px, 0, 1.0, colour_of(rgba));
    return;
  }
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
void
figure_paint_dashed_ring(FigurePaint *paint, const attune_circle_px *ring, double line_px, int n,
                         double share, const GdkRGBA *rgba)
{
  if (paint->pixels.pixel != NULL) {
    attune_pixels_ring(&paint->pixels, ring, line_px, n, share, colour_of(rgba));
    return;
  }
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

#define NODE_SIDE 176 /* of the light that a graphics processor enlarges */
#define BLOCK 2

/* Pixels are painted here when nothing faster is there, and they are not too many. */
static gboolean
wants_pixels(const FigurePaint *paint, double cover_px)
{
  GtkNative *native = gtk_widget_get_native(paint->widget);
  double side = 2.0 * cover_px * gtk_widget_get_scale_factor(paint->widget) + 4.0 * BLOCK;
  return native != NULL && GSK_IS_CAIRO_RENDERER(gtk_native_get_renderer(native)) &&
         side < ATTUNE_LIGHT_MOST;
}

static void
append_picture(FigurePaint *paint, guint32 *pixels, int side, attune_box box)
{
  gsize stride = (gsize)side * sizeof *pixels;
  g_autoptr(GBytes) bytes = g_bytes_new_take(pixels, stride * (gsize)side);
  g_autoptr(GdkTexture) texture =
      gdk_memory_texture_new(side, side, GDK_MEMORY_DEFAULT, bytes, stride);
  gtk_snapshot_append_texture(
      paint->snapshot, texture,
      &GRAPHENE_RECT_INIT((float)box.x, (float)box.y, (float)box.width, (float)box.height));
}

static attune_box
square_around(attune_point middle, double half)
{
  return (attune_box){middle.x - half, middle.y - half, 2.0 * half, 2.0 * half};
}

/* Lines as well as light: the guide's ring may reach farther than the light does. */
static double
cover_px(const FigurePaint *paint, const attune_rings *rings, double closeness)
{
  double reach = attune_light_reach_px(rings, closeness);
  double lines = 4.0 * paint->layout.line_px + rings->guide.radius_px;
  for (int p = 0; p < 2; p++)
    lines = fmax(lines, fabs(rings->ring[p].centre.x - paint->layout.middle.x) +
                            rings->ring[p].radius_px + 4.0 * paint->layout.line_px);
  return fmin(paint->layout.half_px, fmax(reach, lines));
}

void
figure_paint_light_begin(FigurePaint *paint, const attune_rings *rings, const double *presence,
                         double closeness)
{
  attune_light light = {.rings = *rings,
                        .middle = paint->layout.middle,
                        .half_px = paint->layout.half_px,
                        .closeness = closeness,
                        .colours = &paint->colours};
  for (int p = 0; p < 2; p++) light.presence[p] = CLAMP(paint->strength * presence[p], 0.0, 1.0);
  double cover = cover_px(paint, rings, closeness);
  if (!wants_pixels(paint, cover)) {
    guint32 *pixels = g_new(guint32, NODE_SIDE * NODE_SIDE);
    attune_light_paint(&light, NODE_SIDE, 1, pixels);
    append_picture(paint, pixels, NODE_SIDE, square_around(light.middle, light.half_px));
    return;
  }
  double scale = gtk_widget_get_scale_factor(paint->widget);
  int side = 2 * BLOCK * (int)ceil(cover * scale / BLOCK);
  light.half_px = side / 2.0 / scale;
  attune_box box = square_around(light.middle, light.half_px);
  paint->pixels = (attune_pixels){.pixel = g_new(guint32, (gsize)side * (gsize)side),
                                  .width = side,
                                  .height = side,
                                  .origin = {box.x, box.y},
                                  .scale = scale};
  attune_light_paint(&light, side, BLOCK, paint->pixels.pixel);
}

/* Cairo lays these over the window as they are; GTK 4.8 would convert a texture through floats. */
void
figure_paint_light_end(FigurePaint *paint)
{
  static const cairo_user_data_key_t owner;
  attune_pixels *p = &paint->pixels;
  if (p->pixel == NULL) return;
  double side = p->width / p->scale;
  guchar *data = (guchar *)g_steal_pointer(&p->pixel);
  cairo_surface_t *surface = cairo_image_surface_create_for_data(data, CAIRO_FORMAT_ARGB32,
                                                                 p->width, p->height, p->width * 4);
  cairo_surface_set_user_data(surface, &owner, data, g_free);
  cairo_surface_set_device_scale(surface, p->scale, p->scale);
  cairo_t *cr = figure_paint_cairo(paint, (attune_box){p->origin.x, p->origin.y, side, side});
  cairo_set_source_surface(cr, surface, p->origin.x, p->origin.y);
  cairo_paint(cr);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

double
figure_text_px(GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context(widget);
  const PangoFontDescription *font = pango_context_get_font_description(context);
  double size = pango_font_description_get_size(font) / (double)PANGO_SCALE;
  if (pango_font_description_get_size_is_absolute(font)) return size;
  double dpi = pango_cairo_context_get_resolution(context);
  return size * (dpi > 0.0 ? dpi : 96.0) / 72.0;
}
