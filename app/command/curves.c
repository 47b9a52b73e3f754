// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/curves.h"
#include "command/command.h"
#include "command/curves_clock.h"
#include "command/failure.h"
#include "command/json_text.h"
#include "command/options.h"
#include "command/score_json.h"
#include "command/score_text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

#define STEP_S 0.1 /* between the phases that are scored */

static const char *const summary =
    N_("Scores how well two people breathe together, from two breathing waveforms in a table:\n"
       "belts, airflow or CO2, both of one kind, 4 to 1000 Hz, 1 minute to 24 hours.");

static const char *const details = N_(
    "FILE is text: a row a line, cells apart by tabs, semicolons or commas, decimal points, a "
    "header\n"
    "or none. Empty cells, NaN and n/a are gaps; over 1.5 s of them the breath is unknown.\n"
    "Columns are named as in the header, or by their number from 1. A is the first, B the second.\n"
    "Larger values mean fuller lungs; --invert turns a waveform over for which the opposite "
    "holds.\n"
    "The in-breath begins at the trough, the out-breath at the peak. A lag above 0: A is ahead.\n\n"
    "JSON: the keys of `attune analyze` where they apply; unknown numbers are null.\n"
    "Exit status: 0 done (\"I cannot tell\" is an answer too), 1 the table does not fit, 2 the "
    "options\n"
    "do not fit.");

typedef struct {
  char *columns, *time, *invert;
  double rate_hz;
  gboolean is_guided, is_json;
} answers;

static gboolean
read_options(int argc, char **argv, answers *given, GStrv *words, GError **error)
{
  const GOptionEntry entries[] = {
      {"columns", 0, 0, G_OPTION_ARG_STRING, &given->columns,
       N_("The waveforms of A and of B, by name or number"), "A,B"},
      {"rate", 0, 0, G_OPTION_ARG_DOUBLE, &given->rate_hz, N_("Samples a second"), "HZ"},
      {"time", 0, 0, G_OPTION_ARG_STRING, &given->time, N_("The column of times, in seconds"),
       "COLUMN"},
      {"invert", 0, 0, G_OPTION_ARG_STRING, &given->invert, N_("Whose waveform is upside down"),
       "A|B|both"},
      {"guided", 0, 0, G_OPTION_ARG_NONE, &given->is_guided,
       N_("Both followed one guide: say nothing about chance"), NULL},
      {"json", 0, 0, G_OPTION_ARG_NONE, &given->is_json, N_("Print JSON instead of words"), NULL},
      {0}};
  const attune_options options = {"curves", "FILE", 1, summary, details, entries};
  return attune_options_read(&options, argc, argv, words, error);
}

static void
clear_answers(answers *given)
{
  g_free(given->columns);
  g_free(given->time);
  g_free(given->invert);
}

static gboolean
is_inverted(const answers *given, attune_partner partner)
{
  if (given->invert == NULL) return FALSE;
  return g_str_equal(given->invert, "both") ||
         g_str_equal(given->invert, partner == ATTUNE_A ? "A" : "B");
}

/* The columns to read: A, B and perhaps the time. */
static GStrv
check_answers(const answers *given, GError **error)
{
  const attune_command_error usage = ATTUNE_COMMAND_ERROR_USAGE;
  g_auto(GStrv) names = g_strsplit(given->columns != NULL ? given->columns : "", ",", -1);
  const char *problem = NULL;
  for (char **name = names; *name != NULL; name++) g_strstrip(*name);
  if (g_strv_length(names) != 2 || *names[0] == '\0' || *names[1] == '\0')
    problem = "Please name two columns with a comma between, such as --columns 1,2";
  else if (g_str_equal(names[0], names[1]))
    problem = "A and B want a column each";
  else if (given->time == NULL && isnan(given->rate_hz))
    problem = "Please say how often the waveforms were sampled, with --rate HZ or --time COLUMN";
  else if (given->time != NULL && !isnan(given->rate_hz))
    problem = "Please give --rate or --time, not both";
  else if (given->invert != NULL && !is_inverted(given, ATTUNE_A) && !is_inverted(given, ATTUNE_B))
    problem = "--invert wants A, B or both";
  if (problem != NULL) {
    attune_command_fail(error, usage, "%s", problem);
    return NULL;
  }
  g_autoptr(GStrvBuilder) wanted = g_strv_builder_new();
  g_strv_builder_addv(wanted, (const char **)names);
  if (given->time != NULL) g_strv_builder_add(wanted, given->time);
  return g_strv_builder_end(wanted);
}

