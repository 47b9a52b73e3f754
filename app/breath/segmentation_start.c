// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/segmentation_chain.h"

#include <glib.h>
#include <math.h>
#include <string.h>

void
attune_chain_label_by_guide(const attune_chain *c, unsigned char *label)
{
  double w = c->in_fraction;
  for (size_t t = 0; t < c->n_rows; t++) {
    double u = attune_chain_guide_turns(c, c->rows[t].t_s) - c->lateness;
    u -= floor(u);
    label[t] = u < 0.95 * w             ? ATTUNE_SEG_IN
               : u < w                  ? ATTUNE_SEG_PAUSE_IN
               : u < w + 0.75 * (1 - w) ? ATTUNE_SEG_OUT
                                        : ATTUNE_SEG_PAUSE_OUT;
  }
}

/* Loud rows, in runs: each run a burst. @return number of runs; burst[t] is its number or -1 */
static int
number_bursts(const attune_chain *c, int *burst)
{
  size_t n_heard;
  double *sorted = attune_chain_sort_loudness(c, &n_heard);
  double low = sorted[n_heard / 10], high = sorted[n_heard * 9 / 10];
  double limit = low + 0.35 * (high - low);
  g_free(sorted);
  int n = 0;
  for (size_t t = 0; t < c->n_rows; t++) {
    bool loud = c->loud[t] > limit && c->rows[t].unheard == 0;
    if (loud && (t == 0 || burst[t - 1] < 0)) n++;
    burst[t] = loud ? n - 1 : -1;
  }
  return n;
}

static double
measure_distance(const double *a, const double *b, unsigned n)
{
  double sum = 0.0;
  for (unsigned f = 0; f < n; f++) sum += (a[f] - b[f]) * (a[f] - b[f]);
  return sum;
}

/* Two kinds of burst by their mean features (2-means, from the two bursts farthest apart in the
   first feature's order). */
static void
sort_bursts(const attune_chain *c, const int *burst, int n_bursts, unsigned char *kind)
{
  if (n_bursts == 0) return;
  unsigned n = c->n;
  double *mean = g_new0(double, (size_t)n_bursts *n), *count = g_new0(double, (size_t)n_bursts);
  double centre[2][ATTUNE_MAX_FEATURES];
  for (size_t t = 0; t < c->n_rows; t++) {
    if (burst[t] < 0) continue;
    for (unsigned f = 0; f < n; f++) mean[(unsigned)burst[t] * n + f] += (double)c->rows[t].x[f];
    count[burst[t]] += 1.0;
  }
  int far[2] = {0, 0};
  for (int i = 0; i < n_bursts; i++)
    for (unsigned f = 0; f < n; f++) mean[(unsigned)i * n + f] /= fmax(count[i], 1.0);
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < n_bursts; i++)
      if (measure_distance(mean + (unsigned)i * n, mean + (unsigned)far[!k] * n, n) >
          measure_distance(mean + (unsigned)far[k] * n, mean + (unsigned)far[!k] * n, n))
        far[k] = i;
  for (int k = 0; k < 2; k++) memcpy(centre[k], mean + (unsigned)far[k] * n, n * sizeof(double));
  for (int round = 0; round < 8; round++) {
    double sum[2][ATTUNE_MAX_FEATURES] = {{0}}, weight[2] = {0};
    for (int i = 0; i < n_bursts; i++) {
      const double *m = mean + (unsigned)i * n;
      kind[i] = measure_distance(m, centre[1], n) < measure_distance(m, centre[0], n);
      for (unsigned f = 0; f < n; f++) sum[kind[i]][f] += count[i] * m[f];
      weight[kind[i]] += count[i];
    }
    for (int k = 0; k < 2; k++)
      for (unsigned f = 0; f < n && weight[k] > 0.0; f++) centre[k][f] = sum[k][f] / weight[k];
  }
  g_free(mean);
  g_free(count);
}

/* Starts without a guide. Variant bit 0 exchanges in and out; bit 1: kinds by sound, else bursts
   in turn. */
void
attune_chain_label_by_sound(const attune_chain *c, unsigned variant, unsigned char *label)
{
  int *burst = g_new(int, c->n_rows), n_bursts = number_bursts(c, burst);
  unsigned char *kind = g_new0(unsigned char, (size_t)n_bursts + 1);
  if (variant & 2u)
    sort_bursts(c, burst, n_bursts, kind);
  else
    for (int i = 0; i < n_bursts; i++) kind[i] = i & 1;
  for (size_t t = 0; t < c->n_rows; t++) {
    bool in = burst[t] >= 0 && (kind[burst[t]] ^ (variant & 1u)) == 0;
    label[t] = burst[t] < 0 ? ATTUNE_SEG_PAUSE_OUT : in ? ATTUNE_SEG_IN : ATTUNE_SEG_OUT;
  }
  g_free(burst);
  g_free(kind);
}
