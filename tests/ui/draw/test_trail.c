// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/trail.h"

#include <glib.h>
#include <math.h>

#define S 1000000

static attune_trail trail;
static attune_point point[ATTUNE_TRAIL_ROWS];

static void
fill(int64_t from_us, int64_t to_us, float value)
{
  for (int64_t t = from_us; t <= to_us; t += 100000)
    attune_trail_add(&trail, &(attune_trail_row){t, {value, NAN}, 0.5f});
}

static const attune_trail_frame FRAME = {100, 20, 600, 40, 60.0, 100 * S};

static void
test_curve__runs_into_now_at_the_right(void)
{
  attune_trail_clear(&trail);
  fill(70 * S, 100 * S, 0.25f);
  unsigned n = attune_trail_curve(&trail, &FRAME, 0, point);
  g_assert_cmpuint(n, ==, 301);
  g_assert_cmpfloat_with_epsilon(point[0].x, 400.0, 1e-6); /* 30 s ago: half way */
  g_assert_cmpfloat_with_epsilon(point[n - 1].x, 700.0, 1e-6);
  g_assert_cmpfloat_with_epsilon(point[0].y, 50.0, 1e-5);
  g_assert_cmpuint(attune_trail_curve(&trail, &FRAME, 1, point), ==, 0); /* unknown */
  g_assert_cmpuint(attune_trail_curve(&trail, &FRAME, 2, point), ==, 301);
}

static void
test_curve__breaks_where_nothing_is_known(void)
{
  attune_trail_clear(&trail);
  fill(80 * S, 85 * S, 1.0f);
  fill(86 * S, 90 * S, NAN);
  fill(95 * S, 100 * S, 0.0f);
  unsigned n = attune_trail_curve(&trail, &FRAME, 0, point), breaks = 0;
  for (unsigned i = 0; i < n; i++) breaks += isnan(point[i].x);
  g_assert_cmpuint(breaks, ==, 1);
  g_assert_cmpuint(n, ==, 51 + 1 + 51);
}

static void
test_rows__are_remembered_for_a_minute_and_in_order(void)
{
  attune_trail_clear(&trail);
  for (int64_t t = 0; t <= 200 * S; t += 96000)
    attune_trail_add(&trail, &(attune_trail_row){t, {0.5f, 0.5f}, NAN});
  attune_trail_add(&trail, &(attune_trail_row){10 * S, {0.9f, 0.9f}, NAN}); /* too late */
  attune_trail_frame frame = FRAME;
  frame.now_us = 200 * S;
  unsigned n = attune_trail_curve(&trail, &frame, 0, point);
  g_assert_cmpuint(n, >=, 625);
  for (unsigned i = 1; i < n; i++) g_assert_cmpfloat(point[i].x, >, point[i - 1].x);
}

static void
test_gap__has_edges_and_a_word(void)
{
  double left, right;
  const char *why;
  attune_trail_clear(&trail);
  g_assert_false(attune_trail_gap_at(&trail, &FRAME, 0, &left, &right, &why));
  attune_trail_mark_gap(&trail, "talking", 70 * S);
  attune_trail_mark_gap(&trail, "talking", 75 * S);
  attune_trail_mark_gap(&trail, NULL, 80 * S);
  attune_trail_mark_gap(&trail, NULL, 81 * S);
  attune_trail_mark_gap(&trail, "noise, and more than fits here", 90 * S);
  g_assert_true(attune_trail_gap_at(&trail, &FRAME, 0, &left, &right, &why));
  g_assert_cmpfloat_with_epsilon(left, 600.0, 1e-9);
  g_assert_cmpfloat_with_epsilon(right, 700.0, 1e-9); /* still going on */
  g_assert_cmpstr(why, ==, "noise, and more than fi");
  g_assert_true(attune_trail_gap_at(&trail, &FRAME, 1, &left, &right, &why));
  g_assert_cmpfloat_with_epsilon(left, 400.0, 1e-9);
  g_assert_cmpfloat_with_epsilon(right, 500.0, 1e-9);
  g_assert_cmpstr(why, ==, "talking");
  g_assert_false(attune_trail_gap_at(&trail, &FRAME, 2, &left, &right, &why));
}

static void
test_word__is_cut_between_characters(void)
{
  double left, right;
  const char *why;
  attune_trail_clear(&trail);
  attune_trail_mark_gap(&trail, "äöüäöüäöüäöüäöüäöü", 90 * S);
  g_assert_true(attune_trail_gap_at(&trail, &FRAME, 0, &left, &right, &why));
  g_assert_true(g_utf8_validate(why, -1, NULL));
  g_assert_cmpint(g_utf8_strlen(why, -1), ==, 11);
}

static void
test_hatch__fills_the_rectangle_evenly(void)
{
  attune_point line[100][2];
  unsigned n = attune_hatch(13, 7, 80, 30, 10, line, 100);
  g_assert_cmpuint(n, >=, 10);
  for (unsigned i = 0; i < n; i++) {
    for (int end = 0; end < 2; end++) {
      g_assert_true(line[i][end].x >= 13 - 1e-9 && line[i][end].x <= 93 + 1e-9);
      g_assert_true(line[i][end].y >= 7 - 1e-9 && line[i][end].y <= 37 + 1e-9);
    }
    double slope = (line[i][1].y - line[i][0].y) / (line[i][1].x - line[i][0].x);
    g_assert_cmpfloat_with_epsilon(slope, -1.0, 1e-9);
  }
  g_assert_cmpuint(attune_hatch(0, 0, 1000, 10, 1, line, 100), ==, 100);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/trail/curve", test_curve__runs_into_now_at_the_right);
  g_test_add_func("/trail/breaks", test_curve__breaks_where_nothing_is_known);
  g_test_add_func("/trail/rows", test_rows__are_remembered_for_a_minute_and_in_order);
  g_test_add_func("/trail/gap", test_gap__has_edges_and_a_word);
  g_test_add_func("/trail/word", test_word__is_cut_between_characters);
  g_test_add_func("/trail/hatch", test_hatch__fills_the_rectangle_evenly);
  return g_test_run();
}
