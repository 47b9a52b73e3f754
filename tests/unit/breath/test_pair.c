// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathing.h"

#include <math.h>
#include <string.h>

#define NOISE_DB 1.5

static attune_pair *
make_pair(unsigned who_a, unsigned who_b, attune_mics mics, attune_voice voice[2])
{
  attune_pair_terms terms = ATTUNE_PAIR_TERMS_DEFAULTS;
  timbre a = timbre_of(who_a, mics), b = timbre_of(who_b, mics);
  timbre_fill_voice(&a, NOISE_DB, &voice[0]);
  timbre_fill_voice(&b, NOISE_DB, &voice[1]);
  return attune_pair_new(&voice[0], &voice[1], &terms);
}

/* Correlates the features of a voice: covariance D + s s'. */
static void
correlate(attune_voice *voice, GRand *rand)
{
  double s[ATTUNE_MAX_FEATURES];
  for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
    for (unsigned f = 0; f < voice->n; f++) s[f] = 2.0 * normal(rand);
    for (unsigned f = 0; f < voice->n; f++)
      for (unsigned g = 0; g < voice->n; g++)
        voice->cov[j][f * voice->n + g] += (float)(s[f] * s[g]);
  }
}

static void
fill_rows(attune_features *rows, size_t n_rows, unsigned n, GRand *rand)
{
  for (size_t t = 0; t < n_rows; t++)
    for (unsigned f = 0; f < n; f++) rows[t].x[f] = (float)g_rand_double_range(rand, 0.0, 25.0);
}

/* -1/2 (d' S^-1 d + ln det S) by Gaussian elimination without pivots (S is positive definite). */
static double
log_density(double *s, double *d, unsigned n)
{
  double log_det = 0.0, sum = 0.0;
  for (unsigned k = 0; k < n; k++) {
    double pivot = s[k * n + k];
    g_assert_cmpfloat(pivot, >, 0.0);
    log_det += log(pivot);
    sum += d[k] * d[k] / pivot;
    for (unsigned i = k + 1; i < n; i++) {
      double m = s[i * n + k] / pivot;
      d[i] -= m * d[k];
      for (unsigned j = k; j < n; j++) s[i * n + j] -= m * s[k * n + j];
    }
  }
  return -0.5 * (8.0 + n) * log1p(sum / 8.0) - 0.5 * log_det;
}

/* The header's formula, word by word. */
static double
brute_force(const attune_voice voice[2], const attune_pair_terms *terms, unsigned i, unsigned j,
            const attune_features *row)
{
  unsigned n = voice[0].n, class[2] = {i, j};
  double w[3][ATTUNE_MAX_FEATURES], s[ATTUNE_COV], d[ATTUNE_MAX_FEATURES];
  for (unsigned f = 0; f < n; f++) {
    double n0 = pow(10.0, fmin((double)voice[0].silent[f], (double)voice[1].silent[f]) / 10.0);
    double power[3] = {1e-3, 1e-3, n0};
    for (unsigned p = 0; p < 2; p++)
      if (class[p] != ATTUNE_REST)
        power[p] = fmax(pow(10.0, (double)voice[p].mean[class[p]][f] / 10.0) - n0, 1e-3);
    double all = power[0] + power[1] + power[2];
    for (unsigned k = 0; k < 3; k++) w[k][f] = power[k] / all;
    d[f] = (double)row->x[f] - 10.0 * log10(all);
  }
  double loudness = (double)(terms->loudness_db * terms->loudness_db);
  for (unsigned f = 0; f < n; f++)
    for (unsigned g = 0; g < n; g++) {
      unsigned at = f * n + g;
      double silent = 0.5 * ((double)voice[0].silent_cov[at] + (double)voice[1].silent_cov[at]);
      s[at] = w[2][f] * w[2][g] * 0.5 * silent + (f == g ? (double)terms->extra_var_db2 : 0.0);
      for (unsigned p = 0; p < 2; p++)
        if (class[p] != ATTUNE_REST)
          s[at] += w[p][f] * w[p][g] * ((double)voice[p].cov[class[p]][at] + loudness);
    }
  return log_density(s, d, n);
}

static void
check_brute_force(attune_mics mics, guint32 seed)
{
  attune_pair_terms terms = ATTUNE_PAIR_TERMS_DEFAULTS;
  attune_voice voice[2];
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  attune_pair_free(make_pair(0, 1, mics, voice));
  for (unsigned p = 0; p < 2; p++) correlate(&voice[p], rand);
  attune_pair *pair = attune_pair_new(&voice[0], &voice[1], &terms);
  attune_features rows[3] = {0};
  g_autofree float *log_l = g_new(float, 3 * ATTUNE_PAIRS);
  fill_rows(rows, 3, voice[0].n, rand);
  attune_pair_evaluate(pair, rows, 3, log_l);
  for (unsigned r = 0; r < 3; r++)
    for (unsigned k = 0; k < ATTUNE_PAIRS; k += r == 0 ? 1 : 37) {
      double l = brute_force(voice, &terms, k / ATTUNE_CLASSES, k % ATTUNE_CLASSES, &rows[r]);
      g_assert_cmpfloat(fabs((double)log_l[r * ATTUNE_PAIRS + k] - l), <, 1e-4 * (10.0 + fabs(l)));
    }
  attune_pair_free(pair);
}

static void
test_density(void)
{
  check_brute_force(ATTUNE_MICS_SINGLE, 1);
  check_brute_force(ATTUNE_MICS_TWO, 2);
}

