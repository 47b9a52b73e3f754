// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/attune-score-bar.h"

#include "draw/colours.h"

#include <adwaita.h>
#include <math.h>

#define THICKNESS 8.0f
#define KNOB 9.0f /* radius */

struct _AttuneScoreBar {
  GtkWidget parent_instance;

  double score, chance;
};

G_DEFINE_FINAL_TYPE(AttuneScoreBar, attune_score_bar, GTK_TYPE_WIDGET)

static GdkRGBA
rgba_of(attune_colour c)
{
  return (GdkRGBA){(float)c.r, (float)c.g, (float)c.b, (float)c.a};
}

static void
fill(GtkSnapshot *snapshot, float x, float y, float width, float height, float radius,
     GdkRGBA colour)
{
  GskRoundedRect shape;
  gsk_rounded_rect_init_from_rect(&shape, &GRAPHENE_RECT_INIT(x, y, width, height), radius);
  gtk_snapshot_push_rounded_clip(snapshot, &shape);
  gtk_snapshot_append_color(snapshot, &colour, &shape.bounds);
  gtk_snapshot_pop(snapshot);
}

static void
attune_score_bar_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  AttuneScoreBar *self = ATTUNE_SCORE_BAR(widget);
  float width = (float)gtk_widget_get_width(widget),
        middle = 0.5f * (float)gtk_widget_get_height(widget);
  AdwStyleManager *style = adw_style_manager_get_default();
  attune_colours colours = attune_colours_for(adw_style_manager_get_dark(style),
                                              adw_style_manager_get_high_contrast(style));
  GdkRGBA text = rgba_of(colours.text), line = text, band = text;
  line.alpha = 0.10f;
  band.alpha = 0.28f;
  float run = width - 2.0f * KNOB, top = middle - 0.5f * THICKNESS;
  fill(snapshot, 0, top, width, THICKNESS, 0.5f * THICKNESS, line);
  if (!isnan(self->chance))
    fill(snapshot, 0, top, KNOB + run * (float)self->chance / 100.0f, THICKNESS, 0.5f * THICKNESS,
         band);
  if (isnan(self->score)) return;
  float x = run * (float)self->score / 100.0f;
  GdkRGBA knob = rgba_of(colours.shared);
  knob.alpha = 1.0f;
  fill(snapshot, x, middle - KNOB, 2.0f * KNOB, 2.0f * KNOB, KNOB, knob);
}

static void
attune_score_bar_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  (void)widget, (void)for_size;
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? (int)(2.0f * KNOB) + 4 : 80;
  *minimum_baseline = *natural_baseline = -1;
}

void
attune_score_bar_show(AttuneScoreBar *self, double score, double chance)
{
  self->score = isnan(score) ? NAN : CLAMP(score, 0.0, 100.0);
  self->chance = isnan(chance) ? NAN : CLAMP(chance, 0.0, 100.0);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
attune_score_bar_class_init(AttuneScoreBarClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  widget->snapshot = attune_score_bar_snapshot;
  widget->measure = attune_score_bar_measure;
  gtk_widget_class_set_css_name(widget, "score");
  gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
attune_score_bar_init(AttuneScoreBar *self)
{
  self->score = self->chance = NAN;
  g_signal_connect_object(adw_style_manager_get_default(), "notify::dark",
                          G_CALLBACK(gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}
