// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/selfcalibration.h"

#include "breath/unmixing.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define LEAST_ROWS 625   /* 60 s */
#define MOST_ROWS 2500   /* 240 s tell enough */
#define SHORTEST_LAG 20  /* 1.9 s: 31 breaths a minute */
#define LONGEST_LAG 157  /* 15 s */
#define IN_FRACTION 0.42 /* of a usual breath */
#define N_GUESSES 3

/* Mean product of the features, less their means, a lag apart, over that at no lag. */
static double
correlate(const attune_features *rows, size_t n_rows, unsigned n, const double *mean, size_t lag)
{
  double sum = 0.0, power = 1e-9;
  for (size_t t = 0; t + lag < n_rows; t++) {
    if ((rows[t].unheard | rows[t + lag].unheard) != 0) continue;
    for (unsigned f = 0; f < n; f++) {
      double a = (double)rows[t].x[f] - mean[f], b = (double)rows[t + lag].x[f] - mean[f];
      sum += a * b;
      power += 0.5 * (a * a + b * b);
    }
  }
  return sum / power;
}

/* Highest peak of the autocorrelation between the shortest and the longest breath, seconds. */
static double
guess_period_s(const attune_features *rows, size_t n_rows, unsigned n)
{
  double mean[ATTUNE_MAX_FEATURES] = {0}, value[LONGEST_LAG + 2];
  for (size_t t = 0; t < n_rows; t++)
    for (unsigned f = 0; f < n; f++) mean[f] += (double)rows[t].x[f] / (double)n_rows;
  for (size_t lag = SHORTEST_LAG - 1; lag <= LONGEST_LAG + 1; lag++)
    value[lag] = correlate(rows, n_rows, n, mean, lag);
  size_t best = 0;
  for (size_t lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++) {
    bool peak = value[lag] >= value[lag - 1] && value[lag] >= value[lag + 1];
    if (peak && (best == 0 || value[lag] > value[best])) best = lag;
  }
  return best == 0 ? 5.0 : (double)best * ATTUNE_ROW_S;
}

/* A peak may be the breath, half of it (in and out alike) or two of them: the best score decides.
 */
static attune_calibration_outcome
learn_voice(const attune_features *rows, size_t n_rows, unsigned n, attune_voice *voice,
            double *turns, attune_segmentation *segmentation)
{
  static const double factors[N_GUESSES] = {1.0, 2.0, 0.5};
  double period_s = guess_period_s(rows, n_rows, n), best = -INFINITY;
  attune_solo_guide chosen = {NAN, IN_FRACTION * period_s, (1.0 - IN_FRACTION) * period_s};
  unsigned char *label = g_new(unsigned char, n_rows);
  for (unsigned i = 0; i < N_GUESSES; i++) {
    double guess_s = period_s * factors[i];
    if (guess_s < SHORTEST_LAG * ATTUNE_ROW_S || guess_s > LONGEST_LAG * ATTUNE_ROW_S) continue;
    attune_solo_guide guide = {NAN, IN_FRACTION * guess_s, (1.0 - IN_FRACTION) * guess_s};
    attune_segmentation tried;
    if (!attune_segment(rows, n_rows, n, &guide, label, &tried) || tried.score <= best) continue;
    best = tried.score;
    chosen = guide;
  }
  g_free(label);
  return attune_calibrate(rows, n_rows, n, &chosen, voice, turns, segmentation);
}

void
attune_self_calibrate(const attune_features *rows, size_t n_rows, const attune_front *front,
                      const attune_tracker_terms *terms, attune_calibration *result)
{
  unsigned n = front->n_features;
  if (&result->front != front) result->front = *front;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) result->outcome[p] = ATTUNE_CALIBRATION_TOO_SHORT;
  if (n_rows < LEAST_ROWS) return;
  n_rows = MIN(n_rows, MOST_ROWS);
  attune_leak leak;
  attune_find_leak(rows, n_rows, front->n_bands, &leak);
  attune_features *alone[ATTUNE_PARTNERS];
  double *turns[ATTUNE_PARTNERS];
  attune_solo solo[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    alone[p] = g_new0(attune_features, n_rows);
    turns[p] = g_new(double, n_rows);
    attune_unmix(rows, n_rows, front->n_bands, &leak, p, alone[p]);
    result->outcome[p] =
        learn_voice(alone[p], n_rows, n, &result->voice[p], turns[p], &result->segmentation[p]);
    solo[p] = (attune_solo){alone[p], turns[p], n_rows};
  }
  if (result->outcome[ATTUNE_A] == ATTUNE_CALIBRATED &&
      result->outcome[ATTUNE_B] == ATTUNE_CALIBRATED)
    attune_rehearse(result->voice, solo, terms, &result->rehearsal);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    g_free(alone[p]);
    g_free(turns[p]);
  }
}
