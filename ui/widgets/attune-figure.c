// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/attune-figure.h"

#include "widgets/figure-paint.h"
#include "widgets/figure-twin.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define RIBBONS_S 60.0
#define DIM 0.45
#define DIMMING_S 0.35
#define SETTLED_US 1500000 /* after which nothing moves any more in a pause */
#define WORDS_EVERY_US 100000
#define RIBBONS_EVERY_US 40000

struct _AttuneFigure {
  GtkWidget parent_instance;
  FigureScene scene;
  FigureCache cache;
  FigureTwin twin;
  AttuneFigureView view;
  gboolean is_quiet, is_running, allows_motion;
  const attune_clock *clock; /* borrowed; NULL: the frames' */
  gint64 lost_us;            /* spent in pauses */
  gint64 paused_us;          /* since when it is paused */
  gint64 drawn_us;
  attune_ease strength; /* on the machine's time */
  guint tick_id;
  GtkSettings *settings; /* borrowed while it is realized */
};

enum { PROP_0, PROP_VIEW, PROP_QUIET, PROP_RUNNING, PROP_ALLOW_MOTION, PROP_TWIN, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE(AttuneFigure, attune_figure, GTK_TYPE_WIDGET)

GType
attune_figure_view_get_type(void)
{
  static gsize type = 0;
  if (g_once_init_enter(&type)) {
    static const GEnumValue values[] = {
        {ATTUNE_FIGURE_VIEW_RINGS, "ATTUNE_FIGURE_VIEW_RINGS", "rings"},
        {ATTUNE_FIGURE_VIEW_RIBBONS, "ATTUNE_FIGURE_VIEW_RIBBONS", "ribbons"},
        {ATTUNE_FIGURE_VIEW_WORDS, "ATTUNE_FIGURE_VIEW_WORDS", "words"},
        {0, NULL, NULL}};
    g_once_init_leave(&type, g_enum_register_static("AttuneFigureView", values));
  }
  return (GType)type;
}

/* ---- time ---- */

static gint64
now_for_rows(const AttuneFigure *self)
{
  return self->clock == NULL ? g_get_monotonic_time() : attune_clock_now_ns(self->clock) / 1000;
}

static gint64
now_for_frames(AttuneFigure *self)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock(GTK_WIDGET(self));
  return self->clock != NULL || frames == NULL ? now_for_rows(self)
                                               : gdk_frame_clock_get_frame_time(frames);
}

/* The figure's own time: it stands still in a pause. */
static gint64
own_time(const AttuneFigure *self, gint64 clock_us)
{
  return (self->is_running ? clock_us : self->paused_us) - self->lost_us;
}

AttuneFigureView
attune_figure_get_shown_view(AttuneFigure *self)
{
  g_return_val_if_fail(ATTUNE_IS_FIGURE(self), ATTUNE_FIGURE_VIEW_RINGS);
  gboolean may_move = self->allows_motion || adw_get_enable_animations(GTK_WIDGET(self));
  return self->view == ATTUNE_FIGURE_VIEW_RINGS && !may_move ? ATTUNE_FIGURE_VIEW_WORDS
                                                             : self->view;
}

/* How long a frame may stand: without motion, words and bars change a few times a second only. */
static gint64
frame_lasts_us(AttuneFigure *self)
{
  switch (attune_figure_get_shown_view(self)) {
  case ATTUNE_FIGURE_VIEW_WORDS:
    return WORDS_EVERY_US;
  case ATTUNE_FIGURE_VIEW_RIBBONS:
    return adw_get_enable_animations(GTK_WIDGET(self)) ? RIBBONS_EVERY_US : G_USEC_PER_SEC;
  case ATTUNE_FIGURE_VIEW_RINGS:
  default:
    return 0;
  }
}

static gboolean
on_tick(GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  (void)clock, (void)data;
  AttuneFigure *self = ATTUNE_FIGURE(widget);
  gint64 now_us = now_for_frames(self);
  gboolean rests = !self->is_running && now_us - self->paused_us > SETTLED_US;
  if (rests || now_us - self->drawn_us < frame_lasts_us(self)) return G_SOURCE_CONTINUE;
  self->drawn_us = now_us;
  gtk_widget_queue_draw(widget);
  return G_SOURCE_CONTINUE;
}

static void
set_running(AttuneFigure *self, gboolean is_running)
{
  gint64 now_us = now_for_rows(self);
  if (is_running == self->is_running) return;
  if (is_running) self->lost_us += now_us - self->paused_us;
  self->paused_us = now_us;
  self->is_running = is_running;
  attune_ease_aim(&self->strength, is_running ? 1.0 : DIM, now_us);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_RUNNING]);
}

/* ---- painting ---- */

