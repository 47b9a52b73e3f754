// SPDX-License-Identifier: GPL-3.0-or-later
/* The front door: a command word goes to command/, else the window opens. The only file that sees
 * every room. */
#include "attune-application.h"
#include "command/command.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

/* Translations: beside a program that was only built, else where it was installed, wherever that
 * tree was moved to. */
static char *
find_translations(void)
{
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *folder = program == NULL ? g_strdup("/") : g_path_get_dirname(program);
  char *beside = g_build_filename(folder, "data", "po", NULL);
  if (g_file_test(beside, G_FILE_TEST_IS_DIR)) return beside;
  g_free(beside);
  char *installed = g_build_filename(folder, "..", "share", "locale", NULL);
  if (g_file_test(installed, G_FILE_TEST_IS_DIR)) return installed;
  g_free(installed);
  return g_strdup(ATTUNE_LOCALE_DIR);
}

static void
choose_language(void)
{
  setlocale(LC_ALL, "");
  g_autofree char *folder = find_translations();
  bindtextdomain("attune", folder);
  bind_textdomain_codeset("attune", "UTF-8");
  textdomain("attune");
}

static void
print_help(FILE *out)
{
  fputs(_("Usage: attune                       the window\n"
          "       attune --demo                the window, with a simulated couple\n"
          "       attune COMMAND [OPTION...]   without a display\n\n"
          "Hears two people breathe through a microphone and tells how well they breathe "
          "together.\n"),
        out);
  fprintf(out, "\n%s\n", _("Commands:"));
  for (const attune_command_word *c = attune_commands; c->word != NULL; c++)
    fprintf(out, "  %-10s %s\n", c->word, _(c->summary));
  fprintf(out, "\n%s\n", _("Options:"));
  fprintf(out, "  %-10s %s\n", "--demo",
          _("Open the window with a simulated couple; no microphone is used"));
  fprintf(out, "  %-10s %s\n", "--help", _("Say this (-h does too)"));
  fprintf(out, "  %-10s %s\n", "--version", _("Say which Attune this is"));
  fprintf(out, "\n%s\n", _("`attune COMMAND --help` tells more about each."));
}

/* @return FALSE when it is none of the words that are answered at once */
static gboolean
answer(const char *word)
{
  if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
    print_help(stdout);
  else if (strcmp(word, "--version") == 0)
    puts("Attune " ATTUNE_VERSION);
  else
    return FALSE;
  return TRUE;
}

int
main(int argc, char **argv)
{
  choose_language();
  if (argc < 2) return attune_application_show(FALSE);
  if (argc == 2 && strcmp(argv[1], "--demo") == 0) return attune_application_show(TRUE);
  setlocale(LC_NUMERIC, "C"); /* numbers in JSON, CSV and options are the same everywhere */
  if (answer(argv[1])) return ATTUNE_EXIT_OK;
  const attune_command_word *command = attune_command_find(argv[1]);
  if (command == NULL) {
    fprintf(stderr, "attune: ");
    fprintf(stderr, _("there is no command \"%s\". `attune --help` lists them.\n"), argv[1]);
    return ATTUNE_EXIT_USAGE;
  }
  return command->run(argc - 1, argv + 1);
}
