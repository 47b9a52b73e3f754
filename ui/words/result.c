// SPDX-License-Identifier: GPL-3.0-or-later
#include "words/result.h"

#include "base/circle.h"
#include "words/practice.h"
#include "words/troubles.h"

#include <glib/gi18n.h>
#include <math.h>

#define WORTH_SAYING_S 1.0 /* of a stretch that was left out */
#define SETTLED_WITHIN                                                                             \
  0.8 /* breaths a minute that the two may differ and have settled together                        \
       */

char *
attune_duration_say(double time_s)
{
  int s = (int)lround(fmax(time_s, 0.0)), minutes = s / 60;
  if (minutes == 0) return g_strdup_printf(ngettext("%d second", "%d seconds", s), s);
  if (s % 60 == 0) return g_strdup_printf(ngettext("%d minute", "%d minutes", minutes), minutes);
  /* Translators: a duration of minutes and seconds, "1 min 20" */
  return g_strdup_printf(_("%d min %02d"), minutes, s % 60);
}

const char *
attune_reason_say(attune_sync_reason reason)
{
  switch (reason) {
  case ATTUNE_REASON_NONE:
    return NULL;
  case ATTUNE_REASON_TOO_SHORT:
    return _("Too little for a number this time: it needs a minute of shared breathing.");
  case ATTUNE_REASON_FEW_BREATHS:
    return _("Too few breaths were heard to say how well they go together.");
  case ATTUNE_REASON_LOW_COVERAGE:
    return _("Both of you were heard at the same time for too little of it to give a number.");
  case ATTUNE_REASON_NOT_SEPARABLE:
    return _("I hear one shared rhythm but cannot tell who is who, so there is no number.");
  case ATTUNE_REASON_NOT_CALIBRATED:
    return _("I have not learnt yet how each of you sounds, so there is no number.");
  }
  return NULL;
}

static bool
is_guided(const attune_outcome *outcome)
{
  return outcome->practice.pace.kind != ATTUNE_PACE_NONE;
}

const char *
attune_outcome_say_condition(const attune_outcome *outcome)
{
  return is_guided(outcome) ? _("with the guide") : _("without a guide");
}

static bool
took_turns(const attune_outcome *outcome)
{
  const attune_sync *sync = &outcome->report->sync;
  return outcome->is_scored && sync->ppc > 0.5 && cos(sync->lag_rad) < -0.7;
}

/* Whether words about being together may be said at all. */
static bool
may_tell(const attune_outcome *outcome)
{
  return outcome->report->rehearsal.separable;
}

char *
attune_outcome_say_title(const attune_outcome *outcome)
{
  if (outcome == NULL) return g_strdup(_("That was too short to say anything"));
  g_autofree char *together = attune_duration_say(outcome->together_s);
  g_autofree char *live = attune_duration_say(outcome->live_s);
  if (!may_tell(outcome)) return g_strdup_printf(_("You breathed for %s"), live);
  if (outcome->heard_s < 10.0) return g_strdup(_("I could hardly hear you both"));
  if (took_turns(outcome)) return g_strdup(_("You took turns"));
  if (outcome->together_s >= 5.0)
    return g_strdup_printf(_("You breathed together for %s"), together);
  return g_strdup(_("Each in a rhythm of your own"));
}

static void
add_rate(GString *out, const attune_outcome *outcome)
{
  double a = outcome->last_per_min[ATTUNE_A], b = outcome->last_per_min[ATTUNE_B];
  if (isnan(a) || isnan(b) || fabs(a - b) > SETTLED_WITHIN) return;
  g_string_append_c(out, ' ');
  g_string_append_printf(out, _("You settled at %.1f breaths a minute."), 0.5 * (a + b));
}

char *
attune_outcome_say_summary(const attune_outcome *outcome)
{
  if (outcome == NULL) return g_strdup(_("Begin again whenever you both like."));
  GString *out = g_string_new(NULL);
  if (outcome->was_interrupted) g_string_append_printf(out, "%s ", _("We were interrupted."));
  g_autofree char *live = attune_duration_say(outcome->live_s);
  g_autofree char *heard = attune_duration_say(outcome->heard_s);
  if (took_turns(outcome))
    g_string_append_printf(out, "%s ",
                           _("One breathed in while the other breathed out, steadily."));
  if (may_tell(outcome))
    g_string_append_printf(out, _("Of %s, I could hear both of you for %s."), live, heard);
  else
    g_string_append(out, attune_reason_say(outcome->report->rehearsal.calibrated[ATTUNE_A] &&
                                                   outcome->report->rehearsal.calibrated[ATTUNE_B]
                                               ? ATTUNE_REASON_NOT_SEPARABLE
                                               : ATTUNE_REASON_NOT_CALIBRATED));
  if (may_tell(outcome)) add_rate(out, outcome);
  return g_string_free(out, FALSE);
}

