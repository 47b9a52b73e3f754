// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/heard.h"
#include "sounds.h"

#include <math.h>

#define RATE_HZ 16000.0

/* Two microphones of a laptop, 8 cm apart: the same breath, nearly at once, each its own noise. */
static sound *
make_array(double duration_s)
{
  sound *s = sound_new(RATE_HZ, 2, duration_s), *breath = sound_new(RATE_HZ, 1, duration_s);
  sound_add_breath(breath, 0, 0.03, 1);
  sound_add_pink(breath, 0, 0.001, 2); /* the room, which both hear alike */
  for (size_t i = 1; i < s->n_frames; i++) {
    s->samples[2 * i] = breath->samples[i];
    s->samples[2 * i + 1] = 0.9f * breath->samples[i] + 0.1f * breath->samples[i - 1];
  }
  sound_free(breath);
  sound_add_white(s, 0, 0.0004, 3);
  sound_add_white(s, 1, 0.0004, 4);
  return s;
}

static void
check_share(const sound *s, guint32 bit, double from_s, double to_s, double share)
{
  g_autoptr(GArray) rows = sound_rows(s, 2, 480);
  g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_ARRAY, s->rate_hz);
  g_assert_cmpfloat(share_of(rows, bits, bit, from_s, to_s), ==, share);
}

static void
test_two_good_ones(void)
{
  g_autoptr(sound) s = make_array(40.0);
  for (unsigned turn = 0; turn < 2; turn++) {
    check_share(s, ATTUNE_UNHEARD_ALL, 0.0, 40.0, 0.0);
    sound_quantise(s, 1.0 / 32768.0);
  }
}

/* Copies are known within 1.2 s whatever their gain, sign and rounding, and forgotten within 0.5 s
   of the second channel becoming one of its own. They keep no row from being used. */
static void
test_copies(void)
{
  const float gains[] = {1.0f, 0.5f, -1.0f, -0.3f};
  for (size_t g = 0; g < G_N_ELEMENTS(gains); g++)
    for (unsigned is_rounded = 0; is_rounded < 2; is_rounded++) {
      g_autoptr(sound) s = make_array(20.0);
      for (size_t i = 0; i < 12 * 16000; i++) s->samples[2 * i + 1] = gains[g] * s->samples[2 * i];
      if (is_rounded) sound_quantise(s, 1.0 / 32768.0);
      check_share(s, ATTUNE_UNHEARD_COPIES, 1.2, 11.9, 1.0);
      check_share(s, ATTUNE_UNHEARD_COPIES, 0.0, 0.9, 0.0);
      check_share(s, ATTUNE_UNHEARD_COPIES, 12.5, 20.0, 0.0);
      check_share(s, ATTUNE_UNHEARD_EXCLUDES, 0.0, 11.9, 0.0);
    }
}

static void
test_zeros_on_one(void)
{
  for (unsigned c = 0; c < 2; c++) {
    g_autoptr(sound) s = make_array(20.0);
    sound_scale(s, c, 0.0, 6.0, 10.0);
    check_share(s, ATTUNE_UNHEARD_DEAD_CHANNEL, 6.1, 9.9, 1.0);
    check_share(s, ATTUNE_UNHEARD_DEAD_CHANNEL, 0.0, 5.9, 0.0);
    check_share(s, ATTUNE_UNHEARD_DEAD_CHANNEL, 10.2, 20.0, 0.0);
    check_share(s, ATTUNE_UNHEARD_SILENCE, 0.0, 20.0, 0.0);
  }
}

/* An input with nothing plugged in hisses faintly while the other one hears a room. */
static void
test_hiss_on_one(void)
{
  const double hiss[] = {4e-6, 3e-5}; /* more than 40 and 25 dB under the room */
  for (size_t i = 0; i < G_N_ELEMENTS(hiss); i++) {
    g_autoptr(sound) s = make_array(30.0), other = sound_new(RATE_HZ, 1, 30.0);
    sound_add_white(other, 0, hiss[i], 9);
    for (size_t j = 0; j < s->n_frames; j++) s->samples[2 * j + 1] = other->samples[j];
    check_share(s, ATTUNE_UNHEARD_DEAD_CHANNEL, 9.0, 30.0, 1.0);
  }
}

/* A second microphone that is only set lower is not dead. */
static void
test_low_gain(void)
{
  g_autoptr(sound) s = make_array(30.0);
  sound_scale(s, 1, 0.03, 0.0, 30.0);
  check_share(s, ATTUNE_UNHEARD_DEAD_CHANNEL, 0.0, 30.0, 0.0);
}

static void
test_one_channel(void)
{
  g_autoptr(sound) s = make_array(5.0);
  g_autoptr(GArray) rows = sound_rows(s, 1, 480);
  g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, RATE_HZ);
  g_assert_cmpfloat(share_of(rows, bits, ATTUNE_UNHEARD_ALL, 0.0, 5.0), ==, 0.0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/listen/gate-channels/two-good-ones", test_two_good_ones);
  g_test_add_func("/listen/gate-channels/copies", test_copies);
  g_test_add_func("/listen/gate-channels/zeros-on-one", test_zeros_on_one);
  g_test_add_func("/listen/gate-channels/hiss-on-one", test_hiss_on_one);
  g_test_add_func("/listen/gate-channels/low-gain", test_low_gain);
  g_test_add_func("/listen/gate-channels/one-channel", test_one_channel);
  return g_test_run();
}
