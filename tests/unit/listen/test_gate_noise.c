// SPDX-License-Identifier: GPL-3.0-or-later
/* Steady noise, gain jumps, noise filters, bumps: what changes over time on one channel. */
#include "base/circle.h"
#include "listen/extremes.h"
#include "listen/heard.h"
#include "sounds.h"

#include <math.h>

#define RATE_HZ 16000.0

static sound *
make_breath(double duration_s, double noise)
{
  sound *s = sound_new(RATE_HZ, 1, duration_s);
  sound_add_breath(s, 0, 0.03, 1);
  sound_add_pink(s, 0, noise, 2);
  return s;
}

static void
check_share(const sound *s, guint32 bit, double from_s, double to_s, double least, double most)
{
  g_autoptr(GArray) rows = sound_rows(s, 1, 480);
  g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, s->rate_hz);
  double share = share_of(rows, bits, bit, from_s, to_s);
  g_assert_cmpfloat(share, >=, least);
  g_assert_cmpfloat(share, <=, most);
}

static double
find_first(const sound *s, guint32 bit, double from_s)
{
  g_autoptr(GArray) rows = sound_rows(s, 1, 480);
  g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, s->rate_hz);
  return first_time(rows, bits, bit, from_s);
}

static void
test_extremes(void)
{
  attune_extremes e;
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  float x[200];
  attune_extremes_init(&e, 4, 7);
  g_assert_cmpuint(attune_extremes_rows(&e), ==, 0);
  for (unsigned t = 0; t < 200; t++) {
    x[t] = (float)g_rand_double(rand);
    attune_extremes_push(&e, x[t]);
    unsigned begun = t / 7 * 7, first = begun > 21 ? begun - 21 : 0;
    float low = x[t], high = x[t];
    for (unsigned i = first; i < t; i++) {
      low = fminf(low, x[i]);
      high = fmaxf(high, x[i]);
    }
    g_assert_cmpuint(attune_extremes_rows(&e), ==, t + 1 - first);
    g_assert_cmpfloat(attune_extremes_low(&e), ==, low);
    g_assert_cmpfloat(attune_extremes_high(&e), ==, high);
  }
}

/* Breath over rooms of many kinds. */
static void
test_breath(void)
{
  const double noise[] = {0.0001, 0.001, 0.003, 0.01};
  const guint32 none = ATTUNE_UNHEARD_EXCLUDES & ~(guint32)ATTUNE_UNHEARD_BUMP;
  for (size_t i = 0; i < G_N_ELEMENTS(noise); i++) {
    g_autoptr(sound) s = make_breath(90.0, noise[i]);
    check_share(s, none, 0.0, 90.0, 0.0, 0.0);
    check_share(s, ATTUNE_UNHEARD_BUMP, 0.0, 90.0, 0.0, 0.01);
  }
}

/* A machine starts at 30 s, as loud as the breaths, and stops at 60 s. */
static void
test_noise_comes(void)
{
  g_autoptr(sound) s = make_breath(75.0, 0.001), fan = sound_new(RATE_HZ, 1, 75.0);
  sound_add_white(fan, 0, 0.2, 5);
  sound_scale(fan, 0, 0.0, 0.0, 30.0);
  sound_scale(fan, 0, 0.0, 60.0, 75.0);
  for (size_t i = 0; i < s->n_frames; i++) s->samples[i] += fan->samples[i];
  check_share(s, ATTUNE_UNHEARD_NOISE, 0.0, 39.0, 0.0, 0.0);
  check_share(s, ATTUNE_UNHEARD_NOISE, 47.0, 59.8, 1.0, 1.0);
  check_share(s, ATTUNE_UNHEARD_NOISE, 60.5, 75.0, 0.0, 0.0);
}

/* The same from the very begin, when no breath was heard yet. */
static void
test_noise_from_the_begin(void)
{
  g_autoptr(sound) s = sound_new(RATE_HZ, 1, 20.0);
  sound_add_white(s, 0, 0.1, 5);
  check_share(s, ATTUNE_UNHEARD_NOISE, 10.5, 20.0, 1.0, 1.0);
  check_share(s, ATTUNE_UNHEARD_NOISE, 0.0, 8.0, 0.0, 0.0);
}

/* Two people who rest in a quiet room, before or after they breathed, are no noise. */
static void
test_rest(void)
{
  g_autoptr(sound) s = sound_new(RATE_HZ, 1, 80.0);
  sound_add_breath(s, 0, 0.03, 1);
  sound_scale(s, 0, 0.0, 0.0, 20.0);
  sound_scale(s, 0, 0.0, 50.0, 80.0);
  sound_add_pink(s, 0, 0.001, 2);
  check_share(s, ATTUNE_UNHEARD_EXCLUDES, 0.0, 80.0, 0.0, 0.01);
}

/* A step of the gain is found within 5 s either way, and closes the gate for 5 s. */
static void
test_gain_steps(void)
{
  const double steps_db[] = {12.0, 7.0, -7.0, -12.0};
  for (size_t i = 0; i < G_N_ELEMENTS(steps_db); i++) {
    g_autoptr(sound) s = make_breath(60.0, 0.001);
    sound_scale(s, 0, pow(10.0, steps_db[i] / 20.0), 30.0, 60.0);
    double first_s = find_first(s, ATTUNE_UNHEARD_GAIN_JUMP, 0.0);
    g_assert_cmpfloat(first_s, >, 30.0);
    g_assert_cmpfloat(first_s, <, 35.0);
    check_share(s, ATTUNE_UNHEARD_GAIN_JUMP, first_s, first_s + 4.9, 1.0, 1.0);
    check_share(s, ATTUNE_UNHEARD_GAIN_JUMP, first_s + 5.1, 60.0, 0.0, 0.0);
  }
}