static attune_layout_view
layout_view(AttuneFigureView view)
{
  return view == ATTUNE_FIGURE_VIEW_RIBBONS ? ATTUNE_LAYOUT_RIBBONS
         : view == ATTUNE_FIGURE_VIEW_WORDS ? ATTUNE_LAYOUT_WORDS
                                            : ATTUNE_LAYOUT_RINGS;
}

static FigurePaint
make_paint(AttuneFigure *self, GtkSnapshot *snapshot, AttuneFigureView view)
{
  GtkWidget *widget = GTK_WIDGET(self);
  AdwStyleManager *style = adw_style_manager_get_for_display(gtk_widget_get_display(widget));
  gint64 clock_us = now_for_frames(self);
  FigurePaint paint = {.widget = widget,
                       .snapshot = snapshot,
                       .cache = &self->cache,
                       .scene = &self->scene,
                       .now = figure_scene_at(&self->scene, own_time(self, clock_us)),
                       .text_px = figure_text_px(widget),
                       .strength = attune_ease_at(&self->strength, clock_us)};
  paint.colours = attune_colours_for(adw_style_manager_get_dark(style),
                                     adw_style_manager_get_high_contrast(style));
  paint.layout = attune_layout_make(gtk_widget_get_width(widget), gtk_widget_get_height(widget),
                                    paint.text_px, layout_view(view), self->is_quiet);
  return paint;
}

static void
attune_figure_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  AttuneFigure *self = ATTUNE_FIGURE(widget);
  AttuneFigureView view = attune_figure_get_shown_view(self);
  FigurePaint paint = make_paint(self, snapshot, view);
  if (view == ATTUNE_FIGURE_VIEW_RINGS) figure_paint_rings(&paint);
  if (view == ATTUNE_FIGURE_VIEW_WORDS)
    figure_paint_bars(&paint);
  else
    figure_paint_ribbons(&paint, RIBBONS_S);
  figure_paint_count(&paint);
  if (self->scene.is_demo) figure_paint_demo(&paint, gtk_widget_get_width(widget));
}

static void
attune_figure_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  (void)widget, (void)for_size;
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;
  *minimum = is_width ? 240 : 200;
  *natural = is_width ? 640 : 520;
  *minimum_baseline = *natural_baseline = -1;
}

static void
start_afresh(AttuneFigure *self)
{
  figure_cache_clear(&self->cache);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
attune_figure_size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
  (void)width, (void)height, (void)baseline;
  start_afresh(ATTUNE_FIGURE(widget));
}

static void
attune_figure_css_changed(GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS(attune_figure_parent_class)->css_changed(widget, change);
  start_afresh(ATTUNE_FIGURE(widget));
}

static void
attune_figure_system_setting_changed(GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS(attune_figure_parent_class)->system_setting_changed(widget, setting);
  start_afresh(ATTUNE_FIGURE(widget));
}

static void
attune_figure_map(GtkWidget *widget)
{
  GTK_WIDGET_CLASS(attune_figure_parent_class)->map(widget);
  ATTUNE_FIGURE(widget)->tick_id = gtk_widget_add_tick_callback(widget, on_tick, NULL, NULL);
}

static void
attune_figure_unmap(GtkWidget *widget)
{
  gtk_widget_remove_tick_callback(widget, ATTUNE_FIGURE(widget)->tick_id);
  GTK_WIDGET_CLASS(attune_figure_parent_class)->unmap(widget);
}

static void
attune_figure_realize(GtkWidget *widget)
{
  GTK_WIDGET_CLASS(attune_figure_parent_class)->realize(widget);
  AttuneFigure *self = ATTUNE_FIGURE(widget);
  GdkDisplay *display = gtk_widget_get_display(widget);
  AdwStyleManager *style = adw_style_manager_get_for_display(display);
  self->settings = gtk_settings_get_for_display(display);
  g_signal_connect_swapped(style, "notify::dark", G_CALLBACK(start_afresh), self);
  g_signal_connect_swapped(style, "notify::high-contrast", G_CALLBACK(start_afresh), self);
  g_signal_connect_swapped(self->settings, "notify::gtk-enable-animations",
                           G_CALLBACK(start_afresh), self);
}

static void
attune_figure_unrealize(GtkWidget *widget)
{
  AttuneFigure *self = ATTUNE_FIGURE(widget);
  AdwStyleManager *style = adw_style_manager_get_for_display(gtk_widget_get_display(widget));
  g_signal_handlers_disconnect_by_data(style, self);
  g_signal_handlers_disconnect_by_data(self->settings, self);
  figure_cache_clear(&self->cache);
  GTK_WIDGET_CLASS(attune_figure_parent_class)->unrealize(widget);
}

/* ---- the object ---- */

