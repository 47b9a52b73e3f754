// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/analyze_notes.h"

#include <glib/gi18n.h>
#include <math.h>

#define WORTH_SAYING 0.005 /* share of the live part */

typedef struct {
  GStrvBuilder *sentences;
  gboolean is_translated;
} notebook;

/* Every sentence is marked with N_ where it is written, and looked up here. */
static void G_GNUC_PRINTF(2, 3) note(const notebook *notes, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *sentence =
      g_strdup_vprintf(notes->is_translated ? _(format) : format, arguments);
  va_end(arguments);
  g_strv_builder_add(notes->sentences, sentence);
}

static void
note_apart(const notebook *notes, const char *word)
{
  if (g_str_equal(word, "not"))
    note(notes, N_("I could not tell the two of you apart."));
  else if (g_str_equal(word, "well"))
    note(notes, N_("I could tell the two of you apart well."));
  else
    note(notes, N_("I could tell the two of you apart a little."));
}

static void
note_calibration(const notebook *notes, const attune_analyze_plan *plan,
                 const attune_report *report)
{
  const attune_rehearsal_result *rehearsal = &report->rehearsal;
  if (!plan->request.has_solo)
    note(notes,
         N_("There were no solo parts to learn the two voices from, only the live part itself; "
            "how well they can be told apart was not tried out."));
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    if (rehearsal->problem[p][0] != '\0')
      note(notes, N_("Partner %c: %s"), 'A' + p, rehearsal->problem[p]);
  if (plan->request.has_solo && rehearsal->word != NULL) note_apart(notes, rehearsal->word);
}

static void
note_unheard(const notebook *notes, const attune_report *report)
{
  for (unsigned kind = 0; kind < ATTUNE_UNHEARD_KINDS; kind++) {
    const char *name = attune_unheard_name(kind);
    if (report->unheard_share[kind] >= WORTH_SAYING)
      note(notes, N_("Not heard in %.0f %% of the live part: %s."),
           fmax(1.0, round(100.0 * report->unheard_share[kind])),
           notes->is_translated ? _(name) : name);
  }
}

GStrv
attune_analyze_notes(const attune_analyze_plan *plan, const attune_report *report,
                     gboolean is_translated)
{
  const notebook notes = {g_strv_builder_new(), is_translated};
  if (plan->is_mixed) note(&notes, N_("The channels were averaged to one, as --mics single asks."));
  note_calibration(&notes, plan, report);
  note_unheard(&notes, report);
  if (plan->request.is_guided)
    note(&notes, N_("Both followed the same guide, so nothing is said about chance."));
  GStrv sentences = g_strv_builder_end(notes.sentences);
  g_strv_builder_unref(notes.sentences);
  return sentences;
}
