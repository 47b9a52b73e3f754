// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How well the program hears: simulated couples go through the pipeline, what it tells is compared
 * with the truth and with the usual method, and Markdown tables are printed.
 */
#include "cells.h"
#include "figures.h"
#include "gate.h"
#include "hearing_columns.h"
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

/* ------------------------------------------------ what to print ----------------------------- */

typedef struct {
  const job *jobs;
  const bench_figures *figures;
  const bool *done;
  size_t n;
} outcome;

/* Figures of one set-up's finished runs; `cell` -1 = all judged cells, -2 = all but twins. */
static bench_group
gather(const outcome *o, attune_mics mics, int cell)
{
  bench_group group = {.figures = g_new(const void *, o->n + 1)};
  for (size_t i = 0; i < o->n; i++) {
    const bench_cell *what = &bench_cells[o->jobs[i].cell];
    gboolean belongs = cell >= 0    ? o->jobs[i].cell == (size_t)cell
                       : cell == -1 ? what->is_judged
                                    : !what->same_voice;
    if (o->done[i] && o->jobs[i].mics == mics && belongs) group.figures[group.n++] = &o->figures[i];
  }
  group.name = cell >= 0 ? bench_cells[cell].name : "**all**";
  return group;
}

static void
print_mics(const outcome *o, attune_mics mics)
{
  g_autofree bench_group *groups = g_new0(bench_group, bench_n_cells + 1);
  size_t n = 0;
  for (size_t c = 0; c < bench_n_cells; c++) {
    groups[n] = gather(o, mics, (int)c);
    if (groups[n].n > 0 && !bench_cells[c].same_voice)
      n++;
    else
      g_free(groups[n].figures);
  }
  if (n == 0) return;
  groups[n++] = gather(o, mics, -1);
  for (size_t i = 0; i < G_N_ELEMENTS(bench_chapters); i++) {
    printf("### %s, %s\n\n", bench_chapters[i].heading, attune_mics_name(mics));
    bench_table_print(bench_chapters[i].columns, bench_chapters[i].n, groups, n, mics);
  }
  for (size_t g = 0; g < n; g++) g_free(groups[g].figures);
}

static void
print_gate(const outcome *o)
{
  bench_gate_print_head();
  for (int m = ATTUNE_MICS_TWO; m <= ATTUNE_MICS_SINGLE; m++) {
    bench_group all = gather(o, m, -2), twins = gather(o, m, (int)bench_n_cells - 1);
    if (all.n + twins.n > 0)
      bench_gate_print(m, (const bench_figures *const *)all.figures, all.n,
                       (const bench_figures *const *)twins.figures, twins.n);
    g_free(all.figures);
    g_free(twins.figures);
  }
  printf("\n");
}

static void
write_runs(const outcome *o, const char *path)
{
  FILE *file = fopen(path, "w");
  if (file == NULL) g_error("%s cannot be written", path);
  fprintf(file, "mics,row,seed");
  for (size_t c = 0; c < G_N_ELEMENTS(bench_chapters); c++)
    for (size_t k = 0; k < bench_chapters[c].n; k++)
      fprintf(file, ",\"%s: %s\"", bench_chapters[c].heading, bench_chapters[c].columns[k].title);
  fprintf(file, ",reason,verdict,swap_share,true_alignment\n");
  for (size_t i = 0; i < o->n; i++) {
    const job *j = &o->jobs[i];
    const bench_figures *f = &o->figures[i];
    if (!o->done[i]) continue;
    fprintf(file, "%s,%s,%" G_GUINT64_FORMAT, attune_mics_name(j->mics), bench_cells[j->cell].name,
            j->seed);
    for (size_t c = 0; c < G_N_ELEMENTS(bench_chapters); c++)
      for (size_t k = 0; k < bench_chapters[c].n; k++)
        fprintf(
            file, ",%.4g",
            *(const double *)(const void *)((const char *)f + bench_chapters[c].columns[k].field));
    fprintf(file, ",%g,%g,%.4g,%.4g\n", f->reason, f->verdict, f->swap_share, f->truth_points);
  }
  fclose(file);
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
  g_autofree bool *done = g_new0(bool, jobs->len + 1);
  bench_figures *figures = bench_run(jobs->len, (unsigned)MAX(o.jobs, 1), do_job, jobs->data,
                                     sizeof(bench_figures), done);
  outcome all = {(const job *)(const void *)jobs->data, figures, done, jobs->len};
  printf("Simulated couples, seeds %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT
         ", %g s each; in brackets the runs in a row.\n\n",
         o.first, o.last, o.duration_s);
  for (int m = ATTUNE_MICS_TWO; m <= ATTUNE_MICS_SINGLE; m++) print_mics(&all, m);
  print_gate(&all);
  if (o.runs != NULL) write_runs(&all, o.runs);
  size_t lost = 0;
  for (size_t i = 0; i < jobs->len; i++) lost += !done[i];
  if (lost > 0) fprintf(stderr, "%zu of %u runs did not finish\n", lost, jobs->len);
  bench_results_free(figures, jobs->len, sizeof(bench_figures));
  clear_options(&o);
  return lost > 0;
}
