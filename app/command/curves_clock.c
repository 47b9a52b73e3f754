// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/curves_clock.h"
#include "command/failure.h"

#include <math.h>
#include <stdlib.h>

#define FAIL(...) attune_command_fail(error, ATTUNE_COMMAND_ERROR_INPUT, __VA_ARGS__)

static int
compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Median time from one time to the next; NaN when it never moves on. */
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

/* Makes the times begin at 0 and never fall. */
static gboolean
settle_times(attune_table *table, GError **error)
{
  double *time_s = table->column[2], first = NAN, last = 0.0;
  for (size_t i = 0; i < table->n_rows; i++) {
    if (isnan(time_s[i])) {
      table->column[ATTUNE_A][i] = table->column[ATTUNE_B][i] = NAN;
    } else {
      if (isnan(first)) first = time_s[i];
      if (time_s[i] - first < last) return FAIL("The times go back, at %.9g s.", time_s[i]);
      last = time_s[i] - first;
    }
    time_s[i] = last;
  }
  return TRUE;
}

static gboolean
measure_duration(attune_table *table, double rate_hz, double *duration_s, GError **error)
{
  if (table->n_columns > 2) {
    if (!settle_times(table, error)) return FALSE;
    double step_s = median_step(table->column[2], table->n_rows), hz = 1.0 / step_s;
    if (isnan(step_s)) return FAIL("The times in the table do not move on.");
    /* One part in a hundred for clocks that are not quite true. */
    if (hz < 0.99 * ATTUNE_WAVEFORM_LEAST_HZ || hz > 1.01 * ATTUNE_WAVEFORM_MOST_HZ)
      return FAIL("The times give %.4g samples a second; 4 to 1000 can be used, with times in "
                  "seconds.",
                  hz);
    *duration_s = table->column[2][table->n_rows - 1] + step_s;
    return TRUE;
  }
  if (!(rate_hz >= ATTUNE_WAVEFORM_LEAST_HZ && rate_hz <= ATTUNE_WAVEFORM_MOST_HZ))
    return FAIL("A rate of %g Hz cannot be used; 4 to 1000 can.", rate_hz);
  *duration_s = (double)table->n_rows / rate_hz;
  return TRUE;
}

static gboolean
check_values(const attune_table *table, const char *const *names, GError **error)
{
  for (size_t k = 0; k < ATTUNE_PARTNERS; k++) {
    size_t i = 0;
    while (i < table->n_rows && isnan(table->column[k][i])) i++;
    if (i == table->n_rows) return FAIL("Column “%s” holds no numbers.", names[k]);
  }
  return TRUE;
}

gboolean
attune_curves_lay_out(attune_table *table, double rate_hz, const char *const *names,
                      attune_curves *curves, GError **error)
{
  if (!measure_duration(table, rate_hz, &curves->duration_s, error) ||
      !check_values(table, names, error))
    return FALSE;
  if (!(curves->duration_s >= ATTUNE_CURVES_LEAST_S && curves->duration_s <= ATTUNE_CURVES_MOST_S))
    return FAIL("The curves last %.4g s; 10 s to 24 hours can be used.", curves->duration_s);
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    curves->waveform[p] =
        (attune_waveform){.n = table->n_rows,
                          .value = table->column[p],
                          .time_s = table->n_columns > 2 ? table->column[2] : NULL,
                          .rate_hz = rate_hz};
  return TRUE;
}
