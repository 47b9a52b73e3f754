// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/attune-solo-ring.h"

#include "base/circle.h"
#include "draw/loudness.h"
#include "widgets/figure-paint.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define GLOW_S 0.15
#define WORDS_EVERY_US 100000

struct _AttuneSoloRing {
  GtkWidget parent_instance;
  FigureScene scene; /* of the guide; nobody breathes in it */
  FigureCache cache;
  attune_heard heard;
  attune_ease glow;
  double progress; /* 0..1 */
  int partner;
  const char *twin;
  const attune_clock *clock;
  gint64 drawn_us;
  guint tick_id;
};

enum { PROP_0, PROP_PARTNER, PROP_TWIN, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE(AttuneSoloRing, attune_solo_ring, GTK_TYPE_WIDGET)

static gint64
now_for_rows(const AttuneSoloRing *self)
{
  return self->clock == NULL ? g_get_monotonic_time() : attune_clock_now_ns(self->clock) / 1000;
}

static gint64
now_for_frames(AttuneSoloRing *self)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock(GTK_WIDGET(self));
  return self->clock != NULL || frames == NULL ? now_for_rows(self)
                                               : gdk_frame_clock_get_frame_time(frames);
}

static FigurePaint
make_paint(AttuneSoloRing *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET(self);
  AdwStyleManager *style = adw_style_manager_get_for_display(gtk_widget_get_display(widget));
  FigurePaint paint = {.widget = widget,
                       .snapshot = snapshot,
                       .cache = &self->cache,
                       .scene = &self->scene,
                       .now = figure_scene_at(&self->scene, now_for_frames(self)),
                       .text_px = figure_text_px(widget),
                       .strength = 1.0};
  paint.colours = attune_colours_for(adw_style_manager_get_dark(style),
                                     adw_style_manager_get_high_contrast(style));
  paint.layout = attune_layout_make(gtk_widget_get_width(widget), gtk_widget_get_height(widget),
                                    paint.text_px, ATTUNE_LAYOUT_SOLO, FALSE);
  return paint;
}

/* How much of this part is done: an arc that closes. */
static void
paint_progress(FigurePaint *paint, double radius, double progress)
{
  if (isnan(progress)) return;
  attune_point middle = paint->layout.middle;
  double outer = radius + 2.0, top = -ATTUNE_PI / 2.0;
  cairo_t *cr = figure_paint_cairo(
      paint, (attune_box){middle.x - outer, middle.y - outer, 2.0 * outer, 2.0 * outer});
  GdkRGBA rgba = figure_paint_rgba(paint, paint->colours.guide, 0.9);
  gdk_cairo_set_source_rgba(cr, &rgba);
  cairo_set_line_width(cr, 1.5);
  cairo_arc(cr, middle.x, middle.y, radius, top, top + ATTUNE_TAU * CLAMP(progress, 0.0, 1.0));
  cairo_stroke(cr);
  cairo_destroy(cr);
}

static void
paint_ring(AttuneSoloRing *self, FigurePaint *paint, const attune_circle_px *ring, double glow)
{
  int p = self->partner;
  double line = paint->layout.line_px * (0.75 + 0.35 * glow);
  GdkRGBA rgba = figure_paint_rgba(paint, paint->colours.partner[p], 0.55 + 0.45 * glow);
  if (p == 0)
    figure_paint_solid_ring(paint, ring, line, &rgba);
  else
    figure_paint_dashed_ring(paint, ring, line, FIGURE_DASHES, FIGURE_DASH_SHARE, &rgba);
  double side = p == 0 ? -1.0 : 1.0;
  attune_point at = {ring->centre.x + side * ring->radius_px, ring->centre.y};
  figure_paint_mark(paint, p, at, paint->layout.line_px * 1.9, &rgba);
}

static void
attune_solo_ring_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  AttuneSoloRing *self = ATTUNE_SOLO_RING(widget);
  FigurePaint paint = make_paint(self, snapshot);
  double half = paint.layout.half_px, glow = attune_ease_at(&self->glow, paint.now.at_us);
  double full = isnan(paint.now.guide_phase_rad) ? 0.25 : paint.now.guide_size;
  attune_circle_px guide = {paint.layout.middle, half * (0.45 + 0.40 * full)};
  attune_circle_px ring = {guide.centre, guide.radius_px - half * 0.045};
  attune_rings rings = {.ring = {ring, ring}, .guide = guide};
  rings.ring[1 - self->partner].radius_px = 0.5;
  double presence[2] = {0.0, 0.0};
  presence[self->partner] = 0.10 + 1.5 * glow;
  figure_paint_light_begin(&paint, &rings, presence, 0.0);
  GdkRGBA rgba = figure_paint_rgba(&paint, paint.colours.guide, paint.now.guide_opacity);
  if (!isnan(paint.now.guide_phase_rad)) figure_paint_solid_ring(&paint, &guide, 1.5, &rgba);
  paint_ring(self, &paint, &ring, glow);
  figure_paint_light_end(&paint);
  paint_progress(&paint, half * 0.96, self->progress);
  figure_paint_count(&paint);
  if (self->scene.is_demo) figure_paint_demo(&paint, gtk_widget_get_width(widget));
}

static gboolean
on_tick(GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  (void)clock, (void)data;
  AttuneSoloRing *self = ATTUNE_SOLO_RING(widget);
  gint64 now_us = now_for_frames(self);
  gint64 lasts_us = adw_get_enable_animations(widget) ? 0 : WORDS_EVERY_US;
  if (!self->scene.is_told || now_us - self->drawn_us < lasts_us) return G_SOURCE_CONTINUE;
  self->drawn_us = now_us;
  gtk_widget_queue_draw(widget);
  return G_SOURCE_CONTINUE;
}

