// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_CURVES_CLOCK_H
#define ATTUNE_COMMAND_CURVES_CLOCK_H

/* Two columns of a table as two waveforms on one clock that begins at 0. */
#include "base/setup.h"
#include "command/table.h"
#include "sync/waveform.h"

#define ATTUNE_CURVES_LEAST_S 10.0
#define ATTUNE_CURVES_MOST_S (24.0 * 3600.0)

typedef struct {
  attune_waveform waveform[ATTUNE_PARTNERS]; /* borrow the table's columns */
  double duration_s;
} attune_curves;

/**
 * Lays columns 0 (A) and 1 (B) on a clock: that of column 2, seconds, when the table has one, else
 * even steps. Times may come unevenly but not go back; a row without a time loses its values.
 *
 * @param table    its columns are changed
 * @param rate_hz  4..1000; read only without a time column
 * @param names    [2] what the columns are called, for messages
 * @return FALSE with ATTUNE_COMMAND_ERROR_INPUT
 */
gboolean attune_curves_lay_out(attune_table *table, double rate_hz, const char *const *names,
                               attune_curves *curves, GError **error);

#endif
