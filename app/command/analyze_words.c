// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/circle.h"
#include "command/analyze_notes.h"
#include "command/analyze_say.h"

#include <math.h>

static void
say_live(GString *out, const attune_report *report)
{
  long length_s = lround(report->live_end_s - report->live_start_s);
  g_string_append_printf(out, "Attune listened to %ld:%02ld of the two of you breathing.\n\n",
                         length_s / 60, length_s % 60);
}

static void
say_partner(GString *out, const attune_sync *sync, int partner)
{
  g_string_append_printf(out, "Partner %c: ", 'A' + partner);
  if (isfinite(sync->rate_per_min[partner]))
    g_string_append_printf(out, "%.1f breaths a minute, ", sync->rate_per_min[partner]);
  if (isfinite(sync->present[partner]))
    g_string_append_printf(out, "heard %.0f %% of the time, ", 100.0 * sync->present[partner]);
  g_string_append_printf(out, "%u breaths.\n", sync->breaths[partner]);
}

static void
say_lag(GString *out, const attune_sync *sync)
{
  if (sync->leader != ATTUNE_A && sync->leader != ATTUNE_B)
    g_string_append(out, "Neither of you leads");
  else
    g_string_append_printf(out, "Partner %c leads", 'A' + sync->leader);
  if (isfinite(sync->lag_rad))
    g_string_append_printf(out, ": A is %.1f s (%.0f°) %s B", fabs(sync->lag_s),
                           fabs(attune_deg(sync->lag_rad)),
                           sync->lag_rad < 0.0 ? "behind" : "ahead of");
  g_string_append(out, ".\n");
}

static void
say_chance(GString *out, const attune_sync *sync)
{
  if (isfinite(sync->coherence))
    g_string_append_printf(out, "Coherence %.2f at %.2f Hz (chance stays below %.2f).\n",
                           sync->coherence, sync->coherence_freq_hz, sync->coherence_threshold);
  if (isfinite(sync->p_value))
    g_string_append_printf(out,
                           "Breaths shuffled at random stay below %.0f in 95 of 100 tries "
                           "(p = %.3f).\n",
                           sync->chance_p95, sync->p_value);
}

static void
say_score(GString *out, const attune_sync *sync)
{
  const char *reason = attune_sync_reason_text(sync->reason);
  if (reason != NULL) {
    g_string_append_printf(out, "No score this time: %s\n", reason);
    return;
  }
  g_string_append_printf(out, "Alignment: %.0f of 100\n", sync->alignment);
  say_lag(out, sync);
  g_string_append_printf(out, "Locking %.2f (0 = each for yourself, 1 = always the same step).\n",
                         sync->locking);
  say_chance(out, sync);
}

char *
attune_analyze_words(const attune_analyze_plan *plan, const attune_report *report)
{
  g_auto(GStrv) notes = attune_analyze_notes(plan, report);
  GString *out = g_string_new(NULL);
  say_live(out, report);
  say_score(out, &report->sync);
  g_string_append_c(out, '\n');
  for (int p = 0; p < ATTUNE_PARTNERS; p++) say_partner(out, &report->sync, p);
  if (isfinite(report->sync.coverage))
    g_string_append_printf(out, "Both heard together %.0f %% of the time.\n",
                           100.0 * report->sync.coverage);
  if (notes[0] != NULL) g_string_append_c(out, '\n');
  for (char **sentence = notes; *sentence != NULL; sentence++)
    g_string_append_printf(out, "- %s\n", *sentence);
  return g_string_free(out, FALSE);
}
