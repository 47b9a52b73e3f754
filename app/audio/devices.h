// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_DEVICES_H
#define ATTUNE_AUDIO_DEVICES_H

/*
 * Microphones by the names that the desktop shows: from the sound server when one runs, else
 * ALSA's and JACK's through PortAudio, without the doubles that ALSA lists. May take up to 5 s;
 * any thread but the audio callback's.
 */
#include "audio/source.h"

typedef struct {
  char *id;            /* stable over restarts: "pulse:NAME", "alsa:NAME", "jack:NAME" */
  char *name;          /* for people; not always unique */
  const char *kind;    /* "pulse", "alsa", "jack" or "oss"; static */
  unsigned n_channels; /* 0 = not known before it is opened */
  double rate_hz;      /* 0 = not known before it is opened */
  double volume;       /* 1 = 100 %; NaN = not known */
  gboolean is_muted, is_default;
  gboolean is_monitor;      /* what a loudspeaker plays, not a microphone */
  gboolean is_noise_filter; /* its name says that it removes noise: breath is noise to it */
} attune_device;

typedef enum {
  ATTUNE_DEVICES_MICROPHONES = 0,
  ATTUNE_DEVICES_MONITORS = 1 << 0, /* also what the loudspeakers play */
  ATTUNE_DEVICES_EVERY_API = 1 << 1 /* also ALSA's and JACK's beside a running sound server */
} attune_devices_wish;

/** MICROPHONES, or with MONITORS when the environment has ATTUNE_MONITORS=1 (used by tests). */
attune_devices_wish attune_devices_usual(void);

/**
 * @return array of attune_device (transfer full, frees its elements), the default first; empty
 *         when there is none. NULL with ATTUNE_AUDIO_ERROR_OPEN: the sound system is stuck
 */
GPtrArray *attune_devices_list(attune_devices_wish wish, GError **error);

/**
 * Finds one by its id, or by its name when no id fits. An ALSA or JACK id is taken at its word:
 * whether that microphone is there shows when it is opened.
 *
 * @param id  NULL, "" or "default": the desktop's default microphone, else the first
 * @return transfer full, free with attune_device_free; NULL with ATTUNE_AUDIO_ERROR_NO_DEVICE
 *         or _OPEN. Monitors are found whatever the environment says: they were asked for.
 */
attune_device *attune_devices_find(const char *id, GError **error);
void attune_device_free(attune_device *device);

/** Whether a name looks like that of a noise filter (RNNoise, echo cancelling, EasyEffects...) */
gboolean attune_devices_is_noise_filter_name(const char *name);

/** Whether ALSA's PCM or card `name` is a microphone of its own, not a plug-in's double. */
gboolean attune_devices_is_alsa_microphone(const char *name);

#endif
