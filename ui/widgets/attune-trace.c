// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/attune-trace.h"

#include "draw/colours.h"
#include "draw/trace.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define MAX_STRETCHES 200
#define TOP 26.0 /* room for words over the lines */
#define BOTTOM 24.0

struct _AttuneTrace {
  GtkWidget parent_instance;

  size_t n;
  double length_s, free_from_s;
  float *phase_rad[2];
  unsigned char *is_heard[2];
  attune_stretch gap[MAX_STRETCHES], together[MAX_STRETCHES];
  size_t n_gaps, n_together, n_marks;
  double mark_s[ATTUNE_TRACE_MAX_MARKS];
  unsigned mark[ATTUNE_TRACE_MAX_MARKS];
  const char *(*name)(unsigned bit);
};

G_DEFINE_FINAL_TYPE(AttuneTrace, attune_trace, GTK_TYPE_WIDGET)

typedef struct {
  AttuneTrace *self;
  cairo_t *cr;
  attune_colours colours;
  double width, top, bottom;
} pen;

static void
set_colour(cairo_t *cr, attune_colour c)
{
  cairo_set_source_rgba(cr, c.r, c.g, c.b, c.a);
}

static double
x_of(const pen *p, double row)
{
  return p->self->n < 2 ? 0.0 : p->width * row / (double)p->self->n;
}

static void
write_text(const pen *p, double x, double y, double align, attune_colour colour, const char *text)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout(GTK_WIDGET(p->self), text);
  PangoAttrList *attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_scale_new(0.82));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  int width, height;
  pango_layout_get_pixel_size(layout, &width, &height);
  double left = CLAMP(x - align * width, 0.0, fmax(p->width - width, 0.0));
  set_colour(p->cr, colour);
  cairo_move_to(p->cr, left, y);
  pango_cairo_show_layout(p->cr, layout);
}

/* --- Layers -------------------------------------------------------------------------------- */

static void
draw_together(const pen *p)
{
  attune_colour c = p->colours.shared;
  c.a = 0.14;
  set_colour(p->cr, c);
  for (size_t i = 0; i < p->self->n_together; i++) {
    double from = x_of(p, (double)p->self->together[i].from);
    double to = x_of(p, (double)p->self->together[i].to);
    cairo_rectangle(p->cr, from, p->top - 8.0, to - from, p->bottom - p->top + 16.0);
  }
  cairo_fill(p->cr);
}

static void
draw_hatch(const pen *p, double from, double to)
{
  double height = p->bottom - p->top + 16.0;
  cairo_save(p->cr);
  cairo_rectangle(p->cr, from, p->top - 8.0, to - from, height);
  cairo_clip(p->cr);
  set_colour(p->cr, p->colours.hatch);
  cairo_set_line_width(p->cr, 1.0);
  for (double x = floor((from - height) / 8.0) * 8.0; x < to; x += 8.0) {
    cairo_move_to(p->cr, x, p->bottom + 8.0);
    cairo_line_to(p->cr, x + height, p->bottom + 8.0 - height);
  }
  cairo_stroke(p->cr);
  cairo_restore(p->cr);
}

static const char *
name_gap(const AttuneTrace *self, uint32_t bits)
{
  for (unsigned bit = 0; bit < 32; bit++) {
    const char *word = (bits >> bit) & 1u ? self->name(bit) : NULL;
    if (word != NULL) return word;
  }
  return NULL;
}

static void
draw_gaps(const pen *p)
{
  double written_to = -1.0;
  for (size_t i = 0; i < p->self->n_gaps; i++) {
    const attune_stretch *gap = &p->self->gap[i];
    double from = x_of(p, (double)gap->from), to = x_of(p, (double)gap->to);
    draw_hatch(p, from, fmax(to, from + 2.0));
    const char *word = name_gap(p->self, gap->bits);
    if (word == NULL || from < written_to) continue; /* words would lie on words */
    write_text(p, 0.5 * (from + to), p->top - TOP, 0.5, p->colours.quiet_text, word);
    written_to = to + 64.0;
  }
}

static void
draw_free(const pen *p)
{
  if (!(p->self->free_from_s < p->self->length_s)) return;
  double x = p->width * p->self->free_from_s / p->self->length_s;
  set_colour(p->cr, p->colours.quiet_text);
  cairo_set_line_width(p->cr, 1.0);
  cairo_set_dash(p->cr, (double[]){2, 4}, 2, 0);
  cairo_move_to(p->cr, x, p->top - 8.0);
  cairo_line_to(p->cr, x, p->bottom + 8.0);
  cairo_stroke(p->cr);
  cairo_set_dash(p->cr, NULL, 0, 0);
  write_text(p, x, p->top - TOP, 0.5, p->colours.quiet_text, _("without the guide"));
}

