// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/table.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static attune_table *
parse(const char *text, const char *first, const char *second, GError **error)
{
  const char *wanted[] = {first, second};
  /* A copy without the closing 0: reading past the end shows under a sanitizer. */
  size_t length = strlen(text);
  g_autofree char *exact = g_memdup2(text, length);
  return attune_table_parse(exact, length, wanted, 2, error);
}

static void
assert_rows(const char *text, const char *first, const char *second, const double *expected,
            size_t n_rows)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(attune_table) table = parse(text, first, second, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(table->n_rows, ==, n_rows);
  for (size_t i = 0; i < 2 * n_rows; i++) {
    double value = table->column[i % 2][i / 2];
    if (isnan(expected[i]))
      g_assert_true(isnan(value));
    else
      g_assert_cmpfloat(value, ==, expected[i]);
  }
}

static void
test_forms(void)
{
  const double rows[] = {1.5, -2.0, 3e3, 4.0};
  assert_rows("1.5,-2\n3e3,4\n", "1", "2", rows, 2);
  assert_rows("x,y\n1.5,-2\n3e3,4", "x", "y", rows, 2);
  assert_rows("x,y\r\n1.5,-2\r\n3e3,4\r\n", "1", "2", rows, 2);
  assert_rows("\xef\xbb\xbfx;y;z\n1.5;-2;text\n3e3;4;text\n", "x", "y", rows, 2);
  assert_rows("t\tx\ty\n0\t1.5\t-2\n1\t3e3\t4\n", "x", "3", rows, 2);
  assert_rows("# Rate: 5\n\n\"x, left\" , \"y\"\n 1.5 , \"-2\"\n3e3,+4.\n\n", "1", " y ", rows, 2);
  assert_rows("y,x\n-2,1.5\n4,3e3\n", "x", "y", rows, 2);
  assert_rows("5,1.5,-2\n5,3e3,4\n", "2", "3", rows, 2);       /* "2" is no name here */
  assert_rows("note,1.5,-2\nnote,3e3,4\n", "2", "3", rows, 2); /* text in another column */
  const double same[] = {7.0, 7.0};
  assert_rows("a\n7\n", "a", "1", same, 1);
}

static void
test_missing(void)
{
  const double rows[] = {1.0, NAN, NAN, 2.0, NAN, NAN, NAN, NAN, 3.0, NAN, NAN, NAN};
  assert_rows("a,b\n1,\nNaN,2\nn/a,NA\nNull,-\n3\ninf,-Infinity\n", "a", "b", rows, 6);
}

static void
assert_refused(const char *text, const char *first, attune_table_error code, const char *says)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(parse(text, first, "1", &error));
  g_assert_error(error, ATTUNE_TABLE_ERROR, (int)code);
  g_assert_nonnull(strstr(error->message, says));
}

static void
test_refusals(void)
{
  assert_refused("", "1", ATTUNE_TABLE_ERROR_EMPTY, "no rows");
  assert_refused("# only words\n\n", "1", ATTUNE_TABLE_ERROR_EMPTY, "no rows");
  assert_refused("a,b\n", "a", ATTUNE_TABLE_ERROR_EMPTY, "no rows of numbers");
  assert_refused("a,b\n1,2\n", "c", ATTUNE_TABLE_ERROR_COLUMN, "“c”");
  assert_refused("a,b\n1,2\n", "3", ATTUNE_TABLE_ERROR_COLUMN, "it has 2");
  assert_refused("a,b\n1,2\n", "0", ATTUNE_TABLE_ERROR_COLUMN, "“0”");
  assert_refused("a,b\n1,2\nhm,3\n", "a", ATTUNE_TABLE_ERROR_CELL, "Line 3");
  assert_refused("a;b\n1,5;2\n", "a", ATTUNE_TABLE_ERROR_CELL, "“1,5”");
  assert_refused("1,2\n0x10,3\n", "1", ATTUNE_TABLE_ERROR_CELL, "0x10");
}

static void
test_files(void)
{
  const char *wanted[] = {"1"};
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp(NULL, &path, NULL);
  g_assert_null(attune_table_read(path, wanted, 1, &error)); /* zero length */
  g_assert_error(error, ATTUNE_TABLE_ERROR, ATTUNE_TABLE_ERROR_EMPTY);
  g_clear_error(&error);
  g_assert_true(g_file_set_contents(path, "4\n5\n", -1, NULL));
  g_autoptr(attune_table) table = attune_table_read(path, wanted, 1, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(table->n_rows, ==, 2);
  g_close(fd, NULL);
  g_unlink(path);
  g_assert_null(attune_table_read(path, wanted, 1, &error));
  g_assert_error(error, ATTUNE_TABLE_ERROR, ATTUNE_TABLE_ERROR_READ);
  g_clear_error(&error);
  g_assert_null(attune_table_read("/", wanted, 1, &error));
  g_assert_error(error, ATTUNE_TABLE_ERROR, ATTUNE_TABLE_ERROR_READ);
  attune_table_free(NULL);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/command/table/forms", test_forms);
  g_test_add_func("/command/table/missing", test_missing);
  g_test_add_func("/command/table/refusals", test_refusals);
  g_test_add_func("/command/table/files", test_files);
  return g_test_run();
}
