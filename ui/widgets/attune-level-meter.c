// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/attune-level-meter.h"

#include "draw/colours.h"
#include "draw/loudness.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define EVERY_US 33000
#define THICK_PX 8.0f
#define SAY_EVERY_US 3000000

struct _AttuneLevelMeter {
  GtkWidget parent_instance;
  attune_loudness loudness;
  double level_dbfs;
  gint64 drawn_us, said_us;
  guint tick_id;
};

enum { PROP_0, PROP_LEVEL_DBFS, PROP_IS_LIVE, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE(AttuneLevelMeter, attune_level_meter, GTK_TYPE_WIDGET)

static void
append_bar(GtkSnapshot *snapshot, float x, float y, float width, const GdkRGBA *rgba)
{
  GskRoundedRect rounded;
  graphene_rect_t rect = GRAPHENE_RECT_INIT(x, y, width, THICK_PX);
  gsk_rounded_rect_init_from_rect(&rounded, &rect, THICK_PX / 2.0f);
  gtk_snapshot_push_rounded_clip(snapshot, &rounded);
  gtk_snapshot_append_color(snapshot, rgba, &rect);
  gtk_snapshot_pop(snapshot);
}

static void
attune_level_meter_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  AttuneLevelMeter *self = ATTUNE_LEVEL_METER(widget);
  gint64 now_us = g_get_monotonic_time();
  float width = (float)gtk_widget_get_width(widget);
  float y = ((float)gtk_widget_get_height(widget) - THICK_PX) / 2.0f;
  AdwStyleManager *style = adw_style_manager_get_for_display(gtk_widget_get_display(widget));
  attune_colour text = attune_colours_for(adw_style_manager_get_dark(style),
                                          adw_style_manager_get_high_contrast(style))
                           .text;
  GdkRGBA ink = {(float)text.r, (float)text.g, (float)text.b, 0.85f}, track = ink, mark = ink;
  track.alpha = 0.14f, mark.alpha = 0.55f;
  append_bar(snapshot, 0.0f, y, width, &track);
  double level = attune_loudness_level_dbfs(&self->loudness, now_us);
  double share = attune_loudness_share(level);
  if (share > 0.0) append_bar(snapshot, 0.0f, y, fmaxf(THICK_PX, width * (float)share), &ink);
  double peak = attune_loudness_share(attune_loudness_peak_dbfs(&self->loudness, now_us));
  if (peak > 0.0)
    gtk_snapshot_append_color(
        snapshot, &mark,
        &GRAPHENE_RECT_INIT(roundf((width - 2.0f) * (float)peak), y - 2.0f, 2.0f, THICK_PX + 4.0f));
}

static gboolean
on_tick(GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  (void)data;
  AttuneLevelMeter *self = ATTUNE_LEVEL_METER(widget);
  gint64 now_us = gdk_frame_clock_get_frame_time(clock);
  gboolean is_empty = isnan(self->loudness.level_dbfs);
  if (is_empty || now_us - self->drawn_us < EVERY_US) return G_SOURCE_CONTINUE;
  self->drawn_us = now_us;
  gtk_widget_queue_draw(widget);
  return G_SOURCE_CONTINUE;
}

static void
attune_level_meter_map(GtkWidget *widget)
{
  GTK_WIDGET_CLASS(attune_level_meter_parent_class)->map(widget);
  ATTUNE_LEVEL_METER(widget)->tick_id = gtk_widget_add_tick_callback(widget, on_tick, NULL, NULL);
}

static void
attune_level_meter_unmap(GtkWidget *widget)
{
  gtk_widget_remove_tick_callback(widget, ATTUNE_LEVEL_METER(widget)->tick_id);
  GTK_WIDGET_CLASS(attune_level_meter_parent_class)->unmap(widget);
}

static void
attune_level_meter_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  (void)widget, (void)for_size;
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;
  *minimum = is_width ? 80 : 16;
  *natural = is_width ? 240 : 16;
  *minimum_baseline = *natural_baseline = -1;
}

/* In words, seldom: a screen reader should not chatter. */
static void
say_level(AttuneLevelMeter *self, gint64 now_us)
{
  if (self->said_us != 0 && now_us - self->said_us < SAY_EVERY_US) return;
  double share = attune_loudness_share(self->level_dbfs);
  const char *words = isnan(self->level_dbfs)      ? _("not listening")
                      : self->level_dbfs <= -199.0 ? _("only silence")
                      : share < 0.15               ? _("very quiet")
                      : share < 0.55               ? _("quiet")
                      : share < 0.9                ? _("loud")
                                                   : _("too loud");
  self->said_us = now_us;
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, share,
                                 GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words,
                                 GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

void
attune_level_meter_tell(AttuneLevelMeter *self, double level_dbfs)
{
  g_return_if_fail(ATTUNE_IS_LEVEL_METER(self));
  gint64 now_us = g_get_monotonic_time();
  gboolean was_live = !isnan(self->level_dbfs);
  self->level_dbfs = level_dbfs;
  attune_loudness_tell(&self->loudness, level_dbfs, now_us);
  say_level(self, now_us);
  if (was_live == isnan(level_dbfs)) {
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_IS_LIVE]);
    gtk_widget_queue_draw(GTK_WIDGET(self));
  }
}

static void
attune_level_meter_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  AttuneLevelMeter *self = ATTUNE_LEVEL_METER(object);
  if (id == PROP_LEVEL_DBFS)
    g_value_set_double(value, self->level_dbfs);
  else if (id == PROP_IS_LIVE)
    g_value_set_boolean(value, !isnan(self->level_dbfs));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

static void
attune_level_meter_class_init(AttuneLevelMeterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->get_property = attune_level_meter_get_property;
  widget_class->snapshot = attune_level_meter_snapshot;
  widget_class->measure = attune_level_meter_measure;
  widget_class->map = attune_level_meter_map;
  widget_class->unmap = attune_level_meter_unmap;
  props[PROP_LEVEL_DBFS] =
      g_param_spec_double("level-dbfs", NULL, NULL, -200.0, 40.0, -200.0, read);
  props[PROP_IS_LIVE] = g_param_spec_boolean("is-live", NULL, NULL, FALSE, read);
  g_object_class_install_properties(object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_METER);
  gtk_widget_class_set_css_name(widget_class, "levelmeter");
}

static void
attune_level_meter_init(AttuneLevelMeter *self)
{
  self->level_dbfs = NAN;
  self->loudness = attune_loudness_none();
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Loudness"),
                                 GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                 GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0, -1);
}

GtkWidget *
attune_level_meter_new(void)
{
  return g_object_new(ATTUNE_TYPE_LEVEL_METER, NULL);
}
