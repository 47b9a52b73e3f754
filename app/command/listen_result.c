// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/listen_result.h"
#include "command/analyze_say.h"
#include "command/json_text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Inside strings JSON writes a line feed as \n, so a real one is only layout. */
char *
attune_listen_flatten(char *text)
{
  char *out = text;
  for (const char *in = text; *in != '\0'; in++) {
    if (*in != '\n') {
      *out++ = *in;
      continue;
    }
    while (in[1] == ' ') in++;
    if (in[1] != '\0' && in[1] != '}' && in[1] != ']' && out > text && out[-1] == ',') *out++ = ' ';
  }
  *out = '\0';
  return text;
}

static attune_analyze_plan
describe(const attune_listen_plan *plan)
{
  return (attune_analyze_plan){.request = plan->request, .is_mixed = FALSE};
}

/* A session that did not come to its live part. */
static attune_report
make_empty_report(const attune_listen_plan *plan)
{
  attune_report report = {.mics = plan->request.mics, .live_start_s = NAN, .live_end_s = NAN};
  attune_sync *sync = &report.sync;
  *sync = (attune_sync){.reason = ATTUNE_REASON_TOO_SHORT, .leader = -1};
  double *const unknown[] = {&sync->coverage,
                             &sync->rate_per_min[ATTUNE_A],
                             &sync->rate_per_min[ATTUNE_B],
                             &sync->present[ATTUNE_A],
                             &sync->present[ATTUNE_B],
                             &sync->alignment,
                             &sync->locking,
                             &sync->ppc,
                             &sync->lag_rad,
                             &sync->lag_s,
                             &sync->coherence,
                             &sync->coherence_threshold,
                             &sync->coherence_freq_hz,
                             &sync->fft_lag_rad,
                             &sync->chance_p95,
                             &sync->p_value,
                             &report.rehearsal.rehearsal_error_deg};
  for (size_t i = 0; i < G_N_ELEMENTS(unknown); i++) *unknown[i] = NAN;
  return report;
}

static char *
mark_demo(char *text)
{
  g_autofree char *plain = text;
  g_assert(plain[0] == '{');
  return g_strconcat("{\"demo\": true, ", plain + 1, NULL);
}

char *
attune_listen_result_json(const attune_listen_plan *plan, double heard_s,
                          const attune_report *report, gboolean is_demo)
{
  attune_analyze_plan analyzed = describe(plan);
  attune_report empty = make_empty_report(plan);
  char *text = attune_analyze_json(&analyzed, heard_s, report != NULL ? report : &empty);
  text = attune_listen_flatten(text);
  return is_demo ? mark_demo(text) : text;
}

char *
attune_listen_result_words(const attune_listen_plan *plan, const attune_report *report,
                           gboolean is_demo)
{
  attune_analyze_plan analyzed = describe(plan);
  g_autofree char *text =
      report != NULL
          ? attune_analyze_words(&analyzed, report)
          : g_strdup(_("The session ended before both of you breathed together, so there "
                       "is no result.\n"));
  if (!is_demo) return g_steal_pointer(&text);
  g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);
  GString *marked = g_string_new(NULL);
  for (char **line = lines; *line != NULL; line++)
    g_string_append_printf(marked, "DEMO%s%s\n", **line == '\0' ? "" : "  ", *line);
  return g_string_free(marked, FALSE);
}
