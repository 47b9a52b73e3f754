// SPDX-License-Identifier: GPL-3.0-or-later
#include "cells.h"

#define ROOM ATTUNE_COUPLE_NOISE_ROOM

const bench_cell bench_cells[] = {
    {"sync", ATTUNE_COUPLE_SYNC, ROOM, FALSE, FALSE, TRUE},
    {"anti", ATTUNE_COUPLE_ANTI, ROOM, FALSE, FALSE, TRUE},
    {"free", ATTUNE_COUPLE_FREE, ROOM, FALSE, TRUE, TRUE},
    {"near", ATTUNE_COUPLE_NEAR, ROOM, FALSE, TRUE, TRUE},
    {"hold", ATTUNE_COUPLE_HOLD, ROOM, FALSE, FALSE, TRUE},
    {"absent", ATTUNE_COUPLE_ABSENT, ROOM, FALSE, FALSE, TRUE},
    {"drift", ATTUNE_COUPLE_DRIFT, ROOM, FALSE, FALSE, FALSE},
    {"talk", ATTUNE_COUPLE_TALK, ROOM, FALSE, FALSE, TRUE},
    {"rain", ATTUNE_COUPLE_SYNC, ATTUNE_COUPLE_NOISE_RAIN, FALSE, FALSE, TRUE},
    {"speech", ATTUNE_COUPLE_SYNC, ATTUNE_COUPLE_NOISE_SPEECH, FALSE, FALSE, TRUE},
    {"twins", ATTUNE_COUPLE_SYNC, ROOM, TRUE, FALSE, FALSE},
};
const size_t bench_n_cells = G_N_ELEMENTS(bench_cells);

attune_couple_config
bench_cell_couple(attune_mics mics, size_t cell, uint64_t seed)
{
  static const attune_couple_scenario of_twins[] = {ATTUNE_COUPLE_SYNC, ATTUNE_COUPLE_ANTI,
                                                    ATTUNE_COUPLE_FREE};
  const bench_cell *what = &bench_cells[cell];
  attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
  config.mics = mics;
  config.scenario = what->same_voice ? of_twins[seed % G_N_ELEMENTS(of_twins)] : what->scenario;
  config.noise = what->noise;
  config.same_voice = what->same_voice;
  config.seed = seed + 1000 * cell + 10000 * (uint64_t)mics;
  return config;
}
