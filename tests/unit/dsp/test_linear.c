// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/linear.h"
#include "base/circle.h"

#include <glib.h>
#include <math.h>

#define MOST 32

/* S = G G' + I from random G: positive definite, well conditioned. */
static void
fill_spd(GRand *rand, size_t n, double *s)
{
  double g[MOST * MOST];
  for (size_t i = 0; i < n * n; i++) g[i] = g_rand_double_range(rand, -1.0, 1.0);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) {
      double sum = i == j ? 1.0 : 0.0;
      for (size_t k = 0; k < n; k++) sum += g[i * n + k] * g[j * n + k];
      s[i * n + j] = sum;
    }
}

/* c = a b' when `turned`, else a b */
static void
multiply(const double *a, const double *b, size_t n, gboolean turned, double *c)
{
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++) {
      c[i * n + j] = 0.0;
      for (size_t k = 0; k < n; k++)
        c[i * n + j] += a[i * n + k] * (turned ? b[j * n + k] : b[k * n + j]);
    }
}

static void
assert_near(const double *a, const double *b, size_t n, double tolerance)
{
  for (size_t i = 0; i < n * n; i++) g_assert_cmpfloat_with_epsilon(a[i], b[i], tolerance);
}

static void
check_size(GRand *rand, size_t n)
{
  double s[MOST * MOST] = {0}, l[MOST * MOST], inverse[MOST * MOST], w[MOST * MOST];
  double c[MOST * MOST] = {0}, one[MOST * MOST] = {0}, log_det, log_det_w, sum = 0.0;
  for (size_t i = 0; i < n; i++) one[i * n + i] = 1.0;
  fill_spd(rand, n, s);
  g_assert_true(attune_spd_cholesky(s, n, l));
  multiply(l, l, n, TRUE, c);
  assert_near(c, s, n, 1e-10);
  for (size_t i = 0; i < n; i++)
    for (size_t j = i + 1; j < n; j++) g_assert_cmpfloat(l[i * n + j], ==, 0.0);
  g_assert_true(attune_spd_inverse(s, n, inverse, &log_det));
  multiply(s, inverse, n, FALSE, c);
  assert_near(c, one, n, 1e-9);
  for (size_t i = 0; i < n; i++) sum += 2.0 * log(l[i * n + i]);
  g_assert_cmpfloat_with_epsilon(log_det, sum, 1e-10);
  g_assert_true(attune_spd_whiten(s, n, w, &log_det_w));
  g_assert_cmpfloat(log_det_w, ==, log_det);
  multiply(w, l, n, FALSE, c);
  assert_near(c, one, n, 1e-10);
  attune_spd_inverse(s, n, s, NULL); /* in place */
  assert_near(s, inverse, n, 1e-12);
}

static void
test_spd(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  const size_t sizes[] = {1, 2, 3, 8, 16, 24, 32};
  for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) check_size(rand, sizes[i]);
}

static void
test_closed_form(void)
{
  double s[4] = {4.0, NAN, 1.0, 2.0}, inverse[4], log_det; /* above the diagonal is not read */
  g_assert_true(attune_spd_inverse(s, 2, inverse, &log_det));
  const double expected[4] = {2.0 / 7.0, -1.0 / 7.0, -1.0 / 7.0, 4.0 / 7.0};
  assert_near(inverse, expected, 2, 1e-15);
  g_assert_cmpfloat_with_epsilon(log_det, log(7.0), 1e-15);
}

static void
test_refusal(void)
{
  double indefinite[4] = {1.0, 2.0, 2.0, 1.0}, unknown[4] = {1.0, 0.0, NAN, 1.0}, out[4], log_det;
  g_assert_false(attune_spd_cholesky(indefinite, 2, out));
  g_assert_false(attune_spd_inverse(indefinite, 2, out, &log_det));
  g_assert_false(attune_spd_whiten(indefinite, 2, out, &log_det));
  g_assert_false(attune_spd_inverse(unknown, 2, out, &log_det));
}

/* The second-difference matrix has eigenvalues 2 - 2 cos(j pi / (n + 1)), vectors of sines. */
static void
test_tridiagonal(void)
{
  enum { N = 300, K = 5 };
  double diagonal[N], off[N - 1], values[K], vectors[K * N], work[ATTUNE_TRIDIAGONAL_WORK(N)];
  for (size_t i = 0; i < N; i++) diagonal[i] = 2.0;
  for (size_t i = 0; i + 1 < N; i++) off[i] = -1.0;
  g_assert_true(attune_tridiagonal_top(diagonal, off, N, K, values, vectors, work));
  for (size_t k = 0; k < K; k++) {
    double angle = (double)(N - k) * ATTUNE_PI / (N + 1), sign = 0.0;
    g_assert_cmpfloat_with_epsilon(values[k], 2.0 - 2.0 * cos(angle), 1e-12);
    for (size_t t = 0; t < N; t++) {
      double expected = sqrt(2.0 / (N + 1)) * sin((double)(t + 1) * angle);
      if (t == 0) sign = vectors[k * N] * expected > 0.0 ? 1.0 : -1.0;
      g_assert_cmpfloat_with_epsilon(sign * vectors[k * N + t], expected, 1e-9);
    }
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/dsp/linear/spd", test_spd);
  g_test_add_func("/dsp/linear/closed-form", test_closed_form);
  g_test_add_func("/dsp/linear/refusal", test_refusal);
  g_test_add_func("/dsp/linear/tridiagonal", test_tridiagonal);
  return g_test_run();
}
