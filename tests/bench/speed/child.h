// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_CHILD_H
#define ATTUNE_BENCH_CHILD_H

/* What `attune analyze` costs as a whole process. */
#include <stdbool.h>

typedef struct {
  double cpu_s;   /* user and system time, seconds */
  double peak_mb; /* most memory resident at once, MB of 10^6 bytes */
} bench_child_cost;

/**
 * Simulates a recording into a temporary folder, analyses it, removes it.
 *
 * @param attune    path of the program
 * @param length_s  40 or more, seconds
 * @return false, with a word on standard error, when a process failed
 */
bool bench_child_analyze(const char *attune, double length_s, bench_child_cost *cost);

#endif
