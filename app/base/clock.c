// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"

#include <errno.h>
#include <time.h>

#define NS_PER_S 1000000000

static int64_t
read_monotonic(const attune_clock *clock)
{
  (void)clock;
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

static void
sleep_monotonic(const attune_clock *clock, int64_t duration_ns)
{
  /* Against an absolute time, so that signals do not lengthen the wait. */
  int64_t end = read_monotonic(clock) + duration_ns;
  struct timespec t = {.tv_sec = end / NS_PER_S, .tv_nsec = end % NS_PER_S};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) continue;
}

static const attune_clock monotonic = {read_monotonic, sleep_monotonic};

const attune_clock *
attune_clock_monotonic(void)
{
  return &monotonic;
}

int64_t
attune_clock_now_ns(const attune_clock *clock)
{
  return clock->now_ns(clock);
}

void
attune_clock_sleep_ns(const attune_clock *clock, int64_t duration_ns)
{
  if (duration_ns > 0) clock->sleep_ns(clock, duration_ns);
}