static void
test_batch(void)
{
  attune_voice voice[2];
  attune_pair *pair = make_pair(0, 1, ATTUNE_MICS_TWO, voice);
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  attune_features rows[ATTUNE_PAIR_BATCH] = {0};
  g_autofree float *batch = g_new(float, ATTUNE_PAIR_BATCH *ATTUNE_PAIRS);
  g_autofree float *one = g_new(float, ATTUNE_PAIRS);
  fill_rows(rows, ATTUNE_PAIR_BATCH, voice[0].n, rand);
  for (unsigned n = 1; n <= ATTUNE_PAIR_BATCH; n++) {
    attune_pair_evaluate(pair, rows, n, batch);
    for (unsigned r = 0; r < n; r++) {
      attune_pair_evaluate(pair, &rows[r], 1, one);
      g_assert_cmpmem(one, ATTUNE_PAIRS * sizeof(float), batch + r * ATTUNE_PAIRS,
                      ATTUNE_PAIRS * sizeof(float));
    }
  }
  attune_pair_free(pair);
}

static void
test_temper(void)
{
  const float tempers[] = {0.08f, 0.92f, 1.0f, 0.0f};
  g_autoptr(GRand) rand = g_rand_new_with_seed(4);
  g_autofree float *log_l = g_new(float, ATTUNE_PAIRS);
  g_autofree float *evidence = g_new(float, ATTUNE_PAIRS);
  const unsigned best_at[] = {0, 777, ATTUNE_PAIRS - 1}; /* the last one is taken apart */
  for (size_t b = 0; b < G_N_ELEMENTS(best_at); b++)
    for (size_t i = 0; i < G_N_ELEMENTS(tempers); i++) {
      for (unsigned k = 0; k < ATTUNE_PAIRS; k++)
        log_l[k] = (float)(-10.0 - 200.0 * pow(g_rand_double(rand), 3.0));
      log_l[best_at[b]] = -9.5f;
      attune_pair_temper(log_l, tempers[i], evidence);
      g_assert_cmpfloat_with_epsilon(evidence[best_at[b]], 1.00001f, 1e-6);
      for (unsigned k = 0; k < ATTUNE_PAIRS; k++) {
        double expected = exp((double)(tempers[i] * (log_l[k] + 9.5f)));
        g_assert_cmpfloat(fabs((double)evidence[k] - 1e-5 - expected), <, 1e-5 * expected + 1e-10);
      }
      attune_pair_temper(log_l, tempers[i], log_l);
      g_assert_cmpmem(log_l, ATTUNE_PAIRS * sizeof(float), evidence, ATTUNE_PAIRS * sizeof(float));
    }
}

/* Impossible rows stay tiny, positive and finite. */
static void
test_temper_extremes(void)
{
  g_autofree float *log_l = g_new(float, ATTUNE_PAIRS);
  for (unsigned k = 0; k < ATTUNE_PAIRS; k++) log_l[k] = k == 5 ? -3.0f : -1e9f;
  attune_pair_temper(log_l, 1.0f, log_l);
  for (unsigned k = 0; k < ATTUNE_PAIRS; k++)
    g_assert_cmpfloat_with_epsilon(log_l[k], k == 5 ? 1.00001f : 1e-5f, 1e-6);
}

static void
test_sums(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(5);
  g_autofree float *evidence = g_new(float, ATTUNE_PAIRS);
  float classes[ATTUNE_CLASSES], of_a[ATTUNE_CLASSES], of_b[ATTUNE_CLASSES];
  for (unsigned k = 0; k < ATTUNE_PAIRS; k++) evidence[k] = (float)g_rand_double(rand);
  for (unsigned c = 0; c < ATTUNE_CLASSES; c++) classes[c] = (float)g_rand_double(rand);
  attune_pair_evidence_a(evidence, classes, of_a);
  attune_pair_evidence_b(evidence, classes, of_b);
  for (unsigned i = 0; i < ATTUNE_CLASSES; i++) {
    double a = 0.0, b = 0.0;
    for (unsigned j = 0; j < ATTUNE_CLASSES; j++) {
      a += (double)evidence[i * ATTUNE_CLASSES + j] * (double)classes[j];
      b += (double)evidence[j * ATTUNE_CLASSES + i] * (double)classes[j];
    }
    g_assert_cmpfloat_with_epsilon((double)of_a[i], a, 1e-5 * a);
    g_assert_cmpfloat_with_epsilon((double)of_b[i], b, 1e-5 * b);
  }
}

static double
separability_of(unsigned who_a, unsigned who_b, attune_mics mics)
{
  attune_voice voice[2];
  attune_pair *pair = make_pair(who_a, who_b, mics, voice);
  double separability = attune_pair_separability(pair);
  attune_pair_free(pair);
  return separability;
}

static void
test_separability(void)
{
  g_assert_cmpfloat(fabs(separability_of(0, 0, ATTUNE_MICS_SINGLE)), <, 1e-6);
  g_assert_cmpfloat(fabs(separability_of(1, 1, ATTUNE_MICS_TWO)), <, 1e-6);
  g_assert_cmpfloat(separability_of(0, 1, ATTUNE_MICS_SINGLE), >, 8.0);
  g_assert_cmpfloat(separability_of(0, 1, ATTUNE_MICS_TWO), >,
                    separability_of(0, 1, ATTUNE_MICS_SINGLE));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/breath/pair/density", test_density);
  g_test_add_func("/breath/pair/batch", test_batch);
  g_test_add_func("/breath/pair/temper", test_temper);
  g_test_add_func("/breath/pair/temper-extremes", test_temper_extremes);
  g_test_add_func("/breath/pair/sums", test_sums);
  g_test_add_func("/breath/pair/separability", test_separability);
  return g_test_run();
}
