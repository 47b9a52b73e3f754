// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"

#include <glib.h>

static void
test_monotonic(void)
{
  const attune_clock *clock = attune_clock_monotonic();
  int64_t begin = attune_clock_now_ns(clock), last = begin;
  for (int i = 0; i < 100000; i++) {
    int64_t now = attune_clock_now_ns(clock);
    g_assert_cmpint(now, >=, last);
    last = now;
  }
  begin = attune_clock_now_ns(clock);
  attune_clock_sleep_ns(clock, 0);
  attune_clock_sleep_ns(clock, -1000000000);
  g_assert_cmpint(attune_clock_now_ns(clock) - begin, <, 500000000);
  begin = attune_clock_now_ns(clock);
  attune_clock_sleep_ns(clock, 20000000);
  g_assert_cmpint(attune_clock_now_ns(clock) - begin, >=, 20000000);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/base/clock/monotonic", test_monotonic);
  return g_test_run();
}
