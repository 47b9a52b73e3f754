// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_PULSE_H
#define ATTUNE_AUDIO_PULSE_H

/*
 * What the desktop's sound server knows: PulseAudio, or PipeWire answering for it. The only
 * includer of libpulse. Sound itself comes through PortAudio; this tells the names that people
 * see, the true formats, and what becomes of our recording.
 *
 * A connection belongs to one thread at a time; every wait has an end. No server is ever started.
 */
#include <glib.h>

typedef struct attune_pulse attune_pulse;

/**
 * @param[out] is_stuck  whether there is a server that takes calls and does not answer; may be NULL
 * @return NULL when no server answers within timeout_ms; free with attune_pulse_free
 */
attune_pulse *attune_pulse_connect(int timeout_ms, gboolean *is_stuck);
void attune_pulse_free(attune_pulse *pulse);

/** One source of the server. */
typedef struct {
  char *name;          /* the server's, stable: "alsa_input.usb-..." */
  char *description;   /* what the desktop shows */
  unsigned n_channels; /* true ones */
  double rate_hz;
  double volume; /* 0..: 1 = 100 % */
  gboolean is_muted, is_monitor, is_default;
  unsigned index;
} attune_pulse_source;

/** @return array of attune_pulse_source (transfer full, frees its elements), NULL: no answer */
GPtrArray *attune_pulse_list_sources(attune_pulse *pulse, int timeout_ms);

/**
 * Begins to watch the recording that this process makes from source `name`: when the source goes
 * away, the server silently moves the recording to another one, and sound goes on from there.
 *
 * @return FALSE when no such recording is found within timeout_ms; it is then not watched
 */
gboolean attune_pulse_watch(attune_pulse *pulse, const char *name, int timeout_ms);

typedef enum {
  ATTUNE_PULSE_FINE,
  ATTUNE_PULSE_SOURCE_GONE, /* the watched source was taken away */
  ATTUNE_PULSE_ENDED,       /* the recording was ended from outside */
  ATTUNE_PULSE_NO_SERVER    /* the connection broke */
} attune_pulse_state;

/** Takes in the server's news without waiting. Once it is not FINE it stays so. */
attune_pulse_state attune_pulse_poll(attune_pulse *pulse);

/** How often a person moved the watched recording to another source that still exists. */
unsigned attune_pulse_n_moves(const attune_pulse *pulse);

/** Whether the source that the watched recording is on was muted when the server last spoke. */
gboolean attune_pulse_is_muted(const attune_pulse *pulse);

#endif