static attune_sync
score(const attune_curves *curves, const answers *given)
{
  size_t n = (size_t)(curves->duration_s / STEP_S + 1e-6);
  g_autofree float *phase_rad = g_new(float, ATTUNE_PARTNERS *n);
  g_autofree float *weight = g_new(float, ATTUNE_PARTNERS *n);
  attune_phases phases = {.n = n, .t0_s = 0.5 * STEP_S, .dt_s = STEP_S};
  for (size_t p = 0; p < ATTUNE_PARTNERS; p++) {
    attune_waveform_phase(&curves->waveform[p], is_inverted(given, (attune_partner)p), 0.0, STEP_S,
                          n, phase_rad + p * n, weight + p * n);
    phases.phase_rad[p] = phase_rad + p * n;
    phases.weight[p] = weight + p * n;
  }
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  terms.guided = given->is_guided != FALSE;
  attune_scorer *scorer = attune_scorer_new(n);
  attune_sync sync;
  attune_scorer_measure(scorer, &phases, &terms, &sync);
  attune_scorer_free(scorer);
  return sync;
}

/* JSON reads the same everywhere. */
static char *G_GNUC_PRINTF(2, 3) say(const answers *given, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  char *sentence = g_strdup_vprintf(given->is_json ? format : _(format), arguments);
  va_end(arguments);
  return sentence;
}

static GStrv
make_notes(const attune_sync *sync, const answers *given, GStrv names)
{
  g_autoptr(GStrvBuilder) notes = g_strv_builder_new();
  const char *guided = N_("Both followed the same guide, so nothing is said about chance.");
  if (given->is_guided) g_strv_builder_add(notes, given->is_json ? guided : _(guided));
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    if (sync->present[p] >= 0.9) continue;
    g_autofree char *note =
        say(given, N_("Column “%s” shows no clear breath for %.0f %% of the time."), names[p],
            100.0 * (1.0 - sync->present[p]));
    g_strv_builder_add(notes, note);
  }
  return g_strv_builder_end(notes);
}

static char *
make_json(const attune_sync *sync, double duration_s, GStrv notes)
{
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  json_builder_set_member_name(builder, "duration_s");
  attune_json_add_number(builder, duration_s, 3);
  json_builder_set_member_name(builder, "live");
  json_builder_begin_array(builder);
  attune_json_add_number(builder, 0.0, 3);
  attune_json_add_number(builder, duration_s, 3);
  json_builder_end_array(builder);
  attune_score_json(builder, sync, (const char *const *)notes);
  json_builder_end_object(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  return attune_json_text(root);
}

static gboolean
run(const answers *given, const char *path, GError **error)
{
  g_auto(GStrv) names = check_answers(given, error);
  if (names == NULL) return FALSE;
  const char *const *wanted = (const char *const *)names;
  g_autoptr(attune_table) table = attune_table_read(path, wanted, g_strv_length(names), error);
  attune_curves curves;
  if (table == NULL || !attune_curves_lay_out(table, given->rate_hz, wanted, &curves, error))
    return FALSE;
  attune_sync sync = score(&curves, given);
  g_auto(GStrv) notes = make_notes(&sync, given, names);
  g_autofree char *text =
      given->is_json ? make_json(&sync, curves.duration_s, notes)
                     : attune_score_text(&sync, given->is_guided, (const char *const *)notes);
  fputs(text, stdout);
  return attune_command_flush(error);
}

int
attune_command_curves(int argc, char **argv)
{
  answers given = {.rate_hz = NAN};
  g_auto(GStrv) words = NULL;
  g_autoptr(GError) error = NULL;
  gboolean fine = read_options(argc, argv, &given, &words, &error) && run(&given, words[0], &error);
  clear_answers(&given);
  return fine ? ATTUNE_EXIT_OK : attune_command_say(argv[0], error);
}
