// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_TABLE_H
#define ATTUNE_COMMAND_TABLE_H

/*
 * Columns of numbers out of a text table, as sensors and spreadsheets write them.
 *
 * One row a line (LF or CRLF); cells apart by tabs, else semicolons, else commas, whichever the
 * first line has; quotes as in RFC 4180 ("a, b" and "" inside), but no line ends within them. Lines
 * that begin with # and empty lines are passed over. The first row is a header when a wanted cell
 * of it is text. Decimal point. An empty cell, NaN, NA, N/A, null, none, - or an infinite number
 * is missing. A byte order mark is passed over.
 */
#include <glib.h>

#define ATTUNE_TABLE_ERROR (attune_table_error_quark())
GQuark attune_table_error_quark(void);

typedef enum {
  ATTUNE_TABLE_ERROR_READ,   /* the file cannot be read */
  ATTUNE_TABLE_ERROR_EMPTY,  /* no rows of numbers */
  ATTUNE_TABLE_ERROR_COLUMN, /* no such column */
  ATTUNE_TABLE_ERROR_CELL    /* text where a number should be */
} attune_table_error;

#define ATTUNE_TABLE_MOST_COLUMNS 8

typedef struct {
  size_t n_rows, n_columns;
  double *column[ATTUNE_TABLE_MOST_COLUMNS]; /* [n_rows] each; NaN = missing */
} attune_table;

/**
 * Reads columns of a text in memory.
 *
 * @param text     [length] UTF-8 or any superset of ASCII; need not end in 0
 * @param wanted   [n_wanted] names as in the header (blanks around them ignored), else numbers
 *                 from 1; 1..ATTUNE_TABLE_MOST_COLUMNS of them
 * @return the table, free with attune_table_free; NULL with ATTUNE_TABLE_ERROR_*: a sentence
 */
attune_table *attune_table_parse(const char *text, size_t length, const char *const *wanted,
                                 size_t n_wanted, GError **error);

/** The same of a file. */
attune_table *attune_table_read(const char *path, const char *const *wanted, size_t n_wanted,
                                GError **error);

/** NULL is fine. */
void attune_table_free(attune_table *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(attune_table, attune_table_free)

#endif
