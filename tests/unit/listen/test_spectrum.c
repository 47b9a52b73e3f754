// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/circle.h"
#include "sounds.h"

#include <math.h>

static const attune_spectrum_row *
get_row(const GArray *rows, guint i)
{
  g_assert_cmpuint(i, <, rows->len);
  return &g_array_index(rows, attune_spectrum_row, i);
}

static double
sum_power(const attune_spectrum_row *row, unsigned channel, unsigned from, unsigned to)
{
  double sum = 0.0;
  for (unsigned k = from; k < to; k++) sum += (double)row->power[channel][k];
  return sum;
}

/* A sine of amplitude a has power a^2/4 in all, within two bins of its own. */
static void
test_sine(void)
{
  const double rates[] = {8000.0, 16000.0, 44100.0, 48000.0, 192000.0};
  for (size_t i = 0; i < G_N_ELEMENTS(rates); i++) {
    g_autoptr(sound) s = sound_new(rates[i], 1, 1.0);
    sound_add_sine(s, 0, 0.4, 1010.0);
    g_autoptr(GArray) rows = sound_rows(s, 1, 480);
    const attune_spectrum_row *row = get_row(rows, 4);
    g_assert_cmpfloat_with_epsilon(sum_power(row, 0, 30, 35), 0.04, 0.0004);
    g_assert_cmpfloat_with_epsilon(sum_power(row, 0, 0, row->n_bins), 0.04, 0.0002);
    g_assert_cmpfloat_with_epsilon(row->level[0].rms, 0.4 / sqrt(2.0), 0.002);
    g_assert_cmpfloat_with_epsilon(row->level[0].peak, 0.4, 0.002);
    g_assert_cmpuint(row->n_bins, ==, rates[i] < 16000.0 ? 128 : 226);
  }
}

/* Noise of one density (1e-6 per Hz) has one power per bin at every rate. */
static void
test_white(void)
{
  const double rates[] = {16000.0, 44100.0, 48000.0, 96000.0};
  for (size_t i = 0; i < G_N_ELEMENTS(rates); i++) {
    g_autoptr(sound) s = sound_new(rates[i], 2, 40.0);
    double variance = 1e-6 * rates[i] / 2.0;
    sound_add_white(s, 1, sqrt(variance), (guint32)i + 1);
    g_autoptr(GArray) rows = sound_rows(s, 2, 480);
    double mean = 0.0, hop = 0.0;
    for (guint r = 0; r < rows->len; r++) {
      mean += sum_power(get_row(rows, r), 1, 10, 220) / 210.0 / rows->len;
      for (unsigned h = 0; h < ATTUNE_HOPS_PER_ROW; h++)
        hop += (double)get_row(rows, r)->level[1].hop_power[h] / ATTUNE_HOPS_PER_ROW / rows->len;
    }
    double expected = 0.5e-6 * ATTUNE_BIN_HZ; /* v / N */
    g_assert_cmpfloat_with_epsilon(mean / expected, 1.0, 0.03);
    g_assert_cmpfloat_with_epsilon(hop / expected, 1.0, 0.03);
    g_assert_cmpfloat(sum_power(get_row(rows, 0), 0, 0, 226), ==, 0.0);
  }
}

/* Rows are 96 ms apart for ever, also where 16 ms is no whole number of samples; a click stands in
   the row that holds its time. */
static void
test_no_drift(void)
{
  g_autoptr(sound) s = sound_new(44100.0, 1, 300.0);
  const double click_s = 298.7;
  s->samples[(size_t)(click_s * 44100.0)] = 0.5f;
  g_autoptr(GArray) rows = sound_rows(s, 1, 4410);
  guint loudest = 0;
  for (guint r = 0; r < rows->len; r++) {
    g_assert_cmpfloat_with_epsilon(get_row(rows, r)->t_s, 0.056 + 0.096 * r, 3e-5);
    if (sum_power(get_row(rows, r), 0, 0, 226) > sum_power(get_row(rows, loudest), 0, 0, 226))
      loudest = r;
  }
  g_assert_cmpfloat(fabs(get_row(rows, loudest)->t_s - click_s), <, 0.064);
}

static void
test_any_chunks(void)
{
  g_autoptr(sound) s = sound_new(44100.0, 2, 5.0);
  sound_add_pink(s, 0, 0.1, 1);
  sound_add_white(s, 1, 0.5, 2);
  g_autoptr(GArray) one = sound_rows(s, 2, s->n_frames);
  const size_t blocks[] = {0, 1, 479, 705, 4233};
  for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++) {
    g_autoptr(GArray) other = sound_rows(s, 2, blocks[i]);
    g_assert_cmpuint(one->len, ==, other->len);
    for (guint r = 0; r < one->len; r++) {
      const attune_spectrum_row *a = get_row(one, r), *b = get_row(other, r);
      g_assert_cmpmem(a->power, sizeof a->power, b->power, sizeof b->power);
      g_assert_cmpmem(a->cross_re, sizeof a->cross_re, b->cross_re, sizeof b->cross_re);
      g_assert_cmpmem(a->low, sizeof a->low, b->low, sizeof b->low);
      g_assert_cmpmem(a->level, sizeof a->level, b->level, sizeof b->level);
      g_assert_cmpfloat(a->t_s, ==, b->t_s);
    }
  }
}

