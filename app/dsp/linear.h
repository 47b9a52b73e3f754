// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_DSP_LINEAR_H
#define ATTUNE_DSP_LINEAR_H

/*
 * Small dense linear algebra in double, by LAPACK. Matrices are [n x n] row by row. Any thread.
 * Nothing here allocates.
 */
#include <stdbool.h>
#include <stddef.h>

/**
 * Cholesky factor of a symmetric positive definite matrix: S = L L'.
 *
 * @param s       [n x n] S; only the lower triangle is read
 * @param[out] l  [n x n] L with zeros above the diagonal; may be `s` itself
 * @return false when S is not positive definite or not finite; `l` is then worthless
 */
bool attune_spd_cholesky(const double *s, size_t n, double *l);

/**
 * Inverse of a symmetric positive definite matrix.
 *
 * @param s             [n x n]; only the lower triangle is read
 * @param[out] inverse  [n x n], both triangles; may be `s` itself
 * @param[out] log_det  natural logarithm of det S; may be NULL
 * @return false when S is not positive definite or not finite
 */
bool attune_spd_inverse(const double *s, size_t n, double *inverse, double *log_det);

/**
 * Whitening matrix of a covariance: W = L^-1, so that x' S^-1 x = |W x|^2.
 *
 * @param s             [n x n]; only the lower triangle is read
 * @param[out] w        [n x n], zeros above the diagonal; may be `s` itself
 * @param[out] log_det  natural logarithm of det S; may be NULL
 * @return false when S is not positive definite or not finite
 */
bool attune_spd_whiten(const double *s, size_t n, double *w, double *log_det);

/** Doubles of working memory that attune_tridiagonal_top needs. */
#define ATTUNE_TRIDIAGONAL_WORK(n) (30 * (n) + 16)

/**
 * The k largest eigenvalues of a symmetric tridiagonal matrix and their eigenvectors.
 *
 * @param diagonal      [n]
 * @param off_diagonal  [n - 1] the elements beside the diagonal
 * @param[out] values   [k] from the largest down
 * @param[out] vectors  [k x n] one unit eigenvector per row, sign arbitrary
 * @param work          [ATTUNE_TRIDIAGONAL_WORK(n)] memory to work in
 * @return false when it did not converge (not seen on finite input)
 */
bool attune_tridiagonal_top(const double *diagonal, const double *off_diagonal, size_t n, size_t k,
                            double *values, double *vectors, double *work);

#endif