/* A step of 3 dB is borne. */
static void
test_small_step(void)
{
  g_autoptr(sound) s = make_breath(60.0, 0.001);
  sound_scale(s, 0, 1.41, 30.0, 60.0);
  check_share(s, ATTUNE_UNHEARD_GAIN_JUMP, 0.0, 60.0, 0.0, 0.0);
}

/* A noise gate: down to `shut` as soon as the level of 10 ms falls under `threshold`. */
static void
shut_pauses(sound *s, double threshold, double shut, double from_s, double to_s)
{
  const size_t piece = 160;
  for (size_t i = (size_t)(from_s * RATE_HZ); i + piece <= (size_t)(to_s * RATE_HZ); i += piece) {
    double power = 0.0;
    for (size_t j = i; j < i + piece; j++) power += (double)(s->samples[j] * s->samples[j]) / 160.0;
    if (sqrt(power) > threshold) continue;
    for (size_t j = i; j < i + piece; j++) s->samples[j] *= (float)shut;
  }
}

/* Known from the second breath on, whether it sets the pauses to zero or nearly so; forgotten 15 s
   after it was switched off. */
static void
test_filter(void)
{
  const double shut[] = {0.0, 0.003};
  for (size_t i = 0; i < G_N_ELEMENTS(shut); i++) {
    g_autoptr(sound) s = make_breath(75.0, 0.001);
    shut_pauses(s, 0.006, shut[i], 20.0, 50.0);
    sound_quantise(s, 1.0 / 8388608.0);
    double first_s = find_first(s, ATTUNE_UNHEARD_FILTERED, 0.0);
    g_assert_cmpfloat(first_s, >, 20.0);
    g_assert_cmpfloat(first_s, <, 35.0);
    check_share(s, ATTUNE_UNHEARD_FILTERED, first_s, 50.0, 1.0, 1.0);
    check_share(s, ATTUNE_UNHEARD_FILTERED, 67.0, 75.0, 0.0, 0.0);
  }
}

/* Muting once is a switch, no filter. */
static void
test_mute_once(void)
{
  g_autoptr(sound) s = make_breath(40.0, 0.001);
  sound_scale(s, 0, 0.0, 15.0, 20.0);
  check_share(s, ATTUNE_UNHEARD_FILTERED, 0.0, 40.0, 0.0, 0.0);
  check_share(s, ATTUNE_UNHEARD_SILENCE, 15.1, 19.9, 1.0, 1.0);
}

/* Keys: noise that dies away within 15 ms, as loud as the breaths or louder. */
static void
test_keys(void)
{
  g_autoptr(sound) s = make_breath(60.0, 0.001);
  g_autoptr(GRand) rand = g_rand_new_with_seed(8);
  g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(double));
  for (double t = 12.0; t < 58.0; t += g_rand_double_range(rand, 0.7, 1.5)) {
    g_array_append_val(times, t);
    for (size_t i = 0; i < 1600; i++)
      s->samples[(size_t)(t * RATE_HZ) + i] +=
          (float)(0.4 * exp(-(double)i / 80.0) * g_rand_double_range(rand, -1.0, 1.0));
  }
  g_autoptr(GArray) rows = sound_rows(s, 1, 480);
  g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, RATE_HZ);
  guint found = 0;
  for (guint i = 0; i < times->len; i++) {
    double t = g_array_index(times, double, i);
    found += share_of(rows, bits, ATTUNE_UNHEARD_BUMP, t - 0.05, t + 0.05) > 0.0;
  }
  g_assert_cmpuint(100 * found, >=, 90 * times->len);
  double share = share_of(rows, bits, ATTUNE_UNHEARD_BUMP, 0.0, 60.0);
  g_assert_cmpfloat(share, <, 2.0 * times->len / rows->len);
  const guint32 others = ATTUNE_UNHEARD_EXCLUDES & ~(guint32)ATTUNE_UNHEARD_BUMP;
  g_assert_cmpfloat(share_of(rows, bits, others, 0.0, 60.0), ==, 0.0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/listen/gate-noise/extremes", test_extremes);
  g_test_add_func("/listen/gate-noise/breath", test_breath);
  g_test_add_func("/listen/gate-noise/noise-comes", test_noise_comes);
  g_test_add_func("/listen/gate-noise/noise-from-the-begin", test_noise_from_the_begin);
  g_test_add_func("/listen/gate-noise/rest", test_rest);
  g_test_add_func("/listen/gate-noise/gain-steps", test_gain_steps);
  g_test_add_func("/listen/gate-noise/small-step", test_small_step);
  g_test_add_func("/listen/gate-noise/filter", test_filter);
  g_test_add_func("/listen/gate-noise/mute-once", test_mute_once);
  g_test_add_func("/listen/gate-noise/keys", test_keys);
  return g_test_run();
}
