// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/voice.h"

#include <math.h>
#include <string.h>

#define KERNEL_BINS 1.0 /* a row also teaches the neighbouring positions */
#define OWN_SHARE 0.4
#define POOLED_SHARE 0.4
#define DIAGONAL_SHARE 0.2
#define LEAST_VARIANCE 1.0 /* dB^2 */

static double
weigh_distance(double turns, unsigned bin)
{
  double d = turns * ATTUNE_PHASES - (double)bin;
  d -= ATTUNE_PHASES * round(d / ATTUNE_PHASES);
  return fabs(d) > 3.0 * KERNEL_BINS ? 0.0 : exp(-0.5 * d * d / (KERNEL_BINS * KERNEL_BINS));
}

/* Weighted mean of the rows around one position. @return the sum of weights */
static double
learn_mean(attune_voice *voice, unsigned bin, const attune_features *rows, const double *turns,
           size_t n_rows)
{
  double sum[ATTUNE_MAX_FEATURES] = {0}, total = 1e-9;
  for (size_t t = 0; t < n_rows; t++) {
    double w = isnan(turns[t]) ? 0.0 : weigh_distance(turns[t], bin);
    if (w == 0.0) continue;
    for (unsigned f = 0; f < voice->n; f++) sum[f] += w * (double)rows[t].x[f];
    total += w;
  }
  for (unsigned f = 0; f < voice->n; f++) voice->mean[bin][f] = (float)(sum[f] / total);
  return total;
}

static void
learn_scatter(const attune_voice *voice, unsigned bin, const attune_features *rows,
              const double *turns, size_t n_rows, double *scatter)
{
  unsigned n = voice->n;
  memset(scatter, 0, n * n * sizeof *scatter);
  for (size_t t = 0; t < n_rows; t++) {
    double w = isnan(turns[t]) ? 0.0 : weigh_distance(turns[t], bin);
    if (w == 0.0) continue;
    double d[ATTUNE_MAX_FEATURES];
    for (unsigned f = 0; f < n; f++) d[f] = (double)(rows[t].x[f] - voice->mean[bin][f]);
    for (unsigned f = 0; f < n; f++)
      for (unsigned g = 0; g < n; g++) scatter[f * n + g] += w * d[f] * d[g];
  }
}

void
attune_voice_learn(attune_voice *voice, unsigned n_features, const attune_features *rows,
                   const double *turns, size_t n_rows)
{
  unsigned n = voice->n = n_features;
  double pooled[ATTUNE_COV] = {0}, scatter[ATTUNE_COV], weight[ATTUNE_PHASES], total = 0.0;
  for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
    weight[j] = learn_mean(voice, j, rows, turns, n_rows);
    total += weight[j];
  }
  for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
    learn_scatter(voice, j, rows, turns, n_rows, scatter);
    for (unsigned i = 0; i < n * n; i++) {
      pooled[i] += scatter[i] / total;
      voice->cov[j][i] = (float)(scatter[i] / weight[j]);
    }
  }
  for (unsigned j = 0; j < ATTUNE_PHASES; j++)
    for (unsigned f = 0; f < n; f++)
      for (unsigned g = 0; g < n; g++) {
        unsigned i = f * n + g;
        double own = OWN_SHARE * (double)voice->cov[j][i] + POOLED_SHARE * pooled[i];
        if (f == g) own += DIAGONAL_SHARE * pooled[i] + LEAST_VARIANCE;
        voice->cov[j][i] = (float)own;
      }
}
