// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/microphone.h"
#include "audio/devices.h"
#include "audio/portaudio.h"
#include "audio/pulse.h"
#include "base/clock.h"

#include <math.h>
#include <string.h>

#define SERVER_TIMEOUT_MS 1000
#define LOST_AFTER_S 0.5        /* longest gap between callbacks of a live stream: 45 ms */
#define LONGEST_LOOK_S 0.05     /* what one look may count for: the whole machine may stand still */
#define FIRST_SOUND_AFTER_S 2.5 /* a sleeping or wireless microphone needs time to wake */
#define POLL_NS 20000000        /* two buffers: waking for each would cost more than it gives */
#define WATCH_EVERY_NS 100000000

typedef struct {
  attune_source shared;
  char *id;
  attune_capture *capture; /* NULL while stopped */
  attune_pulse *watch;     /* NULL: no server, or it did not know our recording */
  int64_t watch_ns;        /* when the server was last asked */
  attune_pulse_state server;
  double silent_s;      /* time of ours, looking and finding nothing, since the last callback */
  uint64_t n_callbacks; /* at the last look */
  int64_t look_ns;      /* when that was */
  size_t n_taken;       /* frames of the oldest slot that were already given */
  gboolean is_holding_slot;
} microphone;

/* --- Opening ------------------------------------------------------------------------------- */

/* PulseAudio's ALSA plug-in takes the source as an argument: no environment variable is needed. */
static char *
make_pulse_string(const char *source_name)
{
  g_auto(GStrv) parts = g_strsplit(source_name, "'", -1);
  g_autofree char *escaped = g_strjoinv("\\'", parts);
  return g_strdup_printf("pulse:DEVICE='%s'", escaped);
}

static const char *
skip_kind(const attune_device *device)
{
  return device->id + strlen(device->kind) + 1;
}

static attune_capture *
open_device(const attune_device *device, unsigned n_channels, double rate_hz,
            const int *is_cancelled, GError **error)
{
  g_autofree char *alsa_string = NULL;
  if (strcmp(device->kind, "pulse") == 0) alsa_string = make_pulse_string(skip_kind(device));
  attune_capture_request request = {.alsa_string = alsa_string,
                                    .api = device->kind,
                                    .name = skip_kind(device),
                                    .label = device->name,
                                    .n_channels = n_channels,
                                    .rate_hz = rate_hz};
  return attune_capture_open(&request, is_cancelled, error);
}

static void
watch_recording(microphone *m, const attune_device *device)
{
  if (strcmp(device->kind, "pulse") != 0) return;
  m->watch = attune_pulse_connect(SERVER_TIMEOUT_MS, NULL);
  if (m->watch == NULL || attune_pulse_watch(m->watch, skip_kind(device), SERVER_TIMEOUT_MS))
    return;
  attune_pulse_free(m->watch);
  m->watch = NULL;
}

static gboolean
start_microphone(attune_source *source, GError **error)
{
  microphone *m = (microphone *)source;
  source->ops->stop(source);
  attune_device *device = attune_devices_find(m->id, error);
  if (device == NULL) return FALSE;
  m->capture =
      open_device(device, source->n_channels, source->rate_hz, &source->is_cancelled, error);
  if (m->capture != NULL) watch_recording(m, device);
  m->look_ns = attune_clock_now_ns(attune_clock_monotonic());
  attune_device_free(device);
  return m->capture != NULL;
}

/* --- Reading ------------------------------------------------------------------------------- */

/* The server's news, asked for now and then. */
static attune_pulse_state
ask_server(microphone *m, int64_t now_ns)
{
  if (m->watch == NULL) return ATTUNE_PULSE_FINE;
  if (now_ns - m->watch_ns >= WATCH_EVERY_NS) {
    m->watch_ns = now_ns;
    m->server = attune_pulse_poll(m->watch);
    m->shared.is_muted = attune_pulse_is_muted(m->watch);
  }
  return m->server;
}

static attune_read_state
tell_loss(const microphone *m, GError **error)
{
  attune_pulse_state server = m->watch == NULL ? ATTUNE_PULSE_FINE : attune_pulse_poll(m->watch);
  const char *why = server == ATTUNE_PULSE_SOURCE_GONE ? "it was unplugged or switched off"
                    : server == ATTUNE_PULSE_ENDED     ? "the sound system ended the recording"
                    : server == ATTUNE_PULSE_NO_SERVER ? "the sound system stopped"
                                                       : "no sound comes from it any more";
  attune_audio_fail(error, ATTUNE_AUDIO_ERROR_LOST, "The microphone “%s” is lost: %s.",
                    m->shared.label, why);
  return ATTUNE_READ_LOST;
}

/* Counts only time in which we were looking: on a machine that stood still as a whole, the sound is
 * as late as we are. */
static gboolean
is_sound_coming(microphone *m, int64_t now_ns)
{
  attune_capture_health health = attune_capture_get_health(m->capture);
  double look_s = fmin((double)(now_ns - m->look_ns) * 1e-9, LONGEST_LOOK_S);
  m->silent_s = health.n_callbacks != m->n_callbacks ? 0.0 : m->silent_s + look_s;
  m->n_callbacks = health.n_callbacks;
  m->look_ns = now_ns;
  double patience_s = health.n_callbacks == 0 ? FIRST_SOUND_AFTER_S : LOST_AFTER_S;
  return !health.is_finished && m->silent_s <= patience_s;
}

