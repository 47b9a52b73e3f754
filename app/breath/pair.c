// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/pair.h"

#include "base/clones.h"
#include "dsp/linear.h"

#include <assert.h>
#include <glib.h>
#include <math.h>
#include <string.h>

/* Pairs are worked on in lanes of eight: coefficient r,c of eight pairs lies side by side, so the
   compiler makes one vector instruction of them, and each is loaded once for a batch of rows. */
#define LANES 8
#define ROWS_AT_ONCE 4
#define BLOCKS ((ATTUNE_PAIRS + LANES - 1) / LANES)
#define LEAST_POWER 1e-3
/* Degrees of freedom of the tails. With Gaussian ones very clean sound that fits no pair well sets
   one pair far above all others, and the pointers stand still there. */
#define TAIL_FREEDOM 8.0f
#define EVIDENCE_FLOOR 1e-5f

typedef float lanes __attribute__((vector_size(LANES * sizeof(float))));
typedef int whole_lanes __attribute__((vector_size(LANES * sizeof(int))));

struct attune_pair {
  unsigned n;
  size_t n_coefficients; /* per pair: offset and row of each whitened feature, half ln det */
  float *blocks;         /* [BLOCKS x n_coefficients x LANES] */
  double separability;
};

/* One partner at one class: power over the pauses and covariance, rest included. */
typedef struct {
  double power[ATTUNE_MAX_FEATURES];
  double cov[ATTUNE_COV];
} side;

static void
fill_side(const attune_voice *voice, unsigned c, const double *n0, const attune_pair_terms *terms,
          side *out)
{
  unsigned n = voice->n;
  memset(out, 0, sizeof *out);
  for (unsigned f = 0; f < n; f++)
    out->power[f] = c == ATTUNE_REST
                        ? LEAST_POWER
                        : fmax(pow(10.0, (double)voice->mean[c][f] / 10.0) - n0[f], LEAST_POWER);
  if (c == ATTUNE_REST) return;
  double g2 = (double)(terms->loudness_db * terms->loudness_db);
  for (unsigned i = 0; i < n * n; i++) out->cov[i] = (double)voice->cov[c][i] + g2;
}

static void
combine(const side *a, const side *b, const double *n0, const double *silent_cov, unsigned n,
        const attune_pair_terms *terms, double *mean, double *cov)
{
  double wa[ATTUNE_MAX_FEATURES], wb[ATTUNE_MAX_FEATURES], wn[ATTUNE_MAX_FEATURES];
  for (unsigned f = 0; f < n; f++) {
    double all = n0[f] + a->power[f] + b->power[f];
    mean[f] = 10.0 * log10(all);
    wa[f] = a->power[f] / all;
    wb[f] = b->power[f] / all;
    wn[f] = n0[f] / all;
  }
  for (unsigned f = 0; f < n; f++)
    for (unsigned g = 0; g < n; g++) {
      unsigned i = f * n + g;
      cov[i] = wa[f] * wa[g] * a->cov[i] + wb[f] * wb[g] * b->cov[i] +
               wn[f] * wn[g] * silent_cov[i] + (f == g ? (double)terms->extra_var_db2 : 0.0);
    }
}

/* Whitening matrix W, offset -W mean and ln det of one pair, into its lane. */
static void
store_pair(attune_pair *pair, unsigned index, const double *mean, const double *cov)
{
  unsigned n = pair->n;
  double w[ATTUNE_COV], log_det = 0.0;
  bool ok = attune_spd_whiten(cov, n, w, &log_det);
  g_assert(ok); /* extra_var_db2 on the diagonal makes it positive definite */
  float *to = pair->blocks + (size_t)(index / LANES) * pair->n_coefficients * LANES + index % LANES;
  for (unsigned f = 0; f < n; f++) {
    double offset = 0.0;
    for (unsigned g = 0; g <= f; g++) offset -= w[f * n + g] * mean[g];
    *to = (float)offset;
    to += LANES;
    for (unsigned g = 0; g <= f; g++, to += LANES) *to = (float)w[f * n + g];
  }
  *to = (float)(0.5 * log_det);
}

static double
measure_exchange(const double *mean_ij, const double *mean_ji, const double *cov_ij, unsigned n)
{
  double inverse[ATTUNE_COV], sum = 0.0;
  if (!attune_spd_inverse(cov_ij, n, inverse, NULL)) return 0.0;
  for (unsigned f = 0; f < n; f++)
    for (unsigned g = 0; g < n; g++)
      sum += (mean_ij[f] - mean_ji[f]) * inverse[f * n + g] * (mean_ij[g] - mean_ji[g]);
  return sum;
}

/* Level of the pauses (power over the floor) and their covariance, which both voices share. */
static void
find_silence(const attune_voice *a, const attune_voice *b, double *n0, double *cov)
{
  for (unsigned f = 0; f < a->n; f++)
    n0[f] = pow(10.0, (double)fminf(a->silent[f], b->silent[f]) / 10.0);
  for (unsigned i = 0; i < a->n * a->n; i++)
    cov[i] = 0.25 * ((double)a->silent_cov[i] + (double)b->silent_cov[i]);
}

