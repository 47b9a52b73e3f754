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
#define UNUSUAL_LAG 33   /* 3.2 s: 19 breaths a minute */

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

/*
 * Highest peak of the autocorrelation between the shortest and the longest breath, seconds. A very
 * short one is taken for half a breath (in and out alike) when twice as long fits nearly as well:
 * people sit at 8 to 19 breaths a minute, not at 25.
 */
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
  if (best == 0) return 5.0;
  if (best < UNUSUAL_LAG && value[2 * best] > 0.5 * value[best]) best *= 2;
  return (double)best * ATTUNE_ROW_S;
}

static attune_calibration_outcome
learn_voice(const attune_features *rows, size_t n_rows, unsigned n, attune_voice *voice,
            double *turns, attune_segmentation *segmentation)
{
  double period_s = guess_period_s(rows, n_rows, n);
  attune_solo_guide nobody = {NAN, IN_FRACTION * period_s, (1.0 - IN_FRACTION) * period_s};
  return attune_calibrate(rows, n_rows, n, &nobody, voice, turns, segmentation);
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
