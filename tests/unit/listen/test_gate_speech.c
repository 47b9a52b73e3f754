// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/circle.h"
#include "listen/heard.h"
#include "sounds.h"

#include <math.h>

#define RATE_HZ 16000.0

static sound *
make_breath(double duration_s)
{
  sound *s = sound_new(RATE_HZ, 1, duration_s);
  sound_add_breath(s, 0, 0.03, 1);
  sound_add_pink(s, 0, 0.001, 2);
  return s;
}

static double
share_of_speech(const sound *s)
{
  g_autoptr(GArray) rows = sound_rows(s, 1, 480);
  g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, s->rate_hz);
  return share_of(rows, bits, ATTUNE_UNHEARD_SPEECH, 0.0, 1e9);
}

/* Low and high voices over the breath: closed within 0.3 s, kept closed, open 0.6 s after. */
static void
test_voices(void)
{
  const double pitch_hz[] = {95.0, 130.0, 190.0, 260.0, 340.0}, rates_hz[] = {16000.0, 48000.0};
  for (size_t p = 0; p < G_N_ELEMENTS(pitch_hz); p++) {
    g_autoptr(sound) s = sound_new(rates_hz[p % 2], 1, 20.0);
    sound_add_breath(s, 0, 0.03, 1);
    sound_add_pink(s, 0, 0.001, 2);
    sound_add_voice(s, 0, 0.06, pitch_hz[p], 10.0, 13.0);
    g_autoptr(GArray) rows = sound_rows(s, 1, 480);
    g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, s->rate_hz);
    g_assert_cmpfloat(share_of(rows, bits, ATTUNE_UNHEARD_SPEECH, 0.0, 9.9), ==, 0.0);
    g_assert_cmpfloat(share_of(rows, bits, ATTUNE_UNHEARD_SPEECH, 10.3, 13.0), ==, 1.0);
    g_assert_cmpfloat(share_of(rows, bits, ATTUNE_UNHEARD_SPEECH, 13.0, 13.4), ==, 1.0);
    g_assert_cmpfloat(share_of(rows, bits, ATTUNE_UNHEARD_SPEECH, 13.9, 20.0), ==, 0.0);
  }
}

/* A voice under the noise is let through. */
static void
test_far_voice(void)
{
  g_autoptr(sound) s = make_breath(20.0);
  sound_add_voice(s, 0, 0.0002, 130.0, 10.0, 13.0);
  g_assert_cmpfloat(share_of_speech(s), ==, 0.0);
}

static void
test_whistle(void)
{
  g_autoptr(sound) s = make_breath(40.0);
  double phase = 0.0;
  for (size_t i = 0; i < s->n_frames; i++) {
    double t = (double)i / RATE_HZ, rise = fmax(sin(ATTUNE_TAU * t / 5.0), 0.0);
    phase += (1200.0 + 500.0 * sin(ATTUNE_TAU * 0.3 * t)) / RATE_HZ;
    s->samples[i] += (float)(0.02 * rise * sin(ATTUNE_TAU * phase));
  }
  g_assert_cmpfloat(share_of_speech(s), ==, 0.0);
}

/* Mains and fan: many harmonics that never move. */
static void
test_hum(void)
{
  const double hz[] = {100.0, 120.0, 147.3};
  for (size_t i = 0; i < G_N_ELEMENTS(hz); i++) {
    g_autoptr(sound) s = make_breath(40.0);
    for (unsigned h = 1; h <= 12; h++) sound_add_sine(s, 0, 0.01 / h, hz[i] * h);
    g_assert_cmpfloat(share_of_speech(s), <, 0.01);
  }
}

/* Echoes of a table and two walls make a comb of any breath. */
static void
test_echoes(void)
{
  g_autoptr(sound) dry = make_breath(60.0), s = sound_new(RATE_HZ, 1, 60.0);
  for (size_t i = 100; i < s->n_frames; i++)
    s->samples[i] = dry->samples[i] + 0.5f * dry->samples[i - 51] + 0.3f * dry->samples[i - 77] -
                    0.3f * dry->samples[i - 98];
  g_assert_cmpfloat(share_of_speech(s), <, 0.01);
}

/* Any blocks, any earlier life: the same bits. */
static void
test_repeatable(void)
{
  g_autoptr(sound) s = sound_new(44100.0, 2, 15.0);
  for (unsigned c = 0; c < 2; c++) {
    sound_add_breath(s, c, 0.03, c);
    sound_add_pink(s, c, 0.001, 5 + c);
  }
  sound_add_voice(s, 0, 0.06, 130.0, 4.0, 6.0);
  sound_scale(s, 1, 0.0, 8.0, 9.0);
  g_autoptr(GArray) rows = sound_rows(s, 2, s->n_frames);
  g_autoptr(GArray) first = rows_gate(rows, ATTUNE_MICS_TWO, 44100.0);
  const size_t blocks[] = {0, 33, 480, 4410};
  for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++) {
    g_autoptr(GArray) cut = sound_rows(s, 2, blocks[i]);
    g_autoptr(GArray) bits = rows_gate(cut, ATTUNE_MICS_TWO, 44100.0);
    g_assert_cmpmem(first->data, first->len * sizeof(guint32), bits->data,
                    bits->len * sizeof(guint32));
  }
  attune_gates *gates = attune_gates_new(ATTUNE_MICS_TWO, 44100.0);
  for (unsigned turn = 0; turn < 2; turn++) {
    for (guint i = 0; i < rows->len; i++) {
      guint32 now = attune_gates_push(gates, &g_array_index(rows, attune_spectrum_row, i));
      g_assert_cmpuint(now, ==, g_array_index(first, guint32, i));
    }
    attune_gates_reset(gates);
  }
  attune_gates_free(gates);
  attune_gates_free(NULL);
}

/* Lost sound is told as such, not as silence or a gain jump. */
static void
test_gap(void)
{
  g_autoptr(sound) s = make_breath(20.0);
  g_autoptr(GArray) rows = sound_rows(s, 1, 480);
  attune_gates *gates = attune_gates_new(ATTUNE_MICS_SINGLE, RATE_HZ);
  for (guint i = 0; i < rows->len; i++) {
    attune_spectrum_row row = g_array_index(rows, attune_spectrum_row, i);
    if (i >= 100 && i < 110) {
      memset(row.power, 0, sizeof row.power);
      row.level[0].still = row.level[0].zeros = row.level[0].n;
      row.after_gap = true;
    }
    guint32 expected = i >= 100 && i < 110 ? ATTUNE_UNHEARD_GAP : 0;
    g_assert_cmpuint(attune_gates_push(gates, &row), ==, expected);
  }
  attune_gates_free(gates);
}

static void
test_names(void)
{
  for (unsigned a = 0; a < ATTUNE_UNHEARD_KINDS; a++)
    for (unsigned b = 0; b < a; b++)
      g_assert_cmpstr(attune_unheard_name(a), !=, attune_unheard_name(b));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/listen/gate-speech/voices", test_voices);
  g_test_add_func("/listen/gate-speech/far-voice", test_far_voice);
  g_test_add_func("/listen/gate-speech/whistle", test_whistle);
  g_test_add_func("/listen/gate-speech/hum", test_hum);
  g_test_add_func("/listen/gate-speech/echoes", test_echoes);
  g_test_add_func("/listen/gates/repeatable", test_repeatable);
  g_test_add_func("/listen/gates/gap", test_gap);
  g_test_add_func("/listen/gates/names", test_names);
  return g_test_run();
}
