// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_PAIR_TABLE_H
#define ATTUNE_BREATH_PAIR_TABLE_H

/*
 * What pair.c makes and pair_evidence.c reads. Pairs are worked on in lanes of eight: coefficient
 * r,c of eight pairs lies side by side, so one vector instruction serves them, and each is loaded
 * once for a batch of rows.
 */
#include "breath/pair.h"

#define ATTUNE_PAIR_LANES 8
#define ATTUNE_PAIR_BLOCKS ((ATTUNE_PAIRS + ATTUNE_PAIR_LANES - 1) / ATTUNE_PAIR_LANES)

typedef float attune_lanes __attribute__((vector_size(ATTUNE_PAIR_LANES * sizeof(float))));

struct attune_pair {
  unsigned n;
  size_t n_coefficients; /* per pair: offset and row of each whitened feature, half ln det */
  float *blocks;         /* [ATTUNE_PAIR_BLOCKS x n_coefficients x ATTUNE_PAIR_LANES] */
  double separability;
};

#endif
