// SPDX-License-Identifier: GPL-3.0-or-later
/* What the audio callback leaves in the ring, with PortAudio's calls replaced by the linker: every
 * lost frame shows as a jump, none is invented. */
#include "audio/portaudio.h"

#include <portaudio.h>
#include <pthread.h>
#include <string.h>

static PaStreamCallback *callback;
static PaStreamFinishedCallback *finished;
static void *callback_data;
static int n_open, n_initialised;
static PaError open_answer, start_answer;

PaError __wrap_Pa_Initialize(void);
PaError __wrap_Pa_Terminate(void);
PaError __wrap_Pa_OpenStream(PaStream **stream, const PaStreamParameters *in,
                             const PaStreamParameters *out, double rate, unsigned long n_frames,
                             PaStreamFlags flags, PaStreamCallback *receive, void *data);
PaError __wrap_Pa_SetStreamFinishedCallback(PaStream *stream, PaStreamFinishedCallback *notice);
PaError __wrap_Pa_StartStream(PaStream *stream);
PaError __wrap_Pa_AbortStream(PaStream *stream);
PaError __wrap_Pa_CloseStream(PaStream *stream);

PaError
__wrap_Pa_Initialize(void)
{
  n_initialised++;
  return paNoError;
}

PaError
__wrap_Pa_Terminate(void)
{
  n_initialised--;
  return paNoError;
}

PaError
__wrap_Pa_OpenStream(PaStream **stream, const PaStreamParameters *in, const PaStreamParameters *out,
                     double rate, unsigned long n_frames, PaStreamFlags flags,
                     PaStreamCallback *receive, void *data)
{
  (void)out, (void)flags;
  g_assert_cmpuint(n_frames, ==, ATTUNE_CAPTURE_FRAMES);
  g_assert_cmpfloat(in->suggestedLatency, >=, 0.02);
  g_assert_cmpfloat(rate, >=, 8000);
  if (open_answer != paNoError) return open_answer;
  callback = receive;
  callback_data = data;
  *stream = &n_open;
  n_open++;
  return paNoError;
}

PaError
__wrap_Pa_SetStreamFinishedCallback(PaStream *stream, PaStreamFinishedCallback *notice)
{
  (void)stream;
  finished = notice;
  return paNoError;
}

PaError
__wrap_Pa_StartStream(PaStream *stream)
{
  (void)stream;
  return start_answer;
}

PaError
__wrap_Pa_AbortStream(PaStream *stream)
{
  (void)stream;
  return paNoError;
}

PaError
__wrap_Pa_CloseStream(PaStream *stream)
{
  (void)stream;
  n_open--;
  return paNoError;
}

static const attune_capture_request request = {.alsa_string = "pulse:DEVICE='x'",
                                               .api = "pulse",
                                               .name = "x",
                                               .label = "X",
                                               .n_channels = 2,
                                               .rate_hz = 48000};

