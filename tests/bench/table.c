// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.h"

#include "statistics.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>

#define MISSED " ✗"

typedef struct {
  double middle, worst, sum;
  size_t n;
} summary;

double
bench_column_value(const bench_column *column, const void *figures)
{
  return *(const double *)(const void *)((const char *)figures + column->field);
}

static summary
sum_up(const bench_column *column, const bench_group *group)
{
  g_autofree double *x = g_new(double, group->n + 1);
  for (size_t i = 0; i < group->n; i++) x[i] = bench_column_value(column, group->figures[i]);
  summary s = {0};
  for (size_t i = 0; i < group->n; i++)
    if (!isnan(x[i])) {
      s.sum += x[i];
      s.n++;
    }
  gboolean is_median = column->kind == BENCH_MEDIAN || column->kind == BENCH_MEDIAN_WORST;
  double scale = column->kind == BENCH_PERCENT || column->kind == BENCH_COUNT ? 100.0 : 1.0;
  s.middle = scale * (is_median ? bench_median(x, group->n) : bench_mean(x, group->n));
  s.worst = bench_quantile(x, group->n, 1.0);
  return s;
}

static gboolean
is_missed(const bench_column *column, const summary *s, attune_mics mics)
{
  return s->middle < column->target[mics].least || s->middle > column->target[mics].most;
}

static void
print_value(const bench_column *column, const summary *s, attune_mics mics)
{
  const char *mark = is_missed(column, s, mics) ? MISSED : "";
  const char *worst_mark = s->worst > column->target[mics].worst ? MISSED : "";
  if (s->n == 0)
    printf(" - |");
  else if (column->kind == BENCH_MEDIAN_WORST)
    printf(" %.1f%s / %.0f%s |", s->middle, mark, s->worst, worst_mark);
  else if (column->kind == BENCH_COUNT)
    printf(" %.0f of %zu%s |", s->sum, s->n, mark);
  else if (column->kind == BENCH_SHARE)
    printf(" %.2f%s |", s->middle, mark);
  else
    printf(" %.1f%s |", s->middle, mark);
}

static void
print_target(const bench_column *column, attune_mics mics)
{
  double least = column->target[mics].least, most = column->target[mics].most;
  double worst = column->target[mics].worst;
  const char *unit = column->kind == BENCH_COUNT ? " %" : "";
  if (!isnan(least) && !isnan(most))
    printf(" %g-%g%s", least, most, unit);
  else if (!isnan(least))
    printf(" ≥ %g%s", least, unit);
  else if (!isnan(most))
    printf(" ≤ %g%s", most, unit);
  if (!isnan(worst)) printf(" / ≤ %g%s", worst, unit);
  printf(" |");
}

void
bench_table_print(const bench_column *columns, size_t n_columns, const bench_group *groups,
                  size_t n_groups, attune_mics mics)
{
  printf("| %s |", attune_mics_name(mics));
  for (size_t c = 0; c < n_columns; c++) printf(" %s |", columns[c].title);
  printf("\n| --- |");
  for (size_t c = 0; c < n_columns; c++) printf(" --- |");
  printf("\n| *target* |");
  for (size_t c = 0; c < n_columns; c++) print_target(&columns[c], mics);
  printf("\n");
  for (size_t g = 0; g < n_groups; g++) {
    printf("| %s (%zu) |", groups[g].name, groups[g].n);
    for (size_t c = 0; c < n_columns; c++) {
      summary s = sum_up(&columns[c], &groups[g]);
      print_value(&columns[c], &s, mics);
    }
    printf("\n");
  }
  printf("\n");
}
