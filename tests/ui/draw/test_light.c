// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/light.h"

#include <glib.h>
#include <math.h>

#define SIDE 176

static uint32_t picture[SIDE * SIDE];

static void
paint(double size_a, double size_b, double closeness, gboolean dark)
{
  attune_colours colours = attune_colours_for(dark, FALSE);
  attune_light light = {.middle = {300, 200},
                        .half_px = 150,
                        .presence = {1, 1},
                        .closeness = closeness,
                        .colours = &colours};
  light.rings = attune_rings_make(light.middle, 150, (double[]){size_a, size_b}, 0.5, closeness);
  attune_light_paint(&light, SIDE, 1, picture);
}

static int
opacity(int x, int y)
{
  return (int)(picture[y * SIDE + x] >> 24);
}

static double
all_light(void)
{
  double sum = 0.0;
  for (int i = 0; i < SIDE * SIDE; i++) sum += picture[i] >> 24;
  return sum;
}

static void
test_every_pixel__is_premultiplied_and_the_border_is_dark(void)
{
  for (int dark = 0; dark < 2; dark++) {
    paint(1.0, 0.3, 0.9, dark);
    for (int i = 0; i < SIDE * SIDE; i++)
      for (int c = 0; c < 24; c += 8) g_assert_cmpuint(picture[i] >> c & 255, <=, picture[i] >> 24);
    for (int i = 0; i < SIDE; i++) {
      g_assert_cmpint(opacity(i, 0), <=, 1);
      g_assert_cmpint(opacity(0, i), <=, 1);
      g_assert_cmpint(opacity(SIDE - 1, i), <=, 1);
    }
  }
}

static void
test_light__grows_with_closeness(void)
{
  double before = -1.0;
  for (double closeness = 0.0; closeness <= 1.0; closeness += 0.25) {
    paint(0.7, 0.7, closeness, TRUE);
    g_assert_cmpfloat(all_light(), >, before);
    before = all_light();
  }
}

static void
test_light__is_even_from_top_to_bottom(void)
{
  paint(0.8, 0.4, 0.6, TRUE);
  for (int y = 0; y < SIDE / 2; y += 5)
    for (int x = 0; x < SIDE; x += 5) /* but for the grain */
      g_assert_cmpint(ABS(opacity(x, y) - opacity(x, SIDE - 1 - y)), <=, 1);
}

static void
test_ring__shines_at_its_rim(void)
{
  paint(0.5, 0.5, 0.0, TRUE); /* apart: A's middle is at 0.43 of the half side to the left */
  int middle = (int)(SIDE / 2.0 * (1.0 - 0.43)), rim = middle;
  double radius = SIDE / 2.0 * (0.94 - 0.43) * 0.75;
  rim -= (int)(0.93 * radius);
  g_assert_cmpint(opacity(rim, SIDE / 2), >, 2 * opacity(middle, SIDE / 2));
}

static void
test_blocks__look_the_same(void)
{
  static uint32_t coarse[SIDE * SIDE];
  paint(0.8, 0.4, 0.6, TRUE);
  attune_colours colours = attune_colours_for(TRUE, FALSE);
  attune_light light = {.middle = {300, 200},
                        .half_px = 150,
                        .presence = {1, 1},
                        .closeness = 0.6,
                        .colours = &colours};
  light.rings = attune_rings_make(light.middle, 150, (double[]){0.8, 0.4}, 0.5, 0.6);
  attune_light_paint(&light, SIDE, 2, coarse);
  double off = 0.0;
  for (int i = 0; i < SIDE * SIDE; i++)
    off += fabs((double)(picture[i] >> 24) - (double)(coarse[i] >> 24));
  g_assert_cmpfloat(off / (SIDE * SIDE), <, 2.0);
}

static void
test_reach__leaves_out_nothing_that_shows(void)
{
  for (double closeness = 0.0; closeness <= 1.0; closeness += 0.2) {
    paint(0.2, 0.1, closeness, TRUE);
    attune_rings rings =
        attune_rings_make((attune_point){300, 200}, 150, (double[]){0.2, 0.1}, 0.5, closeness);
    double reach = attune_light_reach_px(&rings, closeness) / 150.0 * SIDE / 2.0;
    for (int i = 0; i < SIDE * SIDE; i++)
      if (hypot(i % SIDE + 0.5 - SIDE / 2.0, i / SIDE + 0.5 - SIDE / 2.0) > reach * 1.42)
        g_assert_cmpuint(picture[i] >> 24, <=, 6);
  }
}

static void
test_absent__gives_no_light(void)
{
  attune_colours colours = attune_colours_for(TRUE, FALSE);
  attune_light light = {.middle = {100, 100}, .half_px = 80, .colours = &colours};
  light.rings = attune_rings_make(light.middle, 80, (double[]){1, 1}, 1, 1);
  attune_light_paint(&light, SIDE, 1, picture);
  g_assert_cmpfloat(all_light(), ==, 0.0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/light/premultiplied",
                  test_every_pixel__is_premultiplied_and_the_border_is_dark);
  g_test_add_func("/light/closeness", test_light__grows_with_closeness);
  g_test_add_func("/light/even", test_light__is_even_from_top_to_bottom);
  g_test_add_func("/light/rim", test_ring__shines_at_its_rim);
  g_test_add_func("/light/blocks", test_blocks__look_the_same);
  g_test_add_func("/light/reach", test_reach__leaves_out_nothing_that_shows);
  g_test_add_func("/light/absent", test_absent__gives_no_light);
  return g_test_run();
}
