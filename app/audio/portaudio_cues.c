// SPDX-License-Identifier: GPL-3.0-or-later
/* A running output: its opening, its callback, its end. */
#include "audio/control.h"
#include "audio/cues.h"
#include "audio/portaudio_private.h"
#include "base/clock.h"
#include "base/ring.h"

#include <pa_linux_alsa.h>
#include <stdatomic.h>

#define RATE_HZ 48000.0
#define LATENCY_S 0.06
#define N_SLOTS 64
#define FADE_NS 250000000

typedef struct {
  gboolean is_bell;
  double volume;
  attune_tones_cue cue;
} message;

struct attune_cues {
  attune_ring *ring; /* of messages: who tells -> the callback */
  attune_tones *tones;
  PaStream *stream;
  gboolean is_holding;
  atomic_int state;
};

/* --- The callback: no lock, no allocation, no log ------------------------------------------- */

static int
play(const void *input, void *output, unsigned long n_frames,
     const PaStreamCallbackTimeInfo *time_info, PaStreamCallbackFlags flags, void *data)
{
  (void)input, (void)time_info, (void)flags;
  attune_cues *cues = data;
  for (message *m; (m = attune_ring_peek(cues->ring)) != NULL; attune_ring_release(cues->ring)) {
    if (m->is_bell)
      attune_tones_strike(cues->tones, m->volume);
    else
      attune_tones_follow(cues->tones, &m->cue);
  }
  int64_t heard_ns = attune_clock_now_ns(attune_clock_monotonic()) + (int64_t)(LATENCY_S * 1e9);
  attune_tones_process(cues->tones, heard_ns, output, n_frames);
  return paContinue;
}

/* --- On the control thread ------------------------------------------------------------------ */

static PaError
open_alsa(attune_cues *cues, const char *alsa_string)
{
  PaAlsaStreamInfo alsa;
  PaAlsa_InitializeStreamInfo(&alsa);
  alsa.deviceString = alsa_string;
  PaStreamParameters parameters = {.device = paUseHostApiSpecificDeviceSpecification,
                                   .channelCount = 1,
                                   .sampleFormat = paFloat32,
                                   .suggestedLatency = LATENCY_S,
                                   .hostApiSpecificStreamInfo = &alsa};
  return Pa_OpenStream(&cues->stream, NULL, &parameters, RATE_HZ, ATTUNE_CAPTURE_FRAMES,
                       paDitherOff, play, cues);
}

static PaError
open_listed(attune_cues *cues)
{
  PaDeviceIndex device = Pa_GetDefaultOutputDevice();
  if (device == paNoDevice) return paDeviceUnavailable;
  PaStreamParameters parameters = {.device = device,
                                   .channelCount = 1,
                                   .sampleFormat = paFloat32,
                                   .suggestedLatency = LATENCY_S};
  return Pa_OpenStream(&cues->stream, NULL, &parameters, RATE_HZ, ATTUNE_CAPTURE_FRAMES,
                       paDitherOff, play, cues);
}

static gboolean
start(attune_cues *cues, PaError problem)
{
  if (problem == paNoError && Pa_StartStream(cues->stream) == paNoError) return TRUE;
  if (problem == paNoError) Pa_CloseStream(cues->stream);
  cues->stream = NULL;
  return FALSE;
}

static void
open_cues(void *work)
{
  attune_cues *cues = work;
  cues->is_holding = attune_portaudio_hold() == paNoError;
  gboolean plays =
      cues->is_holding && (start(cues, open_alsa(cues, "pulse")) || start(cues, open_listed(cues)));
  atomic_store(&cues->state, plays ? ATTUNE_CUES_PLAYING : ATTUNE_CUES_SILENT);
}

static void
close_cues(void *work)
{
  attune_cues *cues = work;
  if (cues->stream != NULL) {
    attune_clock_sleep_ns(attune_clock_monotonic(), FADE_NS); /* it was told to fall silent */
    Pa_AbortStream(cues->stream);
    Pa_CloseStream(cues->stream);
  }
  if (cues->is_holding) attune_portaudio_let_go();
  attune_ring_free(cues->ring);
  attune_tones_free(cues->tones);
  g_free(cues);
}

/* --- Who tells ------------------------------------------------------------------------------ */

attune_cues *
attune_cues_new(void)
{
  attune_portaudio_silence();
  attune_cues *cues = g_new0(attune_cues, 1);
  cues->ring = attune_ring_new(sizeof(message), N_SLOTS);
  cues->tones = attune_tones_new(RATE_HZ);
  atomic_init(&cues->state, ATTUNE_CUES_OPENING);
  attune_control_finish(open_cues, cues, 0);
  return cues;
}

void
attune_cues_free(attune_cues *cues)
{
  if (cues == NULL) return;
  attune_cues_follow(cues, &(attune_tones_cue){.phase_rad = 0.0, .kind = ATTUNE_TONES_OFF});
  attune_control_finish(close_cues, cues, 0);
}

attune_cues_state
attune_cues_get_state(const attune_cues *cues)
{
  return (attune_cues_state)atomic_load(&cues->state);
}

void
attune_cues_follow(attune_cues *cues, const attune_tones_cue *cue)
{
  attune_ring_write(cues->ring, &(message){.cue = *cue}); /* full: nobody plays */
}

void
attune_cues_strike(attune_cues *cues, double volume)
{
  attune_ring_write(cues->ring, &(message){.is_bell = TRUE, .volume = volume});
}
