// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/trace.h"

#include <glib.h>
#include <math.h>

static void
test_height(void)
{
  g_assert_cmpfloat_with_epsilon(attune_trace_height(0), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon(attune_trace_height(G_PI), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon(attune_trace_height(G_PI / 2), attune_trace_height(3 * G_PI / 2),
                                 1e-12);
}

static void
test_stretches(void)
{
  const uint32_t flag[] = {0, 1, 1, 0, 2, 0, 0, 0, 4, 0, 0, 0, 1, 1, 1};
  attune_stretch found[8];
  size_t n = attune_trace_stretches(flag, G_N_ELEMENTS(flag), 3, 2, 1, found, 8);
  g_assert_cmpuint(n, ==, 2);
  g_assert_cmpuint(found[0].from, ==, 1);
  g_assert_cmpuint(found[0].to, ==, 5);
  g_assert_cmpuint(found[0].bits, ==, 3);
  g_assert_cmpuint(found[1].from, ==, 12);
  g_assert_cmpuint(found[1].to, ==, 15);
  g_assert_cmpuint(attune_trace_stretches(flag, G_N_ELEMENTS(flag), 7, 0, 3, found, 8), ==, 1);
  g_assert_cmpuint(attune_trace_stretches(flag, G_N_ELEMENTS(flag), 7, 0, 1, found, 2), ==, 2);
  g_assert_cmpuint(attune_trace_stretches(flag, 0, 7, 0, 1, found, 8), ==, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/trace/height", test_height);
  g_test_add_func("/trace/stretches", test_stretches);
  return g_test_run();
}
