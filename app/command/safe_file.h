// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_SAFE_FILE_H
#define ATTUNE_COMMAND_SAFE_FILE_H

/*
 * A file that appears whole or not at all: it is written under a temporary name beside its place
 * and takes its name when it is complete. Devices and pipes (/dev/stdout) are written directly.
 */
#include <glib.h>
#include <stdio.h>

typedef struct attune_safe_file attune_safe_file;

/**
 * Begins a file. Fails with ATTUNE_COMMAND_ERROR_OUTPUT when nothing can be written there.
 *
 * @param path  in the file system's encoding; an older file of that name stays as it is until
 *              attune_safe_file_publish
 */
attune_safe_file *attune_safe_file_new(const char *path, GError **error);

/** What to write text to, kept in memory until then; borrowed, good until _finish. */
FILE *attune_safe_file_stream(attune_safe_file *file);

/** Name of the file while it is written, for a library that writes it itself; borrowed. */
const char *attune_safe_file_temporary(const attune_safe_file *file);

/** Everything is on the disk, or an error says that it is not (a full disk shows here). */
gboolean attune_safe_file_finish(attune_safe_file *file, GError **error);

/** Gives a finished file its name. Finish all files of a command before the first is published. */
gboolean attune_safe_file_publish(attune_safe_file *file, GError **error);

/** Frees; what was not published is removed. NULL is fine. */
void attune_safe_file_free(attune_safe_file *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(attune_safe_file, attune_safe_file_free)

#endif
