// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/attune-figure.h"

#include <math.h>

struct _AttuneFigure {
  GtkWidget parent_instance;
  AttuneFigureInput input;
  AttuneFigureView view;
  gboolean is_quiet, is_running, allows_motion;
  char *twin, *gap;
  guint tick_id;
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

static double
size_of(double phase_rad)
{
  return isnan(phase_rad) ? 0.5 : 0.5 - 0.5 * cos(phase_rad);
}

static void
attune_figure_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  AttuneFigure *self = ATTUNE_FIGURE(widget);
  float width = (float)gtk_widget_get_width(widget), height = (float)gtk_widget_get_height(widget);
  double unit = fmin(width, height) / 2.0;
  gint64 now_us = gdk_frame_clock_get_frame_time(gtk_widget_get_frame_clock(widget));
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));
  for (int p = 0; p < 2; p++) {
    const AttuneFigurePartner *who = &self->input.partner[p];
    double age_s = (double)(now_us - self->input.clock_us) * 1e-6;
    double phase = who->phase_rad + age_s * who->rate_per_min * G_PI / 30.0;
    cairo_set_source_rgb(cr, p ? 0.84 : 0.0, p ? 0.37 : 0.45, p ? 0.0 : 0.7);
    cairo_set_line_width(cr, 4.0);
    if (p) cairo_set_dash(cr, (double[]){16, 10}, 2, 0);
    cairo_new_path(cr);
    cairo_arc(cr, width / 2 + (p ? 0.25 : -0.25) * unit, height / 2,
              unit * (0.4 + 0.25 * size_of(phase)), 0, 2 * G_PI);
    cairo_stroke(cr);
  }
  cairo_destroy(cr);
}

static gboolean
on_tick(GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  (void)clock, (void)data;
  if (ATTUNE_FIGURE(widget)->is_running) gtk_widget_queue_draw(widget);
  return G_SOURCE_CONTINUE;
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
    g_value_set_string(value, self->twin);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

static void
attune_figure_set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  AttuneFigure *self = ATTUNE_FIGURE(object);
  switch (id) {
  case PROP_VIEW:
    self->view = (AttuneFigureView)g_value_get_enum(value);
    break;
  case PROP_QUIET:
    self->is_quiet = g_value_get_boolean(value);
    break;
  case PROP_RUNNING:
    self->is_running = g_value_get_boolean(value);
    break;
  case PROP_ALLOW_MOTION:
    self->allows_motion = g_value_get_boolean(value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
attune_figure_finalize(GObject *object)
{
  AttuneFigure *self = ATTUNE_FIGURE(object);
  g_free(self->twin);
  g_free(self->gap);
  G_OBJECT_CLASS(attune_figure_parent_class)->finalize(object);
}

static void
attune_figure_class_init(AttuneFigureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  object_class->get_property = attune_figure_get_property;
  object_class->set_property = attune_figure_set_property;
  object_class->finalize = attune_figure_finalize;
  widget_class->snapshot = attune_figure_snapshot;
  widget_class->map = attune_figure_map;
  widget_class->unmap = attune_figure_unmap;
  props[PROP_VIEW] = g_param_spec_enum("view", NULL, NULL, ATTUNE_TYPE_FIGURE_VIEW,
                                       ATTUNE_FIGURE_VIEW_RINGS, both);
  props[PROP_QUIET] = g_param_spec_boolean("quiet", NULL, NULL, FALSE, both);
  props[PROP_RUNNING] = g_param_spec_boolean("running", NULL, NULL, TRUE, both);
  props[PROP_ALLOW_MOTION] = g_param_spec_boolean("allow-motion", NULL, NULL, FALSE, both);
  props[PROP_TWIN] =
      g_param_spec_string("twin", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name(widget_class, "figure");
}

static void
attune_figure_init(AttuneFigure *self)
{
  self->is_running = TRUE;
  attune_figure_clear(self);
}

GtkWidget *
attune_figure_new(void)
{
  return g_object_new(ATTUNE_TYPE_FIGURE, NULL);
}

void
attune_figure_push(AttuneFigure *self, const AttuneFigureInput *input)
{
  g_return_if_fail(ATTUNE_IS_FIGURE(self));
  self->input = *input;
}

void
attune_figure_set_gap(AttuneFigure *self, const char *why)
{
  g_return_if_fail(ATTUNE_IS_FIGURE(self));
  g_free(self->gap);
  self->gap = g_strdup(why);
}

void
attune_figure_clear(AttuneFigure *self)
{
  g_return_if_fail(ATTUNE_IS_FIGURE(self));
  self->input = (AttuneFigureInput){.closeness = NAN, .guide.phase_rad = NAN};
  for (int p = 0; p < 2; p++)
    self->input.partner[p] =
        (AttuneFigurePartner){.phase_rad = NAN, .rate_per_min = NAN, .spread_rad = NAN};
}

AttuneFigureView
attune_figure_get_shown_view(AttuneFigure *self)
{
  g_return_val_if_fail(ATTUNE_IS_FIGURE(self), ATTUNE_FIGURE_VIEW_RINGS);
  return self->view;
}