/* A copy of half the size and turned round: cross-spectrum -1/2 of the power, nothing imaginary. */
static void
test_cross(void)
{
  g_autoptr(sound) s = sound_new(48000.0, 2, 1.0);
  sound_add_white(s, 0, 0.1, 3);
  for (size_t i = 0; i < s->n_frames; i++) s->samples[2 * i + 1] = -0.5f * s->samples[2 * i];
  g_autoptr(GArray) rows = sound_rows(s, 2, 480);
  for (unsigned k = 0; k < 226; k++) {
    const attune_spectrum_row *row = get_row(rows, 3);
    g_assert_cmpfloat_with_epsilon(row->cross_re[k] / row->power[0][k], -0.5, 1e-5);
    g_assert_cmpfloat_with_epsilon(row->cross_im[k] / row->power[0][k], 0.0, 1e-5);
    g_assert_cmpfloat_with_epsilon(row->power[1][k] / row->power[0][k], 0.25, 1e-5);
  }
}

/* X1 conj(X0) of a channel that comes later has the phase of a delay. */
static void
test_delay_sign(void)
{
  g_autoptr(sound) s = sound_new(16000.0, 2, 1.0);
  sound_add_white(s, 0, 0.1, 3);
  for (size_t i = 1; i < s->n_frames; i++) s->samples[2 * i + 1] = s->samples[2 * i - 2];
  g_autoptr(GArray) rows = sound_rows(s, 2, 480);
  double re = 0.0, im = 0.0, late = -ATTUNE_TAU * 64.0 / 512.0;
  for (guint r = 0; r < rows->len; r++) {
    re += (double)get_row(rows, r)->cross_re[64];
    im += (double)get_row(rows, r)->cross_im[64];
  }
  g_assert_cmpfloat_with_epsilon(atan2(im, re), late, 0.05);
}

/* The slow copy of a sine inside 62-2000 Hz is that sine, 4000 times a second. */
static void
test_low(void)
{
  const double rates[] = {8000.0, 44100.0, 48000.0};
  for (size_t i = 0; i < G_N_ELEMENTS(rates); i++) {
    g_autoptr(sound) s = sound_new(rates[i], 1, 1.0);
    sound_add_sine(s, 0, 0.4, 700.0);
    sound_add_sine(s, 0, 0.4, 3000.0); /* gone in the copy */
    g_autoptr(GArray) rows = sound_rows(s, 1, 480);
    double re = 0.0, im = 0.0, power = 0.0;
    const unsigned n = 320; /* whole periods */
    for (unsigned t = 0; t < n; t++) {
      double x = (double)get_row(rows, 4)->low[0][t], angle = ATTUNE_TAU * 700.0 * t / 4000.0;
      re += 2.0 * x * cos(angle) / n;
      im += 2.0 * x * sin(angle) / n;
      power += x * x / n;
    }
    g_assert_cmpfloat_with_epsilon(hypot(re, im), 0.4, 0.008);
    g_assert_cmpfloat_with_epsilon(power, 0.08, 0.004);
    /* It begins at the beginning of the row's first frame: slow sample 0 of row 4 is 24 hops in. */
    double expected = ATTUNE_TAU * fmod(700.0 * 24.0 * 0.016, 1.0);
    g_assert_cmpfloat_with_epsilon(attune_wrap_pi(atan2(re, im) - expected), 0.0, 0.06);
  }
}

static void
test_levels(void)
{
  g_autoptr(sound) s = sound_new(48000.0, 1, 1.0);
  sound_add_white(s, 0, 0.05, 3);
  sound_quantise(s, 1.0 / 1024.0);
  for (size_t i = 0; i < 100; i++) s->samples[24000 + i] = 0.0f;
  for (size_t i = 0; i < 50; i++) s->samples[30000 + i] = 1.0f;
  s->samples[31000] = -1.0f; /* alone: no clipping */
  g_autoptr(GArray) rows = sound_rows(s, 1, 480);
  guint zeros = 0, clipped = 0, still = 0;
  for (guint r = 0; r < rows->len; r++) {
    const attune_row_level *level = &get_row(rows, r)->level[0];
    g_assert_cmpfloat_with_epsilon(level->step, 1.0 / 1024.0, 1e-7);
    g_assert_cmpuint(level->n, ==, 4608);
    zeros += level->zeros >= 100;
    clipped += level->clipped;
    still = MAX(still, level->still);
  }
  g_assert_cmpuint(zeros, ==, 1);
  g_assert_cmpuint(clipped, ==, 50);
  g_assert_cmpuint(still, >=, 100);
  g_assert_cmpuint(still, <, 105);
}

