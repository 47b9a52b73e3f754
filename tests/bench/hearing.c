// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How well the program hears: simulated couples go through the pipeline, what it tells is compared
 * with the truth and with the usual method, and Markdown tables are printed.
 */
#include "cells.h"
#include "outcome.h"
#include "parallel.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  attune_mics mics;
  size_t cell;
  uint64_t seed;
  double snr_db, duration_s;
} job;

typedef struct {
  char *seeds, *mics, *scenario, *runs;
  int jobs;
  double snr_db, duration_s;
  guint64 first, last;
} options;

static void
clear_options(options *o)
{
  g_free(o->seeds);
  g_free(o->mics);
  g_free(o->scenario);
  g_free(o->runs);
}

/* ------------------------------------------------ what to do -------------------------------- */

static gboolean
parse_options(int *argc, char ***argv, options *o, GError **error)
{
  *o = (options){.jobs = (int)g_get_num_processors(), .snr_db = NAN, .duration_s = 240.0};
  const GOptionEntry entries[] = {
      {"seeds", 's', 0, G_OPTION_ARG_STRING, &o->seeds, "Couples of each cell (501:510)", "A:B"},
      {"mics", 'm', 0, G_OPTION_ARG_STRING, &o->mics, "Only these (two,array,single)", "LIST"},
      {"scenario", 'c', 0, G_OPTION_ARG_STRING, &o->scenario, "Only these rows", "LIST"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &o->jobs, "Processes (one for each core)", "N"},
      {"snr", 0, 0, G_OPTION_ARG_DOUBLE, &o->snr_db, "Breath over noise (drawn)", "DB"},
      {"duration", 0, 0, G_OPTION_ARG_DOUBLE, &o->duration_s, "Whole recording (240)", "SECONDS"},
      {"runs", 0, 0, G_OPTION_ARG_FILENAME, &o->runs, "Each run's figures (CSV)", "FILE"},
      G_OPTION_ENTRY_NULL};
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_add_main_entries(context, entries, NULL);
  if (!g_option_context_parse(context, argc, argv, error)) return FALSE;
  o->first = 501;
  o->last = 510;
  if (o->seeds != NULL &&
      sscanf(o->seeds, "%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, &o->first, &o->last) != 2)
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--seeds wants FIRST:LAST");
  return *error == NULL;
}

/* Whether a comma-separated list names a word; no list names all. */
static gboolean
is_wanted(const char *list, const char *word)
{
  if (list == NULL) return TRUE;
  g_auto(GStrv) words = g_strsplit(list, ",", -1);
  return g_strv_contains((const char *const *)words, word);
}

static GArray *
list_jobs(const options *o)
{
  GArray *jobs = g_array_new(FALSE, FALSE, sizeof(job));
  for (int m = ATTUNE_MICS_TWO; m <= ATTUNE_MICS_SINGLE; m++)
    for (size_t c = 0; c < bench_n_cells; c++)
      for (guint64 seed = o->first; seed <= o->last; seed++) {
        job j = {m, c, seed, o->snr_db, o->duration_s};
        if (bench_cells[c].same_voice && m != ATTUNE_MICS_SINGLE) continue;
        if (!is_wanted(o->mics, attune_mics_name(m))) continue;
        if (is_wanted(o->scenario, bench_cells[c].name)) g_array_append_val(jobs, j);
      }
  return jobs;
}

static void
do_job(size_t index, const void *user, void *result)
{
  const job *j = &((const job *)user)[index];
  attune_couple_config config = bench_cell_couple(j->mics, j->cell, j->seed);
  config.snr_db = j->snr_db;
  config.duration_s = j->duration_s;
  bench_take *take = bench_take_couple(&config);
  *(bench_figures *)result = bench_measure(take, bench_cells[j->cell].is_strangers);
  bench_take_free(take);
}

static bench_entry
describe(const job *j)
{
  const bench_cell *cell = &bench_cells[j->cell];
  return (bench_entry){j->mics, cell->name, j->seed, cell->is_judged, cell->same_voice};
}

int
main(int argc, char **argv)
{
  options o;
  g_autoptr(GError) error = NULL;
  setlocale(LC_CTYPE, "");
  if (!parse_options(&argc, &argv, &o, &error)) {
    fprintf(stderr, "%s\n", error->message);
    clear_options(&o);
    return 2;
  }
  g_autoptr(GArray) jobs = list_jobs(&o);
  size_t n = jobs->len;
  g_autofree bool *done = g_new0(bool, n + 1);
  g_autofree bench_entry *entries = g_new(bench_entry, n + 1);
  for (size_t i = 0; i < n; i++) entries[i] = describe(&g_array_index(jobs, job, i));
  bench_figures *figures =
      bench_run(n, (unsigned)MAX(o.jobs, 1), do_job, jobs->data, sizeof(bench_figures), done);
  bench_outcome all = {entries, figures, done, n};
  printf("Simulated couples, seeds %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT
         ", %g s each; in brackets the runs in a row.\n\n",
         o.first, o.last, o.duration_s);
  bench_outcome_print(&all);
  if (o.runs != NULL) bench_outcome_write(&all, o.runs);
  size_t lost = bench_outcome_lost(&all);
  bench_results_free(figures, n, sizeof(bench_figures));
  clear_options(&o);
  return lost > 0;
}
