// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/practice.h"

#include <math.h>

static void
test_when_the_guide_leaves(void)
{
  attune_practice practice = attune_practice_usual();
  g_assert_cmpfloat(attune_practice_fade_at_s(&practice), ==, 90);
  practice.length_s = 1200;
  g_assert_cmpfloat(attune_practice_fade_at_s(&practice), ==, 1080);
  practice.fades = false;
  g_assert_true(isinf(attune_practice_fade_at_s(&practice)));
  practice.fades = true;
  practice.pace.kind = ATTUNE_PACE_NONE;
  g_assert_true(isinf(attune_practice_fade_at_s(&practice)));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/practice/when-the-guide-leaves", test_when_the_guide_leaves);
  return g_test_run();
}
