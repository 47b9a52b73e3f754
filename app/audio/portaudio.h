// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_PORTAUDIO_H
#define ATTUNE_AUDIO_PORTAUDIO_H

/*
 * PortAudio behind a door: portaudio*.c alone include its headers, and every call into it runs on
 * the control thread (audio/control.h) with a deadline. PortAudio is set up with its first user
 * and taken down with its last, because its list of devices is fixed in between.
 *
 * What it says of channels and rates is not believed (ALSA's plug-ins claim 32 channels): a
 * capture is asked for with a definite channel count and rate, or finds one by trying.
 */
#include "audio/source.h"

/** Frames in every buffer: the size that proved steady with ALSA's Pulse plug-in. */
#define ATTUNE_CAPTURE_FRAMES 480

/** One input of PortAudio's list. */
typedef struct {
  char *name;     /* ALSA's PCM or card name, JACK's client name */
  char *api;      /* "alsa", "jack" or "oss" */
  double rate_hz; /* JACK: the server's; else 0 = unknown */
  gboolean is_default;
} attune_portaudio_input;

/**
 * Lists the inputs, fresh from the machine. Takes 0.05-0.6 s. Any thread but the callback's.
 *
 * @return array of attune_portaudio_input (transfer full, frees its elements), empty when there
 *         is none; NULL with ATTUNE_AUDIO_ERROR_OPEN when the sound system does not answer
 */
GPtrArray *attune_portaudio_list_inputs(const int *is_cancelled, GError **error);

/** What to record from. Strings are borrowed for the call. */
typedef struct {
  const char *alsa_string; /* an ALSA PCM to open by itself, or NULL: the listed `name` of `api` */
  const char *api, *name;
  const char *label;   /* for messages */
  unsigned n_channels; /* 0 = find out */
  double rate_hz;      /* 0 = find out */
} attune_capture_request;

/** A run of recorded frames, as the callback left it. */
typedef struct {
  uint64_t first_frame; /* jumps where frames were lost */
  int64_t time_ns;      /* monotonic time at which the callback got them */
  size_t n_frames;
  float samples[]; /* [n_frames x n_channels] */
} attune_capture_slot;

typedef struct attune_capture attune_capture;

/**
 * Opens and starts a recording. At most 5 s. Any thread but the callback's.
 *
 * @param is_cancelled  atomic, ends the wait early; may be NULL
 * @return NULL with ATTUNE_AUDIO_ERROR_NO_DEVICE (none of that name) or _OPEN
 */
attune_capture *attune_capture_open(const attune_capture_request *request, const int *is_cancelled,
                                    GError **error);

/** Ends it and frees it. At most 1.5 s; past that the control thread frees it when it can. */
void attune_capture_close(attune_capture *capture);

/** What was opened: 1..ATTUNE_MAX_CHANNELS, and the rate that was asked for or found. */
unsigned attune_capture_n_channels(const attune_capture *capture);
double attune_capture_rate_hz(const attune_capture *capture);

/** Oldest slot (the reader's own until released) or NULL. The reading thread only; no lock. */
attune_capture_slot *attune_capture_peek(attune_capture *capture);
void attune_capture_release(attune_capture *capture);

/** What the callback tells, from atomics. Any thread; no lock. */
typedef struct {
  gboolean is_finished;    /* the stream ended by itself: the device or the server is gone */
  double since_callback_s; /* time since the last callback, or since the start */
  uint64_t n_callbacks;
  uint64_t n_dropped;        /* frames lost because nobody read the ring */
  uint64_t n_overruns;       /* times the sound system itself said that it lost sound */
  int64_t worst_callback_ns; /* longest time inside the callback */
} attune_capture_health;

attune_capture_health attune_capture_get_health(const attune_capture *capture);

#endif
