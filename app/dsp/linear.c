// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/linear.h"

#include <glib.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

/* LAPACK counts by columns. The lower triangle row by row is the upper triangle column by column,
   so 'U' below is our lower triangle, and no copy is turned around. */

static double
log_det_of(const double *l, size_t n)
{
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) sum += log(l[i * n + i]);
  return 2.0 * sum;
}

bool
attune_spd_cholesky(const double *s, size_t n, double *l)
{
  int size = (int)n;
  if (l != s) memcpy(l, s, n * n * sizeof *l);
  for (size_t i = 0; i < n; i++)
    for (size_t j = i + 1; j < n; j++) l[i * n + j] = 0.0;
  return LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'U', size, l, size) == 0;
}

bool
attune_spd_inverse(const double *s, size_t n, double *inverse, double *log_det)
{
  int size = (int)n;
  if (!attune_spd_cholesky(s, n, inverse)) return false;
  if (log_det != NULL) *log_det = log_det_of(inverse, n);
  if (LAPACKE_dpotri(LAPACK_COL_MAJOR, 'U', size, inverse, size) != 0) return false;
  for (size_t i = 0; i < n; i++)
    for (size_t j = i + 1; j < n; j++) inverse[i * n + j] = inverse[j * n + i];
  return true;
}

bool
attune_spd_whiten(const double *s, size_t n, double *w, double *log_det)
{
  int size = (int)n;
  if (!attune_spd_cholesky(s, n, w)) return false;
  if (log_det != NULL) *log_det = log_det_of(w, n);
  return LAPACKE_dtrtri(LAPACK_COL_MAJOR, 'U', 'N', size, w, size) == 0;
}

/* LAPACK gives eigenvalues from the smallest up: turn the order of values and rows around. */
static void
reverse_order(double *values, double *vectors, size_t n, size_t k)
{
  for (size_t i = 0, j = k - 1; i < j; i++, j--) {
    double value = values[i];
    values[i] = values[j];
    values[j] = value;
    for (size_t t = 0; t < n; t++) {
      double v = vectors[i * n + t];
      vectors[i * n + t] = vectors[j * n + t];
      vectors[j * n + t] = v;
    }
  }
}

bool
attune_tridiagonal_top(const double *diagonal, const double *off_diagonal, size_t n, size_t k,
                       double *values, double *vectors, double *work)
{
  g_assert(n >= 1 && k >= 1 && k <= n);
  int size = (int)n, found = 0;
  /* LAPACK overwrites the matrix and wants room for all n values. */
  double *d = work, *e = work + n, *w = work + 2 * n, *inner = work + 3 * n;
  int *support = (int *)(work + 23 * n), *whole = (int *)(work + 24 * n);
  memcpy(d, diagonal, n * sizeof *d);
  memcpy(e, off_diagonal, (n - 1) * sizeof *e);
  int status = LAPACKE_dstevr_work(LAPACK_COL_MAJOR, 'V', 'I', size, d, e, 0.0, 0.0,
                                   size - (int)k + 1, size, 0.0, &found, w, vectors, size, support,
                                   inner, 20 * size, whole, 10 * size);
  if (status != 0 || found != (int)k) return false;
  memcpy(values, w, k * sizeof *values);
  reverse_order(values, vectors, n, k);
  return true;
}
