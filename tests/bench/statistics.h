// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_STATISTICS_H
#define ATTUNE_BENCH_STATISTICS_H

/* Order statistics of small sets. NaN values are left out; an empty set gives NaN. */
#include <stddef.h>

/** Middle value, or the mean of the two middle ones. @param x  [n], any unit, is sorted */
double bench_median(double *x, size_t n);

/** Smallest value that a share of the set does not exceed. @param share 0..1 @param x is sorted */
double bench_quantile(double *x, size_t n, double share);

/** Mean. @param x  [n], any unit */
double bench_mean(const double *x, size_t n);

/** Spearman's rank correlation, -1..1, ties sharing their rank. @param x,y  [n], any unit */
double bench_rank_correlation(const double *x, const double *y, size_t n);

#endif
