// SPDX-License-Identifier: GPL-3.0-or-later
/* How well recordings on disk are heard whose truth lies beside them: the tables of hearing. */
#include "parallel.h"
#include "recording.h"

#include <locale.h>
#include <stdio.h>

static void
do_recording(size_t index, const void *user, void *result)
{
  bench_recording *recording = ((bench_recording *const *)user)[index];
  bench_take *take = bench_recording_take(recording);
  *(bench_figures *)result = bench_measure(take, bench_recording_is_strangers(recording));
  bench_take_free(take);
}

static bench_recording **
open_all(char **paths, size_t n)
{
  bench_recording **all = g_new0(bench_recording *, n + 1);
  for (size_t i = 0; i < n; i++) {
    g_autoptr(GError) error = NULL;
    all[i] = bench_recording_new(paths[i], &error);
    if (all[i] == NULL) g_error("%s: %s", paths[i], error == NULL ? "no truth" : error->message);
  }
  return all;
}

int
main(int argc, char **argv)
{
  int jobs = (int)g_get_num_processors();
  g_autofree char *runs = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "Processes (one for each core)", "N"},
      {"runs", 0, 0, G_OPTION_ARG_FILENAME, &runs, "Each run's figures (CSV)", "FILE"},
      G_OPTION_ENTRY_NULL};
  g_autoptr(GOptionContext) context = g_option_context_new("NAME.truth...");
  g_option_context_add_main_entries(context, entries, NULL);
  setlocale(LC_CTYPE, "");
  if (!g_option_context_parse(context, &argc, &argv, &error) || argc < 2) {
    fprintf(stderr, "%s\n", error == NULL ? "Which recordings?" : error->message);
    return 2;
  }
  size_t n = (size_t)argc - 1;
  g_autofree bench_recording **all = open_all(argv + 1, n);
  g_autofree bench_entry *described = g_new(bench_entry, n);
  g_autofree bool *done = g_new0(bool, n);
  for (size_t i = 0; i < n; i++) described[i] = bench_recording_entry(all[i]);
  bench_figures *figures =
      bench_run(n, (unsigned)MAX(jobs, 1), do_recording, all, sizeof(bench_figures), done);
  bench_outcome outcome = {described, figures, done, n};
  bench_outcome_print(&outcome);
  if (runs != NULL) bench_outcome_write(&outcome, runs);
  size_t lost = bench_outcome_lost(&outcome);
  bench_results_free(figures, n, sizeof(bench_figures));
  for (size_t i = 0; i < n; i++) bench_recording_free(all[i]);
  return lost > 0;
}
