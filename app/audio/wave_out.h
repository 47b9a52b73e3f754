// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_WAVE_OUT_H
#define ATTUNE_AUDIO_WAVE_OUT_H

/*
 * Writes a WAV file so that nothing half-written is ever seen under its name: the sound goes to a
 * hidden file beside it, which takes the name when it is whole and on the disk. Any one thread.
 */
#include "audio/block.h"

#include <glib.h>

typedef struct attune_wave_out attune_wave_out;

/**
 * Opens the hidden file. Fails with ATTUNE_AUDIO_ERROR_OPEN or _UNSUPPORTED; the message names
 * `path`.
 *
 * @param path        in the file system's encoding; an existing file there stays until commit
 * @param n_channels  1..ATTUNE_MAX_CHANNELS
 * @param rate_hz     8000..192000, rounded to whole Hz
 * @param use_float   32-bit float samples instead of 16-bit integers
 */
attune_wave_out *attune_wave_out_new(const char *path, unsigned n_channels, double rate_hz,
                                     gboolean use_float, GError **error);

/** Appends sound. A full disk fails here or at commit. */
gboolean attune_wave_out_write(attune_wave_out *out, const attune_block *block, GError **error);

/** Finishes the file and gives it its name. After a failure nothing of it is left. */
gboolean attune_wave_out_commit(attune_wave_out *out, GError **error);

/** Without a commit, removes what was written. NULL is fine. */
void attune_wave_out_free(attune_wave_out *out);

#endif
