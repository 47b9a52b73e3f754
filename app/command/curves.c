// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/curves.h"

#include "command/command.h"
#include "command/json_text.h"
#include "command/score_json.h"
#include "command/score_text.h"
#include "command/table.h"
#include "sync/waveform.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define STEP_S 0.1
#define LEAST_S 10.0
#define MOST_S (24.0 * 3600.0)

typedef struct {
  char *columns, *time, *invert;
  double rate_hz;
  gboolean guided, json;
  char **files;
  char **wanted; /* A, B and perhaps the time, ended by NULL */
  gboolean inverted[ATTUNE_PARTNERS];
} options;

static void
clear_options(options *o)
{
  g_free(o->columns);
  g_free(o->time);
  g_free(o->invert);
  g_strfreev(o->files);
  g_strfreev(o->wanted);
}

static gboolean
parse_invert(options *o)
{
  const char *who = o->invert != NULL ? o->invert : "";
  o->inverted[ATTUNE_A] = g_str_equal(who, "A") || g_str_equal(who, "both");
  o->inverted[ATTUNE_B] = g_str_equal(who, "B") || g_str_equal(who, "both");
  return o->invert == NULL || o->inverted[ATTUNE_A] || o->inverted[ATTUNE_B];
}

/* What is wrong with the options, as a sentence; NULL when nothing is. */
static const char *
check_options(options *o)
{
  if (o->files == NULL || g_strv_length(o->files) != 1) return "Please name one file of curves.";
  if (o->columns == NULL) return "Please name the two columns, such as --columns 1,2.";
  g_auto(GStrv) names = g_strsplit(o->columns, ",", -1);
  if (g_strv_length(names) != 2 || *names[0] == '\0' || *names[1] == '\0')
    return "Please name two columns with a comma between, such as --columns 1,2.";
  if (o->time != NULL && !isnan(o->rate_hz)) return "Please give --rate or --time, not both.";
  if (o->time == NULL && isnan(o->rate_hz))
    return "Please say how often the curves were sampled, with --rate HZ or --time COLUMN.";
  if (!parse_invert(o)) return "--invert takes A, B or both.";
  g_autoptr(GPtrArray) wanted = g_ptr_array_new();
  g_ptr_array_add(wanted, g_strdup(names[0]));
  g_ptr_array_add(wanted, g_strdup(names[1]));
  if (o->time != NULL) g_ptr_array_add(wanted, g_strdup(o->time));
  g_ptr_array_add(wanted, NULL);
  o->wanted = (char **)g_ptr_array_steal(wanted, NULL);
  return NULL;
}

static const char about[] =
    "Scores how well two people breathe together, from two breathing waveforms in a table:\n"
    "belts, airflow or CO2, both of one kind, 4 to 1000 Hz. Larger must mean fuller lungs; use\n"
    "--invert where it means the opposite. A lag above 0 means that A leads.";

static gboolean
read_options(int argc, char **argv, options *o, GError **error)
{
  const GOptionEntry entries[] = {
      {"columns", 'c', 0, G_OPTION_ARG_STRING, &o->columns,
       "The columns of A and of B, by name or by number from 1", "A,B"},
      {"rate", 'r', 0, G_OPTION_ARG_DOUBLE, &o->rate_hz, "Samples a second", "HZ"},
      {"time", 't', 0, G_OPTION_ARG_STRING, &o->time, "The column of times in seconds", "COLUMN"},
      {"invert", 'i', 0, G_OPTION_ARG_STRING, &o->invert, "Whose waveform is upside down",
       "A|B|both"},
      {"guided", 'g', 0, G_OPTION_ARG_NONE, &o->guided,
       "Both followed one guide: say nothing about chance", NULL},
      {"json", 'j', 0, G_OPTION_ARG_NONE, &o->json, "Print JSON", NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->files, NULL, "FILE.csv"},
      {NULL, 0, 0, 0, NULL, NULL, NULL}};
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_add_main_entries(context, entries, NULL);
  g_option_context_set_summary(context, about);
  g_set_prgname("attune curves");
  return g_option_context_parse(context, &argc, &argv, error);
}

/* The two waveforms on one clock that begins at 0. */
typedef struct {
  attune_waveform waveform[ATTUNE_PARTNERS];
  double duration_s;
} curves;

static int
compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Median time from row to row; NaN with fewer than two times. */
static double
median_step(const double *time_s, size_t n)
{
  g_autofree double *step = g_new(double, n);
  size_t m = 0;
  for (size_t i = 1; i < n; i++)
    if (time_s[i] > time_s[i - 1]) step[m++] = time_s[i] - time_s[i - 1];
  if (m == 0) return NAN;
  qsort(step, m, sizeof *step, compare);
  return step[m / 2];
}

/* Makes times begin at 0 and never fall; rows without a time lose their values. */
static gboolean
settle_times(attune_table *table, double *duration_s, char **problem)
{
  double *time_s = table->column[2], first = NAN, last = 0.0;
  for (size_t i = 0; i < table->n_rows; i++) {
    if (isnan(time_s[i])) {
      table->column[0][i] = table->column[1][i] = NAN;
    } else {
      if (isnan(first)) first = time_s[i];
      if (time_s[i] - first < last) {
        *problem = g_strdup_printf("The times go back, at %g s.", time_s[i]);
        return FALSE;
      }
      last = time_s[i] - first;
    }
    time_s[i] = last;
  }
  double step = median_step(time_s, table->n_rows), rate_hz = 1.0 / step;
  if (!(rate_hz > 0.99 * ATTUNE_WAVEFORM_LEAST_HZ && rate_hz < 1.01 * ATTUNE_WAVEFORM_MOST_HZ)) {
    *problem = isnan(step) ? g_strdup("The time column does not move on.")
                           : g_strdup_printf("The time column gives %g samples a second; 4 to 1000 "
                                             "can be used, with times in seconds.",
                                             rate_hz);
    return FALSE;
  }
  *duration_s = last + step;
  return TRUE;
}

