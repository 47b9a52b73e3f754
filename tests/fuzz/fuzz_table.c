// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any bytes as a table of curves, as `attune curves` takes them: the first line names the wanted
 * columns, with | between, and the rate in Hz; the table follows. What is read becomes phases.
 */
#include "command/span.h"
#include "command/table.h"
#include "fuzz.h"
#include "sync/waveform.h"

#include <math.h>
#include <string.h>

#define MOST_ROWS 20000
#define STEP_S 0.1

static void
check_phase(const attune_table *table, size_t column, double rate_hz)
{
  attune_waveform waveform = {
      .n = table->n_rows, .value = table->column[column], .rate_hz = rate_hz};
  size_t n = (size_t)((double)table->n_rows / rate_hz / STEP_S) + 1;
  g_autofree float *phase_rad = g_new(float, n);
  g_autofree float *weight = g_new(float, n);
  attune_waveform_phase(&waveform, column == 1, 0.0, STEP_S, n, phase_rad, weight);
  for (size_t i = 0; i < n; i++) {
    g_assert_true(weight[i] >= 0.0f && weight[i] <= 1.0f);
    g_assert_true(isnan(phase_rad[i]) || (phase_rad[i] >= 0.0f && phase_rad[i] < 6.2831860f));
  }
}

static void
read_table(const char *text, size_t length, const char *const *wanted, size_t n, double rate_hz)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(attune_table) table = attune_table_parse(text, length, wanted, n, &error);
  g_assert_true((table == NULL) == (error != NULL));
  if (table == NULL) return;
  g_assert_cmpuint(table->n_columns, ==, n);
  g_assert_cmpuint(table->n_rows, >, 0);
  for (size_t c = 0; c < n; c++)
    for (size_t i = 0; i < table->n_rows; i++) g_assert_false(isinf(table->column[c][i]));
  if (table->n_rows < 2 || table->n_rows > MOST_ROWS) return;
  for (size_t c = 0; c < MIN(n, 2); c++) check_phase(table, c, rate_hz);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const char *text = (const char *)data;
  const char *line_end = size == 0 ? NULL : memchr(text, '\n', size);
  if (line_end == NULL) return 0;
  g_autofree char *line = g_strndup(text, (gsize)(line_end - text));
  g_auto(GStrv) words = g_strsplit(line, "|", ATTUNE_TABLE_MOST_COLUMNS + 1);
  guint n = g_strv_length(words);
  double rate_hz = 10.0;
  if (n < 2 || n > ATTUNE_TABLE_MOST_COLUMNS) return 0;
  attune_number_parse(words[--n], &rate_hz);
  rate_hz = CLAMP(rate_hz, ATTUNE_WAVEFORM_LEAST_HZ, ATTUNE_WAVEFORM_MOST_HZ);
  const char *table = line_end + 1;
  read_table(table, size - (size_t)(table - text), (const char *const *)words, n, rate_hz);
  return 0;
}
