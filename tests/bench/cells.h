// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_CELLS_H
#define ATTUNE_BENCH_CELLS_H

/* What is simulated in each row of the tables. */
#include "audio/couple.h"

typedef struct {
  const char *name;
  attune_couple_scenario scenario;
  attune_couple_noise noise;
  gboolean same_voice;   /* twins: the scenario goes round sync, anti, free with the seed */
  gboolean is_strangers; /* the two rhythms have nothing to do with each other */
  gboolean is_judged;    /* counts towards "all" and has targets */
} bench_cell;

extern const bench_cell bench_cells[];
extern const size_t bench_n_cells;

/**
 * The couple of a seed in a cell. Seeds 1..99 were used while the program was made; tables are
 * printed from 501 on. No two cells share a couple.
 */
attune_couple_config bench_cell_couple(attune_mics mics, size_t cell, uint64_t seed);

#endif
