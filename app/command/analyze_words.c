// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/analyze_notes.h"
#include "command/analyze_say.h"
#include "command/score_text.h"

#include <glib/gi18n.h>
#include <math.h>

static void
say_live(GString *out, const attune_report *report)
{
  long length_s = lround(report->live_end_s - report->live_start_s);
  g_string_append_printf(out, _("Attune listened to %ld:%02ld of the two of you breathing.\n\n"),
                         length_s / 60, length_s % 60);
}

static void
say_heard(GString *out, const attune_sync *sync)
{
  g_string_append_printf(out,
                         _("Heard          A %.0f %%, B %.0f %% of the time; %u and %u breaths\n"),
                         100.0 * sync->present[ATTUNE_A], 100.0 * sync->present[ATTUNE_B],
                         sync->breaths[ATTUNE_A], sync->breaths[ATTUNE_B]);
}

char *
attune_analyze_words(const attune_analyze_plan *plan, const attune_report *report)
{
  g_auto(GStrv) notes = attune_analyze_notes(plan, report, TRUE);
  g_autofree char *score = attune_score_text(&report->sync, plan->request.is_guided != FALSE, NULL);
  GString *out = g_string_new(NULL);
  say_live(out, report);
  g_string_append(out, score);
  say_heard(out, &report->sync);
  if (notes[0] != NULL) g_string_append_c(out, '\n');
  for (char **sentence = notes; *sentence != NULL; sentence++)
    g_string_append_printf(out, "%s\n", *sentence);
  return g_string_free(out, FALSE);
}