static void
give_slot_back(microphone *m)
{
  if (!m->is_holding_slot) return;
  attune_capture_release(m->capture);
  m->is_holding_slot = FALSE;
  m->n_taken = 0;
}

static void
clear_non_finite(float *samples, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite(samples[i])) samples[i] = 0.0f;
}

static gboolean
take_frames(microphone *m, size_t max_frames, attune_block *block)
{
  attune_capture_slot *slot = attune_capture_peek(m->capture);
  if (slot == NULL) return FALSE;
  unsigned n_channels = m->shared.n_channels;
  if (m->n_taken == 0) clear_non_finite(slot->samples, slot->n_frames * n_channels);
  size_t n = MIN(max_frames, slot->n_frames - m->n_taken);
  *block = (attune_block){.samples = slot->samples + m->n_taken * n_channels,
                          .n_frames = n,
                          .n_channels = n_channels,
                          .rate_hz = m->shared.rate_hz,
                          .first_frame = slot->first_frame + m->n_taken};
  m->shared.stamp_frame = slot->first_frame + slot->n_frames;
  m->shared.stamp_ns = slot->time_ns;
  m->n_taken += n;
  m->is_holding_slot = m->n_taken == slot->n_frames; /* given back with the next read */
  return TRUE;
}

static attune_read_state
read_microphone(attune_source *source, size_t max_frames, int timeout_ms, attune_block *block,
                GError **error)
{
  microphone *m = (microphone *)source;
  if (m->capture == NULL) return ATTUNE_READ_END;
  give_slot_back(m);
  const attune_clock *clock = attune_clock_monotonic();
  int64_t now_ns = attune_clock_now_ns(clock), end_ns = now_ns + (int64_t)timeout_ms * 1000000;
  /* After a move the sound is another microphone's; every other end is told once all is read. */
  if (ask_server(m, now_ns) == ATTUNE_PULSE_SOURCE_GONE) return tell_loss(m, error);
  while (!take_frames(m, max_frames, block)) {
    if (ask_server(m, now_ns) != ATTUNE_PULSE_FINE || !is_sound_coming(m, now_ns))
      return tell_loss(m, error);
    if (attune_source_is_cancelled(source)) return ATTUNE_READ_END;
    now_ns = attune_clock_now_ns(clock);
    if (now_ns >= end_ns) return ATTUNE_READ_WAIT;
    attune_clock_sleep_ns(clock, MIN(end_ns - now_ns, POLL_NS));
  }
  return ATTUNE_READ_SOUND;
}

/* --- The end ------------------------------------------------------------------------------- */

static void
stop_microphone(attune_source *source)
{
  microphone *m = (microphone *)source;
  attune_capture_close(m->capture);
  attune_pulse_free(m->watch);
  m->capture = NULL;
  m->watch = NULL;
  m->shared.is_muted = FALSE;
  m->server = ATTUNE_PULSE_FINE;
  m->is_holding_slot = FALSE;
  m->n_taken = 0;
  m->silent_s = 0.0;
  m->n_callbacks = 0;
}

static void
free_microphone(attune_source *source)
{
  microphone *m = (microphone *)source;
  g_free(m->id);
  g_free(m);
}

static const attune_source_ops microphone_ops = {.kind = "microphone",
                                                 .start = start_microphone,
                                                 .read = read_microphone,
                                                 .stop = stop_microphone,
                                                 .free = free_microphone};

/* Without a server to ask, channels and rate are found by opening it once. */
static gboolean
find_format(attune_device *device, GError **error)
{
  if (device->n_channels > 0) return TRUE;
  attune_capture *capture = open_device(device, 0, 0, NULL, error);
  if (capture == NULL) return FALSE;
  device->n_channels = attune_capture_n_channels(capture);
  device->rate_hz = attune_capture_rate_hz(capture);
  attune_capture_close(capture);
  return TRUE;
}

attune_source *
attune_microphone_source_new(const char *id, GError **error)
{
  attune_device *device = attune_devices_find(id, error);
  if (device == NULL) return NULL;
  if (!find_format(device, error)) {
    attune_device_free(device);
    return NULL;
  }
  microphone *m = g_new0(microphone, 1);
  m->shared = (attune_source){
      .ops = &microphone_ops,
      .label = g_strdup(device->name),
      .n_channels = MIN(device->n_channels, ATTUNE_MAX_CHANNELS),
      .rate_hz = CLAMP(device->rate_hz, 8000.0, 192000.0),
      .duration_s = NAN,
  };
  m->id = g_strdup(device->id); /* not "default": after a loss the same one is looked for */
  attune_device_free(device);
  return &m->shared;
}

attune_microphone_health
attune_microphone_source_health(const attune_source *source)
{
  g_assert(source->ops == &microphone_ops);
  const microphone *m = (const microphone *)source;
  if (m->capture == NULL) return (attune_microphone_health){0};
  attune_capture_health health = attune_capture_get_health(m->capture);
  return (attune_microphone_health){.n_callbacks = health.n_callbacks,
                                    .n_dropped_frames = health.n_dropped,
                                    .n_overruns = health.n_overruns,
                                    .worst_callback_us = (double)health.worst_callback_ns * 1e-3};
}
