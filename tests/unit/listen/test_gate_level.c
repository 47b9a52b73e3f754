// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/heard.h"
#include "sounds.h"

#include <math.h>

/* Breath over a quiet room: what no gate may close on. */
static sound *
make_breath(double duration_s)
{
  sound *s = sound_new(16000.0, 1, duration_s);
  sound_add_breath(s, 0, 0.03, 1);
  sound_add_pink(s, 0, 0.001, 2);
  return s;
}

/* The bit comes within `within_s` of `from_s`, not before, stays until `to_s`, and is gone from
   `open_s` on. */
static void
check_closed(const sound *s, guint32 bit, double from_s, double within_s, double to_s,
             double open_s)
{
  g_autoptr(GArray) rows = sound_rows(s, 1, 480);
  g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, s->rate_hz);
  double end_s = (double)s->n_frames / s->rate_hz;
  double first_s = first_time(rows, bits, bit, 0.0);
  g_assert_cmpfloat(first_s, >=, from_s - 0.1);
  g_assert_cmpfloat(first_s, <=, from_s + within_s);
  g_assert_cmpfloat(share_of(rows, bits, bit, first_s, to_s), ==, 1.0);
  g_assert_cmpfloat(share_of(rows, bits, bit, open_s, end_s), ==, 0.0);
}

static void
test_breath(void)
{
  g_autoptr(sound) s = make_breath(60.0);
  for (unsigned kind = 0; kind < 2; kind++) {
    if (kind == 1) sound_quantise(s, 1.0 / 32768.0);
    g_autoptr(GArray) rows = sound_rows(s, 1, 480);
    g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, s->rate_hz);
    g_assert_cmpfloat(share_of(rows, bits, ATTUNE_UNHEARD_ALL, 0.0, 60.0), ==, 0.0);
  }
}

static void
test_zeros(void)
{
  g_autoptr(sound) s = make_breath(20.0);
  sound_scale(s, 0, 0.0, 8.0, 11.0);
  check_closed(s, ATTUNE_UNHEARD_SILENCE, 8.0, 0.1, 11.0, 11.4);
}

/* A converter that stands still at some value hears as little as one at zero. */
static void
test_stuck(void)
{
  g_autoptr(sound) s = make_breath(20.0);
  for (size_t i = 8 * 16000; i < 11 * 16000; i++) s->samples[i] = 0.25f;
  check_closed(s, ATTUNE_UNHEARD_SILENCE, 8.0, 0.1, 11.0, 11.4);
}

static void
test_clipping(void)
{
  g_autoptr(sound) s = make_breath(20.0);
  for (size_t i = 8 * 16000; i < 11 * 16000; i++)
    s->samples[i] = (float)CLAMP(1.5 * sin(0.1 * (double)i), -1.0, 1.0);
  s->samples[5 * 16000] = 1.0f; /* a single sample at full scale is none */
  check_closed(s, ATTUNE_UNHEARD_CLIPPING, 8.0, 0.1, 11.0, 11.3);
}

/* Eight bits: a breath of a third of a step is lost, one of many steps is not. */
static void
test_coarse_steps(void)
{
  g_autoptr(sound) s = sound_new(16000.0, 1, 30.0);
  sound_add_breath(s, 0, 0.3 / 128.0, 3);
  sound_add_white(s, 0, 0.25 / 128.0, 4);
  sound_scale(s, 0, 30.0, 15.0, 30.0);
  sound_quantise(s, 1.0 / 128.0);
  check_closed(s, ATTUNE_UNHEARD_TOO_QUIET, 3.0, 0.3, 14.9, 15.5);
}

/* The same breath is enough when the converter is finer. */
static void
test_fine_steps(void)
{
  g_autoptr(sound) s = sound_new(16000.0, 1, 30.0);
  sound_add_breath(s, 0, 0.3 / 128.0, 3);
  sound_add_white(s, 0, 0.05 / 128.0, 4);
  sound_quantise(s, 1.0 / 32768.0);
  g_autoptr(GArray) rows = sound_rows(s, 1, 480);
  g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, s->rate_hz);
  g_assert_cmpfloat(share_of(rows, bits, ATTUNE_UNHEARD_TOO_QUIET, 0.0, 30.0), ==, 0.0);
}

/* Under -100 dBFS no source has anything to say, however fine its numbers. */
static void
test_next_to_nothing(void)
{
  g_autoptr(sound) s = sound_new(16000.0, 1, 20.0);
  sound_add_white(s, 0, 3e-6, 4);
  sound_scale(s, 0, 100.0, 15.0, 20.0);
  check_closed(s, ATTUNE_UNHEARD_TOO_QUIET, 3.0, 0.3, 14.9, 15.2);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/listen/gate-level/breath", test_breath);
  g_test_add_func("/listen/gate-level/zeros", test_zeros);
  g_test_add_func("/listen/gate-level/stuck", test_stuck);
  g_test_add_func("/listen/gate-level/clipping", test_clipping);
  g_test_add_func("/listen/gate-level/coarse-steps", test_coarse_steps);
  g_test_add_func("/listen/gate-level/fine-steps", test_fine_steps);
  g_test_add_func("/listen/gate-level/next-to-nothing", test_next_to_nothing);
  return g_test_run();
}
