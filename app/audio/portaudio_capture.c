// SPDX-License-Identifier: GPL-3.0-or-later
/* A running recording: its opening, its callback, its end. */
#include "audio/control.h"
#include "audio/portaudio_private.h"
#include "base/clock.h"
#include "base/ring.h"

#include <math.h>
#include <pa_linux_alsa.h>
#include <stdatomic.h>
#include <string.h>

#define OPEN_DEADLINE_MS 5000
#define CLOSE_DEADLINE_MS 1500
#define MIN_LATENCY_S 0.02
#define RING_S 30.0 /* a reader that learns voices on a busy machine may be away that long */
#define RING_BYTES (16 << 20)

struct attune_capture {
  /* Written once before the start. */
  PaStream *stream;
  unsigned n_channels;
  double rate_hz;
  attune_ring *ring;
  gboolean is_holding; /* counted as a user of PortAudio */

  uint64_t next_frame; /* the callback's own */

  /* Told by the callback; each stands for itself, so relaxed order will do. */
  atomic_int_least64_t last_callback_ns, worst_callback_ns;
  atomic_uint_least64_t n_callbacks, n_dropped, n_overruns;
  atomic_bool is_finished;
};

/* --- The callback: no lock, no allocation, no log, no call into PortAudio ------------------ */

/* How many frames the sound system lost before this buffer, by the clock; at least one, so that
 * the loss shows. The very first buffers come with false alarms (JACK). */
static uint64_t
guess_lost_frames(const attune_capture *c, int64_t now_ns, uint64_t n_callbacks)
{
  if (n_callbacks < 4) return 0;
  int64_t last_ns = atomic_load_explicit(&c->last_callback_ns, memory_order_relaxed);
  double passed = (double)(now_ns - last_ns) * 1e-9 * c->rate_hz;
  return (uint64_t)fmax(1.0, floor(passed) - ATTUNE_CAPTURE_FRAMES);
}

static void
keep_frames(attune_capture *c, const float *samples, size_t n_frames, int64_t now_ns)
{
  attune_capture_slot *slot = samples == NULL ? NULL : attune_ring_claim(c->ring);
  if (slot != NULL) {
    slot->first_frame = c->next_frame;
    slot->time_ns = now_ns;
    slot->n_frames = n_frames;
    memcpy(slot->samples, samples, n_frames * c->n_channels * sizeof *samples);
    attune_ring_commit(c->ring);
  } else {
    atomic_fetch_add_explicit(&c->n_dropped, n_frames, memory_order_relaxed);
  }
  c->next_frame += n_frames;
}

static int
receive(const void *input, void *output, unsigned long n_frames,
        const PaStreamCallbackTimeInfo *time_info, PaStreamCallbackFlags flags, void *data)
{
  (void)output, (void)time_info;
  attune_capture *c = data;
  int64_t now_ns = attune_clock_now_ns(attune_clock_monotonic());
  uint64_t n = atomic_fetch_add_explicit(&c->n_callbacks, 1, memory_order_relaxed);
  if (flags & paInputOverflow) {
    c->next_frame += guess_lost_frames(c, now_ns, n);
    atomic_fetch_add_explicit(&c->n_overruns, 1, memory_order_relaxed);
  }
  const float *samples = input;
  for (unsigned long done = 0; done < n_frames;) { /* one turn: the buffers are of fixed size */
    size_t part = MIN(n_frames - done, ATTUNE_CAPTURE_FRAMES);
    keep_frames(c, samples == NULL ? NULL : samples + done * c->n_channels, part, now_ns);
    done += part;
  }
  atomic_store_explicit(&c->last_callback_ns, now_ns, memory_order_relaxed);
  int64_t spent_ns = attune_clock_now_ns(attune_clock_monotonic()) - now_ns;
  if (spent_ns > atomic_load_explicit(&c->worst_callback_ns, memory_order_relaxed))
    atomic_store_explicit(&c->worst_callback_ns, spent_ns, memory_order_relaxed);
  return paContinue;
}