static void
push_at(attune_spectrum *spectrum, const sound *s, uint64_t first, GArray *rows)
{
  attune_block block = {s->samples, s->n_frames, s->n_channels, s->rate_hz, first};
  attune_spectrum_row row;
  for (size_t offset = 0, taken; offset < block.n_frames; offset += taken)
    if (attune_spectrum_push(spectrum, &block, offset, &taken, &row)) g_array_append_val(rows, row);
}

/* 1 s of sound, then 1 s that begins `gap` frames late. */
static GArray *
rows_around_gap(int64_t gap)
{
  const unsigned channel_of[2] = {0, 1};
  g_autoptr(sound) s = sound_new(16000.0, 1, 1.0);
  sound_add_white(s, 0, 0.1, 3);
  attune_spectrum *spectrum = attune_spectrum_new(16000.0, 1, channel_of);
  GArray *rows = g_array_new(FALSE, TRUE, sizeof(attune_spectrum_row));
  push_at(spectrum, s, 0, rows);
  push_at(spectrum, s, (uint64_t)(16000 + gap), rows);
  attune_spectrum_free(spectrum);
  return rows;
}

/* A short gap counts as zeros and keeps the clock; every row that it touches, and only they, say
   so. The second gap ends in the 16 ms that two rows share. */
static void
test_short_gap(void)
{
  const int64_t gaps[] = {8000, 8800, 1};
  for (size_t i = 0; i < G_N_ELEMENTS(gaps); i++) {
    g_autoptr(GArray) rows = rows_around_gap(gaps[i]);
    double end_s = 1.0 + (double)gaps[i] / 16000.0;
    for (guint r = 0; r < rows->len; r++) {
      const attune_spectrum_row *row = get_row(rows, r);
      g_assert_cmpfloat_with_epsilon(row->t_s, 0.056 + 0.096 * r, 1e-9);
      bool touched = row->t_s + 0.056 > 1.0 + 1e-9 && row->t_s - 0.056 < end_s - 1e-9;
      g_assert_cmpint(row->after_gap, ==, touched);
    }
    g_assert_cmpuint(rows->len, ==, (guint)((end_s + 1.0 - 0.016) / 0.096));
  }
}

/* After a long gap, or a step back in time, rows begin afresh at the block. */
static void
test_long_gap(void)
{
  const int64_t gaps[] = {48000, 1000000, -8000};
  for (size_t i = 0; i < G_N_ELEMENTS(gaps); i++) {
    g_autoptr(GArray) rows = rows_around_gap(gaps[i]);
    g_assert_cmpuint(rows->len, ==, 20);
    for (guint r = 0; r < 10; r++) {
      const attune_spectrum_row *row = get_row(rows, 10 + r);
      double base = 1.0 + (double)gaps[i] / 16000.0;
      g_assert_cmpfloat_with_epsilon(row->t_s, base + 0.056 + 0.096 * r, 1e-9);
      g_assert_cmpint(row->after_gap, ==, r == 0);
      g_assert_false(get_row(rows, r)->after_gap);
    }
  }
}

static void
test_mean_of_channels(void)
{
  g_autoptr(sound) s = sound_new(16000.0, 2, 1.0);
  sound_add_sine(s, 0, 0.4, 1000.0);
  const unsigned mean = ATTUNE_CHANNEL_MEAN;
  attune_spectrum *spectrum = attune_spectrum_new(16000.0, 1, &mean);
  g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(attune_spectrum_row));
  push_at(spectrum, s, 0, rows);
  attune_spectrum_free(spectrum);
  g_assert_cmpfloat_with_epsilon(sum_power(get_row(rows, 3), 0, 0, 226), 0.01, 0.0002);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/listen/spectrum/sine", test_sine);
  g_test_add_func("/listen/spectrum/white", test_white);
  g_test_add_func("/listen/spectrum/no-drift", test_no_drift);
  g_test_add_func("/listen/spectrum/any-chunks", test_any_chunks);
  g_test_add_func("/listen/spectrum/cross", test_cross);
  g_test_add_func("/listen/spectrum/delay-sign", test_delay_sign);
  g_test_add_func("/listen/spectrum/low", test_low);
  g_test_add_func("/listen/spectrum/levels", test_levels);
  g_test_add_func("/listen/spectrum/short-gap", test_short_gap);
  g_test_add_func("/listen/spectrum/long-gap", test_long_gap);
  g_test_add_func("/listen/spectrum/mean-of-channels", test_mean_of_channels);
  return g_test_run();
}
