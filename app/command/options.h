// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_OPTIONS_H
#define ATTUNE_COMMAND_OPTIONS_H

/* The options of a command, read strictly: nothing unknown, nothing left over. */
#include <glib.h>

typedef struct {
  const char *word;            /* "analyze" */
  const char *words_wanted;    /* for the usage line: "FILE", or "" for none */
  unsigned n_words;            /* how many words it takes beside its options, exactly */
  const char *summary;         /* help text above the options */
  const char *details;         /* help text below them; may be NULL */
  const GOptionEntry *entries; /* ended by a row of zeros */
} attune_options;

/**
 * Reads argv[1..argc-1] into what the entries point to. `--help` prints and ends the program with
 * status 0.
 *
 * @param[out] words  the n_words other words, in the file system's encoding; free with g_strfreev
 * @return FALSE with an error that attune_command_say turns into a usage sentence and status 2
 */
gboolean attune_options_read(const attune_options *options, int argc, char **argv, GStrv *words,
                             GError **error);

#endif
