// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BASE_CLOCK_H
#define ATTUNE_BASE_CLOCK_H

/*
 * Time as an interface: the machine's monotonic clock, or a test's. Nanoseconds, never wall time.
 * Any thread.
 */
#include <stdint.h>

typedef struct attune_clock attune_clock;

struct attune_clock {
  int64_t (*now_ns)(const attune_clock *clock);
  void (*sleep_ns)(const attune_clock *clock, int64_t duration_ns);
};

/** CLOCK_MONOTONIC; static storage. Its "now" may be asked for in an audio callback. */
const attune_clock *attune_clock_monotonic(void);

/** Nanoseconds since some moment in the past; never goes back. */
int64_t attune_clock_now_ns(const attune_clock *clock);

/** Waits; returns at once when duration_ns <= 0. */
void attune_clock_sleep_ns(const attune_clock *clock, int64_t duration_ns);

#endif
