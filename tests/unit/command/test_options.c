// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/failure.h"
#include "command/options.h"

static char *mics;
static gboolean loud;
static const GOptionEntry entries[] = {
    {"mics", 0, 0, G_OPTION_ARG_STRING, &mics, "Which", "WHICH"},
    {"loud", 0, 0, G_OPTION_ARG_NONE, &loud, "Loud", NULL},
    {0},
};
static const attune_options options = {"test", "FILE", 1, "Summary.", NULL, entries};

static gboolean
read_line(const char *line, GStrv *words, GError **error)
{
  int argc = 0;
  char **argv = NULL;
  g_clear_pointer(&mics, g_free);
  loud = FALSE;
  *words = NULL;
  g_assert_true(g_shell_parse_argv(line, &argc, &argv, NULL));
  gboolean fine = attune_options_read(&options, argc, argv, words, error);
  g_strfreev(argv);
  return fine;
}

static void
test_read__takes_options_anywhere(void)
{
  const char *const lines[] = {"test a.wav --mics two --loud", "test --loud a.wav --mics=two",
                               "test --mics two --loud -- a.wav"};
  for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
    g_auto(GStrv) words = NULL;
    GError *error = NULL;
    g_assert_true(read_line(lines[i], &words, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(g_strv_length(words), ==, 1);
    g_assert_cmpstr(words[0], ==, "a.wav");
    g_assert_cmpstr(mics, ==, "two");
    g_assert_true(loud);
  }
}

static void
test_read__a_word_may_begin_with_a_dash_after_two(void)
{
  g_auto(GStrv) words = NULL;
  g_assert_true(read_line("test -- --loud", &words, NULL));
  g_assert_cmpstr(words[0], ==, "--loud");
  g_assert_false(loud);
}

static void
test_read__refuses_what_it_does_not_know(void)
{
  const char *const lines[] = {"test",       "test a b",      "test a --lod",
                               "test a -x",  "test a --mics", "test a --loud=maybe",
                               "test a -- b"};
  for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
    g_auto(GStrv) words = NULL;
    g_autoptr(GError) error = NULL;
    g_test_message("%s", lines[i]);
    g_assert_false(read_line(lines[i], &words, &error));
    g_assert_null(words);
    g_assert_cmpint(attune_command_say("test", error), ==, 2);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/options/anywhere", test_read__takes_options_anywhere);
  g_test_add_func("/options/dash", test_read__a_word_may_begin_with_a_dash_after_two);
  g_test_add_func("/options/refused", test_read__refuses_what_it_does_not_know);
  int status = g_test_run();
  g_free(mics);
  return status;
}
