// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_DSP_TAPERS_H
#define ATTUNE_DSP_TAPERS_H

/*
 * Slepian tapers (discrete prolate spheroidal sequences): of all windows of one length, those
 * that keep most of their energy within a band of half width NW / N cycles per sample.
 *
 * Source: Slepian (1978), Bell Syst. Tech. J. 57:1371 (the tridiagonal matrix that has
 * the same eigenvectors); Thomson (1982), Proc. IEEE 70:1055 (their use for spectra).
 */
#include <stddef.h>

typedef struct attune_tapers attune_tapers;

/**
 * Makes room for `k` tapers of up to `max_length` samples. One thread at a time.
 *
 * @param nw  time half bandwidth, 1..20
 * @param k   1..2 nw - 1: the tapers with little leakage
 */
attune_tapers *attune_tapers_new(size_t max_length, double nw, size_t k);

/** NULL is fine. */
void attune_tapers_free(attune_tapers *tapers);

/**
 * The tapers of one length. Worked out when the length differs from the last one; no allocation.
 *
 * @param length  2 k..max_length
 * @return [k x length] one taper of unit energy per row, the least leaking first; valid until
 *         the next call with another length
 */
const float *attune_tapers_get(attune_tapers *tapers, size_t length);

#endif
