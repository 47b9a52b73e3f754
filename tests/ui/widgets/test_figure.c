// SPDX-License-Identifier: GPL-3.0-or-later
/* The figure in a window. Needs a display; warnings are fatal. */
#include "breathers.h"

#include <adwaita.h>
#include <math.h>

static const breathers TOGETHER = {
    .rate_a = 6, .rate_b = 6, .lag_rad = 0.1, .closeness = 0.9, .spread_rad = 0.2};

typedef struct {
  GtkWidget *window;
  AttuneFigure *figure;
  test_clock clock;
} scene;

static void
set_up(scene *s, gconstpointer data)
{
  (void)data;
  s->clock = test_clock_make(1000000);
  s->window = gtk_window_new();
  s->figure = ATTUNE_FIGURE(attune_figure_new());
  attune_figure_set_clock(s->figure, &s->clock.base);
  gtk_window_set_default_size(GTK_WINDOW(s->window), 600, 500);
  gtk_window_set_child(GTK_WINDOW(s->window), GTK_WIDGET(s->figure));
  gtk_window_present(GTK_WINDOW(s->window));
}

static void
tear_down(scene *s, gconstpointer data)
{
  (void)data;
  gpointer figure = s->figure;
  g_object_add_weak_pointer(G_OBJECT(s->figure), &figure);
  gtk_window_destroy(GTK_WINDOW(s->window));
  for (int i = 0; i < 20 && figure != NULL; i++) g_main_context_iteration(NULL, FALSE);
  g_assert_null(figure);
}

static GdkTexture *
picture_of(scene *s)
{
  gtk_widget_queue_draw(GTK_WIDGET(s->figure));
  gtk_test_widget_wait_for_draw(s->window);
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new(GTK_WIDGET(s->figure));
  GtkSnapshot *snapshot = gtk_snapshot_new();
  gdk_paintable_snapshot(paintable, snapshot, 600, 500);
  g_autoptr(GskRenderNode) node = gtk_snapshot_free_to_node(snapshot);
  g_assert_nonnull(node);
  GskRenderer *renderer = gtk_native_get_renderer(GTK_NATIVE(s->window));
  return gsk_renderer_render_texture(renderer, node, &GRAPHENE_RECT_INIT(0, 0, 600, 500));
}

/* Sum of the opacity of all pixels, 0..1 of the whole. */
static double
ink_of(scene *s)
{
  g_autoptr(GdkTexture) texture = picture_of(s);
  g_autofree guchar *pixels = g_malloc(600 * 500 * 4);
  gdk_texture_download(texture, pixels, 600 * 4);
  double sum = 0.0;
  for (int i = 0; i < 600 * 500; i++) sum += pixels[4 * i + 3] / 255.0;
  return sum / (600.0 * 500.0);
}

static void
test_every_state__can_be_drawn(scene *s, gconstpointer data)
{
  (void)data;
  const AttuneFigureView views[] = {ATTUNE_FIGURE_VIEW_RINGS, ATTUNE_FIGURE_VIEW_RIBBONS,
                                    ATTUNE_FIGURE_VIEW_WORDS};
  breathers pair = TOGETHER;
  g_assert_cmpfloat(ink_of(s), >, 0.0); /* nothing told */
  for (int mask = 0; mask < 32; mask++) {
    pair.a_away = mask & 1, pair.b_away = mask & 2, pair.unsure = mask & 4;
    pair.no_guide = mask & 8, pair.demo = mask & 16;
    pair.closeness = mask % 3 == 0 ? NAN : 0.4;
    breathers_tell(&pair, s->figure, &s->clock, mask * 3.0, mask * 3.0 + 3.0);
    g_object_set(s->figure, "view", views[mask % 3], "quiet", mask % 5 == 0, NULL);
    g_assert_cmpfloat(ink_of(s), >, 0.0);
  }
}

static void
test_rings__fill_with_the_breath_and_shine_with_closeness(scene *s, gconstpointer data)
{
  (void)data;
  g_object_set(s->figure, "quiet", TRUE, "allow-motion", TRUE, NULL);
  breathers apart = TOGETHER, together = TOGETHER;
  apart.closeness = 0.0, together.closeness = 1.0;
  apart.no_guide = together.no_guide = TRUE;
  breathers_tell(&apart, s->figure, &s->clock, 0.0, 30.0); /* in-breath begins */
  double empty = ink_of(s);
  breathers_tell(&apart, s->figure, &s->clock, 30.0, 34.0); /* out-breath begins */
  double full = ink_of(s);
  g_assert_cmpfloat(full, >, 1.3 * empty);
  breathers_tell(&together, s->figure, &s->clock, 34.0, 54.0);
  g_assert_cmpfloat(ink_of(s), >, 1.2 * full);
}

