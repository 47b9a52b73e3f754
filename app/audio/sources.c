// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/sources.h"
#include "audio/file.h"
#include "audio/microphone.h"
#include "audio/twin.h"
#include "base/clock.h"

#include <string.h>

static attune_source *
open_two(const char *first_id, const char *second_id, GError **error)
{
  attune_source *first = attune_microphone_source_new(first_id, error);
  if (first == NULL) return NULL;
  attune_source *second = attune_microphone_source_new(second_id, error);
  if (second != NULL) return attune_twin_source_new(first, second, attune_clock_monotonic());
  attune_source_free(first);
  return NULL;
}

/* A comma may also be part of an ID ("(hw:0,0)"): the one that counts stands before another ID's
 * kind, or is the only one. */
static const char *
find_second(const char *devices)
{
  const char *only = strchr(devices, ',');
  for (const char *comma = only; comma != NULL; comma = strchr(comma + 1, ','))
    if (g_str_has_prefix(comma + 1, "pulse:") || g_str_has_prefix(comma + 1, "alsa:") ||
        g_str_has_prefix(comma + 1, "jack:") || g_str_has_prefix(comma + 1, "oss:"))
      return comma + 1;
  return only != NULL && strchr(only + 1, ',') == NULL ? only + 1 : NULL;
}

static attune_source *
open_microphone(const attune_source_wish *wish, GError **error)
{
  g_autoptr(GError) problem = NULL;
  attune_source *source = attune_microphone_source_new(wish->devices, &problem);
  const char *second = wish->devices == NULL ? NULL : find_second(wish->devices);
  if (source != NULL || second == NULL) {
    if (source == NULL) g_propagate_error(error, g_steal_pointer(&problem));
    return source;
  }
  g_autofree char *first = g_strndup(wish->devices, (gsize)(second - 1 - wish->devices));
  if (strcmp(first, second) != 0) return open_two(first, second, error);
  attune_audio_fail(error, ATTUNE_AUDIO_ERROR_NO_DEVICE,
                    "Two different microphones are needed to hear with two.");
  return NULL;
}

static attune_source *
open_file(const attune_source_wish *wish, GError **error)
{
  return attune_file_source_new(wish->path, wish->real_time, error);
}

static attune_source *
open_couple(const attune_source_wish *wish, GError **error)
{
  return attune_couple_source_new(&wish->couple, error);
}

const attune_source_kind attune_source_kinds[] = {
    {"microphone", "A microphone, or two as one", open_microphone},
    {"file", "A recording", open_file},
    {"couple", "Two simulated people", open_couple},
    {NULL, NULL, NULL},
};

attune_source *
attune_sources_open(const char *kind, const attune_source_wish *wish, GError **error)
{
  for (const attune_source_kind *k = attune_source_kinds; k->kind != NULL; k++)
    if (strcmp(k->kind, kind) == 0) return k->open(wish, error);
  g_error("there is no kind of source \"%s\"", kind);
}

attune_source_wish
attune_source_wish_copy(const attune_source_wish *wish)
{
  attune_source_wish copy = *wish;
  copy.devices = g_strdup(wish->devices);
  copy.path = g_strdup(wish->path);
  return copy;
}

void
attune_source_wish_clear(attune_source_wish *wish)
{
  g_free((char *)(uintptr_t)wish->devices);
  g_free((char *)(uintptr_t)wish->path);
  wish->devices = wish->path = NULL;
}
