// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_WAVE_OUT_H
#define ATTUNE_AUDIO_WAVE_OUT_H

/* Writes sound into a WAV file. Any one thread. */
#include "audio/block.h"

#include <glib.h>

/** Most frames that fit a WAV file (its sizes are 32-bit numbers) with some room for its head. */
uint64_t attune_wave_out_most_frames(unsigned n_channels, gboolean use_float);

typedef struct attune_wave_out attune_wave_out;

/**
 * Opens a file for writing; what it held is gone. Fails with ATTUNE_AUDIO_ERROR_OPEN.
 *
 * @param path        in the file system's encoding
 * @param n_channels  1..ATTUNE_MAX_CHANNELS
 * @param rate_hz     8000..192000, rounded to whole Hz
 * @param use_float   32-bit float samples instead of 16-bit integers
 */
attune_wave_out *attune_wave_out_new(const char *path, unsigned n_channels, double rate_hz,
                                     gboolean use_float, GError **error);

/** Appends sound. Beyond full scale it is clipped. A full disk fails here or at the end. */
gboolean attune_wave_out_write(attune_wave_out *out, const attune_block *block, GError **error);

/** Completes the file's head and closes it. @return FALSE when some of it could not be written */
gboolean attune_wave_out_finish(attune_wave_out *out, GError **error);

/** Closes what is open; the file stays as it is. NULL is fine. */
void attune_wave_out_free(attune_wave_out *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(attune_wave_out, attune_wave_out_free)

#endif