static void
draw_line(const pen *p, int who)
{
  const AttuneTrace *self = p->self;
  gboolean is_down = FALSE;
  size_t step = MAX(1, self->n / (size_t)fmax(2.0 * p->width, 1.0));
  cairo_new_path(p->cr);
  for (size_t t = 0; t < self->n; t += step) {
    double phase = (double)self->phase_rad[who][t];
    if (!self->is_heard[who][t] || isnan(phase)) {
      is_down = FALSE;
      continue;
    }
    double y = p->bottom - (p->bottom - p->top) * attune_trace_height(phase);
    if (is_down)
      cairo_line_to(p->cr, x_of(p, (double)t), y);
    else
      cairo_move_to(p->cr, x_of(p, (double)t), y);
    is_down = TRUE;
  }
  set_colour(p->cr, p->colours.partner[who]);
  cairo_set_line_width(p->cr, 2.2);
  cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
  if (who == 1) cairo_set_dash(p->cr, (double[]){6, 4}, 2, 0);
  cairo_stroke(p->cr);
  cairo_set_dash(p->cr, NULL, 0, 0);
}

static void
draw_times(const pen *p)
{
  double length_s = p->self->length_s;
  long s = lround(length_s);
  g_autofree char *end = g_strdup_printf("%ld:%02ld", s / 60, s % 60);
  write_text(p, 0.0, p->bottom + 8.0, 0.0, p->colours.quiet_text, "0:00");
  write_text(p, p->width, p->bottom + 8.0, 1.0, p->colours.quiet_text, end);
  for (size_t i = 0; i < p->self->n_marks; i++) {
    g_autofree char *number = g_strdup_printf("%u", p->self->mark[i]);
    double x = p->width * p->self->mark_s[i] / fmax(length_s, 1e-9);
    set_colour(p->cr, p->colours.text);
    cairo_arc(p->cr, x, p->bottom + 8.0, 2.0, 0, 2 * G_PI);
    cairo_fill(p->cr);
    write_text(p, x, p->bottom + 9.0, 0.5, p->colours.text, number);
  }
}

static void
attune_trace_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  AttuneTrace *self = ATTUNE_TRACE(widget);
  float width = (float)gtk_widget_get_width(widget), height = (float)gtk_widget_get_height(widget);
  if (self->n < 2 || width < 40 || height < 80) return;
  AdwStyleManager *style = adw_style_manager_get_default();
  pen p = {.self = self,
           .cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height)),
           .colours = attune_colours_for(adw_style_manager_get_dark(style),
                                         adw_style_manager_get_high_contrast(style)),
           .width = (double)width,
           .top = TOP + 4.0,
           .bottom = (double)height - BOTTOM - 6.0};
  draw_together(&p);
  draw_gaps(&p);
  draw_free(&p);
  draw_line(&p, 0);
  draw_line(&p, 1);
  draw_times(&p);
  cairo_destroy(p.cr);
}

/* --- The object ---------------------------------------------------------------------------- */

static void
clear(AttuneTrace *self)
{
  for (int who = 0; who < 2; who++) {
    g_clear_pointer(&self->phase_rad[who], g_free);
    g_clear_pointer(&self->is_heard[who], g_free);
  }
  self->n = self->n_gaps = self->n_together = self->n_marks = 0;
}

static void
find_stretches(AttuneTrace *self, const AttuneTraceInput *input)
{
  g_autofree uint32_t *together = g_new(uint32_t, self->n);
  for (size_t t = 0; t < self->n; t++) together[t] = input->is_together[t];
  self->n_gaps = attune_trace_stretches(input->unheard, self->n, input->unheard_mask, 8, 5,
                                        self->gap, MAX_STRETCHES);
  self->n_together =
      attune_trace_stretches(together, self->n, 1u, 8, 20, self->together, MAX_STRETCHES);
}

void
attune_trace_show(AttuneTrace *self, const AttuneTraceInput *input)
{
  clear(self);
  gtk_widget_queue_draw(GTK_WIDGET(self));
  if (input == NULL || input->n_rows == 0) return;
  self->n = input->n_rows;
  self->length_s = (double)input->n_rows * input->dt_s;
  self->free_from_s = input->free_from_s;
  self->name = input->name;
  for (int who = 0; who < 2; who++) {
    self->phase_rad[who] = g_memdup2(input->phase_rad[who], self->n * sizeof(float));
    self->is_heard[who] = g_memdup2(input->is_heard[who], self->n);
  }
  self->n_marks = MIN(input->n_marks, ATTUNE_TRACE_MAX_MARKS);
  for (size_t i = 0; i < self->n_marks; i++) {
    self->mark_s[i] = input->mark_s[i];
    self->mark[i] = input->mark[i];
  }
  find_stretches(self, input);
}

static void
finalize(GObject *object)
{
  clear(ATTUNE_TRACE(object));
  G_OBJECT_CLASS(attune_trace_parent_class)->finalize(object);
}

static void
attune_trace_class_init(AttuneTraceClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = finalize;
  widget->snapshot = attune_trace_snapshot;
  gtk_widget_class_set_css_name(widget, "trace");
  gtk_widget_class_set_accessible_role(widget, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
attune_trace_init(AttuneTrace *self)
{
  AdwStyleManager *style = adw_style_manager_get_default();
  g_signal_connect_object(style, "notify::dark", G_CALLBACK(gtk_widget_queue_draw), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(style, "notify::high-contrast", G_CALLBACK(gtk_widget_queue_draw), self,
                          G_CONNECT_SWAPPED);
}