static void
notice_end(void *data)
{
  attune_capture *c = data;
  atomic_store_explicit(&c->is_finished, true, memory_order_relaxed);
}

/* --- Opening and closing, on the control thread -------------------------------------------- */

typedef struct {
  attune_capture *capture;
  char *alsa_string, *api, *name, *label;
  unsigned n_channels;
  double rate_hz;
  GError *error;
} opening;

static PaError
open_stream(opening *o, unsigned n_channels, double rate_hz)
{
  PaAlsaStreamInfo alsa;
  PaAlsa_InitializeStreamInfo(&alsa);
  alsa.deviceString = o->alsa_string;
  PaStreamParameters parameters = {.device = paUseHostApiSpecificDeviceSpecification,
                                   .channelCount = (int)n_channels,
                                   .sampleFormat = paFloat32,
                                   .suggestedLatency = MIN_LATENCY_S,
                                   .hostApiSpecificStreamInfo = &alsa};
  if (o->alsa_string == NULL) {
    parameters.device = attune_portaudio_find(o->api, o->name);
    parameters.hostApiSpecificStreamInfo = NULL;
    if (parameters.device == paNoDevice) return paInvalidDevice;
    const PaDeviceInfo *device = Pa_GetDeviceInfo(parameters.device);
    parameters.suggestedLatency = fmax(MIN_LATENCY_S, device->defaultLowInputLatency);
    if ((int)n_channels > device->maxInputChannels) return paInvalidChannelCount;
    if (strcmp(o->api, "jack") == 0) rate_hz = device->defaultSampleRate;
  }
  o->capture->n_channels = n_channels;
  o->capture->rate_hz = rate_hz;
  PaError problem =
      Pa_OpenStream(&o->capture->stream, &parameters, NULL, rate_hz, ATTUNE_CAPTURE_FRAMES,
                    paClipOff | paDitherOff, receive, o->capture);
  if (problem != paNoError) o->capture->stream = NULL;
  return problem;
}

/* Two channels before one, the usual rates before the rare: the first that works. */
static PaError
open_by_trying(opening *o)
{
  const double rates_hz[] = {48000, 44100, 16000, 96000, 32000, 22050, 192000, 8000};
  const unsigned channels[] = {2, 1};
  PaError problem = paInvalidDevice;
  for (size_t r = 0; r < G_N_ELEMENTS(rates_hz); r++)
    for (size_t c = 0; c < G_N_ELEMENTS(channels); c++) {
      if (o->rate_hz > 0 && rates_hz[r] != o->rate_hz) continue;
      if (o->n_channels > 0 && channels[c] != o->n_channels) continue;
      problem = open_stream(o, channels[c], rates_hz[r]);
      if (problem == paNoError || problem == paInvalidDevice) return problem;
    }
  return problem;
}

static void
make_ring(attune_capture *c)
{
  size_t slot_bytes =
      sizeof(attune_capture_slot) + (size_t)ATTUNE_CAPTURE_FRAMES * c->n_channels * sizeof(float);
  double n_slots = ceil(RING_S * c->rate_hz / ATTUNE_CAPTURE_FRAMES);
  c->ring = attune_ring_new(slot_bytes, (size_t)fmin(n_slots, (double)(RING_BYTES / slot_bytes)));
  atomic_store(&c->last_callback_ns, attune_clock_now_ns(attune_clock_monotonic()));
}

static PaError
try_to_open(opening *o)
{
  PaError problem = attune_portaudio_hold();
  if (problem != paNoError) return problem;
  o->capture->is_holding = TRUE;
  problem = o->n_channels > 0 && o->rate_hz > 0 ? open_stream(o, o->n_channels, o->rate_hz)
                                                : open_by_trying(o);
  if (problem != paNoError) return problem;
  make_ring(o->capture);
  Pa_SetStreamFinishedCallback(o->capture->stream, notice_end);
  return Pa_StartStream(o->capture->stream);
}