/* --- Numbers ------------------------------------------------------------------------------- */

static void
free_row(gpointer data)
{
  attune_result_row *row = data;
  g_free(row->name);
  g_free(row->value);
  g_free(row->tip);
  g_free(row);
}

/* Takes the value. */
static void
add_row(GPtrArray *rows, const char *name, char *value, const char *tip)
{
  attune_result_row *row = g_new0(attune_result_row, 1);
  row->name = g_strdup(name);
  row->value = value;
  row->tip = g_strdup(tip);
  g_ptr_array_add(rows, row);
}

static char *
say_rates(const attune_outcome *outcome, unsigned p)
{
  double first = outcome->first_per_min[p], last = outcome->last_per_min[p];
  if (isnan(first) && isnan(last)) return g_strdup(_("not known"));
  if (isnan(first) || isnan(last))
    return g_strdup_printf(_("%.1f a minute"), isnan(first) ? last : first);
  /* Translators: breaths a minute at the beginning and at the end */
  return g_strdup_printf(_("%.1f → %.1f a minute"), first, last);
}

static void
list_scores(GPtrArray *rows, const attune_outcome *outcome)
{
  const attune_sync *sync = &outcome->report->sync;
  if (sync->reason != ATTUNE_REASON_NONE) return;
  add_row(rows, _("Alignment"), g_strdup_printf("%.0f", sync->alignment),
          _("0 to 100: how steadily, and how near to the same moment, you breathe"));
  if (!isnan(sync->p_value))
    add_row(rows, _("Strangers by chance"), g_strdup_printf(_("up to %.0f"), sync->chance_p95),
            _("What two people who do not hear each other reach in 19 of 20 cases"));
  add_row(rows, _("Locking"), g_strdup_printf("%.2f", sync->locking),
          _("0 to 1: how steady the difference is, however large"));
  if (sync->leader < 0)
    add_row(rows, _("Who leads"), g_strdup(_("neither")), NULL);
  else
    add_row(
        rows, _("Who leads"),
        g_strdup_printf(sync->leader == ATTUNE_A ? _("Circle, by %.1f s") : _("Diamond, by %.1f s"),
                        fabs(sync->lag_s)),
        NULL);
  if (!isnan(sync->coherence))
    add_row(rows, _("Coherence"),
            g_strdup_printf(_("%.2f (%.2f by chance)"), sync->coherence, sync->coherence_threshold),
            _("0 to 1: how much of one rhythm is found in the other, from their spectra"));
}

static void
list_free(GPtrArray *rows, const attune_outcome *outcome)
{
  const attune_sync *free_part = &outcome->free;
  if (!isfinite(outcome->free_from_s)) return;
  if (free_part->reason == ATTUNE_REASON_NONE)
    add_row(rows, _("Without the guide"), g_strdup_printf("%.0f", free_part->alignment),
            _("Alignment of the last part, after the guide had left"));
  else
    add_row(rows, _("Without the guide"), g_strdup(_("too short for a number")), NULL);
}

static void
list_unheard(GPtrArray *rows, const attune_outcome *outcome)
{
  GString *left_out = g_string_new(NULL);
  for (unsigned kind = 0; kind < ATTUNE_UNHEARD_KINDS; kind++) {
    double share = outcome->report->unheard_share[kind];
    double time_s = share * (double)outcome->report->n_rows * ATTUNE_ROW_S;
    const char *word = attune_unheard_word(kind);
    if (word == NULL || time_s < WORTH_SAYING_S) continue;
    g_autofree char *duration = attune_duration_say(time_s);
    g_string_append_printf(left_out, "%s%s (%s)", left_out->len > 0 ? ", " : "", word, duration);
  }
  if (left_out->len == 0) g_string_append(left_out, _("nothing"));
  add_row(rows, _("Left out"), g_string_free(left_out, FALSE), NULL);
}

GPtrArray *
attune_outcome_list(const attune_outcome *outcome)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func(free_row);
  const attune_sync *sync = &outcome->report->sync;
  list_scores(rows, outcome);
  list_free(rows, outcome);
  if (may_tell(outcome)) {
    add_row(rows, _("Circle breathed"), say_rates(outcome, ATTUNE_A), NULL);
    add_row(rows, _("Diamond breathed"), say_rates(outcome, ATTUNE_B), NULL);
    add_row(rows, _("Time together"), attune_duration_say(outcome->together_s),
            _("Within an eighth of a breath of each other, steadily"));
  }
  add_row(rows, _("Both heard"), g_strdup_printf("%.0f %%", 100.0 * fmax(sync->coverage, 0.0)),
          NULL);
  list_unheard(rows, outcome);
  return rows;
}
