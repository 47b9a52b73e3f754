// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_SYNC_LOCKING_H
#define ATTUNE_SYNC_LOCKING_H

/* How constant the relative phase is, and where it stands. Any thread; no allocation. */
#include "sync/pairing.h"

/**
 * Pairwise phase consistency, (n R^2 - 1) / (n - 1): the mean cosine of the differences between
 * all pairs of n angles. Unlike R it does not rise as n falls.
 * Vinck et al. (2010), NeuroImage 51:112.
 *
 * @param resultant  R, 0..1
 * @param n          number of angles
 * @return -1/(n-1)..1; NaN for n < 2
 */
double attune_ppc(double resultant, size_t n);

/** Mean resultant length R = |z|, 0..1. Mardia & Jupp (2000), ch. 2. */
double attune_locking(const attune_relation *relation);

/** Mean direction mu = arg z, (-pi, pi]: positive = A leads. Mardia & Jupp (2000), ch. 2. */
double attune_lag_rad(const attune_relation *relation);

/**
 * Standard error of the mean direction, sqrt((1 - |m2| cos(arg m2 - 2 mu)) / (2 N R^2)) radians,
 * at most pi: the circular dispersion of Fisher (1993), Statistical Analysis of Circular Data, over
 * N = breaths, not samples.
 */
double attune_lag_error_rad(const attune_relation *relation);

/**
 * Alignment 100 sqrt(max(0, PPC)) max(0, cos mu): how consistently and how nearly together the two
 * in-breaths began. Anti-phase is 0.
 *
 * @return 0..100; NaN with fewer than 2 breaths
 */
double attune_alignment(const attune_relation *relation);

/**
 * Who leads: ATTUNE_A, ATTUNE_B, or -1 when that is not clear.
 *
 * Clear: the pair is locked beyond Rayleigh's 5 % point (N R^2 > 3), and the lag is away from 0,
 * and from half a breath where "before" and "after" are the same, by more than 10 degrees and
 * twice its standard error.
 */
int attune_leader(const attune_relation *relation);

#endif
