// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_RECORDING_H
#define ATTUNE_BENCH_RECORDING_H

/*
 * A recording on disk whose truth lies beside it, as a key file:
 *
 *   [scene] mics, row, seed, strangers, guide=IN;OUT, solo_a=FROM;TO, solo_b, live (seconds)
 *   [A] and [B] in_s, out_s, end_s: lists of as many times, one of each for every breath
 */
#include "outcome.h"

typedef struct bench_recording bench_recording;

/**
 * Reads NAME.truth and opens NAME.wav.
 *
 * @return free with bench_recording_free; NULL with a sentence in `error`
 */
bench_recording *bench_recording_new(const char *truth_path, GError **error);
void bench_recording_free(bench_recording *recording);

/** What to print of it; `row` belongs to the recording. */
bench_entry bench_recording_entry(const bench_recording *recording);

/** Whether its two rhythms have nothing to do with each other. */
bool bench_recording_is_strangers(const bench_recording *recording);

/** Listens to it. @return free with bench_take_free */
bench_take *bench_recording_take(bench_recording *recording);

#endif
