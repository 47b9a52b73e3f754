// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/table.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

G_DEFINE_QUARK(attune - table - error - quark, attune_table_error)

/* A piece of the text. */
typedef struct {
  const char *at, *end;
} span;

typedef struct {
  span rest;   /* what is not read yet */
  size_t line; /* number of the last line taken, from 1 */
  char separator;
} reader;

static bool
take_line(reader *r, span *line)
{
  if (r->rest.at == r->rest.end) return false;
  const char *lf = memchr(r->rest.at, '\n', (size_t)(r->rest.end - r->rest.at));
  *line = (span){r->rest.at, lf != NULL ? lf : r->rest.end};
  r->rest.at = lf != NULL ? lf + 1 : r->rest.end;
  if (line->at < line->end && line->end[-1] == '\r') line->end--;
  r->line++;
  return true;
}

static span
trim(span s)
{
  while (s.at < s.end && (*s.at == ' ' || *s.at == '\t')) s.at++;
  while (s.at < s.end && (s.end[-1] == ' ' || s.end[-1] == '\t')) s.end--;
  return s;
}

/* Takes the next line that holds cells. */
static bool
take_row(reader *r, span *row)
{
  while (take_line(r, row)) {
    span inner = trim(*row);
    if (inner.at < inner.end && *inner.at != '#') return true;
  }
  return false;
}

/* Takes one cell off the row; FALSE when the row is over. Quoted cells keep their quotes. */
static bool
take_cell(span *row, char separator, span *cell)
{
  if (row->at == NULL) return false;
  bool quoted = false;
  const char *c = row->at;
  for (; c < row->end && (quoted || *c != separator); c++)
    if (*c == '"') quoted = !quoted;
  *cell = trim((span){row->at, c});
  if (cell->end - cell->at >= 2 && *cell->at == '"' && cell->end[-1] == '"')
    *cell = trim((span){cell->at + 1, cell->end - 1});
  row->at = c < row->end ? c + 1 : NULL;
  return true;
}

static char
guess_separator(span row)
{
  bool quoted = false, semicolon = false, tab = false;
  for (const char *c = row.at; c < row.end; c++) {
    if (*c == '"') quoted = !quoted;
    semicolon |= !quoted && *c == ';';
    tab |= !quoted && *c == '\t';
  }
  if (tab) return '\t';
  return semicolon ? ';' : ',';
}

static bool
is_missing(span cell)
{
  static const char *const words[] = {"",         "nan",       "na",   "n/a",  "null",
                                      "none",     "-",         "inf",  "+inf", "-inf",
                                      "infinity", "-infinity", "-nan", "#n/a"};
  size_t length = (size_t)(cell.end - cell.at);
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (strlen(words[i]) == length && g_ascii_strncasecmp(words[i], cell.at, length) == 0)
      return true;
  return false;
}

/* Reads a cell that is all one decimal number. */
static bool
parse_decimal(span cell, double *value)
{
  char text[64], *end;
  size_t length = (size_t)(cell.end - cell.at);
  if (length == 0 || length >= sizeof text) return false;
  for (size_t i = 0; i < length; i++) {
    char c = cell.at[i];
    bool decimal = g_ascii_isdigit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    if (!decimal) return false; /* no hexadecimals, no words */
    text[i] = c;
  }
  text[length] = '\0';
  *value = g_ascii_strtod(text, &end);
  return *end == '\0' && end != text;
}

/* Reads a cell; FALSE when it is text. What is missing or infinite is NaN. */
static bool
read_number(span cell, double *value)
{
  if (!parse_decimal(cell, value)) {
    *value = NAN;
    return is_missing(cell);
  }
  if (!isfinite(*value)) *value = NAN;
  return true;
}

/* The cell as text for a message: short, printable. */
static char *
quote_cell(span cell)
{
  size_t length = MIN((size_t)(cell.end - cell.at), 24);
  g_autofree char *text = g_strndup(cell.at, length);
  return g_utf8_make_valid(text, -1);
}

/* A cell that is a number is no name: "2" then means the second column. */
static bool
is_name(span cell, const char *name)
{
  double value;
  if (read_number(cell, &value)) return false;
  g_autofree char *wanted = g_strstrip(g_strdup(name));
  size_t length = strlen(wanted);
  return length == (size_t)(cell.end - cell.at) && memcmp(wanted, cell.at, length) == 0;
}

static size_t
count_cells(span row, char separator)
{
  size_t n = 0;
  for (span cell; take_cell(&row, separator, &cell);) n++;
  return n;
}

