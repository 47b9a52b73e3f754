// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_HEARING_COLUMNS_H
#define ATTUNE_BENCH_HEARING_COLUMNS_H

/* Which figures stand in the tables of hearing, and what each must reach. */
#include "table.h"

/** Three tables, by what they ask: how exact the phase, how true the score, who is there. */
typedef struct {
  const char *heading;
  const bench_column *columns;
  size_t n;
} bench_chapter;

extern const bench_chapter bench_chapters[3];

#endif
