// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_PORTAUDIO_PRIVATE_H
#define ATTUNE_AUDIO_PORTAUDIO_PRIVATE_H

/* Between the portaudio*.c files. On the control thread only, but for the first. */
#include "audio/portaudio.h"

#include <portaudio.h>

/**
 * Keeps ALSA, JACK and PortAudio from printing on stderr, about 100 lines when there is no device;
 * everybody else still can. Done once, before PortAudio is first used; any thread.
 */
void attune_portaudio_silence(void);

/** Sets PortAudio up for one more user, quietly. */
PaError attune_portaudio_hold(void);

/** One user less; the last one takes it down. */
void attune_portaudio_let_go(void);

/** "alsa", "jack", "oss" or "other"; static storage. */
const char *attune_portaudio_api_name(PaHostApiTypeId type);

/** Index of the input called `name` of `api`; paNoDevice when there is none. */
PaDeviceIndex attune_portaudio_find(const char *api, const char *name);

/** Words for a failure, PortAudio's or the sound system's own. Static until the next call. */
const char *attune_portaudio_explain(PaError problem);

#endif
