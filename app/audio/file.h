// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_FILE_H
#define ATTUNE_AUDIO_FILE_H

/*
 * A recorded file as a source: what libsndfile reads (WAV, FLAC, OGG, MP3, ...). The only
 * includer of sndfile.h. One reader at a time, like every source. The file is read as it is
 * needed, never whole.
 */
#include "audio/source.h"

/**
 * Opens a recording.
 *
 * Fails with ATTUNE_AUDIO_ERROR_FILE when it is missing, unreadable, no regular file, empty or no
 * sound; with ATTUNE_AUDIO_ERROR_UNSUPPORTED when it holds fewer than 2 frames, more than
 * ATTUNE_MAX_CHANNELS channels, or a rate outside 8000..192000 Hz. The message names the file.
 *
 * Reading gives full-scale float; NaN and infinity become 0. A file that breaks off where its
 * head promises more reads as LOST when libsndfile can tell, otherwise as END.
 *
 * @param path       in the file system's encoding
 * @param real_time  TRUE: frames come at the recording's own pace; FALSE: as fast as asked for
 * @return a stopped source, free with attune_source_free; NULL on failure
 */
attune_source *attune_file_source_new(const char *path, gboolean real_time, GError **error);

/**
 * Goes to a frame: the next block begins there. Before or after start; in real time the pace
 * goes on from the new place. A later start begins at frame 0 again unless this is called.
 *
 * @param frame  0..length; the end is allowed and reads as END
 */
gboolean attune_file_source_seek(attune_source *source, uint64_t frame, GError **error);

/** Samples read so far that were NaN or infinite in the file, and came out as 0. */
uint64_t attune_file_source_non_finite(const attune_source *source);

#endif
