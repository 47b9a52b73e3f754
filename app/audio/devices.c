// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/devices.h"
#include "audio/portaudio.h"
#include "audio/pulse.h"

#include <math.h>
#include <string.h>

#define SERVER_TIMEOUT_MS 2000

gboolean
attune_devices_is_noise_filter_name(const char *name)
{
  static const char *const signs[] = {
      "rnnoise",     "rn noise",    "denoise",      "de-noise",       "noise-suppress",
      "noise suppr", "noisesuppr",  "noise cancel", "noise-cancel",   "noisecancel",
      "noise reduc", "noise-reduc", "noisereduc",   "echo-cancel",    "echo cancel",
      "echocancel",  "easyeffects", "easy effects", "pulseeffects",   "noisetorch",
      "noise torch", "deepfilter",  "deep filter",  "speech enhance", "krisp",
      "cadmus"};
  g_autofree char *folded = g_ascii_strdown(name, -1);
  for (char *c = folded; *c != '\0'; c++)
    if (*c == '_') *c = '-';
  for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
    if (strstr(folded, signs[i]) != NULL) return TRUE;
  return FALSE;
}

/* ALSA's plug-ins that show each card again, or no microphone at all. "default" and "pulse" stay:
 * without a sound server they are cards; with one they are not asked for. */
gboolean
attune_devices_is_alsa_microphone(const char *name)
{
  static const char *const doubles[] = {
      "sysdefault", "front",     "rear",    "center_lfe", "side",     "surround",  "iec958",
      "spdif",      "hdmi",      "dmix",    "dsnoop",     "plughw",   "usbstream", "null",
      "samplerate", "speexrate", "lavrate", "upmix",      "vdownmix", "modem",     "phoneline",
      "jack",       "oss",       "speex",   "a52",        "pipewire", "lavcrate"};
  for (size_t i = 0; i < G_N_ELEMENTS(doubles); i++) {
    size_t n = strlen(doubles[i]);
    /* The whole name, or a family: "surround51", "dmix:CARD=PCH". */
    if (strncmp(name, doubles[i], n) == 0 && !g_ascii_isalpha(name[n])) return FALSE;
  }
  return strstr(name, "Loopback") == NULL;
}

void
attune_device_free(attune_device *device)
{
  if (device == NULL) return;
  g_free(device->id);
  g_free(device->name);
  g_free(device);
}

static void
free_device(gpointer data)
{
  attune_device_free(data);
}

attune_devices_wish
attune_devices_usual(void)
{
  return g_strcmp0(g_getenv("ATTUNE_MONITORS"), "1") == 0 ? ATTUNE_DEVICES_MONITORS
                                                          : ATTUNE_DEVICES_MICROPHONES;
}

static attune_device *
describe_pulse(const attune_pulse_source *source)
{
  attune_device *device = g_new0(attune_device, 1);
  *device = (attune_device){
      .id = g_strconcat("pulse:", source->name, NULL),
      .name = g_strdup(source->description),
      .kind = "pulse",
      .n_channels = source->n_channels,
      .rate_hz = source->rate_hz,
      .volume = source->volume,
      .is_muted = source->is_muted,
      .is_default = source->is_default,
      .is_monitor = source->is_monitor,
      .is_noise_filter = attune_devices_is_noise_filter_name(source->name) ||
                         attune_devices_is_noise_filter_name(source->description),
  };
  return device;
}

static void
add_pulse(GPtrArray *devices, const GPtrArray *sources, attune_devices_wish wish)
{
  for (guint i = 0; i < sources->len; i++) {
    const attune_pulse_source *source = sources->pdata[i];
    if (!source->is_monitor || (wish & ATTUNE_DEVICES_MONITORS) != 0)
      g_ptr_array_add(devices, describe_pulse(source));
  }
}

static attune_device *
describe_portaudio(const attune_portaudio_input *input)
{
  attune_device *device = g_new0(attune_device, 1);
  *device = (attune_device){
      .id = g_strconcat(input->api, ":", input->name, NULL),
      .name = g_strdup(input->name),
      .kind = g_intern_string(input->api),
      .rate_hz = input->rate_hz,
      .volume = NAN,
      .is_default = input->is_default,
      .is_noise_filter = attune_devices_is_noise_filter_name(input->name),
  };
  return device;
}

static gboolean
is_worth_showing(const attune_portaudio_input *input, gboolean has_server)
{
  if (strcmp(input->api, "alsa") != 0) return TRUE;
  if (has_server && (strcmp(input->name, "pulse") == 0 || strcmp(input->name, "default") == 0))
    return FALSE; /* the server again */
  return attune_devices_is_alsa_microphone(input->name);
}

