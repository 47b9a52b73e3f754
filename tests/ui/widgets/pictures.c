// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Pictures of the figure in every state, to be looked at:
 *   xvfb-run ... figure-pictures FOLDER [light|dark] [WIDTHxHEIGHT] [rings|ribbons|words|quiet]
 * [STATE]
 * TEXT_SCALE=2 in the environment doubles the desktop's text.
 */
#include "breathers.h"

#include "widgets/attune-level-meter.h"
#include "widgets/attune-solo-ring.h"

#include <adwaita.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define NOW_S 68.9

static const breathers STATES[] = {
    {.name = "together",
     .rate_a = 6,
     .rate_b = 6,
     .lag_rad = 0.12,
     .closeness = 0.95,
     .spread_rad = 0.2},
    {.name = "near",
     .rate_a = 6,
     .rate_b = 6,
     .lag_rad = 0.7,
     .closeness = 0.55,
     .spread_rad = 0.3},
    {.name = "apart", .rate_a = 9.5, .rate_b = 6.7, .closeness = 0.05, .spread_rad = 0.3},
    {.name = "anti",
     .rate_a = 6,
     .rate_b = 6,
     .lag_rad = 3.14,
     .closeness = 0.0,
     .spread_rad = 0.3},
    {.name = "unsure",
     .rate_a = 6,
     .rate_b = 6,
     .lag_rad = 0.5,
     .closeness = 0.4,
     .spread_rad = 1.5,
     .unsure = TRUE},
    {.name = "one-absent",
     .rate_a = 6,
     .rate_b = 6,
     .closeness = NAN,
     .spread_rad = 0.2,
     .b_away = TRUE},
    {.name = "nobody",
     .rate_a = 6,
     .rate_b = 6,
     .closeness = NAN,
     .a_away = TRUE,
     .b_away = TRUE,
     .no_guide = TRUE},
    {.name = "free-talked",
     .rate_a = 6.3,
     .rate_b = 6.3,
     .lag_rad = 0.3,
     .closeness = 0.8,
     .spread_rad = 0.2,
     .no_guide = TRUE,
     .has_gap = TRUE},
    {.name = "paused",
     .rate_a = 6,
     .rate_b = 6,
     .lag_rad = 0.12,
     .closeness = 0.9,
     .spread_rad = 0.2,
     .paused = TRUE},
    {.name = "demo",
     .rate_a = 6,
     .rate_b = 6,
     .lag_rad = 0.3,
     .closeness = 0.75,
     .spread_rad = 0.2,
     .demo = TRUE},
};

static const char BACKGROUND[] = "window.light { background: linear-gradient(#fdfaf5, #e9eef1); }"
                                 "window.dark { background: linear-gradient(#0e141a, #1b2a31); }";

static void
wait_frames(GtkWidget *window)
{
  gtk_test_widget_wait_for_draw(window);
  for (int i = 0; i < 30; i++) g_main_context_iteration(NULL, FALSE);
}

static void
save(GtkWidget *widget, const char *path)
{
  g_autoptr(GdkPaintable) picture = gtk_widget_paintable_new(widget);
  GtkSnapshot *snapshot = gtk_snapshot_new();
  gdk_paintable_snapshot(picture, snapshot, gtk_widget_get_width(widget),
                         gtk_widget_get_height(widget));
  g_autoptr(GskRenderNode) node = gtk_snapshot_free_to_node(snapshot);
  GskRenderer *renderer = gtk_native_get_renderer(gtk_widget_get_native(widget));
  g_autoptr(GdkTexture) texture = gsk_renderer_render_texture(renderer, node, NULL);
  if (!gdk_texture_save_to_png(texture, path)) g_error("cannot write %s", path);
}

static GtkWidget *
make_window(GtkWidget *child, gboolean is_dark, int width, int height)
{
  GtkWidget *window = gtk_window_new();
  gtk_window_set_decorated(GTK_WINDOW(window), FALSE);
  gtk_window_set_default_size(GTK_WINDOW(window), width, height);
  gtk_widget_add_css_class(window, is_dark ? "dark" : "light");
  gtk_window_set_child(GTK_WINDOW(window), child);
  return window;
}

static void
show_and_save(GtkWidget *window, const char *path)
{
  gtk_window_present(GTK_WINDOW(window));
  wait_frames(window);
  save(window, path);
  gtk_window_destroy(GTK_WINDOW(window));
}