static gboolean
check_values(const attune_table *table, const options *o, char **problem)
{
  for (size_t k = 0; k < ATTUNE_PARTNERS; k++) {
    size_t i = 0;
    while (i < table->n_rows && isnan(table->column[k][i])) i++;
    if (i < table->n_rows) continue;
    *problem = g_strdup_printf("Column \"%s\" holds no numbers.", o->wanted[k]);
    return FALSE;
  }
  return TRUE;
}

static gboolean
set_up_curves(attune_table *table, const options *o, curves *c, char **problem)
{
  if (o->time != NULL) {
    if (!settle_times(table, &c->duration_s, problem)) return FALSE;
  } else if (!(o->rate_hz >= ATTUNE_WAVEFORM_LEAST_HZ && o->rate_hz <= ATTUNE_WAVEFORM_MOST_HZ)) {
    *problem = g_strdup_printf("A rate of %g Hz cannot be used; 4 to 1000 can.", o->rate_hz);
    return FALSE;
  } else {
    c->duration_s = (double)table->n_rows / o->rate_hz;
  }
  if (!check_values(table, o, problem)) return FALSE;
  if (c->duration_s < LEAST_S || c->duration_s > MOST_S) {
    *problem =
        g_strdup_printf("The curves last %.4g s; 10 s to 24 hours can be used.", c->duration_s);
    return FALSE;
  }
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    c->waveform[p] = (attune_waveform){.n = table->n_rows,
                                       .value = table->column[p],
                                       .time_s = o->time != NULL ? table->column[2] : NULL,
                                       .rate_hz = o->rate_hz};
  return TRUE;
}

static attune_sync
score_curves(const curves *c, const options *o)
{
  size_t n = (size_t)(c->duration_s / STEP_S + 1e-6);
  attune_phases phases = {.n = n, .t0_s = 0.5 * STEP_S, .dt_s = STEP_S};
  float *phase_rad[ATTUNE_PARTNERS], *weight[ATTUNE_PARTNERS];
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    phases.phase_rad[p] = phase_rad[p] = g_new(float, n);
    phases.weight[p] = weight[p] = g_new(float, n);
    attune_waveform_phase(&c->waveform[p], o->inverted[p], 0.0, STEP_S, n, phase_rad[p], weight[p]);
  }
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  terms.guided = o->guided;
  attune_scorer *scorer = attune_scorer_new(n);
  attune_sync sync;
  attune_scorer_measure(scorer, &phases, &terms, &sync);
  attune_scorer_free(scorer);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    g_free(phase_rad[p]);
    g_free(weight[p]);
  }
  return sync;
}

static char **
make_notes(const attune_sync *sync, const options *o)
{
  g_autoptr(GPtrArray) notes = g_ptr_array_new();
  if (o->guided)
    g_ptr_array_add(notes, g_strdup("Both followed the same guide, so nothing is said about "
                                    "chance."));
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    if (sync->present[p] < 0.9)
      g_ptr_array_add(notes, g_strdup_printf("No clear breath in column \"%s\" for %.0f %% of the "
                                             "time.",
                                             o->wanted[p], 100.0 * (1.0 - sync->present[p])));
  g_ptr_array_add(notes, NULL);
  return (char **)g_ptr_array_steal(notes, NULL);
}

static char *
make_json(const attune_sync *sync, double duration_s, char **notes)
{
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  json_builder_set_member_name(builder, "duration_s");
  attune_json_add_number(builder, duration_s, 3);
  json_builder_set_member_name(builder, "live");
  json_builder_begin_array(builder);
  json_builder_add_double_value(builder, 0.0);
  attune_json_add_number(builder, duration_s, 3);
  json_builder_end_array(builder);
  attune_score_json(builder, sync, (const char *const *)notes);
  json_builder_end_object(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  return attune_json_text(root);
}

static int
print_score(const curves *c, const options *o)
{
  attune_sync sync = score_curves(c, o);
  g_auto(GStrv) notes = make_notes(&sync, o);
  g_autofree char *text = o->json ? make_json(&sync, c->duration_s, notes)
                                  : attune_score_text(&sync, o->guided, (const char *const *)notes);
  fputs(text, stdout);
  if (fflush(stdout) == 0 && !ferror(stdout)) return ATTUNE_EXIT_OK;
  fputs("attune curves: The result could not be written.\n", stderr);
  return ATTUNE_EXIT_FAILED;
}

static int
say_problem(const char *problem, int code)
{
  fprintf(stderr, "attune curves: %s\n", problem);
  return code;
}

static int
run(const options *o)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *problem = NULL;
  curves c = {.duration_s = NAN};
  g_autoptr(attune_table) table = attune_table_read(o->files[0], (const char *const *)o->wanted,
                                                    g_strv_length(o->wanted), &error);
  if (table == NULL) return say_problem(error->message, ATTUNE_EXIT_FAILED);
  if (!set_up_curves(table, o, &c, &problem)) return say_problem(problem, ATTUNE_EXIT_FAILED);
  return print_score(&c, o);
}

int
attune_command_curves(int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  options o = {.rate_hz = NAN};
  int code;
  if (!read_options(argc, argv, &o, &error)) {
    code = say_problem(error->message, ATTUNE_EXIT_USAGE);
  } else {
    const char *problem = check_options(&o);
    code = problem != NULL ? say_problem(problem, ATTUNE_EXIT_USAGE) : run(&o);
  }
  clear_options(&o);
  return code;
}
