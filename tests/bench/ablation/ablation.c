// SPDX-License-Identifier: GPL-3.0-or-later
/* The share of each improvement: the hearing as built, with one of them left out, with all. */
#include "ablation/composed.h"
#include "cells.h"
#include "figures.h"
#include "parallel.h"
#include "table.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>

static const bench_without variants[] = {
    {.name = "as built"},
    {.name = "tempered by 0.5", .tempering = true},
    {.name = "no loudness variance", .loudness = true},
    {.name = "phase origin from the guide", .origin = true},
    {.name = "old rest constants", .rest = true},
    {.name = "constant silent level", .silence = true},
    {.name = "floor of the calibration", .floor = true},
    {.name = "all of these", true, true, true, true, true, true},
};
#define VARIANTS G_N_ELEMENTS(variants)

static const size_t cells[] = {0, 1, 2, 4, 5}; /* sync, anti, free, hold, absent */
#define CELLS G_N_ELEMENTS(cells)

typedef struct {
  attune_mics mics;
  size_t cell;
  uint64_t seed;
  double late_s;
} job;

typedef struct {
  bench_figures of[VARIANTS];
} results;

#define FIELD(name) offsetof(bench_figures, name)
#define NO_TARGET                                                                                  \
  {                                                                                                \
    {NAN, NAN, NAN}, {NAN, NAN, NAN},                                                              \
    {                                                                                              \
      NAN, NAN, NAN                                                                                \
    }                                                                                              \
  }
static const bench_column columns[] = {
    {"live", "live error, °", BENCH_MEDIAN_WORST, FIELD(live.error_deg), NO_TARGET},
    {"smoothed", "smoothed error, °", BENCH_MEDIAN_WORST, FIELD(smoothed.error_deg), NO_TARGET},
    {"sure_live", "sure and wrong, live, %", BENCH_PERCENT, FIELD(live.sure_share), NO_TARGET},
    {"sure", "smoothed, %", BENCH_PERCENT, FIELD(smoothed.sure_share), NO_TARGET},
    {"in_live", "truth inside the spread, live", BENCH_SHARE, FIELD(live.in_share), NO_TARGET},
    {"in", "smoothed", BENCH_SHARE, FIELD(smoothed.in_share), NO_TARGET},
    {"points", "alignment error, points", BENCH_MEDIAN_WORST, FIELD(thought.error_points),
     NO_TARGET},
    {"lag", "lag error, °", BENCH_MEDIAN_WORST, FIELD(thought.lag_error_deg), NO_TARGET},
    {"heard", "heard while breathing", BENCH_SHARE, FIELD(heard), NO_TARGET},
    {"ghost", "while silent", BENCH_SHARE, FIELD(ghost), NO_TARGET},
};

static attune_couple_config
configure(const job *j)
{
  attune_couple_config config = bench_cell_couple(j->mics, j->cell, j->seed);
  config.late_s = j->late_s;
  return config;
}

static void
do_job(size_t index, const void *user, void *result)
{
  const job *j = &((const job *)user)[index];
  attune_couple_config config = configure(j);
  bench_spectra *spectra = bench_spectra_new(&config);
  for (size_t v = 0; v < VARIANTS; v++) {
    bench_take *take = bench_take_composed(spectra, &variants[v]);
    ((results *)result)->of[v] = bench_measure(take, bench_cells[j->cell].is_strangers);
    bench_take_free(take);
  }
  bench_spectra_free(spectra);
}

/* Nothing left out must be the pipeline itself. */
static bool
is_faithful(const job *j, const bench_figures *composed)
{
  attune_couple_config config = configure(j);
  bench_take *take = bench_take_couple(&config);
  bench_figures built = bench_measure(take, bench_cells[j->cell].is_strangers);
  bench_take_free(take);
  bool good = fabs(built.live.error_deg - composed->live.error_deg) < 0.01 &&
              fabs(built.smoothed.error_deg - composed->smoothed.error_deg) < 0.01;
  if (!good)
    fprintf(stderr, "live %.3f and %.3f, smoothed %.3f and %.3f degrees\n", built.live.error_deg,
            composed->live.error_deg, built.smoothed.error_deg, composed->smoothed.error_deg);
  return good;
}

