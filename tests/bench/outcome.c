// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome.h"

#include "gate.h"
#include "hearing_columns.h"

#include <stdio.h>

/* Which runs belong to a row: those of a name, all that are judged, all but or only the twins. */
typedef bool (*membership)(const bench_entry *entry, const char *row);

static bool
has_name(const bench_entry *entry, const char *row)
{
  return g_str_equal(entry->row, row);
}

static bool
is_judged(const bench_entry *entry, const char *row)
{
  (void)row;
  return entry->is_judged;
}

static bool
is_ordinary(const bench_entry *entry, const char *row)
{
  (void)row;
  return !entry->same_voice;
}

static bool
is_twins(const bench_entry *entry, const char *row)
{
  (void)row;
  return entry->same_voice;
}

static bench_group
gather(const bench_outcome *o, attune_mics mics, membership belongs, const char *row)
{
  bench_group group = {.name = row, .figures = g_new(const void *, o->n + 1)};
  for (size_t i = 0; i < o->n; i++)
    if (o->done[i] && o->entries[i].mics == mics && belongs(&o->entries[i], row))
      group.figures[group.n++] = &o->figures[i];
  return group;
}

/* Names of the rows of a set-up, in order. */
static GPtrArray *
list_rows(const bench_outcome *o, attune_mics mics)
{
  GPtrArray *rows = g_ptr_array_new();
  for (size_t i = 0; i < o->n; i++) {
    const bench_entry *e = &o->entries[i];
    if (e->mics != mics || e->same_voice || !o->done[i]) continue;
    if (!g_ptr_array_find_with_equal_func(rows, e->row, g_str_equal, NULL))
      g_ptr_array_add(rows, (gpointer)e->row);
  }
  return rows;
}

static void
print_mics(const bench_outcome *o, attune_mics mics)
{
  g_autoptr(GPtrArray) rows = list_rows(o, mics);
  if (rows->len == 0) return;
  g_autofree bench_group *groups = g_new0(bench_group, rows->len + 1);
  for (size_t r = 0; r < rows->len; r++) groups[r] = gather(o, mics, has_name, rows->pdata[r]);
  groups[rows->len] = gather(o, mics, is_judged, "**all**");
  for (size_t i = 0; i < G_N_ELEMENTS(bench_chapters); i++) {
    printf("### %s, %s\n\n", bench_chapters[i].heading, attune_mics_name(mics));
    bench_table_print(bench_chapters[i].columns, bench_chapters[i].n, groups, rows->len + 1, mics);
  }
  for (size_t g = 0; g <= rows->len; g++) g_free(groups[g].figures);
}

static void
print_gate(const bench_outcome *o)
{
  bench_gate_print_head();
  for (int m = ATTUNE_MICS_TWO; m <= ATTUNE_MICS_SINGLE; m++) {
    bench_group all = gather(o, m, is_ordinary, NULL), twins = gather(o, m, is_twins, NULL);
    if (all.n + twins.n > 0)
      bench_gate_print(m, (const bench_figures *const *)all.figures, all.n,
                       (const bench_figures *const *)twins.figures, twins.n);
    g_free(all.figures);
    g_free(twins.figures);
  }
  printf("\n");
}

void
bench_outcome_print(const bench_outcome *o)
{
  for (int m = ATTUNE_MICS_TWO; m <= ATTUNE_MICS_SINGLE; m++) print_mics(o, m);
  print_gate(o);
}

/* ------------------------------------------------ CSV --------------------------------------- */

static void
write_head(FILE *file)
{
  fprintf(file, "mics,row,seed");
  for (size_t c = 0; c < G_N_ELEMENTS(bench_chapters); c++)
    for (size_t k = 0; k < bench_chapters[c].n; k++)
      fprintf(file, ",%s", bench_chapters[c].columns[k].id);
  fprintf(file, ",reason,verdict,swap_share,true_alignment\n");
}

static void
write_run(FILE *file, const bench_entry *entry, const bench_figures *f)
{
  fprintf(file, "%s,%s,%" G_GUINT64_FORMAT, attune_mics_name(entry->mics), entry->row, entry->seed);
  for (size_t c = 0; c < G_N_ELEMENTS(bench_chapters); c++)
    for (size_t k = 0; k < bench_chapters[c].n; k++)
      fprintf(file, ",%.4g", bench_column_value(&bench_chapters[c].columns[k], f));
  fprintf(file, ",%g,%g,%.4g,%.4g\n", f->reason, f->verdict, f->swap_share, f->truth_points);
}

void
bench_outcome_write(const bench_outcome *o, const char *path)
{
  FILE *file = fopen(path, "w");
  if (file == NULL) g_error("%s cannot be written", path);
  write_head(file);
  for (size_t i = 0; i < o->n; i++)
    if (o->done[i]) write_run(file, &o->entries[i], &o->figures[i]);
  if (fclose(file) != 0) g_error("%s cannot be written", path);
}

size_t
bench_outcome_lost(const bench_outcome *o)
{
  size_t lost = 0;
  for (size_t i = 0; i < o->n; i++) lost += !o->done[i];
  if (lost > 0) fprintf(stderr, "%zu of %zu runs did not finish\n", lost, o->n);
  return lost;
}