static attune_capture *
open_capture(void)
{
  g_autoptr(GError) error = NULL;
  open_answer = start_answer = paNoError;
  attune_capture *capture = attune_capture_open(&request, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(n_open, ==, 1);
  return capture;
}

static void
call(unsigned n_frames, PaStreamCallbackFlags flags, float value)
{
  g_autofree float *samples = g_new(float, n_frames * 2);
  for (unsigned i = 0; i < n_frames * 2; i++) samples[i] = value;
  g_assert_cmpint(callback(samples, NULL, n_frames, NULL, flags, callback_data), ==, paContinue);
}

static void
test_all_is_kept(void)
{
  attune_capture *capture = open_capture();
  for (int k = 0; k < 100; k++) call(480, 0, (float)k);
  for (int k = 0; k < 100; k++) {
    attune_capture_slot *slot = attune_capture_peek(capture);
    g_assert_nonnull(slot);
    g_assert_cmpuint(slot->first_frame, ==, (uint64_t)k * 480);
    g_assert_cmpuint(slot->n_frames, ==, 480);
    g_assert_cmpint(slot->time_ns, >, 0);
    g_assert_cmpfloat(slot->samples[0], ==, (float)k);
    g_assert_cmpfloat(slot->samples[959], ==, (float)k);
    attune_capture_release(capture);
  }
  g_assert_null(attune_capture_peek(capture));
  attune_capture_close(capture);
  g_assert_cmpint(n_open, ==, 0);
  g_assert_cmpint(n_initialised, ==, 0);
}

static void
test_nobody_reads(void)
{
  attune_capture *capture = open_capture();
  const unsigned n_calls = 48000 * 120 / 480; /* two minutes */
  for (unsigned k = 0; k < n_calls; k++) call(480, 0, 0.5f);
  attune_capture_health health = attune_capture_get_health(capture);
  uint64_t n_kept = 0, next = 0;
  for (attune_capture_slot *slot; (slot = attune_capture_peek(capture)) != NULL;) {
    g_assert_cmpuint(slot->first_frame, ==, next);
    n_kept += slot->n_frames;
    next += slot->n_frames;
    attune_capture_release(capture);
  }
  g_assert_cmpuint(n_kept, >=, 30 * 48000); /* the longest stay away that is promised */
  g_assert_cmpuint(n_kept + health.n_dropped, ==, (uint64_t)n_calls * 480);
  call(480, 0, 0.25f);
  attune_capture_slot *slot = attune_capture_peek(capture);
  g_assert_cmpuint(slot->first_frame, ==, (uint64_t)n_calls * 480); /* the jump tells the loss */
  g_assert_cmpfloat(slot->samples[0], ==, 0.25f);
  attune_capture_close(capture);
}

static void
test_overflow_is_a_jump(void)
{
  attune_capture *capture = open_capture();
  call(480, paInputOverflow, 0); /* the first ones are false alarms */
  for (int k = 0; k < 9; k++) call(480, 0, 0);
  g_usleep(50000);
  call(480, paInputOverflow, 1);
  uint64_t next = 0;
  for (int k = 0; k < 10; k++) {
    attune_capture_slot *slot = attune_capture_peek(capture);
    g_assert_cmpuint(slot->first_frame, ==, next);
    next += slot->n_frames;
    attune_capture_release(capture);
  }
  attune_capture_slot *slot = attune_capture_peek(capture);
  g_assert_cmpuint(slot->first_frame, >, next + 48000 * 3 / 100);
  g_assert_cmpuint(attune_capture_get_health(capture).n_overruns, ==, 2);
  attune_capture_close(capture);
}

static void
test_no_input_is_a_jump(void)
{
  attune_capture *capture = open_capture();
  call(480, 0, 1);
  g_assert_cmpint(callback(NULL, NULL, 480, NULL, 0, callback_data), ==, paContinue);
  call(480, 0, 2);
  g_assert_nonnull(attune_capture_peek(capture));
  attune_capture_release(capture);
  attune_capture_slot *slot = attune_capture_peek(capture);
  g_assert_cmpuint(slot->first_frame, ==, 960);
  g_assert_cmpfloat(slot->samples[0], ==, 2.0f);
  attune_capture_close(capture);
}

#define N_CALLS 20000

static void *
be_portaudio(void *nothing)
{
  for (int k = 0; k < N_CALLS; k++) {
    call(480, 0, (float)k);
    if (k % 64 == 0) g_usleep(200);
  }
  finished(callback_data);
  return nothing;
}

/* Two threads, for the thread sanitizer: what is read is whole, and every frame is accounted for.
 */
static void
test_callback_and_reader_at_once(void)
{
  attune_capture *capture = open_capture();
  pthread_t portaudio;
  g_assert_cmpint(pthread_create(&portaudio, NULL, be_portaudio, NULL), ==, 0);
  uint64_t n_read = 0, n_jumped = 0, next = 0;
  for (gboolean is_last = FALSE;;) {
    attune_capture_slot *slot = attune_capture_peek(capture);
    if (slot == NULL && is_last) break;
    if (slot == NULL) {
      is_last = attune_capture_get_health(capture).is_finished; /* then look once more */
      continue;
    }
    g_assert_cmpuint(slot->first_frame, >=, next);
    n_jumped += slot->first_frame - next;
    next = slot->first_frame + slot->n_frames;
    n_read += slot->n_frames;
    for (size_t i = 0; i < slot->n_frames * 2; i++)
      g_assert_cmpfloat(slot->samples[i], ==, (float)(slot->first_frame / 480));
    attune_capture_release(capture);
  }
  pthread_join(portaudio, NULL);
  attune_capture_health health = attune_capture_get_health(capture);
  g_assert_cmpuint(n_read + health.n_dropped, ==, (uint64_t)N_CALLS * 480);
  g_assert_cmpuint(n_jumped, <=, health.n_dropped);
  g_assert_cmpuint(n_read, >, (uint64_t)N_CALLS * 480 / 10);
  attune_capture_close(capture);
}

static void
test_health(void)
{
  attune_capture *capture = open_capture();
  attune_capture_health health = attune_capture_get_health(capture);
  g_assert_cmpuint(health.n_callbacks, ==, 0);
  g_assert_false(health.is_finished);
  g_usleep(30000);
  g_assert_cmpfloat(attune_capture_get_health(capture).since_callback_s, >=, 0.03);
  call(480, 0, 0);
  health = attune_capture_get_health(capture);
  g_assert_cmpuint(health.n_callbacks, ==, 1);
  g_assert_cmpfloat(health.since_callback_s, <, 0.03);
  g_assert_cmpint(health.worst_callback_ns, >, 0);
  finished(callback_data);
  g_assert_true(attune_capture_get_health(capture).is_finished);
  attune_capture_close(capture);
}

static void
test_failures_leave_nothing_open(void)
{
  for (int k = 0; k < 2; k++) {
    g_autoptr(GError) error = NULL;
    open_answer = k == 0 ? paInvalidSampleRate : paNoError;
    start_answer = k == 0 ? paNoError : paInternalError;
    g_assert_null(attune_capture_open(&request, NULL, &error));
    g_assert_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_OPEN);
    g_assert_nonnull(strstr(error->message, "“X” cannot be opened"));
    g_assert_cmpint(n_open, ==, 0);
    g_assert_cmpint(n_initialised, ==, 0);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/audio/capture/all-is-kept", test_all_is_kept);
  g_test_add_func("/audio/capture/nobody-reads", test_nobody_reads);
  g_test_add_func("/audio/capture/overflow-is-a-jump", test_overflow_is_a_jump);
  g_test_add_func("/audio/capture/no-input-is-a-jump", test_no_input_is_a_jump);
  g_test_add_func("/audio/capture/callback-and-reader-at-once", test_callback_and_reader_at_once);
  g_test_add_func("/audio/capture/health", test_health);
  g_test_add_func("/audio/capture/failures-leave-nothing-open", test_failures_leave_nothing_open);
  return g_test_run();
}
