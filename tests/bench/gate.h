// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_GATE_H
#define ATTUNE_BENCH_GATE_H

/* How far the rehearsal can be trusted as a gate: one row for each set-up. */
#include "figures.h"

/** Prints the head of the table. */
void bench_gate_print_head(void);

/**
 * Prints one row.
 *
 * @param figures  [n] ordinary couples of one set-up
 * @param twins    [n_twins] couples with one voice
 */
void bench_gate_print(attune_mics mics, const bench_figures *const *figures, size_t n,
                      const bench_figures *const *twins, size_t n_twins);

#endif