/* Index of the wanted column in a first row: by name, else by number. */
static bool
find_column(span row, char separator, const char *wanted, size_t *index, GError **error)
{
  size_t i = 0;
  span rest = row;
  for (span cell; take_cell(&rest, separator, &cell); i++)
    if (is_name(cell, wanted)) {
      *index = i;
      return true;
    }
  guint64 number;
  size_t n = count_cells(row, separator);
  if (g_ascii_string_to_unsigned(wanted, 10, 1, n, &number, NULL)) {
    *index = (size_t)number - 1;
    return true;
  }
  g_set_error(error, ATTUNE_TABLE_ERROR, ATTUNE_TABLE_ERROR_COLUMN,
              "There is no column “%s” in this table; it has %zu.", wanted, n);
  return false;
}

static bool
cell_at(span row, char separator, size_t index, span *cell)
{
  for (size_t i = 0; take_cell(&row, separator, cell); i++)
    if (i == index) return true;
  return false;
}

/* A header has text in a wanted column. */
static bool
is_header(span row, char separator, const size_t *index, size_t n)
{
  double value;
  span cell;
  for (size_t k = 0; k < n; k++)
    if (cell_at(row, separator, index[k], &cell) && !read_number(cell, &value)) return true;
  return false;
}

static bool
read_row(attune_table *table, span row, const reader *r, const size_t *index,
         const char *const *wanted, GError **error)
{
  size_t last = 0;
  for (size_t k = 0; k < table->n_columns; k++) {
    table->column[k][table->n_rows] = NAN;
    last = MAX(last, index[k]);
  }
  span cell;
  for (size_t i = 0; i <= last && take_cell(&row, r->separator, &cell); i++)
    for (size_t k = 0; k < table->n_columns; k++) {
      if (index[k] != i || read_number(cell, &table->column[k][table->n_rows])) continue;
      g_autofree char *text = quote_cell(cell);
      g_set_error(error, ATTUNE_TABLE_ERROR, ATTUNE_TABLE_ERROR_CELL,
                  "Line %zu of column “%s” holds “%s”, which is not a number.", r->line, wanted[k],
                  text);
      return false;
    }
  table->n_rows++;
  return true;
}

static size_t
count_lines(span text)
{
  size_t n = 1;
  for (const char *c = text.at; (c = memchr(c, '\n', (size_t)(text.end - c))) != NULL; c++) n++;
  return n;
}

static attune_table *
make_table(size_t n_columns, size_t most_rows)
{
  attune_table *table = g_new0(attune_table, 1);
  table->n_columns = n_columns;
  for (size_t k = 0; k < n_columns; k++) table->column[k] = g_new(double, most_rows);
  return table;
}

attune_table *
attune_table_parse(const char *text, size_t length, const char *const *wanted, size_t n_wanted,
                   GError **error)
{
  g_assert(n_wanted >= 1 && n_wanted <= ATTUNE_TABLE_MOST_COLUMNS);
  reader r = {.rest = {text, text + length}};
  size_t index[ATTUNE_TABLE_MOST_COLUMNS];
  span row;
  if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) r.rest.at += 3;
  if (!take_row(&r, &row)) {
    g_set_error_literal(error, ATTUNE_TABLE_ERROR, ATTUNE_TABLE_ERROR_EMPTY,
                        "There are no rows in this table.");
    return NULL;
  }
  r.separator = guess_separator(row);
  for (size_t k = 0; k < n_wanted; k++)
    if (!find_column(row, r.separator, wanted[k], &index[k], error)) return NULL;
  g_autoptr(attune_table) table = make_table(n_wanted, count_lines(r.rest) + 1);
  bool more = !is_header(row, r.separator, index, n_wanted) || take_row(&r, &row);
  for (; more; more = take_row(&r, &row))
    if (!read_row(table, row, &r, index, wanted, error)) return NULL;
  if (table->n_rows == 0) {
    g_set_error_literal(error, ATTUNE_TABLE_ERROR, ATTUNE_TABLE_ERROR_EMPTY,
                        "There are no rows of numbers in this table.");
    return NULL;
  }
  return g_steal_pointer(&table);
}

attune_table *
attune_table_read(const char *path, const char *const *wanted, size_t n_wanted, GError **error)
{
  g_autoptr(GError) reason = NULL;
  g_autoptr(GMappedFile) mapped = NULL;
  g_autofree char *copied = NULL;
  size_t length = 0;
  if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
    mapped = g_mapped_file_new(path, FALSE, &reason);
    length = mapped != NULL ? g_mapped_file_get_length(mapped) : 0;
  } else {
    g_file_get_contents(path, &copied, &length, &reason); /* a pipe cannot be mapped */
  }
  if (reason != NULL) {
    g_set_error(error, ATTUNE_TABLE_ERROR, ATTUNE_TABLE_ERROR_READ, "The file cannot be read: %s.",
                reason->message);
    return NULL;
  }
  const char *text = mapped != NULL ? g_mapped_file_get_contents(mapped) : copied;
  return attune_table_parse(text != NULL ? text : "", length, wanted, n_wanted, error);
}

void
attune_table_free(attune_table *table)
{
  if (table == NULL) return;
  for (size_t k = 0; k < table->n_columns; k++) g_free(table->column[k]);
  g_free(table);
}
