// SPDX-License-Identifier: GPL-3.0-or-later
/* PortAudio's life and its list of inputs. */
#include "audio/control.h"
#include "audio/portaudio_private.h"

#include <string.h>

#define INITIALISE_DEADLINE_MS 5000

static unsigned n_users; /* control thread only */

PaError
attune_portaudio_hold(void)
{
  if (n_users == 0) {
    PaError problem = Pa_Initialize();
    if (problem != paNoError) return problem;
  }
  n_users++;
  return paNoError;
}

void
attune_portaudio_let_go(void)
{
  if (--n_users == 0) Pa_Terminate();
}

const char *
attune_portaudio_api_name(PaHostApiTypeId type)
{
  return type == paALSA ? "alsa" : type == paJACK ? "jack" : type == paOSS ? "oss" : "other";
}

PaDeviceIndex
attune_portaudio_find(const char *api, const char *name)
{
  for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); i++) {
    const PaDeviceInfo *device = Pa_GetDeviceInfo(i);
    const char *its_api = attune_portaudio_api_name(Pa_GetHostApiInfo(device->hostApi)->type);
    if (device->maxInputChannels > 0 && strcmp(device->name, name) == 0 &&
        strcmp(its_api, api) == 0)
      return i;
  }
  return paNoDevice;
}

const char *
attune_portaudio_explain(PaError problem)
{
  if (problem == paUnanticipatedHostError) return Pa_GetLastHostErrorInfo()->errorText;
  return Pa_GetErrorText(problem);
}

static void
free_input(gpointer data)
{
  attune_portaudio_input *input = data;
  g_free(input->name);
  g_free(input->api);
  g_free(input);
}

typedef struct {
  GPtrArray *inputs;
  PaError problem;
} listing;

static attune_portaudio_input *
describe(PaDeviceIndex index)
{
  const PaDeviceInfo *device = Pa_GetDeviceInfo(index);
  const PaHostApiInfo *api = Pa_GetHostApiInfo(device->hostApi);
  attune_portaudio_input *input = g_new0(attune_portaudio_input, 1);
  *input = (attune_portaudio_input){.name = g_utf8_make_valid(device->name, -1),
                                    .api = g_strdup(attune_portaudio_api_name(api->type)),
                                    .rate_hz = api->type == paJACK ? device->defaultSampleRate : 0,
                                    .is_default = index == Pa_GetDefaultInputDevice()};
  return input;
}

static void
list_inputs(void *work)
{
  listing *l = work;
  l->problem = attune_portaudio_hold();
  if (l->problem != paNoError) return;
  for (PaDeviceIndex i = 0; i < Pa_GetDeviceCount(); i++)
    if (Pa_GetDeviceInfo(i)->maxInputChannels > 0) g_ptr_array_add(l->inputs, describe(i));
  attune_portaudio_let_go();
}

static void
free_listing(void *work)
{
  listing *l = work;
  if (l->inputs != NULL) g_ptr_array_unref(l->inputs);
  g_free(l);
}

GPtrArray *
attune_portaudio_list_inputs(const int *is_cancelled, GError **error)
{
  attune_portaudio_silence();
  listing *l = g_new0(listing, 1);
  l->inputs = g_ptr_array_new_with_free_func(free_input);
  attune_call_state state =
      attune_control_run(list_inputs, free_listing, l, INITIALISE_DEADLINE_MS, is_cancelled);
  GPtrArray *inputs = NULL;
  if (state != ATTUNE_CALL_DONE)
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_OPEN, "The sound system does not answer.");
  else if (l->problem != paNoError)
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_OPEN, "The sound system cannot be used: %s.",
                      attune_portaudio_explain(l->problem));
  else
    inputs = g_steal_pointer(&l->inputs);
  if (state != ATTUNE_CALL_LATE) free_listing(l);
  return inputs;
}