/* One partner alone, with a level meter above. */
static void
take_solo(int partner, double loud_dbfs, gboolean is_dark, int width, int height, const char *path)
{
  test_clock clock = test_clock_make(1000000);
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 24), *ring = attune_solo_ring_new();
  GtkWidget *meter = attune_level_meter_new();
  gtk_widget_set_margin_top(meter, 24);
  gtk_widget_set_halign(meter, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand(ring, TRUE);
  gtk_box_append(GTK_BOX(box), meter);
  gtk_box_append(GTK_BOX(box), ring);
  g_object_set(ring, "partner", partner, NULL);
  attune_solo_ring_set_clock(ATTUNE_SOLO_RING(ring), &clock.base);
  const breathers pair = {.rate_a = 6, .rate_b = 6};
  for (double t_s = 0.0; t_s < 16.8; t_s += 0.096, clock.now_us += 96000) {
    AttuneSoloRingInput input = {.clock_us = clock.now_us,
                                 .guide = breathers_row(&pair, t_s, clock.now_us).guide,
                                 .level_dbfs = fmod(t_s, 5.0) < 3.0 ? loud_dbfs : -62.0,
                                 .progress = t_s / 40.0};
    attune_solo_ring_push(ATTUNE_SOLO_RING(ring), &input);
  }
  attune_level_meter_tell(ATTUNE_LEVEL_METER(meter), loud_dbfs + 8.0);
  attune_level_meter_tell(ATTUNE_LEVEL_METER(meter), loud_dbfs);
  show_and_save(make_window(box, is_dark, width, height), path);
}

static void
take(const breathers *state, const char *view, gboolean is_dark, int width, int height,
     const char *path)
{
  test_clock clock = test_clock_make(1000000);
  GtkWidget *figure = attune_figure_new();
  attune_figure_set_clock(ATTUNE_FIGURE(figure), &clock.base);
  gboolean is_quiet = g_str_equal(view, "quiet");
  AttuneFigureView chosen = g_str_equal(view, "words")     ? ATTUNE_FIGURE_VIEW_WORDS
                            : g_str_equal(view, "ribbons") ? ATTUNE_FIGURE_VIEW_RIBBONS
                                                           : ATTUNE_FIGURE_VIEW_RINGS;
  g_object_set(figure, "view", chosen, "quiet", is_quiet, NULL);
  breathers_tell(state, ATTUNE_FIGURE(figure), &clock, 0.0, NOW_S);
  if (state->paused) g_object_set(figure, "running", FALSE, NULL);
  clock.now_us += 1000000 * (state->paused ? 2 : 0);
  show_and_save(make_window(figure, is_dark, width, height), path);
}

int
main(int argc, char **argv)
{
  const char *folder = argc > 1 ? argv[1] : ".", *theme = argc > 2 ? argv[2] : "light";
  int width = 1000, height = 560;
  if (argc > 3 && sscanf(argv[3], "%dx%d", &width, &height) != 2) return 2;
  const char *view = argc > 4 ? argv[4] : "rings", *only = argc > 5 ? argv[5] : NULL;
  adw_init();
  gboolean is_dark = g_str_equal(theme, "dark");
  adw_style_manager_set_color_scheme(adw_style_manager_get_default(),
                                     is_dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                             : ADW_COLOR_SCHEME_FORCE_LIGHT);
  const char *text_scale = g_getenv("TEXT_SCALE");
  if (text_scale != NULL)
    g_object_set(gtk_settings_get_default(), "gtk-xft-dpi",
                 (int)(96 * 1024 * g_ascii_strtod(text_scale, NULL)), NULL);
  GtkCssProvider *css = gtk_css_provider_new();
  gtk_css_provider_load_from_data(css, BACKGROUND, -1);
  gtk_style_context_add_provider_for_display(gdk_display_get_default(), GTK_STYLE_PROVIDER(css),
                                             GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  for (int i = 0; i < 4 && g_str_equal(view, "solo"); i++) {
    g_autofree char *name =
        g_strdup_printf("solo-%d-%s-%s.png", i / 2, i % 2 ? "heard" : "silent", theme);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    take_solo(i / 2, i % 2 ? -38.0 : -61.0, is_dark, width, height, path);
    puts(path);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(STATES) && !g_str_equal(view, "solo"); i++) {
    if (only != NULL && !g_str_equal(only, STATES[i].name)) continue;
    g_autofree char *name =
        g_strdup_printf("%s-%s-%s-%dx%d.png", view, STATES[i].name, theme, width, height);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    take(&STATES[i], view, is_dark, width, height, path);
    puts(path);
  }
  g_object_unref(css);
  return 0;
}
