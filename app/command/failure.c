// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/failure.h"
#include "command/command.h"

#include <glib/gi18n.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

G_DEFINE_QUARK(attune - command - error - quark, attune_command_error)

gboolean
attune_command_fail(GError **error, attune_command_error code, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *sentence = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error_literal(error, ATTUNE_COMMAND_ERROR, (int)code, sentence);
  return FALSE;
}

static gboolean
is_usage(const GError *error)
{
  return error->domain == G_OPTION_ERROR ||
         g_error_matches(error, ATTUNE_COMMAND_ERROR, ATTUNE_COMMAND_ERROR_USAGE);
}

int
attune_command_say(const char *word, const GError *error)
{
  if (g_error_matches(error, ATTUNE_COMMAND_ERROR, ATTUNE_COMMAND_ERROR_STOPPED))
    return ATTUNE_EXIT_STOPPED;
  const char *stop = g_str_has_suffix(error->message, ".") ? "" : ".";
  fprintf(stderr, "attune %s: %s%s\n", word, error->message, stop);
  if (!is_usage(error)) return ATTUNE_EXIT_FAILED;
  fprintf(stderr, _("`attune %s --help` tells more.\n"), word);
  return ATTUNE_EXIT_USAGE;
}

gboolean
attune_command_flush(GError **error)
{
  errno = 0;
  if (fflush(stdout) == 0 && !ferror(stdout)) return TRUE;
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_OUTPUT,
                             "The result cannot be written: %s.", g_strerror(errno));
}
