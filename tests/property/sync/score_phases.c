// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scores phases from standard input, for a check from outside: first the step in seconds, then a
 * row a sample: phase of A, weight of A, phase of B, weight of B (radians, "nan" = unknown).
 * Prints one JSON object. Used by test_numpy.py.
 */
#include "sync/sync.h"

#include <glib.h>
#include <stdio.h>

int
main(void)
{
  double dt_s;
  float row[4];
  if (scanf("%lf", &dt_s) != 1) return 1;
  GArray *column[4];
  for (int k = 0; k < 4; k++) column[k] = g_array_new(FALSE, FALSE, sizeof(float));
  while (scanf("%f %f %f %f", &row[0], &row[1], &row[2], &row[3]) == 4)
    for (int k = 0; k < 4; k++) g_array_append_val(column[k], row[k]);
  const float *data[4];
  for (int k = 0; k < 4; k++) data[k] = (const float *)(const void *)column[k]->data;
  attune_phases phases = {column[0]->len, 0.0, dt_s, {data[0], data[2]}, {data[1], data[3]}};
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  terms.n_surrogates = 0;
  attune_sync s;
  attune_scorer *scorer = attune_scorer_new(phases.n);
  attune_scorer_measure(scorer, &phases, &terms, &s);
  printf("{\"reason\": %d, \"alignment\": %.10g, \"locking\": %.10g, \"ppc\": %.10g, "
         "\"lag_rad\": %.10g, \"coverage\": %.10g, \"breaths\": [%u, %u], \"coherence\": %.10g, "
         "\"fft_lag_rad\": %.10g, \"coherence_freq_hz\": %.10g, \"rate\": [%.10g, %.10g]}\n",
         (int)s.reason, s.alignment, s.locking, s.ppc, s.lag_rad, s.coverage, s.breaths[0],
         s.breaths[1], s.coherence, s.fft_lag_rad, s.coherence_freq_hz, s.rate_per_min[0],
         s.rate_per_min[1]);
  attune_scorer_free(scorer);
  for (int k = 0; k < 4; k++) g_array_free(column[k], TRUE);
  return 0;
}
