// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_SYNC_SURROGATE_H
#define ATTUNE_SYNC_SURROGATE_H

/*
 * What two strangers with these very breaths would score.
 *
 * One partner's whole breaths are shuffled and strung together anew from a random point of the
 * cycle, with all that an estimator did to them; the other partner, and the times at which each
 * was heard, stay. So rates, variability, errors and holes are kept and only the tie is cut. The
 * breaths' lengths are first freed from their slow trend (local lines, weighted over some 45 s)
 * and given the trend of the place they come to: otherwise two strangers who both calm down would
 * seem tied. It is done to A against B and to B against A, and the less favourable answer is given.
 *
 * Measured with no tie at all, 2000 pairs a row (tests/bench/sync/strangers): p <= 0.05 in 0.9-3.4
 * % of pairs, down to equal rates of 5 a minute, CV 5 %, over two minutes; in 5.0 % where long and
 * short breaths alternate (AR -0.3). Not covered: both change pace at one moment.
 * Source: the rank p-value of Phipson & Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9:39.
 */
#include "sync/pairing.h"

typedef struct attune_surrogates attune_surrogates;

/** Room for windows of up to `max_samples`. */
attune_surrogates *attune_surrogates_new(size_t max_samples);

/** NULL is fine. */
void attune_surrogates_free(attune_surrogates *surrogates);

/**
 * 95th percentile of the surrogates' alignment, and p = (1 + as high as observed) / (1 + n).
 * Deterministic for a seed. Time n_surrogates x window. Uses the pairing's running sums as room.
 *
 * @return both NaN with fewer than 4 whole breaths of a partner
 */
attune_chance attune_surrogates_measure(attune_surrogates *surrogates, attune_pairing *pairing,
                                        unsigned n_surrogates, uint64_t seed);

#endif
