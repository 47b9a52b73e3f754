// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_PARALLEL_H
#define ATTUNE_BENCH_PARALLEL_H

/* Many tasks over several processes; a task that dies takes nobody with it. */
#include <stdbool.h>
#include <stddef.h>

/** Does one task. @param[out] result  memory of the given size, zero at first */
typedef void (*bench_task)(size_t index, const void *user, void *result);

/**
 * Runs tasks 0..n-1, whoever is free takes the next.
 *
 * @param result_size  bytes of plain data that each task leaves
 * @param[out] done    [n] which of them finished
 * @return [n x result_size], free with bench_results_free
 */
void *bench_run(size_t n, unsigned jobs, bench_task task, const void *user, size_t result_size,
                bool *done);
void bench_results_free(void *results, size_t n, size_t result_size);

#endif
