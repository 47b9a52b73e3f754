// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/layout.h"

#include <glib.h>

static void
check_inside(const attune_box *box, double width, double height)
{
  if (box->height <= 0.0) return;
  g_assert_cmpfloat(box->x, >=, -1e-9);
  g_assert_cmpfloat(box->y, >=, -1e-9);
  g_assert_cmpfloat(box->x + box->width, <=, width + 1e-9);
  g_assert_cmpfloat(box->y + box->height, <=, height + 1e-9);
}

static void
check_rings(const attune_layout *l, double width)
{
  g_assert_cmpfloat(l->middle.x - l->half_px, >=, -1e-9);
  g_assert_cmpfloat(l->middle.x + l->half_px, <=, width + 1e-9);
  g_assert_cmpfloat(l->middle.y - l->half_px, >=, -1e-9);
  if (l->words.height > 0.0) g_assert_cmpfloat(l->middle.y + l->half_px, <=, l->words.y + 1e-9);
  if (l->ribbons.height > 0.0)
    g_assert_cmpfloat(l->words.y + l->words.height, <=, l->ribbons.y + 1e-9);
}

static void
test_every_size__keeps_everything_inside(void)
{
  const double text_px[] = {12.0, 15.0, 30.0};
  for (double width = 320.0; width <= 2560.0; width *= 1.35)
    for (double height = 260.0; height <= 1600.0; height *= 1.3)
      for (int t = 0; t < 3; t++)
        for (int view = ATTUNE_LAYOUT_RINGS; view <= ATTUNE_LAYOUT_SOLO; view++) {
          attune_layout l =
              attune_layout_make(width, height, text_px[t], (attune_layout_view)view, FALSE);
          check_inside(&l.words, width, height);
          check_inside(&l.ribbons, width, height);
          for (int i = 0; i < 3; i++) check_inside(&l.bar[i], width, height);
          if (view == ATTUNE_LAYOUT_RINGS || view == ATTUNE_LAYOUT_SOLO) check_rings(&l, width);
          g_assert_cmpfloat(l.word_px, >=, text_px[t]);
        }
}

static void
test_quiet__is_the_figure_alone_and_larger(void)
{
  attune_layout with = attune_layout_make(1000, 600, 15, ATTUNE_LAYOUT_RINGS, FALSE);
  attune_layout alone = attune_layout_make(1000, 600, 15, ATTUNE_LAYOUT_RINGS, TRUE);
  g_assert_cmpfloat(alone.words.height, ==, 0.0);
  g_assert_cmpfloat(alone.ribbons.height, ==, 0.0);
  g_assert_cmpfloat(alone.half_px, >, 1.2 * with.half_px);
  g_assert_cmpfloat_with_epsilon(alone.middle.y, 300.0, 20.0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/layout/inside", test_every_size__keeps_everything_inside);
  g_test_add_func("/layout/quiet", test_quiet__is_the_figure_alone_and_larger);
  return g_test_run();
}
