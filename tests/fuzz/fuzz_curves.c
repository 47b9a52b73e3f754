// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any text as a table of `attune curves`. The first byte chooses the clock: 't' = the third column,
 * anything else = 10 Hz. What can be laid out is followed and scored, and keeps to its ranges.
 */
#include "command/curves_clock.h"
#include "fuzz.h"
#include "sync/sync.h"

#include <math.h>

#define ROWS 1200

static void
check_phases(const float *phase_rad, const float *weight)
{
  for (size_t i = 0; i < ROWS; i++) {
    g_assert_true(isnan(phase_rad[i]) == (weight[i] == 0.0f));
    g_assert_false(phase_rad[i] < 0.0f || phase_rad[i] >= 6.2831854f);
  }
}

static void
score(const attune_curves *curves)
{
  static float phase_rad[ATTUNE_PARTNERS][ROWS], weight[ATTUNE_PARTNERS][ROWS];
  static attune_scorer *scorer;
  if (scorer == NULL) scorer = attune_scorer_new(ROWS);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    attune_waveform_phase(&curves->waveform[p], p == 1, 0.0, 0.1, ROWS, phase_rad[p], weight[p]);
    check_phases(phase_rad[p], weight[p]);
  }
  attune_phases phases = {ROWS, 0.0, 0.1, {phase_rad[0], phase_rad[1]}, {weight[0], weight[1]}};
  attune_sync_terms terms = {60.0, 2, 0.1, false, 20, 1};
  attune_sync sync;
  attune_scorer_measure(scorer, &phases, &terms, &sync);
  g_assert_false(sync.alignment < 0.0 || sync.alignment > 100.0);
  g_assert_false(sync.coherence < 0.0 || sync.coherence > 1.0);
  g_assert_false(sync.p_value < 1.0 / 21.0 - 1e-12 || sync.p_value > 1.0);
  g_assert_true(isnan(sync.alignment) == (sync.reason != ATTUNE_REASON_NONE));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size == 0) return 0;
  const char *const wanted[] = {"1", "b", "t"};
  g_autoptr(GError) error = NULL;
  g_autoptr(attune_table) table =
      attune_table_parse((const char *)data + 1, size - 1, wanted, data[0] == 't' ? 3 : 2, &error);
  attune_curves curves;
  if (table != NULL && attune_curves_lay_out(table, 10.0, wanted, &curves, &error))
    score(&curves);
  else
    g_assert_nonnull(error);
  return 0;
}
