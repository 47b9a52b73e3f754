// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_COMMAND_H
#define ATTUNE_COMMAND_COMMAND_H

/** What a command returns to the shell. */
enum { ATTUNE_EXIT_OK = 0, ATTUNE_EXIT_FAILED = 1, ATTUNE_EXIT_USAGE = 2 };

/** One word after `attune`: argv[0] is that word. Main thread; may block as long as it runs. */
typedef struct {
  const char *word;
  const char *summary;
  int (*run)(int argc, char **argv);
} attune_command_word;

/** The list of commands, ended by a row with word = NULL. */
extern const attune_command_word attune_commands[];

/** Finds the command called `word`; NULL when there is none. */
const attune_command_word *attune_command_find(const char *word);

#endif
