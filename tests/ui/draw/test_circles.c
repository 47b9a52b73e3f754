// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/circles.h"

#include "base/circle.h"

#include <glib.h>
#include <math.h>

static attune_circle_px
circle(double x, double y, double radius)
{
  return (attune_circle_px){{x, y}, radius};
}

static void
test_size__is_smooth_and_turns_where_the_breath_turns(void)
{
  g_assert_cmpfloat_with_epsilon(attune_size_of_phase(0.0), 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(attune_size_of_phase(ATTUNE_PI), 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(attune_size_of_phase(ATTUNE_TAU), 0.0, 1e-12);
  g_assert_true(isnan(attune_size_of_phase(NAN)));
  for (double phase = 0.01; phase < ATTUNE_TAU; phase += 0.01) {
    double before = attune_size_of_phase(phase - 0.01), now = attune_size_of_phase(phase);
    g_assert_cmpfloat(fabs(now - before), <, 0.0051);
    g_assert_true(phase < ATTUNE_PI ? now > before : phase < ATTUNE_PI + 0.01 || now < before);
  }
}

/* Two circles of radius r, d apart: 2 r^2 acos(d / 2r) - d/2 sqrt(4 r^2 - d^2). */
static void
test_lens__has_the_area_of_the_books(void)
{
  for (double d = 0.5; d < 20.0; d += 0.5) {
    attune_circle_px a = circle(3, 4, 10), b = circle(3 + d, 4, 10);
    double area = 200.0 * acos(d / 20.0) - d / 2.0 * sqrt(400.0 - d * d);
    attune_lens lens = attune_lens_of(&a, &b);
    g_assert_false(lens.is_empty);
    g_assert_cmpfloat_with_epsilon(lens.area_px, area, 1e-9);
  }
}

static void
test_lens__has_its_corners_on_both_circles(void)
{
  attune_circle_px a = circle(10, 20, 7), b = circle(14, 26, 5);
  attune_lens lens = attune_lens_of(&a, &b);
  for (int i = 0; i < 2; i++) {
    attune_point c = lens.corner[i];
    g_assert_cmpfloat_with_epsilon(hypot(c.x - 10, c.y - 20), 7.0, 1e-9);
    g_assert_cmpfloat_with_epsilon(hypot(c.x - 14, c.y - 26), 5.0, 1e-9);
  }
  for (int i = 0; i < 2; i++) { /* every point of either arc lies in both */
    const attune_circle_px *own = i == 0 ? &a : &b, *other = i == 0 ? &b : &a;
    for (double t = 0.0; t <= 1.0; t += 0.05) {
      double angle = lens.from_rad[i] + t * (lens.to_rad[i] - lens.from_rad[i]);
      double x = own->centre.x + own->radius_px * cos(angle);
      double y = own->centre.y + own->radius_px * sin(angle);
      g_assert_cmpfloat(hypot(x - other->centre.x, y - other->centre.y), <=,
                        other->radius_px + 1e-9);
    }
  }
}

static void
test_lens__knows_none_and_all(void)
{
  attune_circle_px a = circle(0, 0, 3), far = circle(7, 0, 3), small = circle(1, 0, 1);
  g_assert_true(attune_lens_of(&a, &far).is_empty);
  attune_lens inside = attune_lens_of(&a, &small), same = attune_lens_of(&a, &a);
  g_assert_true(inside.is_whole[1] && !inside.is_whole[0]);
  g_assert_cmpfloat_with_epsilon(inside.area_px, ATTUNE_PI, 1e-9);
  g_assert_cmpfloat_with_epsilon(same.area_px, 9.0 * ATTUNE_PI, 1e-9);
}

static void
test_rings__meet_as_they_come_together(void)
{
  double before = -1.0;
  for (double closeness = 0.0; closeness <= 1.0; closeness += 0.1) {
    attune_rings rings =
        attune_rings_make((attune_point){50, 60}, 100, (double[]){0.5, 0.5}, 0.5, closeness);
    attune_lens lens = attune_lens_of(&rings.ring[0], &rings.ring[1]);
    double share = lens.is_empty ? 0.0 : lens.area_px / pow(rings.ring[0].radius_px, 2.0);
    g_assert_true(share > before || (share == 0.0 && before <= 0.0));
    before = share;
  }
  g_assert_cmpfloat(before, >, 1.5);
}

static void
test_rings__apart_and_full_hardly_touch(void)
{
  attune_rings rings = attune_rings_make((attune_point){0, 0}, 100, (double[]){0, 0}, 0, 0);
  g_assert_true(attune_lens_of(&rings.ring[0], &rings.ring[1]).is_empty);
  g_assert_cmpfloat(rings.ring[0].centre.x, <, rings.ring[1].centre.x); /* A is on the left */
}

static void
test_guide__is_just_filled_by_two_who_follow_it(void)
{
  for (double size = 0.0; size <= 1.0; size += 0.1)
    for (double closeness = 0.0; closeness <= 1.0; closeness += 0.25) {
      attune_rings r =
          attune_rings_make((attune_point){0, 0}, 200, (double[]){size, size}, size, closeness);
      double reach = r.ring[1].centre.x + r.ring[1].radius_px;
      g_assert_cmpfloat(r.guide.radius_px, >, reach);
      g_assert_cmpfloat(r.guide.radius_px - reach, <, 0.03 * 200);
      g_assert_cmpfloat(r.guide.radius_px, <=, 200.0);
      g_assert_cmpfloat(r.guide.radius_px, <=, r.reach_px + 1e-9);
    }
}

static void
test_dashes__close_the_circle(void)
{
  for (double radius = 20.0; radius < 400.0; radius += 7.0) {
    attune_dashes dashes = attune_dashes_around(radius, 30, 0.6);
    g_assert_cmpfloat_with_epsilon(dashes.n * (dashes.dash_px + dashes.gap_px), ATTUNE_TAU * radius,
                                   1e-9);
    g_assert_cmpfloat_with_epsilon(dashes.dash_px / dashes.gap_px, 1.5, 1e-9);
  }
}

static void
test_diamond__stands_on_its_corner(void)
{
  attune_point c[4];
  attune_diamond((attune_point){5, 7}, 2, c);
  g_assert_true(c[0].x == 5 && c[0].y == 5 && c[1].x == 7 && c[1].y == 7);
  g_assert_true(c[2].x == 5 && c[2].y == 9 && c[3].x == 3 && c[3].y == 7);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/circles/size", test_size__is_smooth_and_turns_where_the_breath_turns);
  g_test_add_func("/circles/lens/area", test_lens__has_the_area_of_the_books);
  g_test_add_func("/circles/lens/corners", test_lens__has_its_corners_on_both_circles);
  g_test_add_func("/circles/lens/ends", test_lens__knows_none_and_all);
  g_test_add_func("/circles/rings/meet", test_rings__meet_as_they_come_together);
  g_test_add_func("/circles/rings/apart", test_rings__apart_and_full_hardly_touch);
  g_test_add_func("/circles/guide", test_guide__is_just_filled_by_two_who_follow_it);
  g_test_add_func("/circles/dashes", test_dashes__close_the_circle);
  g_test_add_func("/circles/diamond", test_diamond__stands_on_its_corner);
  return g_test_run();
}
