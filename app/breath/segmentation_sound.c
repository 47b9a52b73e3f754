// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/segmentation_chain.h"

#include "dsp/linear.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OWN_SHARE 0.3
/* Degrees of freedom of a row's tails: a keystroke says little about the breath around it. */
#define TAIL_FREEDOM 12.0
#define FRAME_TEMPER 0.05 /* rows of one burst are far from independent */
#define FREE_TEMPER 0.15  /* without a guide the sound has to decide more */

static void
fill_moments(const attune_chain *c, const unsigned char *label, unsigned which, double *mean,
             double *cov, double *count)
{
  unsigned n = c->n;
  memset(mean, 0, n * sizeof *mean);
  memset(cov, 0, n * n * sizeof *cov);
  *count = 0.0;
  for (size_t t = 0; t < c->n_rows; t++) {
    if (attune_chain_sound(label[t]) != which || c->rows[t].unheard != 0) continue;
    for (unsigned f = 0; f < n; f++) mean[f] += (double)c->rows[t].x[f];
    *count += 1.0;
  }
  for (unsigned f = 0; f < n; f++) mean[f] /= fmax(*count, 1.0);
  for (size_t t = 0; t < c->n_rows; t++) {
    if (attune_chain_sound(label[t]) != which || c->rows[t].unheard != 0) continue;
    for (unsigned f = 0; f < n; f++)
      for (unsigned g = 0; g < n; g++)
        cov[f * n + g] += ((double)c->rows[t].x[f] - mean[f]) * ((double)c->rows[t].x[g] - mean[g]);
  }
  for (unsigned i = 0; i < n * n; i++) cov[i] /= fmax(*count, 1.0);
}

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Loudness of the heard rows, sorted; of all rows when none was heard. @return free with g_free */
double *
attune_chain_sort_loudness(const attune_chain *c, size_t *n)
{
  double *sorted = g_new(double, c->n_rows);
  *n = 0;
  for (size_t t = 0; t < c->n_rows; t++)
    if (c->rows[t].unheard == 0) sorted[(*n)++] = c->loud[t];
  if (*n == 0) {
    *n = c->n_rows;
    memcpy(sorted, c->loud, *n * sizeof *sorted);
  }
  qsort(sorted, *n, sizeof *sorted, compare_doubles);
  return sorted;
}

/* Mean of the quietest tenth of the heard rows. */
static void
find_quiet_mean(const attune_chain *c, double *mean)
{
  size_t n;
  double *sorted = attune_chain_sort_loudness(c, &n), limit = sorted[n / 10], count = 0.0;
  g_free(sorted);
  memset(mean, 0, c->n * sizeof *mean);
  for (size_t t = 0; t < c->n_rows; t++) {
    if (c->loud[t] > limit || c->rows[t].unheard != 0) continue;
    for (unsigned f = 0; f < c->n; f++) mean[f] += (double)c->rows[t].x[f];
    count += 1.0;
  }
  for (unsigned f = 0; f < c->n; f++) mean[f] /= fmax(count, 1.0);
}

static void
finish_sound(attune_state_sound *s, const double *cov, unsigned n)
{
  bool ok = attune_spd_inverse(cov, n, s->inverse, &s->log_det);
  g_assert(ok); /* every covariance here has at least 1 dB^2 on its diagonal */
}

void
attune_chain_learn_sounds(const attune_chain *c, const unsigned char *label,
                          attune_state_sound *sounds)
{
  unsigned n = c->n, nn = n * n;
  double cov[3][ATTUNE_MAX_FEATURES * ATTUNE_MAX_FEATURES], count[3];
  for (unsigned s = 0; s < 3; s++) fill_moments(c, label, s, sounds[s].mean, cov[s], &count[s]);
  double quiet[ATTUNE_MAX_FEATURES];
  find_quiet_mean(c, quiet);
  for (unsigned f = 0; f < n; f++)
    sounds[2].mean[f] = count[2] > 0.0 ? 0.5 * (sounds[2].mean[f] + quiet[f]) : quiet[f];
  double burst[ATTUNE_MAX_FEATURES * ATTUNE_MAX_FEATURES];
  for (unsigned i = 0; i < nn; i++) {
    bool diagonal = i % (n + 1) == 0;
    /* Mostly a shared covariance: a burst state of its own would shrink around the quiet rows
       before a faint in-breath and swallow the pause. */
    burst[i] = (diagonal ? 1.0 : 0.7) * 0.5 * (cov[0][i] + cov[1][i]) + diagonal;
    for (unsigned s = 0; s < 2; s++)
      cov[s][i] = OWN_SHARE * ((diagonal ? 1.0 : 0.7) * cov[s][i] + diagonal) +
                  (1.0 - OWN_SHARE) * burst[i];
    cov[2][i] = (diagonal ? 0.5 * cov[2][i] + 1.0 : 0.0) + 0.2 * burst[i];
  }
  for (unsigned s = 0; s < 3; s++) finish_sound(&sounds[s], cov[s], n);
}

/* Log density of Student's t, up to a constant. */
static double
weigh_row(const attune_state_sound *s, const float *x, unsigned n)
{
  double d[ATTUNE_MAX_FEATURES], sum = 0.0;
  for (unsigned f = 0; f < n; f++) d[f] = (double)x[f] - s->mean[f];
  for (unsigned f = 0; f < n; f++) {
    double y = 0.0;
    for (unsigned g = 0; g < n; g++) y += s->inverse[f * n + g] * d[g];
    sum += d[f] * y;
  }
  return -0.5 * ((TAIL_FREEDOM + n) * log1p(sum / TAIL_FREEDOM) + s->log_det);
}

void
attune_chain_weigh_rows(attune_chain *c, const attune_state_sound *sounds)
{
  double temper = attune_chain_is_free(c) ? FREE_TEMPER : FRAME_TEMPER;
  for (unsigned s = 0; s < 3; s++) {
    c->cumulated[s][0] = 0.0;
    for (size_t t = 0; t < c->n_rows; t++) {
      double w = c->rows[t].unheard != 0 ? 0.0 : temper * weigh_row(&sounds[s], c->rows[t].x, c->n);
      c->cumulated[s][t + 1] = c->cumulated[s][t] + w;
    }
  }
}
