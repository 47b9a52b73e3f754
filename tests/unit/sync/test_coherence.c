// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/coherence.h"
#include "support/pair.h"

/* A pairing whose breath curves are whatever the test writes into strand.re. */
static attune_pairing
bare_pairing(size_t n, double dt_s)
{
  attune_pairing p;
  attune_pairing_init(&p, n);
  p.n = n;
  p.dt_s = dt_s;
  for (int i = 0; i < ATTUNE_PARTNERS; i++)
    for (size_t t = 0; t < n; t++) p.strand[i].weight[t] = 1.0f;
  return p;
}

static void
make_hole(attune_pairing *p, int partner, double from, double to)
{
  for (size_t t = (size_t)(from * (double)p->n); t < (size_t)(to * (double)p->n); t++)
    p->strand[partner].weight[t] = 0.0f;
}

static void
fill_noise(attune_pairing *p, GRand *rand)
{
  for (int i = 0; i < ATTUNE_PARTNERS; i++)
    for (size_t t = 0; t < p->n; t++)
      p->strand[i].re[t] = p->strand[i].weight[t] * (float)pair_normal(rand);
}

static double
exceeding_share(attune_pairing *p, int trials, guint32 seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  attune_spectra *spectra = attune_spectra_new(p->n);
  int above = 0;
  for (int i = 0; i < trials; i++) {
    fill_noise(p, rand);
    attune_coherence c = attune_spectra_measure(spectra, p);
    above += c.gamma2 > c.threshold;
  }
  attune_spectra_free(spectra);
  return (double)above / trials;
}

static void
test_threshold(void)
{
  g_assert_cmpfloat_with_epsilon(attune_coherence_threshold(5.0, 0.05), 0.5271, 1e-4);
  g_assert_cmpfloat_with_epsilon(attune_coherence_threshold(2.0, 0.05), 0.95, 1e-12);
  g_assert_true(isnan(attune_coherence_threshold(1.0, 0.05)));
}

/* Unrelated noise exceeds the threshold in 5 %: short, long, at other steps, and with holes. */
static void
test_null(void)
{
  const struct {
    double duration_s, dt_s;
  } windows[] = {{60.0, 0.25}, {60.0, 0.096}, {120.0, 0.5}, {600.0, 0.25}};
  for (size_t i = 0; i < G_N_ELEMENTS(windows); i++) {
    size_t n = (size_t)(windows[i].duration_s / windows[i].dt_s);
    attune_pairing p = bare_pairing(n, windows[i].dt_s);
    double share = exceeding_share(&p, windows[i].duration_s > 200.0 ? 1500 : 3000, (guint32)i);
    g_test_message("noise of %g s: %.3f above", windows[i].duration_s, share);
    g_assert_cmpfloat_with_epsilon(share, 0.05, 0.016);
    attune_pairing_clear(&p);
  }
}

static void
test_null_with_holes(void)
{
  attune_pairing p = bare_pairing(240, 0.25);
  make_hole(&p, ATTUNE_A, 0.30, 0.45);
  make_hole(&p, ATTUNE_B, 0.60, 0.75);
  double share = exceeding_share(&p, 3000, 11);
  g_test_message("noise with holes: %.3f above", share);
  g_assert_cmpfloat_with_epsilon(share, 0.05, 0.02);
  attune_pairing_clear(&p);
}

/* A delayed copy: coherence 1, lag as built, at the frequency it was built at. */
static void
test_copy(void)
{
  const double durations_s[] = {60.0, 150.0, 181.0, 1200.0};
  for (size_t i = 0; i < G_N_ELEMENTS(durations_s); i++) {
    pair q = pair_new(durations_s[i], 0.096);
    attune_pairing p;
    pair_fill_steady(&q, ATTUNE_A, 15.0, 0.8);
    pair_fill_steady(&q, ATTUNE_B, 15.0, 0.8 - 0.6);
    attune_phases phases = pair_phases(&q);
    attune_pairing_init(&p, q.n);
    attune_pairing_prepare(&p, &phases);
    attune_spectra *spectra = attune_spectra_new(q.n);
    attune_coherence c = attune_spectra_measure(spectra, &p);
    g_assert_cmpfloat_with_epsilon(c.gamma2, 1.0, 0.002);
    g_assert_cmpfloat_with_epsilon(c.lag_rad, 0.6, 0.01);
    g_assert_cmpfloat_with_epsilon(c.freq_hz, 0.25, 0.006);
    g_assert_cmpfloat(c.threshold, <=, 0.5272);
    attune_spectra_free(spectra);
    attune_pairing_clear(&p);
    pair_clear(&q);
  }
}

static void
test_unknown(void)
{
  attune_pairing p = bare_pairing(240, 0.25);
  attune_spectra *spectra = attune_spectra_new(240);
  for (size_t t = 0; t < 240; t++) p.strand[0].re[t] = p.strand[1].re[t] = 0.0f;
  g_assert_true(isnan(attune_spectra_measure(spectra, &p).gamma2)); /* flat lines */
  make_hole(&p, ATTUNE_A, 0.0, 0.6);
  g_assert_true(isnan(attune_spectra_measure(spectra, &p).gamma2));
  p.n = 70;
  g_assert_true(isnan(attune_spectra_measure(spectra, &p).gamma2));
  attune_spectra_free(spectra);
  attune_spectra_free(NULL);
  attune_pairing_clear(&p);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sync/coherence/threshold", test_threshold);
  g_test_add_func("/sync/coherence/null", test_null);
  g_test_add_func("/sync/coherence/null-with-holes", test_null_with_holes);
  g_test_add_func("/sync/coherence/copy", test_copy);
  g_test_add_func("/sync/coherence/unknown", test_unknown);
  return g_test_run();
}
