// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/tapers.h"

#include "base/circle.h"
#include "dsp/linear.h"

#include <glib.h>
#include <math.h>

struct attune_tapers {
  size_t max_length, length, k;
  double nw;
  float *rows;              /* [k x length] */
  double *diagonal, *off;   /* [max_length] */
  double *values, *vectors; /* [k], [k x max_length] */
  double *work;
};

attune_tapers *
attune_tapers_new(size_t max_length, double nw, size_t k)
{
  g_assert(nw >= 1.0 && nw <= 20.0 && k >= 1 && (double)k <= 2.0 * nw - 1.0);
  g_assert(max_length >= 2 * k);
  attune_tapers *tapers = g_new0(attune_tapers, 1);
  tapers->max_length = max_length;
  tapers->k = k;
  tapers->nw = nw;
  tapers->rows = g_new(float, k *max_length);
  tapers->diagonal = g_new(double, max_length);
  tapers->off = g_new(double, max_length);
  tapers->values = g_new(double, k);
  tapers->vectors = g_new(double, k *max_length);
  tapers->work = g_new(double, ATTUNE_TRIDIAGONAL_WORK(max_length));
  return tapers;
}

void
attune_tapers_free(attune_tapers *tapers)
{
  if (tapers == NULL) return;
  g_free(tapers->rows);
  g_free(tapers->diagonal);
  g_free(tapers->off);
  g_free(tapers->values);
  g_free(tapers->vectors);
  g_free(tapers->work);
  g_free(tapers);
}

static void
fill_matrix(attune_tapers *tapers, size_t n)
{
  double c = cos(ATTUNE_TAU * tapers->nw / (double)n);
  for (size_t t = 0; t < n; t++) {
    double from_middle = ((double)n - 1.0 - 2.0 * (double)t) / 2.0;
    tapers->diagonal[t] = from_middle * from_middle * c;
    tapers->off[t] = (double)(t + 1) * (double)(n - 1 - t) / 2.0;
  }
}

const float *
attune_tapers_get(attune_tapers *tapers, size_t length)
{
  g_assert(length >= 2 * tapers->k && length <= tapers->max_length);
  if (length == tapers->length) return tapers->rows;
  fill_matrix(tapers, length);
  gboolean found = attune_tridiagonal_top(tapers->diagonal, tapers->off, length, tapers->k,
                                          tapers->values, tapers->vectors, tapers->work);
  g_assert(found);
  for (size_t i = 0; i < tapers->k * length; i++) tapers->rows[i] = (float)tapers->vectors[i];
  tapers->length = length;
  return tapers->rows;
}
