// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/pair.h"

#include "breath/pair_table.h"
#include "dsp/linear.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define LEAST_POWER 1e-3

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
  float *to = pair->blocks +
              (size_t)(index / ATTUNE_PAIR_LANES) * pair->n_coefficients * ATTUNE_PAIR_LANES +
              index % ATTUNE_PAIR_LANES;
  for (unsigned f = 0; f < n; f++) {
    double offset = 0.0;
    for (unsigned g = 0; g <= f; g++) offset -= w[f * n + g] * mean[g];
    *to = (float)offset;
    to += ATTUNE_PAIR_LANES;
    for (unsigned g = 0; g <= f; g++, to += ATTUNE_PAIR_LANES) *to = (float)w[f * n + g];
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
  pair->blocks = g_aligned_alloc0((size_t)ATTUNE_PAIR_BLOCKS * pair->n_coefficients,
                                  sizeof(attune_lanes), sizeof(attune_lanes));
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