static void
test_pause__rests_dimmed_and_goes_on_where_it_was(scene *s, gconstpointer data)
{
  (void)data;
  g_object_set(s->figure, "quiet", TRUE, "allow-motion", TRUE, NULL);
  breathers_tell(&TOGETHER, s->figure, &s->clock, 0.0, 22.0);
  double before = ink_of(s);
  g_object_set(s->figure, "running", FALSE, NULL);
  s->clock.now_us += 5000000;
  double dimmed = ink_of(s);
  g_assert_cmpfloat(dimmed, <, 0.75 * before);
  s->clock.now_us += 60000000; /* nothing moves, however long */
  g_assert_cmpfloat_with_epsilon(ink_of(s), dimmed, 0.002);
  g_object_set(s->figure, "running", TRUE, NULL);
  s->clock.now_us += 2000000;
  g_assert_cmpfloat(ink_of(s), >, 0.75 * before);
}

static void
test_reduced_motion__turns_rings_into_words(scene *s, gconstpointer data)
{
  (void)data;
  GtkSettings *settings = gtk_settings_get_default();
  g_assert_cmpint(attune_figure_get_shown_view(s->figure), ==, ATTUNE_FIGURE_VIEW_RINGS);
  g_object_set(settings, "gtk-enable-animations", FALSE, NULL);
  g_assert_cmpint(attune_figure_get_shown_view(s->figure), ==, ATTUNE_FIGURE_VIEW_WORDS);
  g_object_set(s->figure, "allow-motion", TRUE, NULL);
  g_assert_cmpint(attune_figure_get_shown_view(s->figure), ==, ATTUNE_FIGURE_VIEW_RINGS);
  g_object_set(s->figure, "view", ATTUNE_FIGURE_VIEW_RIBBONS, NULL);
  g_assert_cmpint(attune_figure_get_shown_view(s->figure), ==, ATTUNE_FIGURE_VIEW_RIBBONS);
  g_object_set(settings, "gtk-enable-animations", TRUE, NULL);
}

static void
count(gpointer data)
{
  ++*(int *)data;
}

static char *
twin_of(scene *s)
{
  char *twin;
  g_object_get(s->figure, "twin", &twin, NULL);
  return twin;
}

static void
test_twin__speaks_at_most_once_a_breath(scene *s, gconstpointer data)
{
  (void)data;
  int said = 0;
  g_signal_connect_swapped(s->figure, "notify::twin", G_CALLBACK(count), &said);
  breathers pair = TOGETHER;
  for (int i = 0; i < 60; i++) { /* every second something else */
    pair.closeness = i % 2 ? 0.9 : 0.0;
    pair.b_away = i % 3 == 0;
    breathers_tell(&pair, s->figure, &s->clock, i, i + 1.0);
  }
  g_assert_cmpint(said, >=, 3);
  g_assert_cmpint(said, <=, 7); /* six breaths, and the first word */
  breathers_tell(&TOGETHER, s->figure, &s->clock, 60.0, 100.0);
  g_autofree char *together = twin_of(s);
  g_assert_cmpstr(together, ==, "Together");
  pair = TOGETHER, pair.b_away = TRUE;
  breathers_tell(&pair, s->figure, &s->clock, 100.0, 130.0);
  g_autofree char *alone = twin_of(s);
  g_assert_cmpstr(alone, ==, "I hear Circle, not Diamond");
  gtk_test_accessible_assert_role(s->figure, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property(s->figure, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, alone);
}

static void
test_late_odd_and_missing_rows__do_no_harm(scene *s, gconstpointer data)
{
  (void)data;
  GRand *rand = g_rand_new_with_seed(3);
  for (int i = 0; i < 2000; i++) {
    const double odd[] = {NAN, INFINITY, -1e9, 1e9, 0.0, -3.0};
    AttuneFigureInput row = breathers_row(&TOGETHER, i, s->clock.now_us);
    row.clock_us += g_rand_int_range(rand, -5000000, 1000000);
    double *places[] = {&row.partner[0].phase_rad,  &row.partner[1].rate_per_min,
                        &row.partner[0].spread_rad, &row.closeness,
                        &row.guide.phase_rad,       &row.guide.rate_per_min,
                        &row.guide.in_share,        &row.guide.opacity};
    *places[g_rand_int_range(rand, 0, 8)] = odd[g_rand_int_range(rand, 0, 6)];
    attune_figure_push(s->figure, &row);
    s->clock.now_us += g_rand_int_range(rand, 0, 3000000);
    if (i % 100 == 0) g_assert_cmpfloat(ink_of(s), >, 0.0);
  }
  g_rand_free(rand);
}

int
main(int argc, char **argv)
{
  gtk_test_init(&argc, &argv, NULL);
  adw_init();
#define ADD(name, test) g_test_add("/figure/" name, scene, NULL, set_up, test, tear_down)
  ADD("states", test_every_state__can_be_drawn);
  ADD("light", test_rings__fill_with_the_breath_and_shine_with_closeness);
  ADD("pause", test_pause__rests_dimmed_and_goes_on_where_it_was);
  ADD("reduced-motion", test_reduced_motion__turns_rings_into_words);
  ADD("twin", test_twin__speaks_at_most_once_a_breath);
  ADD("odd-rows", test_late_odd_and_missing_rows__do_no_harm);
  return g_test_run();
}