static void
fill_pairs(attune_pair *pair, const side *sides_a, const side *sides_b, const double *n0,
           const double *silent_cov, const attune_pair_terms *terms)
{
  double mean[ATTUNE_MAX_FEATURES], other[ATTUNE_MAX_FEATURES], cov[ATTUNE_COV], skip[ATTUNE_COV];
  for (unsigned i = 0; i < ATTUNE_CLASSES; i++)
    for (unsigned j = 0; j < ATTUNE_CLASSES; j++) {
      combine(&sides_a[i], &sides_b[j], n0, silent_cov, pair->n, terms, mean, cov);
      store_pair(pair, i * ATTUNE_CLASSES + j, mean, cov);
      if (i == ATTUNE_REST || j == ATTUNE_REST || i == j) continue;
      combine(&sides_a[j], &sides_b[i], n0, silent_cov, pair->n, terms, other, skip);
      pair->separability += measure_exchange(mean, other, cov, pair->n);
    }
  pair->separability /= ATTUNE_PHASES * (ATTUNE_PHASES - 1);
}

attune_pair *
attune_pair_new(const attune_voice *voice_a, const attune_voice *voice_b,
                const attune_pair_terms *terms)
{
  g_return_val_if_fail(voice_a->n == voice_b->n && voice_a->n > 0, NULL);
  attune_pair *pair = g_new0(attune_pair, 1);
  unsigned n = pair->n = voice_a->n;
  pair->n_coefficients = n + n * (n + 1) / 2 + 1;
  pair->blocks =
      g_aligned_alloc0((size_t)BLOCKS * pair->n_coefficients, sizeof(lanes), sizeof(lanes));
  double n0[ATTUNE_MAX_FEATURES], silent_cov[ATTUNE_COV];
  find_silence(voice_a, voice_b, n0, silent_cov);
  side *sides = g_new(side, 2 * ATTUNE_CLASSES);
  for (unsigned c = 0; c < ATTUNE_CLASSES; c++) {
    fill_side(voice_a, c, n0, terms, &sides[c]);
    fill_side(voice_b, c, n0, terms, &sides[ATTUNE_CLASSES + c]);
  }
  fill_pairs(pair, sides, sides + ATTUNE_CLASSES, n0, silent_cov, terms);
  g_free(sides);
  return pair;
}

void
attune_pair_free(attune_pair *pair)
{
  if (pair == NULL) return;
  g_aligned_free(pair->blocks);
  g_free(pair);
}

double
attune_pair_separability(const attune_pair *pair)
{
  return pair->separability;
}

/*
 * Both in place: a vector by value would depend on the processor's ABI.
 *
 * ln x for x >= 1, absolute error under 1e-6: the exponent's bits, and ln m = 2 artanh s by its
 * series for s = (m - 1) / (m + 1), m in 0.7..1.42. The library's logf is not vectorised.
 */
static inline __attribute__((always_inline)) void
log_from_one(lanes *x)
{
  whole_lanes bits = (whole_lanes)(*x * 1.41421356f);
  lanes exponent = __builtin_convertvector((bits >> 23) - 127, lanes);
  lanes m = (lanes)((bits & 0x007fffff) | 0x3f800000) * 0.70710678f;
  lanes s = (m - 1.0f) / (m + 1.0f), z = s * s;
  *x = exponent * 0.69314718f + s * (2.0f + z * (0.66666667f + z * (0.4f + z * 0.28571429f)));
}

/* Log-likelihoods of `n` rows for one block of pairs; each coefficient is loaded once for all. */
static inline __attribute__((always_inline)) void
evaluate_block(const lanes *coefficient, unsigned n_features, const attune_features *rows,
               unsigned n, lanes *l)
{
  lanes sum[ROWS_AT_ONCE] = {{0}};
  for (unsigned f = 0; f < n_features; f++) {
    lanes y[ROWS_AT_ONCE];
    for (unsigned r = 0; r < n; r++) y[r] = *coefficient;
    coefficient++;
    for (unsigned g = 0; g <= f; g++, coefficient++)
      for (unsigned r = 0; r < n; r++) y[r] += *coefficient * rows[r].x[g];
    for (unsigned r = 0; r < n; r++) sum[r] += y[r] * y[r];
  }
  float scale = -0.5f * (TAIL_FREEDOM + (float)n_features);
  for (unsigned r = 0; r < n; r++) {
    l[r] = 1.0f + sum[r] / TAIL_FREEDOM;
    log_from_one(&l[r]);
    l[r] = scale * l[r] - *coefficient;
  }
}

