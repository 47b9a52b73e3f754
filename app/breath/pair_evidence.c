// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clones.h"
#include "breath/pair.h"
#include "breath/pair_table.h"

#include <assert.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#define LANES ATTUNE_PAIR_LANES
#define ROWS_AT_ONCE 4
/* Degrees of freedom of the tails. With Gaussian ones very clean sound that fits no pair well sets
   one pair far above all others. */
#define TAIL_FREEDOM 8.0f
#define EVIDENCE_FLOOR 1e-5f

typedef attune_lanes lanes;
typedef int whole_lanes __attribute__((vector_size(LANES * sizeof(int))));

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
  for (unsigned b = 0; b < ATTUNE_PAIR_BLOCKS; b++) {
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