static void
open_capture(void *work)
{
  opening *o = work;
  PaError problem = try_to_open(o);
  if (problem == paInvalidDevice)
    attune_audio_fail(&o->error, ATTUNE_AUDIO_ERROR_NO_DEVICE, "There is no microphone “%s” now.",
                      o->label);
  else if (problem != paNoError)
    attune_audio_fail(&o->error, ATTUNE_AUDIO_ERROR_OPEN,
                      "The microphone “%s” cannot be opened: %s.", o->label,
                      attune_portaudio_explain(problem));
}

/* Abort, never stop: Pa_StopStream waits for sound that a lost device no longer gives. */
static void
close_capture(void *work)
{
  attune_capture *c = work;
  if (c->stream != NULL) {
    Pa_AbortStream(c->stream);
    Pa_CloseStream(c->stream);
  }
  if (c->is_holding) attune_portaudio_let_go();
  attune_ring_free(c->ring);
  g_free(c);
}

static void
free_opening(opening *o)
{
  g_free(o->alsa_string);
  g_free(o->api);
  g_free(o->name);
  g_free(o->label);
  g_clear_error(&o->error);
  g_free(o);
}

static void
undo_opening(void *work)
{
  opening *o = work;
  close_capture(o->capture);
  free_opening(o);
}

static opening *
make_opening(const attune_capture_request *request)
{
  opening *o = g_new0(opening, 1);
  *o = (opening){.capture = g_new0(attune_capture, 1),
                 .alsa_string = g_strdup(request->alsa_string),
                 .api = g_strdup(request->api),
                 .name = g_strdup(request->name),
                 .label = g_strdup(request->label),
                 .n_channels = request->n_channels,
                 .rate_hz = request->rate_hz};
  return o;
}

attune_capture *
attune_capture_open(const attune_capture_request *request, const int *is_cancelled, GError **error)
{
  attune_portaudio_silence();
  opening *o = make_opening(request);
  attune_call_state state =
      attune_control_run(open_capture, undo_opening, o, OPEN_DEADLINE_MS, is_cancelled);
  attune_capture *capture = NULL;
  if (state != ATTUNE_CALL_DONE)
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_OPEN, "The sound system does not answer.");
  if (state == ATTUNE_CALL_LATE) return NULL;
  if (state == ATTUNE_CALL_NOT_BEGUN)
    g_free(o->capture); /* nothing in it yet */
  else if (o->error != NULL)
    attune_capture_close(o->capture);
  else
    capture = o->capture;
  if (o->error != NULL) g_propagate_error(error, g_steal_pointer(&o->error));
  free_opening(o);
  return capture;
}

void
attune_capture_close(attune_capture *capture)
{
  if (capture != NULL) attune_control_finish(close_capture, capture, CLOSE_DEADLINE_MS);
}

/* --- Reading, on the reading thread -------------------------------------------------------- */

unsigned
attune_capture_n_channels(const attune_capture *capture)
{
  return capture->n_channels;
}

double
attune_capture_rate_hz(const attune_capture *capture)
{
  return capture->rate_hz;
}

attune_capture_slot *
attune_capture_peek(attune_capture *capture)
{
  return attune_ring_peek(capture->ring);
}

void
attune_capture_release(attune_capture *capture)
{
  attune_ring_release(capture->ring);
}

attune_capture_health
attune_capture_get_health(const attune_capture *c)
{
  int64_t now_ns = attune_clock_now_ns(attune_clock_monotonic());
  int64_t last_ns = atomic_load_explicit(&c->last_callback_ns, memory_order_relaxed);
  return (attune_capture_health){
      .is_finished = atomic_load_explicit(&c->is_finished, memory_order_relaxed),
      .since_callback_s = (double)(now_ns - last_ns) * 1e-9,
      .n_callbacks = atomic_load_explicit(&c->n_callbacks, memory_order_relaxed),
      .n_dropped = atomic_load_explicit(&c->n_dropped, memory_order_relaxed),
      .n_overruns = atomic_load_explicit(&c->n_overruns, memory_order_relaxed),
      .worst_callback_ns = atomic_load_explicit(&c->worst_callback_ns, memory_order_relaxed)};
}
