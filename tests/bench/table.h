// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_TABLE_H
#define ATTUNE_BENCH_TABLE_H

/*
 * Markdown tables of many recordings' figures: a row for each group of recordings, a column for
 * each figure, its target in the first row, a cross behind what misses it.
 */
#include "base/setup.h"

#include <stddef.h>

/** How a column sums up a group. */
typedef enum {
  BENCH_MEDIAN_WORST, /* median / largest */
  BENCH_MEDIAN,
  BENCH_PERCENT, /* mean of shares, percent */
  BENCH_SHARE,   /* mean of shares, two decimals */
  BENCH_COUNT    /* sum of zeros and ones: "2 of 10"; its target is a percentage */
} bench_kind;

/** One column. `field` is the offset of a double in the figures. */
typedef struct {
  const char *id; /* in CSV files */
  const char *title;
  bench_kind kind;
  size_t field;
  struct {
    double least, most; /* of the median, mean or percentage; NaN = no target */
    double worst;       /* of the largest; NaN = no target */
  } target[3];          /* by attune_mics */
} bench_column;

/** Recordings of one row: pointers to their figures. */
typedef struct {
  const char *name;
  const void **figures; /* [n] */
  size_t n;
} bench_group;

/** The column's number among one recording's figures, in the unit of the figures. */
double bench_column_value(const bench_column *column, const void *figures);

/** Prints one table to standard output. */
void bench_table_print(const bench_column *columns, size_t n_columns, const bench_group *groups,
                       size_t n_groups, attune_mics mics);

#endif
