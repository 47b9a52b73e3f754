// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_MICROPHONE_H
#define ATTUNE_AUDIO_MICROPHONE_H

/*
 * A microphone as a source, through PortAudio.
 *
 * Read says LOST within a second when sound stops coming (unplugged, server dead or frozen), and
 * when the sound server moved the recording elsewhere because the microphone went away. To go on
 * after a loss: start again, with pauses between the tries; each start looks for the microphone
 * by its id from anew, asks for the same channels and rate as before, and counts frames from 0.
 * Long exact zeros (a mute switch) are sound here; the gates tell them.
 *
 * New and start take up to 7 s when the sound system is stuck, and end early on a cancel.
 */
#include "audio/source.h"

/**
 * @param id  as attune_devices_find takes it
 * @return a stopped source, free with attune_source_free; NULL with ATTUNE_AUDIO_ERROR_*
 */
attune_source *attune_microphone_source_new(const char *id, GError **error);

/** What is known of the running recording; zeros while it is stopped. The reading thread. */
typedef struct {
  uint64_t n_callbacks;
  uint64_t n_dropped_frames; /* lost because nobody read in time */
  uint64_t n_overruns;       /* lost by the sound system, as far as it said so */
  double worst_callback_us;
} attune_microphone_health;

attune_microphone_health attune_microphone_source_health(const attune_source *source);

#endif
