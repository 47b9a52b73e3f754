// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_UNMIXING_H
#define ATTUNE_BREATH_UNMIXING_H

/*
 * Two microphones without solo parts: what each partner alone would have sounded like.
 *
 * Per band the leak of each partner into the other's microphone is read from the rows in which
 * the own microphone is far ahead; then the two powers are solved for (two equations, two
 * unknowns, none negative). Ours; measured in tests/bench. Good enough to learn voices from, not
 * to replace solo parts.
 */
#include "base/setup.h"
#include "listen/features.h"

#include <stddef.h>

/** Power ratio other microphone / own microphone of each partner per band, 0..0.9. */
typedef struct {
  double ratio[ATTUNE_PARTNERS][ATTUNE_BANDS];
} attune_leak;

/**
 * @param rows     [n_rows] of the set-up "two": n_bands of A's microphone, then of B's
 * @param n_bands  1..ATTUNE_BANDS
 */
void attune_find_leak(const attune_features *rows, size_t n_rows, unsigned n_bands,
                      attune_leak *leak);

/** The same rows with only one partner's sound in them, on both microphones. */
void attune_unmix(const attune_features *rows, size_t n_rows, unsigned n_bands,
                  const attune_leak *leak, attune_partner partner, attune_features *alone);

#endif
