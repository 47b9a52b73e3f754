// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/tones.h"

#include "base/circle.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define RATE_HZ 48000.0
#define NS 1000000000LL
#define BREATH_S 10

static float sound[(int)RATE_HZ * 2 * BREATH_S];

static attune_tones_cue
cue_at(double t_s, attune_tones_kind kind)
{
  return (attune_tones_cue){.at_ns = (int64_t)(t_s * 1e9),
                            .phase_rad = attune_wrap_tau(ATTUNE_TAU * t_s / BREATH_S),
                            .rate_per_min = 60.0 / BREATH_S,
                            .in_share = 0.5,
                            .volume = 1.0,
                            .kind = kind};
}

/* Two breaths, in chunks, told ten times a second. */
static void
play(attune_tones_kind kind, size_t chunk)
{
  attune_tones *tones = attune_tones_new(RATE_HZ);
  for (size_t n = 0; n < G_N_ELEMENTS(sound); n += chunk) {
    double t_s = (double)n / RATE_HZ;
    attune_tones_cue cue = cue_at(t_s, kind);
    attune_tones_follow(tones, &cue);
    attune_tones_process(tones, (int64_t)(t_s * 1e9), sound + n,
                         MIN(chunk, G_N_ELEMENTS(sound) - n));
  }
  attune_tones_free(tones);
}

static double
rms(double from_s, double to_s)
{
  double sum = 0.0;
  for (int i = (int)(from_s * RATE_HZ); i < (int)(to_s * RATE_HZ); i++)
    sum += (double)(sound[i] * sound[i]);
  return sqrt(sum / ((to_s - from_s) * RATE_HZ));
}

/* Frequency by zero crossings: right for one sine, a middle for many partials. */
static double
middle_hz(double from_s, double to_s)
{
  int crossings = 0;
  for (int i = (int)(from_s * RATE_HZ) + 1; i < (int)(to_s * RATE_HZ); i++)
    crossings += (sound[i] > 0) != (sound[i - 1] > 0);
  return crossings / 2.0 / (to_s - from_s);
}

static void
test_both__rise_and_fall_with_the_breath(void)
{
  const double low_hz[] = {0, 7700, 62}, high_hz[] = {0, 11000, 108};
  for (int kind = ATTUNE_TONES_AIR; kind <= ATTUNE_TONES_LOW; kind++) {
    play((attune_tones_kind)kind, 480);
    double early = middle_hz(11.0, 11.8), late = middle_hz(13.4, 14.2);
    double out_early = middle_hz(15.8, 16.6), out_late = middle_hz(18.4, 19.2);
    g_assert_cmpfloat(late, >, 1.06 * early);
    g_assert_cmpfloat(out_early, >, 1.06 * out_late);
    g_assert_cmpfloat(early, >, low_hz[kind]);
    g_assert_cmpfloat(late, <, high_hz[kind]);
  }
}

static void
test_both__are_quiet_where_the_breath_turns(void)
{
  for (int kind = ATTUNE_TONES_AIR; kind <= ATTUNE_TONES_LOW; kind++) {
    play((attune_tones_kind)kind, 480);
    double turn = rms(14.98, 15.08), middle = rms(12.4, 12.6);
    g_assert_cmpfloat(turn, <, 0.3 * middle);
    for (size_t i = 0; i < G_N_ELEMENTS(sound); i++)
      g_assert_cmpfloat(fabs((double)sound[i]), <, 0.5);
  }
}

/* No clicks: a tone that jumped would be heard among the breaths. */
static void
test_any_chunks__give_no_clicks(void)
{
  const size_t chunks[] = {480, 441, 1000, 64};
  for (int c = 0; c < 4; c++) {
    play(ATTUNE_TONES_LOW, chunks[c]);
    double steepest = 0.21 * ATTUNE_TAU * 106.0 / RATE_HZ;
    for (size_t i = 1; i < G_N_ELEMENTS(sound); i++)
      g_assert_cmpfloat(fabs((double)(sound[i] - sound[i - 1])), <, steepest);
  }
}

static void
test_without_news__falls_silent(void)
{
  attune_tones *tones = attune_tones_new(RATE_HZ);
  attune_tones_cue cue = cue_at(2.5, ATTUNE_TONES_LOW);
  attune_tones_process(tones, 0, sound, 4800); /* nothing told yet */
  g_assert_cmpfloat(rms(0.0, 0.1), ==, 0.0);
  attune_tones_follow(tones, &cue);
  attune_tones_process(tones, cue.at_ns, sound, (size_t)RATE_HZ * 6);
  g_assert_cmpfloat(rms(0.5, 1.0), >, 0.05);
  g_assert_cmpfloat(rms(3.5, 6.0), <, 1e-4);
  cue = cue_at(12.5, ATTUNE_TONES_OFF);
  attune_tones_follow(tones, &cue);
  attune_tones_process(tones, cue.at_ns, sound, (size_t)RATE_HZ);
  g_assert_cmpfloat(rms(0.9, 1.0), <, 1e-4);
  attune_tones_free(tones);
}

static void
test_bell__rings_and_fades(void)
{
  attune_tones *tones = attune_tones_new(RATE_HZ);
  attune_tones_strike(tones, 1.0);
  attune_tones_process(tones, 0, sound, (size_t)RATE_HZ * 8);
  g_assert_cmpfloat(fabs((double)sound[1]), <, 0.01); /* it does not crack */
  g_assert_cmpfloat(rms(0.1, 0.6), >, 0.04);
  g_assert_cmpfloat(rms(3.0, 3.5), <, 0.5 * rms(0.1, 0.6));
  g_assert_cmpfloat(rms(7.5, 8.0), <, 1e-3);
  for (int i = 0; i < 8 * (int)RATE_HZ; i++) g_assert_cmpfloat(fabs((double)sound[i]), <, 0.5);
  attune_tones_free(tones);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/tones/rise-and-fall", test_both__rise_and_fall_with_the_breath);
  g_test_add_func("/tones/turns", test_both__are_quiet_where_the_breath_turns);
  g_test_add_func("/tones/clicks", test_any_chunks__give_no_clicks);
  g_test_add_func("/tones/silent", test_without_news__falls_silent);
  g_test_add_func("/tones/bell", test_bell__rings_and_fades);
  return g_test_run();
}
