// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/options.h"
#include "command/failure.h"

#include <glib/gi18n.h>

static GOptionContext *
describe(const attune_options *options)
{
  GOptionContext *context = g_option_context_new(options->words_wanted);
  g_option_context_add_main_entries(context, options->entries, "attune");
  g_option_context_set_summary(context, _(options->summary));
  if (options->details != NULL) g_option_context_set_description(context, _(options->details));
  return context;
}

/* GOption takes the program's name for the usage line from the first word: "attune analyze". */
static GStrv
name_program(const attune_options *options, int argc, char **argv)
{
  GStrv words = g_new0(char *, (gsize)argc + 1);
  words[0] = g_strdup_printf("attune %s", options->word);
  for (int i = 1; i < argc; i++) words[i] = g_strdup(argv[i]);
  return words;
}

/* GOption takes "--json=no" for "--json". */
static gboolean
check_switches(const attune_options *options, GStrv words, GError **error)
{
  for (char **word = words; *word != NULL && !g_str_equal(*word, "--"); word++)
    for (const GOptionEntry *entry = options->entries; entry->long_name != NULL; entry++) {
      g_autofree char *wrong = g_strdup_printf("--%s=", entry->long_name);
      if (entry->arg == G_OPTION_ARG_NONE && g_str_has_prefix(*word, wrong))
        return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE, "--%s takes no value",
                                   entry->long_name);
    }
  return TRUE;
}

static gboolean
check_words(const attune_options *options, GStrv words, GError **error)
{
  guint n = g_strv_length(words);
  if (n == options->n_words) return TRUE;
  if (n < options->n_words)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE, "Please name %s as well",
                               options->words_wanted);
  g_autofree char *surplus = g_filename_display_name(words[options->n_words]);
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE, "“%s” is one word too many",
                             surplus);
}

gboolean
attune_options_read(const attune_options *options, int argc, char **argv, GStrv *words,
                    GError **error)
{
  g_autoptr(GOptionContext) context = describe(options);
  GStrv left = name_program(options, argc, argv);
  g_set_prgname(left[0]);
  gboolean fine =
      check_switches(options, left, error) && g_option_context_parse_strv(context, &left, error);
  if (fine) {
    g_autofree char *name = left[0]; /* what is left begins with the program's name */
    for (char **word = left; *word != NULL; word++) word[0] = word[1];
    /* "--" only ends the options */
    if (left[0] != NULL && g_str_equal(left[0], "--")) {
      g_free(left[0]);
      for (char **word = left; *word != NULL; word++) word[0] = word[1];
    }
    fine = check_words(options, left, error);
  }
  if (fine)
    *words = left;
  else
    g_strfreev(left);
  return fine;
}
