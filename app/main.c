// SPDX-License-Identifier: GPL-3.0-or-later
/* The front door: a command word goes to command/, else the window opens. The only file that sees
 * every room. */
#include "attune-application.h"
#include "command/command.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static void
print_help(FILE *out)
{
  fputs(
      "Usage: attune                       the window\n"
      "       attune --demo                the window, with a simulated couple\n"
      "       attune COMMAND [OPTION...]   without a display\n\n"
      "Hears two people breathe through a microphone and tells how well they breathe together.\n\n"
      "Commands:\n",
      out);
  for (const attune_command_word *c = attune_commands; c->word != NULL; c++)
    fprintf(out, "  %-10s %s\n", c->word, c->summary);
  fputs("\n`attune COMMAND --help` tells more about each.\n", out);
}

int
main(int argc, char **argv)
{
  setlocale(LC_ALL, "");
  if (argc < 2) return attune_application_show(FALSE);
  if (argc == 2 && strcmp(argv[1], "--demo") == 0) return attune_application_show(TRUE);
  setlocale(LC_NUMERIC, "C"); /* numbers in JSON, CSV and options are the same everywhere */
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
    print_help(stdout);
    return ATTUNE_EXIT_OK;
  }
  const attune_command_word *command = attune_command_find(argv[1]);
  if (command == NULL) {
    fprintf(stderr, "attune: there is no command \"%s\". `attune --help` lists them.\n", argv[1]);
    return ATTUNE_EXIT_USAGE;
  }
  return command->run(argc - 1, argv + 1);
}
