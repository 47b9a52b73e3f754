// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_CUES_H
#define ATTUNE_AUDIO_CUES_H

/*
 * The guide's tones and the bell through the desktop's loudspeaker. Nothing here waits: the control
 * thread opens and closes, the callback takes what it is told from a ring. Where there is no
 * output, everything works and is silent. One thread tells; all calls from that one.
 */
#include "audio/tones.h"

#include <glib.h>

typedef enum {
  ATTUNE_CUES_OPENING,
  ATTUNE_CUES_PLAYING,
  ATTUNE_CUES_SILENT /* there is no output that can be used */
} attune_cues_state;

typedef struct attune_cues attune_cues;

/** Begins to open the desktop's output. A tone that sounds when it is freed fades; a bell is cut.
 */
attune_cues *attune_cues_new(void);
void attune_cues_free(attune_cues *cues);

attune_cues_state attune_cues_get_state(const attune_cues *cues);

/** Where the guide is, a few times a second; without news for 2 s it falls silent. */
void attune_cues_follow(attune_cues *cues, const attune_tones_cue *cue);

/** Rings the bell, at 0..1 of its volume. */
void attune_cues_strike(attune_cues *cues, double volume);

#endif
