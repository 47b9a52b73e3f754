// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/tapers.h"
#include "base/circle.h"

#include <glib.h>
#include <math.h>

enum { K = 5 };

static double
dot(const float *a, const float *b, size_t n)
{
  double sum = 0.0;
  for (size_t t = 0; t < n; t++) sum += (double)a[t] * b[t];
  return sum;
}

/* Share of a taper's energy within the band: sum over t, s of v_t v_s sin(2 pi W (t-s))/(pi (t-s))
 */
static double
concentration(const float *taper, size_t n, double nw)
{
  double w = nw / (double)n, inside = 0.0;
  for (size_t t = 0; t < n; t++)
    for (size_t s = 0; s < n; s++) {
      double d = (double)t - (double)s;
      double kernel = t == s ? 2.0 * w : sin(ATTUNE_TAU * w * d) / (ATTUNE_PI * d);
      inside += (double)taper[t] * taper[s] * kernel;
    }
  return inside;
}

static void
check_length(attune_tapers *tapers, size_t n)
{
  /* Energy ratios of scipy.signal.windows.dpss(480, 3, 5). */
  const double known[K] = {0.99999987, 0.99999076, 0.99971514, 0.99491600, 0.94614581};
  const float *rows = attune_tapers_get(tapers, n);
  for (size_t i = 0; i < K; i++) {
    for (size_t j = 0; j <= i; j++)
      g_assert_cmpfloat_with_epsilon(dot(rows + i * n, rows + j * n, n), i == j ? 1.0 : 0.0, 1e-5);
    if (n == 480)
      g_assert_cmpfloat_with_epsilon(concentration(rows + i * n, n, 3.0), known[i], 1e-5);
    for (size_t t = 0; t < n; t++) /* even, odd, even, ... */
      g_assert_cmpfloat_with_epsilon(rows[i * n + t],
                                     (i % 2 ? -1.0f : 1.0f) * rows[i * n + n - 1 - t], 1e-5f);
  }
}

static void
test_slepian(void)
{
  attune_tapers *tapers = attune_tapers_new(720, 3.0, K);
  const size_t lengths[] = {240, 480, 480, 720, 37, 240};
  for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) check_length(tapers, lengths[i]);
  attune_tapers_free(tapers);
  attune_tapers_free(NULL);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/dsp/tapers/slepian", test_slepian);
  return g_test_run();
}