static void
print_mics(const GArray *jobs, const results *found, const bool *done, attune_mics mics)
{
  bench_group groups[VARIANTS];
  for (size_t v = 0; v < VARIANTS; v++) {
    groups[v] = (bench_group){variants[v].name, g_new(const void *, jobs->len + 1), 0};
    for (size_t i = 0; i < jobs->len; i++)
      if (done[i] && g_array_index(jobs, job, i).mics == mics)
        groups[v].figures[groups[v].n++] = &found[i].of[v];
  }
  if (groups[0].n > 0) bench_table_print(columns, G_N_ELEMENTS(columns), groups, VARIANTS, mics);
  for (size_t v = 0; v < VARIANTS; v++) g_free(groups[v].figures);
}

static GArray *
list_jobs(guint64 first, guint64 last, double late_s, const char *mics)
{
  g_auto(GStrv) only = g_strsplit(mics == NULL ? "two,array,single" : mics, ",", -1);
  GArray *jobs = g_array_new(FALSE, FALSE, sizeof(job));
  for (int m = ATTUNE_MICS_TWO; m <= ATTUNE_MICS_SINGLE; m++)
    for (size_t c = 0; c < CELLS; c++)
      for (guint64 seed = first; seed <= last; seed++) {
        if (!g_strv_contains((const char *const *)only, attune_mics_name(m))) continue;
        job j = {m, cells[c], seed, late_s};
        g_array_append_val(jobs, j);
      }
  return jobs;
}

int
main(int argc, char **argv)
{
  g_autofree char *seeds = NULL, *mics = NULL;
  guint64 first = 501, last = 504;
  int n_jobs = (int)g_get_num_processors();
  double late_s = NAN;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
      {"seeds", 's', 0, G_OPTION_ARG_STRING, &seeds, "Couples of each row (501:504)", "A:B"},
      {"late", 0, 0, G_OPTION_ARG_DOUBLE, &late_s, "Behind the guide (drawn)", "SECONDS"},
      {"mics", 'm', 0, G_OPTION_ARG_STRING, &mics, "Only these (two,array,single)", "LIST"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &n_jobs, "Processes (one for each core)", "N"},
      G_OPTION_ENTRY_NULL};
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_add_main_entries(context, entries, NULL);
  setlocale(LC_CTYPE, "");
  if (!g_option_context_parse(context, &argc, &argv, &error) ||
      (seeds != NULL &&
       sscanf(seeds, "%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, &first, &last) != 2)) {
    fprintf(stderr, "%s\n", error == NULL ? "--seeds wants FIRST:LAST" : error->message);
    return 2;
  }
  g_autoptr(GArray) jobs = list_jobs(first, last, late_s, mics);
  g_autofree bool *done = g_new0(bool, jobs->len + 1);
  results *found =
      bench_run(jobs->len, (unsigned)MAX(n_jobs, 1), do_job, jobs->data, sizeof(results), done);
  printf("Sync, anti, free, hold and absent, seeds %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, first,
         last);
  printf(isnan(late_s) ? ".\n\n" : ", both %g s behind the guide.\n\n", late_s);
  for (int m = ATTUNE_MICS_TWO; m <= ATTUNE_MICS_SINGLE; m++) print_mics(jobs, found, done, m);
  bool good =
      jobs->len > 0 && done[0] && is_faithful(&g_array_index(jobs, job, 0), &found[0].of[0]);
  if (!good) fprintf(stderr, "\"as built\" is not what the pipeline does: mend composed.c\n");
  bench_results_free(found, jobs->len, sizeof(results));
  return good ? 0 : 1;
}
