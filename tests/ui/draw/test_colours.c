// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/colours.h"

#include <glib.h>

static void
test_contrast__is_that_of_the_guidelines(void)
{
  attune_colour black = {0, 0, 0, 1}, white = {1, 1, 1, 1}, grey = {0.5, 0.5, 0.5, 1};
  g_assert_cmpfloat_with_epsilon(attune_colour_contrast_ratio(black, white), 21.0, 1e-9);
  g_assert_cmpfloat_with_epsilon(attune_colour_contrast_ratio(grey, grey), 1.0, 1e-9);
  g_assert_cmpfloat_with_epsilon(attune_colour_contrast_ratio(grey, white), 3.98, 0.01);
}

/* WCAG 2.2, 1.4.11: 3:1 for what is to be seen, 4.5:1 for text; 7:1 with high contrast. */
static void
test_every_scheme__can_be_seen(void)
{
  for (int dark = 0; dark < 2; dark++)
    for (int high = 0; high < 2; high++) {
      attune_colours c = attune_colours_for(dark, high);
      for (int p = 0; p < ATTUNE_PARTNERS; p++)
        g_assert_cmpfloat(attune_colour_contrast_ratio(c.partner[p], c.paper), >=,
                          high ? 6.5 : 3.0);
      attune_colour text = attune_colour_mix(c.paper, c.text, c.text.a);
      attune_colour quiet = attune_colour_mix(c.paper, c.quiet_text, c.quiet_text.a);
      g_assert_cmpfloat(attune_colour_contrast_ratio(text, c.paper), >=, 7.0);
      g_assert_cmpfloat(attune_colour_contrast_ratio(quiet, c.paper), >=, 4.5);
      g_assert_cmpint(c.is_high_contrast, ==, high);
    }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/colours/contrast", test_contrast__is_that_of_the_guidelines);
  g_test_add_func("/colours/schemes", test_every_scheme__can_be_seen);
  return g_test_run();
}