static gboolean
add_portaudio(GPtrArray *devices, gboolean has_server, GError **error)
{
  g_autoptr(GPtrArray) inputs = attune_portaudio_list_inputs(NULL, error);
  if (inputs == NULL) return FALSE;
  for (guint i = 0; i < inputs->len; i++) {
    const attune_portaudio_input *input = inputs->pdata[i];
    if (!is_worth_showing(input, has_server)) continue;
    attune_device *device = describe_portaudio(input);
    device->is_default = device->is_default && !has_server;
    g_ptr_array_add(devices, device);
  }
  return TRUE;
}

static int
compare(gconstpointer a, gconstpointer b)
{
  const attune_device *one = *(attune_device *const *)a, *other = *(attune_device *const *)b;
  if (one->is_default != other->is_default) return other->is_default - one->is_default;
  if (one->is_monitor != other->is_monitor) return one->is_monitor - other->is_monitor;
  int by_name = g_utf8_collate(one->name, other->name);
  return by_name != 0 ? by_name : strcmp(one->id, other->id);
}

GPtrArray *
attune_devices_list(attune_devices_wish wish, GError **error)
{
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func(free_device);
  gboolean is_stuck = FALSE;
  attune_pulse *pulse = attune_pulse_connect(SERVER_TIMEOUT_MS, &is_stuck);
  g_autoptr(GPtrArray) sources = NULL;
  if (pulse != NULL) sources = attune_pulse_list_sources(pulse, SERVER_TIMEOUT_MS);
  attune_pulse_free(pulse);
  if (is_stuck || (pulse != NULL && sources == NULL)) {
    /* PortAudio would meet the same silence, and wait longer. */
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_OPEN, "The sound system does not answer.");
    return NULL;
  }
  if (sources != NULL) add_pulse(devices, sources, wish);
  gboolean has_server = sources != NULL;
  if (!has_server || (wish & ATTUNE_DEVICES_EVERY_API) != 0)
    if (!add_portaudio(devices, has_server, error)) return NULL;
  g_ptr_array_sort(devices, compare);
  return g_steal_pointer(&devices);
}

static gboolean
is_wanted(const attune_device *device, const char *id, gboolean by_name)
{
  if (id == NULL) return !device->is_monitor || device->is_default;
  return strcmp(by_name ? device->name : device->id, id) == 0;
}

static attune_device *
take_wanted(GPtrArray *devices, const char *id, gboolean by_name)
{
  for (guint i = 0; i < devices->len; i++)
    if (is_wanted(devices->pdata[i], id, by_name)) return g_ptr_array_steal_index(devices, i);
  return NULL;
}

/* An ID of PortAudio's says all; whether it is there shows when it is opened. Listing would take
 * as long as opening does. */
static attune_device *
take_at_its_word(const char *id)
{
  static const char *const apis[] = {"alsa", "jack", "oss"};
  for (size_t i = 0; id != NULL && i < G_N_ELEMENTS(apis); i++) {
    size_t n = strlen(apis[i]);
    if (!g_str_has_prefix(id, apis[i]) || id[n] != ':' || id[n + 1] == '\0') continue;
    return describe_portaudio(&(attune_portaudio_input){.name = (char *)(uintptr_t)(id + n + 1),
                                                        .api = (char *)(uintptr_t)apis[i]});
  }
  return NULL;
}

attune_device *
attune_devices_find(const char *id, GError **error)
{
  if (id != NULL && (*id == '\0' || strcmp(id, "default") == 0)) id = NULL;
  attune_device *named = take_at_its_word(id);
  if (named != NULL) return named;
  attune_devices_wish wish = id == NULL ? attune_devices_usual() : ATTUNE_DEVICES_MONITORS;
  if (id != NULL && !g_str_has_prefix(id, "pulse:")) wish |= ATTUNE_DEVICES_EVERY_API;
  g_autoptr(GPtrArray) devices = attune_devices_list(wish, error);
  if (devices == NULL) return NULL;
  attune_device *found = take_wanted(devices, id, FALSE);
  if (found == NULL && id != NULL) found = take_wanted(devices, id, TRUE);
  if (found != NULL) return found;
  if (id == NULL)
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_NO_DEVICE,
                      "No microphone was found. Please plug one in or switch it on.");
  else
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_NO_DEVICE,
                      "There is no microphone “%s” now. `attune devices` lists those there are.",
                      id);
  return NULL;
}
