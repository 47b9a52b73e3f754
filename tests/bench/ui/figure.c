// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How long the figure takes to prepare a frame, how many it draws a second, and what that costs.
 *   xvfb-run -a env GSK_RENDERER=cairo bench-figure [SECONDS] [WIDTHxHEIGHT] [rings|ribbons|words]
 */
#include "breathers.h"

#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

typedef struct {
  GtkWidget *window, *figure;
  GArray *snapshot_us, *frame_us, *between_us; /* double */
  gint64 begun_us, frame_begun_us, last_frame_us;
} bench;

static bench the;
static void (*real_snapshot)(GtkWidget *widget, GtkSnapshot *snapshot);

static void
timed_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
  gint64 from_us = g_get_monotonic_time();
  real_snapshot(widget, snapshot);
  double spent_us = (double)(g_get_monotonic_time() - from_us);
  g_array_append_val(the.snapshot_us, spent_us);
}

static void
on_before_paint(GdkFrameClock *clock)
{
  the.frame_begun_us = g_get_monotonic_time();
  gint64 frame_us = gdk_frame_clock_get_frame_time(clock);
  double between_us = (double)(frame_us - the.last_frame_us);
  if (the.last_frame_us != 0) g_array_append_val(the.between_us, between_us);
  the.last_frame_us = frame_us;
}

static void
on_after_paint(GdkFrameClock *clock)
{
  (void)clock;
  double spent_us = (double)(g_get_monotonic_time() - the.frame_begun_us);
  g_array_append_val(the.frame_us, spent_us);
}

static gboolean
tell(gpointer data)
{
  (void)data;
  gint64 now_us = g_get_monotonic_time();
  double t_s = (double)(now_us - the.begun_us) * 1e-6;
  breathers pair = {
      .rate_a = 6.0, .rate_b = 6.2, .closeness = 0.5 + 0.5 * (t_s > 3.0), .spread_rad = 0.3};
  AttuneFigureInput row = breathers_row(&pair, t_s - 0.2, now_us - 200000);
  attune_figure_push(ATTUNE_FIGURE(the.figure), &row);
  return G_SOURCE_CONTINUE;
}

static int
compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double
percentile(GArray *values, double share)
{
  if (values->len == 0) return 0.0;
  qsort(values->data, values->len, sizeof(double), compare);
  return g_array_index(values, double, (guint)(share * (values->len - 1)));
}

static double
cpu_s(void)
{
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
}

static void
make_window(int width, int height, const char *view)
{
  the.window = gtk_window_new();
  the.figure = attune_figure_new();
  gtk_window_set_decorated(GTK_WINDOW(the.window), FALSE);
  gtk_window_set_default_size(GTK_WINDOW(the.window), width, height);
  gtk_window_set_child(GTK_WINDOW(the.window), the.figure);
  g_object_set(the.figure, "view",
               g_str_equal(view, "ribbons") ? ATTUNE_FIGURE_VIEW_RIBBONS
               : g_str_equal(view, "words") ? ATTUNE_FIGURE_VIEW_WORDS
                                            : ATTUNE_FIGURE_VIEW_RINGS,
               NULL);
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS(the.figure);
  real_snapshot = klass->snapshot;
  klass->snapshot = timed_snapshot;
  gtk_window_present(GTK_WINDOW(the.window));
}

static void
run_for(double seconds)
{
  gint64 until_us = g_get_monotonic_time() + (gint64)(seconds * 1e6);
  while (g_get_monotonic_time() < until_us) g_main_context_iteration(NULL, TRUE);
}

int
main(int argc, char **argv)
{
  double seconds = argc > 1 ? atof(argv[1]) : 10.0;
  int width = 1000, height = 700;
  if (argc > 2 && sscanf(argv[2], "%dx%d", &width, &height) != 2) return 2;
  const char *view = argc > 3 ? argv[3] : "rings";
  adw_init();
  the.snapshot_us = g_array_new(FALSE, FALSE, sizeof(double));
  the.frame_us = g_array_new(FALSE, FALSE, sizeof(double));
  the.between_us = g_array_new(FALSE, FALSE, sizeof(double));
  the.begun_us = g_get_monotonic_time();
  make_window(width, height, view);
  g_timeout_add(96, tell, NULL);
  run_for(2.0); /* the ribbons get a beginning, caches fill */
  GdkFrameClock *clock = gtk_widget_get_frame_clock(the.figure);
  g_signal_connect(clock, "before-paint", G_CALLBACK(on_before_paint), NULL);
  g_signal_connect(clock, "after-paint", G_CALLBACK(on_after_paint), NULL);
  g_array_set_size(the.snapshot_us, 0);
  double cpu = cpu_s();
  gint64 from_us = g_get_monotonic_time();
  run_for(seconds);
  double passed_s = (double)(g_get_monotonic_time() - from_us) * 1e-6;
  cpu = cpu_s() - cpu;
  printf("%s %dx%d, %.0f s, renderer %s\n", view, width, height, passed_s,
         G_OBJECT_TYPE_NAME(gtk_native_get_renderer(GTK_NATIVE(the.window))));
  printf("frames drawn a second     %.1f\n", the.snapshot_us->len / passed_s);
  printf("time between, ms          p50 %.2f  p99 %.2f\n", percentile(the.between_us, 0.5) / 1e3,
         percentile(the.between_us, 0.99) / 1e3);
  printf("preparing a frame, ms     p50 %.2f  p99 %.2f  (target 4 at p99)\n",
         percentile(the.snapshot_us, 0.5) / 1e3, percentile(the.snapshot_us, 0.99) / 1e3);
  printf("whole frame, drawn, ms    p50 %.2f  p99 %.2f\n", percentile(the.frame_us, 0.5) / 1e3,
         percentile(the.frame_us, 0.99) / 1e3);
  printf("of one core, %%            %.1f\n", 100.0 * cpu / passed_s);
  return 0;
}
