// SPDX-License-Identifier: GPL-3.0-or-later
/* The level meter and the solo ring in a window. */
#include "breathers.h"

#include "widgets/attune-level-meter.h"
#include "widgets/attune-solo-ring.h"

#include <adwaita.h>
#include <math.h>

static GtkWidget *
show(GtkWidget *child)
{
  GtkWidget *window = gtk_window_new();
  gtk_window_set_default_size(GTK_WINDOW(window), 400, 400);
  gtk_window_set_child(GTK_WINDOW(window), child);
  gtk_window_present(GTK_WINDOW(window));
  gtk_test_widget_wait_for_draw(window);
  return window;
}

static void
test_meter__tells_its_level_in_words(void)
{
  GtkWidget *meter = attune_level_meter_new(), *window = show(meter);
  gboolean is_live = TRUE;
  double level_dbfs = 0.0;
  g_object_get(meter, "is-live", &is_live, NULL);
  g_assert_false(is_live);
  attune_level_meter_tell(ATTUNE_LEVEL_METER(meter), -30.0);
  gtk_test_widget_wait_for_draw(window);
  g_object_get(meter, "is-live", &is_live, "level-dbfs", &level_dbfs, NULL);
  g_assert_true(is_live);
  g_assert_cmpfloat(level_dbfs, ==, -30.0);
  gtk_test_accessible_assert_role(meter, GTK_ACCESSIBLE_ROLE_METER);
  gtk_test_accessible_assert_property(meter, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "loud");
  attune_level_meter_tell(ATTUNE_LEVEL_METER(meter), NAN);
  gtk_test_widget_wait_for_draw(window);
  gtk_window_destroy(GTK_WINDOW(window));
}

static void
test_solo__says_the_guides_word(void)
{
  GtkWidget *ring = attune_solo_ring_new(), *window = show(ring);
  test_clock clock = test_clock_make(1000000);
  attune_solo_ring_set_clock(ATTUNE_SOLO_RING(ring), &clock.base);
  const breathers pair = {.rate_a = 6, .rate_b = 6};
  for (int partner = 0; partner < 2; partner++) {
    g_object_set(ring, "partner", partner, NULL);
    attune_solo_ring_clear(ATTUNE_SOLO_RING(ring));
    for (int i = 0; i < 70; i++) {
      double t_s = i * 0.1;
      AttuneSoloRingInput input = {.clock_us = clock.now_us,
                                   .guide = breathers_row(&pair, t_s, clock.now_us).guide,
                                   .level_dbfs = -50.0 + 10.0 * sin(t_s),
                                   .progress = t_s / 40.0};
      attune_solo_ring_push(ATTUNE_SOLO_RING(ring), &input);
      clock.now_us += 100000;
      g_autofree char *twin = NULL;
      g_object_get(ring, "twin", &twin, NULL);
      if (i == 20) g_assert_cmpstr(twin, ==, "in");
      if (i == 60) g_assert_cmpstr(twin, ==, "out");
    }
    gtk_widget_queue_draw(ring);
    gtk_test_widget_wait_for_draw(window);
  }
  gtk_test_accessible_assert_role(ring, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property(ring, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      "Diamond breathes with the guide");
  gtk_window_destroy(GTK_WINDOW(window));
}

int
main(int argc, char **argv)
{
  gtk_test_init(&argc, &argv, NULL);
  adw_init();
  g_test_add_func("/meter/words", test_meter__tells_its_level_in_words);
  g_test_add_func("/solo/words", test_solo__says_the_guides_word);
  return g_test_run();
}
