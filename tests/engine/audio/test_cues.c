// SPDX-License-Identifier: GPL-3.0-or-later
/* Tones through a real output, heard from its monitor; and without any output. */
#include "audio/cues.h"
#include "audio/portaudio.h"
#include "base/clock.h"

#include <math.h>

static attune_tones_cue
cue_now(attune_tones_kind kind)
{
  return (attune_tones_cue){.at_ns = attune_clock_now_ns(attune_clock_monotonic()),
                            .phase_rad = 1.5,
                            .rate_per_min = 6.0,
                            .in_share = 0.4,
                            .volume = 1.0,
                            .kind = kind};
}

static void
wait_until_open(attune_cues *cues)
{
  for (int i = 0; i < 100 && attune_cues_get_state(cues) == ATTUNE_CUES_OPENING; i++)
    g_usleep(100000);
  g_assert_cmpint(attune_cues_get_state(cues), !=, ATTUNE_CUES_OPENING);
}

/* RMS of what is recorded in this time, while the cue is told. */
static double
listen(attune_capture *capture, attune_cues *cues, attune_tones_kind kind, double for_s)
{
  double sum = 0.0, n = 0.0;
  for (double t_s = 0.0; t_s < for_s; t_s += 0.05) {
    attune_tones_cue cue = cue_now(kind);
    attune_cues_follow(cues, &cue);
    g_usleep(50000);
    for (attune_capture_slot *s; (s = attune_capture_peek(capture)) != NULL;
         attune_capture_release(capture))
      for (size_t i = 0; i < s->n_frames * attune_capture_n_channels(capture); i++, n++)
        sum += (double)(s->samples[i] * s->samples[i]);
  }
  return sqrt(sum / fmax(n, 1.0));
}

static void
test_output__is_heard(void)
{
  if (g_getenv("VIRTUAL_SOUND_FOLDER") == NULL) {
    g_test_skip("no virtual sound server here");
    return;
  }
  attune_cues *cues = attune_cues_new();
  g_autoptr(GError) error = NULL;
  attune_capture *capture =
      attune_capture_open(&(attune_capture_request){.alsa_string = "pulse:DEVICE='mic1.monitor'",
                                                    .api = "alsa",
                                                    .name = "",
                                                    .label = "monitor",
                                                    .n_channels = 2,
                                                    .rate_hz = 48000.0},
                          NULL, &error);
  g_assert_no_error(error);
  wait_until_open(cues);
  g_assert_cmpint(attune_cues_get_state(cues), ==, ATTUNE_CUES_PLAYING);
  listen(capture, cues, ATTUNE_TONES_LOW, 1.5);
  g_assert_cmpfloat(listen(capture, cues, ATTUNE_TONES_LOW, 1.0), >, 0.05);
  listen(capture, cues, ATTUNE_TONES_OFF, 2.0);
  g_assert_cmpfloat(listen(capture, cues, ATTUNE_TONES_OFF, 0.5), <, 0.001);
  attune_cues_strike(cues, 1.0);
  g_assert_cmpfloat(listen(capture, cues, ATTUNE_TONES_OFF, 2.0), >, 0.01);
  attune_capture_close(capture);
  attune_cues_free(cues);
}

static void
test_without_output__everything_goes_on(void)
{
  attune_cues *cues = attune_cues_new();
  for (int i = 0; i < 500; i++) {
    attune_tones_cue cue = cue_now(ATTUNE_TONES_OFF);
    attune_cues_follow(cues, &cue);
  }
  wait_until_open(cues);
  attune_cues_free(cues);
  attune_cues_free(attune_cues_new()); /* closed before it is open */
  attune_cues_free(NULL);
  g_usleep(800000);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cues/output", test_output__is_heard);
  g_test_add_func("/cues/none", test_without_output__everything_goes_on);
  return g_test_run();
}