static void
attune_figure_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  AttuneFigure *self = ATTUNE_FIGURE(object);
  switch (id) {
  case PROP_VIEW:
    g_value_set_enum(value, (int)self->view);
    break;
  case PROP_QUIET:
    g_value_set_boolean(value, self->is_quiet);
    break;
  case PROP_RUNNING:
    g_value_set_boolean(value, self->is_running);
    break;
  case PROP_ALLOW_MOTION:
    g_value_set_boolean(value, self->allows_motion);
    break;
  case PROP_TWIN:
    g_value_set_string(value, self->twin.text);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

static void
set_choice(AttuneFigure *self, gboolean *choice, gboolean value, GParamSpec *spec)
{
  if (*choice == value) return;
  *choice = value;
  start_afresh(self);
  g_object_notify_by_pspec(G_OBJECT(self), spec);
}

static void
set_view(AttuneFigure *self, AttuneFigureView view)
{
  if (self->view == view) return;
  self->view = view;
  start_afresh(self);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_VIEW]);
}

static void
attune_figure_set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  AttuneFigure *self = ATTUNE_FIGURE(object);
  switch (id) {
  case PROP_VIEW:
    set_view(self, (AttuneFigureView)g_value_get_enum(value));
    break;
  case PROP_QUIET:
    set_choice(self, &self->is_quiet, g_value_get_boolean(value), spec);
    break;
  case PROP_RUNNING:
    set_running(self, g_value_get_boolean(value));
    break;
  case PROP_ALLOW_MOTION:
    set_choice(self, &self->allows_motion, g_value_get_boolean(value), spec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

static void
attune_figure_finalize(GObject *object)
{
  AttuneFigure *self = ATTUNE_FIGURE(object);
  figure_cache_clear(&self->cache);
  figure_twin_clear(&self->twin);
  G_OBJECT_CLASS(attune_figure_parent_class)->finalize(object);
}

static void
install_properties(GObjectClass *object_class)
{
  GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  props[PROP_VIEW] = g_param_spec_enum("view", NULL, NULL, ATTUNE_TYPE_FIGURE_VIEW,
                                       ATTUNE_FIGURE_VIEW_RINGS, both);
  props[PROP_QUIET] = g_param_spec_boolean("quiet", NULL, NULL, FALSE, both);
  props[PROP_RUNNING] = g_param_spec_boolean("running", NULL, NULL, TRUE, both);
  props[PROP_ALLOW_MOTION] = g_param_spec_boolean("allow-motion", NULL, NULL, FALSE, both);
  props[PROP_TWIN] = g_param_spec_string("twin", NULL, NULL, NULL, read);
  g_object_class_install_properties(object_class, N_PROPS, props);
}

static void
attune_figure_class_init(AttuneFigureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  object_class->get_property = attune_figure_get_property;
  object_class->set_property = attune_figure_set_property;
  object_class->finalize = attune_figure_finalize;
  widget_class->snapshot = attune_figure_snapshot;
  widget_class->measure = attune_figure_measure;
  widget_class->size_allocate = attune_figure_size_allocate;
  widget_class->css_changed = attune_figure_css_changed;
  widget_class->system_setting_changed = attune_figure_system_setting_changed;
  widget_class->map = attune_figure_map;
  widget_class->unmap = attune_figure_unmap;
  widget_class->realize = attune_figure_realize;
  widget_class->unrealize = attune_figure_unrealize;
  install_properties(object_class);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name(widget_class, "figure");
}

static void
attune_figure_init(AttuneFigure *self)
{
  self->is_running = TRUE;
  self->strength = attune_ease_make(1.0, DIMMING_S);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Your two breaths"), -1);
  attune_figure_clear(self);
}

GtkWidget *
attune_figure_new(void)
{
  return g_object_new(ATTUNE_TYPE_FIGURE, NULL);
}

static void
say_twin(AttuneFigure *self, gint64 now_us)
{
  FigureMoment now = figure_scene_at(&self->scene, now_us);
  if (!figure_twin_follow(&self->twin, &now, self->scene.has_closeness)) return;
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                 self->twin.text, -1);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_TWIN]);
}

void
attune_figure_push(AttuneFigure *self, const AttuneFigureInput *input)
{
  g_return_if_fail(ATTUNE_IS_FIGURE(self));
  g_return_if_fail(input != NULL);
  if (!self->is_running) return;
  gint64 now_us = own_time(self, now_for_rows(self));
  figure_scene_push(&self->scene, input, input->clock_us - self->lost_us, now_us);
  say_twin(self, now_us);
}

void
attune_figure_set_gap(AttuneFigure *self, const char *why)
{
  g_return_if_fail(ATTUNE_IS_FIGURE(self));
  attune_trail_mark_gap(&self->scene.trail, why, own_time(self, now_for_rows(self)));
}

void
attune_figure_set_clock(AttuneFigure *self, const attune_clock *clock)
{
  g_return_if_fail(ATTUNE_IS_FIGURE(self));
  self->clock = clock;
}

void
attune_figure_clear(AttuneFigure *self)
{
  g_return_if_fail(ATTUNE_IS_FIGURE(self));
  figure_scene_clear(&self->scene);
  figure_twin_clear(&self->twin);
  start_afresh(self);
}
