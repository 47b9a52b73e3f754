// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_PULSE_PRIVATE_H
#define ATTUNE_AUDIO_PULSE_PRIVATE_H

/* Between pulse.c and pulse_watch.c. */
#include "audio/pulse.h"

#include <pulse/pulseaudio.h>

struct attune_pulse {
  pa_mainloop *loop;
  pa_context *context;
  gboolean is_ready;

  /* The watch: which recording of ours, on which source it is. */
  gboolean is_watching, is_found, is_looked;
  guint32 source_index, recording_index;
  attune_pulse_state state;
  unsigned n_moves;
  gboolean is_muted; /* the source that the recording is on */
};

/** One turn of the loop, waiting at most timeout_ms. @return FALSE: the loop is over */
gboolean attune_pulse_turn(attune_pulse *pulse, int timeout_ms);

/** Turns the loop until *is_done, a broken connection or the end of the time. */
gboolean attune_pulse_wait(attune_pulse *pulse, const gboolean *is_done, int timeout_ms);

#endif