ATTUNE_CLONES("avx2", "default")
__attribute__((optimize("O3"))) static void
evaluate_rows(const attune_pair *pair, const attune_features *rows, unsigned n_rows, float *log_l)
{
  lanes l[ROWS_AT_ONCE];
  for (unsigned b = 0; b < BLOCKS; b++) {
    const lanes *block = (const lanes *)(pair->blocks + (size_t)b * pair->n_coefficients * LANES);
    unsigned from = b * LANES, n = MIN(LANES, ATTUNE_PAIRS - from);
    for (unsigned r = 0; r < n_rows;) {
      unsigned m = n_rows - r >= ROWS_AT_ONCE ? ROWS_AT_ONCE : 1;
      if (m == ROWS_AT_ONCE)
        evaluate_block(block, pair->n, rows + r, ROWS_AT_ONCE, l);
      else
        evaluate_block(block, pair->n, rows + r, 1, l);
      for (unsigned i = 0; i < m; i++)
        memcpy(log_l + (size_t)(r + i) * ATTUNE_PAIRS + from, &l[i], n * sizeof(float));
      r += m;
    }
  }
}

void
attune_pair_evaluate(const attune_pair *pair, const attune_features *rows, unsigned n_rows,
                     float *log_l)
{
  evaluate_rows(pair, rows, n_rows, log_l);
}

/*
 * e^x for x <= 0, relative error under 3e-6: 2^i by the exponent's bits, 2^f by a polynomial
 * (minimax on -1/2..1/2). The library's expf is not vectorised and takes most of a step.
 */
static inline __attribute__((always_inline)) void
exp_below_zero(lanes *x)
{
  lanes y = *x * 1.44269504f;                                     /* log2 e */
  whole_lanes i = __builtin_convertvector(y - 0.5f, whole_lanes); /* nearest, since y <= 0 */
  lanes f = y - __builtin_convertvector(i, lanes);
  lanes p =
      1.0f + f * (0.69314718f +
                  f * (0.24022651f + f * (0.05550411f + f * (0.00961813f + f * 0.00133336f))));
  whole_lanes usual = i > -115; /* under that it is nothing beside EVIDENCE_FLOOR */
  *x = (lanes)((whole_lanes)(p * (lanes)((i + 127) << 23)) & usual);
}

static float
find_largest(const float *x, size_t n)
{
  float lane[LANES], best = -INFINITY;
  for (unsigned l = 0; l < LANES; l++) lane[l] = x[l];
  for (size_t i = LANES; i + LANES <= n; i += LANES)
    for (unsigned l = 0; l < LANES; l++) lane[l] = x[i + l] > lane[l] ? x[i + l] : lane[l];
  for (unsigned l = 0; l < LANES; l++) best = lane[l] > best ? lane[l] : best;
  for (size_t i = n / LANES * LANES; i < n; i++) best = x[i] > best ? x[i] : best;
  return best;
}

static inline __attribute__((always_inline)) void
temper_lanes(lanes *l, float temper, float best)
{
  *l = temper * (*l - best);
  exp_below_zero(l);
  *l += EVIDENCE_FLOOR;
}

ATTUNE_CLONES("avx2", "default")
__attribute__((optimize("O3"))) void
attune_pair_temper(const float *log_l, float temper, float *evidence)
{
  float best = find_largest(log_l, ATTUNE_PAIRS);
  lanes l;
  size_t i = 0;
  for (; i + LANES <= ATTUNE_PAIRS; i += LANES) {
    memcpy(&l, log_l + i, sizeof l);
    temper_lanes(&l, temper, best);
    memcpy(evidence + i, &l, sizeof l);
  }
  const size_t rest = (ATTUNE_PAIRS % LANES) * sizeof(float);
  l = (lanes){0} + best;
  memcpy(&l, log_l + i, rest);
  temper_lanes(&l, temper, best);
  memcpy(evidence + i, &l, rest);
}

ATTUNE_CLONES("avx2", "default")
__attribute__((optimize("O3"))) void
attune_pair_evidence_a(const float *evidence, const float *classes_b, float *evidence_a)
{
  for (unsigned i = 0; i < ATTUNE_CLASSES; i++) {
    const float *row = evidence + i * ATTUNE_CLASSES;
    float lane[LANES] = {0}, sum = row[ATTUNE_REST] * classes_b[ATTUNE_REST];
    for (unsigned j = 0; j < ATTUNE_PHASES; j += LANES)
      for (unsigned l = 0; l < LANES; l++) lane[l] += row[j + l] * classes_b[j + l];
    for (unsigned l = 0; l < LANES; l++) sum += lane[l];
    evidence_a[i] = sum;
  }
}

ATTUNE_CLONES("avx2", "default")
__attribute__((optimize("O3"))) void
attune_pair_evidence_b(const float *evidence, const float *classes_a, float *evidence_b)
{
  memset(evidence_b, 0, ATTUNE_CLASSES * sizeof *evidence_b);
  for (unsigned i = 0; i < ATTUNE_CLASSES; i++)
    for (unsigned j = 0; j < ATTUNE_CLASSES; j++)
      evidence_b[j] += evidence[i * ATTUNE_CLASSES + j] * classes_a[i];
}
