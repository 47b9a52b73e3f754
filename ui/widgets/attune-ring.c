// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/attune-ring.h"

#include <adwaita.h>
#include <math.h>

#define SMALLEST 0.42 /* of the room there is: a breath that is out */
#define LARGEST 0.86
#define AROUND 0.95

struct _AttuneRing {
  GtkWidget parent_instance;

  AttuneRingInput input;
};

G_DEFINE_FINAL_TYPE(AttuneRing, attune_ring, GTK_TYPE_WIDGET)

typedef struct {
  double r, g, b;
} colour;

/* Blue and vermilion on light, sky and orange on dark: at least 3:1 against either. */
static colour
find_colour(int partner)
{
  gboolean is_dark = adw_style_manager_get_dark(adw_style_manager_get_default());
  if (partner == 0) return is_dark ? (colour){0.337, 0.706, 0.914} : (colour){0.0, 0.447, 0.698};
  if (partner == 1) return is_dark ? (colour){0.902, 0.624, 0.0} : (colour){0.835, 0.369, 0.0};
  return is_dark ? (colour){0.70, 0.74, 0.78} : (colour){0.42, 0.46, 0.50};
}

static void
set_colour(cairo_t *cr, colour c, double alpha)
{
  cairo_set_source_rgba(cr, c.r, c.g, c.b, alpha);
}

static double
size_of(double share, double room)
{
  return room * (SMALLEST + (LARGEST - SMALLEST) * CLAMP(share, 0.0, 1.0));
}

static void
draw_heard(cairo_t *cr, const AttuneRingInput *in, double room)
{
  if (isnan(in->heard)) return;
  colour c = find_colour(in->partner);
  double radius = size_of(in->heard, room) - 3.0;
  cairo_pattern_t *soft = cairo_pattern_create_radial(0, 0, 0.3 * radius, 0, 0, radius);
  cairo_pattern_add_color_stop_rgba(soft, 0.0, c.r, c.g, c.b, 0.05);
  cairo_pattern_add_color_stop_rgba(soft, 1.0, c.r, c.g, c.b, 0.34);
  cairo_set_source(cr, soft);
  cairo_arc(cr, 0, 0, radius, 0, 2 * G_PI);
  cairo_fill(cr);
  cairo_pattern_destroy(soft);
  set_colour(cr, c, 1.0);
  cairo_set_line_width(cr, 4.0);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  if (in->partner == 1) cairo_set_dash(cr, (double[]){13, 11}, 2, 0);
  cairo_arc(cr, 0, 0, radius, 0, 2 * G_PI);
  cairo_stroke(cr);
  cairo_set_dash(cr, NULL, 0, 0);
}

static void
draw_guide(cairo_t *cr, const AttuneRingInput *in, double room)
{
  if (isnan(in->guide)) return;
  set_colour(cr, find_colour(-1), 0.75);
  cairo_set_line_width(cr, 1.5);
  cairo_arc(cr, 0, 0, size_of(in->guide, room), 0, 2 * G_PI);
  cairo_stroke(cr);
}

static void
draw_progress(cairo_t *cr, const AttuneRingInput *in, double room)
{
  if (isnan(in->progress)) return;
  set_colour(cr, find_colour(-1), 0.18);
  cairo_set_line_width(cr, 3.0);
  cairo_arc(cr, 0, 0, AROUND * room, 0, 2 * G_PI);
  cairo_stroke(cr);
  set_colour(cr, find_colour(in->partner), 0.8);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_arc(cr, 0, 0, AROUND * room, -0.5 * G_PI,
            -0.5 * G_PI + 2 * G_PI * CLAMP(in->progress, 0.0, 1.0));
  cairo_stroke(cr);
}

static void
attune_ring_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  AttuneRing *self = ATTUNE_RING(widget);
  float width = (float)gtk_widget_get_width(widget), height = (float)gtk_widget_get_height(widget);
  double room = 0.5 * (double)MIN(width, height) - 4.0;
  if (room <= 8.0) return;
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));
  cairo_translate(cr, 0.5 * (double)width, 0.5 * (double)height);
  draw_progress(cr, &self->input, room);
  draw_heard(cr, &self->input, room);
  draw_guide(cr, &self->input, room);
  cairo_destroy(cr);
}

void
attune_ring_show(AttuneRing *self, const AttuneRingInput *input)
{
  self->input = *input;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
attune_ring_class_init(AttuneRingClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  widget->snapshot = attune_ring_snapshot;
  gtk_widget_class_set_css_name(widget, "ring");
  gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
attune_ring_init(AttuneRing *self)
{
  self->input = (AttuneRingInput){NAN, NAN, NAN, -1};
  g_signal_connect_object(adw_style_manager_get_default(), "notify::dark",
                          G_CALLBACK(gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}
