// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/span.h"
#include "command/failure.h"

#include <math.h>
#include <string.h>

gboolean
attune_number_parse(const char *text, double *value)
{
  /* strtod also reads blanks, "nan", "inf" and hexadecimal: not what people mean here */
  if (text == NULL || text[0] == '\0' || text[strspn(text, "+-.0123456789eE")] != '\0')
    return FALSE;
  char *end = NULL;
  double read = g_ascii_strtod(text, &end);
  if (*end != '\0' || !isfinite(read)) return FALSE;
  *value = read;
  return TRUE;
}

gboolean
attune_pair_parse(const char *text, double *first, double *second)
{
  const char *colon = text == NULL ? NULL : strchr(text, ':');
  if (colon == NULL) return FALSE;
  g_autofree char *before = g_strndup(text, (gsize)(colon - text));
  double a, b;
  if (!attune_number_parse(before, &a) || !attune_number_parse(colon + 1, &b)) return FALSE;
  *first = a;
  *second = b;
  return TRUE;
}

gboolean
attune_span_parse(const char *option, const char *text, attune_span *span, GError **error)
{
  attune_span read;
  if (!attune_pair_parse(text, &read.start_s, &read.end_s))
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "%s wants two times in seconds, such as 5:45, not “%s”", option,
                               text);
  if (read.start_s < 0.0)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "%s begins before the recording: %s", option, text);
  if (read.start_s >= read.end_s)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "%s has to end after it begins: %s", option, text);
  *span = read;
  return TRUE;
}

gboolean
attune_span_overlap(const attune_span *a, const attune_span *b)
{
  return a->start_s < b->end_s && b->start_s < a->end_s;
}
