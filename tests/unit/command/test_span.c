// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/failure.h"
#include "command/span.h"

static void
test_number__reads_what_people_type(void)
{
  const struct {
    const char *text;
    double value;
  } cases[] = {{"0", 0.0},    {"12", 12.0},    {"0.5", 0.5},          {".5", 0.5},
               {"5.", 5.0},   {"+3", 3.0},     {"-3", -3.0},          {"1e3", 1000.0},
               {"2E-1", 0.2}, {"007.50", 7.5}, {"1234567", 1234567.0}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    double value = -99.0;
    g_assert_true(attune_number_parse(cases[i].text, &value));
    g_assert_cmpfloat(value, ==, cases[i].value);
  }
}

static void
test_number__refuses_the_rest(void)
{
  const char *const cases[] = {"",     " 1",   "1 ",    "1,5",      "nan", "inf",
                               "-inf", "0x10", "1e999", "1.2.3",    "--1", "e",
                               "-",    "1e",   "ten",   "\xc3\xa9", NULL};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    double value = -99.0;
    g_test_message("%s", cases[i] == NULL ? "NULL" : cases[i]);
    g_assert_false(attune_number_parse(cases[i], &value));
    g_assert_cmpfloat(value, ==, -99.0);
  }
}

static void
test_span__reads_start_and_end(void)
{
  attune_span span;
  GError *error = NULL;
  g_assert_true(attune_span_parse("--solo-a", "5:45.5", &span, &error));
  g_assert_no_error(error);
  g_assert_cmpfloat(span.start_s, ==, 5.0);
  g_assert_cmpfloat(span.end_s, ==, 45.5);
}

static void
test_span__refuses_the_rest(void)
{
  const char *const cases[] = {"",     "5",      ":",    "5:",    ":5",     "9:3",
                               "5:5",  "-1:20",  "a:b",  "1:2:3", "nan:20", "0:inf",
                               "1-20", "5 : 45", "0:-1", "::",    "1:2\n",  "0x1:0x9"};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    attune_span span = {-7.0, -7.0};
    g_autoptr(GError) error = NULL;
    g_test_message("%s", cases[i]);
    g_assert_false(attune_span_parse("--live", cases[i], &span, &error));
    g_assert_error(error, ATTUNE_COMMAND_ERROR, ATTUNE_COMMAND_ERROR_USAGE);
    g_assert_true(g_str_has_prefix(error->message, "--live "));
    g_assert_cmpfloat(span.start_s, ==, -7.0);
  }
}

static void
test_overlap__touching_is_not_overlapping(void)
{
  attune_span a = {0.0, 10.0}, b = {10.0, 20.0}, c = {9.0, 11.0}, d = {2.0, 3.0};
  g_assert_false(attune_span_overlap(&a, &b));
  g_assert_false(attune_span_overlap(&b, &a));
  g_assert_true(attune_span_overlap(&a, &c));
  g_assert_true(attune_span_overlap(&c, &b));
  g_assert_true(attune_span_overlap(&a, &d));
  g_assert_true(attune_span_overlap(&d, &a));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/span/number", test_number__reads_what_people_type);
  g_test_add_func("/span/number/refused", test_number__refuses_the_rest);
  g_test_add_func("/span/span", test_span__reads_start_and_end);
  g_test_add_func("/span/span/refused", test_span__refuses_the_rest);
  g_test_add_func("/span/overlap", test_overlap__touching_is_not_overlapping);
  return g_test_run();
}
