// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_SYNC_COHERENCE_H
#define ATTUNE_SYNC_COHERENCE_H

/*
 * What the spectra of two breath curves share: the FFT view of synchrony.
 *
 * Breath curve: weight cos(phase), its weighted mean removed, averaged into cells of 1/4 s.
 * Up to 180 s: one stretch, K = 5 Slepian tapers of NW = 3. Beyond: stretches of 120 s spread
 * evenly, so the cost grows with the window and not faster.
 * Source: Thomson (1982), Proc. IEEE 70:1055 (multitaper); Carter (1987), Proc. IEEE 75:236
 * (coherence, its distribution when there is none, and delay).
 */
#include "sync/pairing.h"

#define ATTUNE_COHERENCE_LOW_HZ 0.05
#define ATTUNE_COHERENCE_HIGH_HZ 0.6

/**
 * Coherence that two unrelated Gaussian signals exceed with probability alpha:
 * 1 - alpha^(1/(L - 1)), from the null distribution Beta(1, L - 1).
 *
 * @param l  number of independent estimates, > 1, not necessarily whole
 */
double attune_coherence_threshold(double l, double alpha);

typedef struct attune_spectra attune_spectra;

/** Makes the plan, the tapers and room for windows of up to `max_samples`. */
attune_spectra *attune_spectra_new(size_t max_samples);

/** NULL is fine. */
void attune_spectra_free(attune_spectra *spectra);

/**
 * Coherence at the shared peak of 0.05-0.6 Hz (where the geometric mean of both spectra is
 * largest, at the middle of that peak), its 5 % chance level, its frequency, and the phase of the
 * cross-spectrum there, positive = A leads. No allocation.
 *
 * L counts K estimates a stretch, fewer where holes make the tapers alike. The chance level holds
 * for noise-like breathing; two steady breathers of nearly one rate exceed it without any tie, so
 * a word about chance is left to the surrogates.
 *
 * @return all NaN for windows under 20 s or when no stretch has both for half of its time
 */
attune_coherence attune_spectra_measure(attune_spectra *spectra, const attune_pairing *pairing);

#endif