static void
start_afresh(AttuneSoloRing *self)
{
  figure_cache_clear(&self->cache);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
attune_solo_ring_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  (void)widget, (void)for_size, (void)orientation;
  *minimum = 180;
  *natural = 380;
  *minimum_baseline = *natural_baseline = -1;
}

static void
attune_solo_ring_css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS(attune_solo_ring_parent_class)->css_changed(widget, change);
  start_afresh(ATTUNE_SOLO_RING(widget));
}

static void
attune_solo_ring_system_setting_changed(GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS(attune_solo_ring_parent_class)->system_setting_changed(widget, setting);
  start_afresh(ATTUNE_SOLO_RING(widget));
}

static void
attune_solo_ring_map(GtkWidget *widget)
{
  GTK_WIDGET_CLASS(attune_solo_ring_parent_class)->map(widget);
  ATTUNE_SOLO_RING(widget)->tick_id = gtk_widget_add_tick_callback(widget, on_tick, NULL, NULL);
}

static void
attune_solo_ring_unmap(GtkWidget *widget)
{
  gtk_widget_remove_tick_callback(widget, ATTUNE_SOLO_RING(widget)->tick_id);
  GTK_WIDGET_CLASS(attune_solo_ring_parent_class)->unmap(widget);
}

static void
attune_solo_ring_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  AttuneSoloRing *self = ATTUNE_SOLO_RING(object);
  if (id == PROP_PARTNER)
    g_value_set_int(value, self->partner);
  else if (id == PROP_TWIN)
    g_value_set_string(value, self->twin);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

static void
name_whose(AttuneSoloRing *self)
{
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 self->partner == 0 ? _("Circle breathes with the guide")
                                                    : _("Diamond breathes with the guide"),
                                 -1);
}

static void
attune_solo_ring_set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  AttuneSoloRing *self = ATTUNE_SOLO_RING(object);
  if (id != PROP_PARTNER) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    return;
  }
  if (self->partner == g_value_get_int(value)) return;
  self->partner = g_value_get_int(value);
  name_whose(self);
  start_afresh(self);
  g_object_notify_by_pspec(object, spec);
}

static void
attune_solo_ring_finalize(GObject *object)
{
  figure_cache_clear(&ATTUNE_SOLO_RING(object)->cache);
  G_OBJECT_CLASS(attune_solo_ring_parent_class)->finalize(object);
}

static void
attune_solo_ring_class_init(AttuneSoloRingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  object_class->get_property = attune_solo_ring_get_property;
  object_class->set_property = attune_solo_ring_set_property;
  object_class->finalize = attune_solo_ring_finalize;
  widget_class->snapshot = attune_solo_ring_snapshot;
  widget_class->measure = attune_solo_ring_measure;
  widget_class->css_changed = attune_solo_ring_css_changed;
  widget_class->system_setting_changed = attune_solo_ring_system_setting_changed;
  widget_class->map = attune_solo_ring_map;
  widget_class->unmap = attune_solo_ring_unmap;
  props[PROP_PARTNER] =
      g_param_spec_int("partner", NULL, NULL, 0, 1, 0,
                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_TWIN] =
      g_param_spec_string("twin", NULL, NULL, NULL,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties(object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name(widget_class, "soloring");
}

static void
attune_solo_ring_init(AttuneSoloRing *self)
{
  name_whose(self);
  attune_solo_ring_clear(self);
}

GtkWidget *
attune_solo_ring_new(void)
{
  return g_object_new(ATTUNE_TYPE_SOLO_RING, NULL);
}

static void
say_twin(AttuneSoloRing *self, const FigureMoment *now)
{
  const char *twin = isnan(now->guide_phase_rad)                         ? NULL
                     : attune_wrap_tau(now->guide_phase_rad) < ATTUNE_PI ? C_("breath", "in")
                                                                         : C_("breath", "out");
  if (g_strcmp0(twin, self->twin) == 0) return;
  self->twin = twin;
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                 twin == NULL ? "" : twin, -1);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_TWIN]);
}

void
attune_solo_ring_push(AttuneSoloRing *self, const AttuneSoloRingInput *input)
{
  g_return_if_fail(ATTUNE_IS_SOLO_RING(self));
  g_return_if_fail(input != NULL);
  gint64 now_us = now_for_rows(self);
  AttuneFigureInput row = {.guide = input->guide, .closeness = NAN, .is_demo = input->is_demo};
  for (int p = 0; p < 2; p++) row.partner[p].phase_rad = row.partner[p].rate_per_min = NAN;
  figure_scene_push(&self->scene, &row, input->clock_us, now_us);
  attune_heard_tell(&self->heard, input->level_dbfs, now_us);
  attune_ease_aim(&self->glow, isnan(input->level_dbfs) ? 0.0 : attune_heard_share(&self->heard),
                  now_us);
  self->progress = input->progress;
  FigureMoment now = figure_scene_at(&self->scene, now_us);
  say_twin(self, &now);
}

void
attune_solo_ring_clear(AttuneSoloRing *self)
{
  g_return_if_fail(ATTUNE_IS_SOLO_RING(self));
  figure_scene_clear(&self->scene);
  self->heard = attune_heard_none();
  self->glow = attune_ease_make(0.0, GLOW_S);
  self->progress = NAN;
  self->twin = NULL;
  start_afresh(self);
}

void
attune_solo_ring_set_clock(AttuneSoloRing *self, const attune_clock *clock)
{
  g_return_if_fail(ATTUNE_IS_SOLO_RING(self));
  self->clock = clock;
}
