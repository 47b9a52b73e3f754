// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_OUTCOME_H
#define ATTUNE_BENCH_OUTCOME_H

/* Many runs and how they came out, as tables for people and as a CSV of every run. */
#include "figures.h"

/** What was run. */
typedef struct {
  attune_mics mics;
  const char *row; /* runs of one name share a row; borrowed */
  uint64_t seed;
  bool is_judged;  /* counts towards "all" */
  bool same_voice; /* only asks whether the rehearsal refuses it */
} bench_entry;

typedef struct {
  const bench_entry *entries;   /* [n] rows in the order of their first entry */
  const bench_figures *figures; /* [n] */
  const bool *done;             /* [n] */
  size_t n;
} bench_outcome;

/** Prints all tables to standard output. */
void bench_outcome_print(const bench_outcome *outcome);

/** Writes a line for each run; a path that cannot be written ends the program with a word. */
void bench_outcome_write(const bench_outcome *outcome, const char *path);

/** Says on standard error how many runs did not finish. @return how many */
size_t bench_outcome_lost(const bench_outcome *outcome);

#endif
