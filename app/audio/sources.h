// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_SOURCES_H
#define ATTUNE_AUDIO_SOURCES_H

/*
 * The list of kinds of source: one row in sources.c for each. Everything that needs "some source"
 * opens it here; the contract suite runs on every row.
 */
#include "audio/couple.h"
#include "audio/source.h"

/** What is wished for; each kind reads its own fields. Borrowed for the call. */
typedef struct {
  const char *devices; /* microphone: ID or ID,ID2 for two as one; NULL = the desktop's default */
  const char *path;    /* file */
  gboolean real_time;  /* file: at its own pace, not as fast as asked for */
  attune_couple_config couple; /* couple; with .real_time of its own */
} attune_source_wish;

/** A copy that owns its strings; the couple's onsets stay borrowed. Clear it when done. */
attune_source_wish attune_source_wish_copy(const attune_source_wish *wish);
void attune_source_wish_clear(attune_source_wish *wish);

typedef struct {
  const char *kind; /* as attune_source_ops.kind */
  const char *summary;
  attune_source *(*open)(const attune_source_wish *wish, GError **error);
} attune_source_kind;

/** Ended by a row with kind = NULL. */
extern const attune_source_kind attune_source_kinds[];

/**
 * Opens a source of that kind.
 *
 * @param kind  one of the list; another is a programmer's mistake (checked)
 * @return a stopped source, free with attune_source_free; NULL with ATTUNE_AUDIO_ERROR_*
 */
attune_source *attune_sources_open(const char *kind, const attune_source_wish *wish,
                                   GError **error);

#endif
