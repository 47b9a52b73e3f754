// SPDX-License-Identifier: GPL-3.0-or-later
/* The couple as a source: what is heard, and that its truth is the truth of it. */
#include "audio/couple.h"
#include "base/circle.h"

#include <string.h>

static attune_couple_config
brief(attune_mics mics, double duration_s)
{
  attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
  config.mics = mics;
  config.duration_s = duration_s;
  config.rate_hz = 8000.0; /* little work, all of it the same */
  return config;
}

/* Reads all of it in chunks of a size; checks what every block promises. */
static GArray *
read_all(attune_source *source, size_t chunk)
{
  GArray *samples = g_array_new(FALSE, FALSE, sizeof(float));
  attune_block block;
  uint64_t expected = 0;
  g_assert_true(attune_source_start(source, NULL));
  while (attune_source_read(source, chunk, 1000, &block, NULL) == ATTUNE_READ_SOUND) {
    g_assert_cmpuint(block.n_frames, >, 0);
    g_assert_cmpuint(block.n_frames, <=, chunk);
    g_assert_cmpuint(block.n_channels, ==, source->n_channels);
    g_assert_cmpuint(block.first_frame, ==, expected);
    expected += block.n_frames;
    g_array_append_vals(samples, block.samples, (guint)(block.n_frames * block.n_channels));
  }
  attune_source_stop(source);
  return samples;
}

static GArray *
simulate(const attune_couple_config *config, size_t chunk)
{
  attune_source *source = attune_couple_source_new(config, NULL);
  GArray *samples = read_all(source, chunk);
  attune_source_free(source);
  return samples;
}

static gboolean
is_same(const GArray *a, const GArray *b)
{
  return a->len == b->len && memcmp(a->data, b->data, a->len * sizeof(float)) == 0;
}

static void
test_same_in_any_chunks(void)
{
  const size_t chunks[] = {1, 7, 480, 100000};
  attune_couple_config config = brief(ATTUNE_MICS_TWO, 3.3);
  g_autoptr(GArray) whole = simulate(&config, 1024);
  g_assert_cmpuint(whole->len, ==, 2 * 26400);
  for (size_t i = 0; i < G_N_ELEMENTS(chunks); i++) {
    g_autoptr(GArray) again = simulate(&config, chunks[i]);
    g_assert_true(is_same(whole, again));
  }
}

static void
test_same_after_a_new_start(void)
{
  attune_couple_config config = brief(ATTUNE_MICS_ARRAY, 3.0);
  attune_source *source = attune_couple_source_new(&config, NULL);
  g_autoptr(GArray) first = read_all(source, 1000);
  g_autoptr(GArray) second = read_all(source, 64);
  g_assert_true(is_same(first, second));
  attune_source_free(source);
}

static void
test_seeds_differ(void)
{
  attune_couple_config config = brief(ATTUNE_MICS_SINGLE, 2.5);
  g_autoptr(GArray) one = simulate(&config, 1024);
  config.seed = 2;
  g_autoptr(GArray) two = simulate(&config, 1024);
  config.seed = 1 + (UINT64_C(1) << 40); /* the high half counts too */
  g_autoptr(GArray) high = simulate(&config, 1024);
  g_assert_false(is_same(one, two));
  g_assert_false(is_same(one, high));
}

static void
test_levels(void)
{
  for (uint64_t seed = 1; seed <= 6; seed++)
    for (int mics = ATTUNE_MICS_TWO; mics <= ATTUNE_MICS_SINGLE; mics++) {
      attune_couple_config config = brief((attune_mics)mics, 50.0);
      config.seed = seed;
      config.scenario = seed % 2 == 0 ? ATTUNE_COUPLE_TALK : ATTUNE_COUPLE_FREE;
      config.noise = (attune_couple_noise)(seed % 7);
      config.n_gain_jumps = seed == 3 ? 2 : 0;
      g_autoptr(GArray) samples = simulate(&config, 1024);
      float loudest = 0.0f;
      for (guint i = 0; i < samples->len; i++) {
        float x = g_array_index(samples, float, i);
        g_assert_true(isfinite(x));
        loudest = fmaxf(loudest, fabsf(x));
      }
      g_assert_cmpfloat((double)loudest, <, 0.96);
      g_assert_cmpfloat((double)loudest, >, 0.001);
    }
}

static void
test_channels(void)
{
  for (int mics = ATTUNE_MICS_TWO; mics <= ATTUNE_MICS_SINGLE; mics++) {
    attune_couple_config config = brief((attune_mics)mics, 2.0);
    attune_source *source = attune_couple_source_new(&config, NULL);
    g_assert_cmpuint(source->n_channels, ==, mics == ATTUNE_MICS_SINGLE ? 1 : 2);
    g_assert_true(source->is_demo);
    g_assert_cmpfloat(source->rate_hz, ==, 8000.0);
    g_assert_cmpfloat(source->duration_s, ==, 2.0);
    attune_source_free(source);
  }
}

/* ---- truth and sound ---- */

/* Power of a channel between two moments, above about 200 Hz. */
static double
power_db(const GArray *samples, const attune_source *source, unsigned channel, double start_s,
         double end_s)
{
  double power = 0.0, low = 0.0, keep = exp(-ATTUNE_TAU * 200.0 / source->rate_hz);
  long from = lround(start_s * source->rate_hz), to = lround(end_s * source->rate_hz);
  for (long n = from; n < to; n++) {
    double x = (double)g_array_index(samples, float, (guint)n * source->n_channels + channel);
    low = x + keep * (low - x);
    if (n > from + 32) power += (x - low) * (x - low);
  }
  return 10.0 * log10(power / (double)(to - from) + 1e-20);
}

/* The sound of the halves against the end of the pause, over the breaths before end_s. */
static void
measure_halves(attune_source *source, const GArray *samples, attune_partner p, unsigned channel,
               double *in_db, double *out_db, double *pause_db)
{
  size_t n;
  const attune_couple_breath *b = attune_couple_source_breaths(source, p, &n);
  unsigned counted = 0;
  *in_db = *out_db = *pause_db = 0.0;
  for (size_t i = 0; i < n && b[i].end_s < attune_couple_source_plan(source).live.start_s; i++) {
    double in_s = b[i].out_s - b[i].in_s, out_s = b[i].end_s - b[i].out_s;
    *in_db += power_db(samples, source, channel, b[i].in_s + 0.1 * in_s, b[i].in_s + 0.8 * in_s);
    *out_db +=
        power_db(samples, source, channel, b[i].out_s + 0.1 * out_s, b[i].out_s + 0.6 * out_s);
    *pause_db += power_db(samples, source, channel, b[i].end_s - 0.15, b[i].end_s);
    counted++;
  }
  g_assert_cmpuint(counted, >=, 2);
  *in_db /= counted;
  *out_db /= counted;
  *pause_db /= counted;
}

static void
test_truth_is_heard(void)
{
  for (uint64_t seed = 1; seed <= 5; seed++) {
    attune_couple_config config = brief(ATTUNE_MICS_TWO, 90.0);
    config.seed = seed;
    config.snr_db = 45.0;
    attune_source *source = attune_couple_source_new(&config, NULL);
    g_autoptr(GArray) samples = read_all(source, 1024);
    for (int p = 0; p < ATTUNE_PARTNERS; p++) {
      double in_db, out_db, pause_db;
      measure_halves(source, samples, (attune_partner)p, (unsigned)p, &in_db, &out_db, &pause_db);
      g_assert_cmpfloat(out_db, >, pause_db + 15.0);
      g_assert_cmpfloat(in_db, >, pause_db + 3.0);
    }
    attune_source_free(source);
  }
}

/* Each one's own microphone hears that one best, whoever of them breathes. */
static void
test_own_microphone(void)
{
  attune_couple_config config = brief(ATTUNE_MICS_TWO, 100.0);
  config.snr_db = 45.0;
  attune_source *source = attune_couple_source_new(&config, NULL);
  g_autoptr(GArray) samples = read_all(source, 1024);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    double in_db, own_db, other_db, pause_db;
    measure_halves(source, samples, (attune_partner)p, (unsigned)p, &in_db, &own_db, &pause_db);
    measure_halves(source, samples, (attune_partner)p, 1u - (unsigned)p, &in_db, &other_db,
                   &pause_db);
    g_assert_cmpfloat(own_db - other_db, >, 6.0);
    g_assert_cmpfloat(own_db - other_db, <, 18.0);
  }
  attune_source_free(source);
}

static double
quiet_db(double snr_db, attune_couple_noise noise)
{
  attune_couple_config config = brief(ATTUNE_MICS_SINGLE, 41.0);
  config.snr_db = snr_db;
  config.noise = noise;
  attune_source *source = attune_couple_source_new(&config, NULL);
  g_autoptr(GArray) samples = read_all(source, 1024);
  double db = power_db(samples, source, 0, 0.5, 3.9);
  attune_source_free(source);
  return db;
}

/* --snr means what it says, for each steady noise; and without noise it is quietest. */
static void
test_noise_level(void)
{
  const attune_couple_noise steady[] = {ATTUNE_COUPLE_NOISE_ROOM, ATTUNE_COUPLE_NOISE_PINK,
                                        ATTUNE_COUPLE_NOISE_FAN, ATTUNE_COUPLE_NOISE_RAIN};
  double none_db = quiet_db(NAN, ATTUNE_COUPLE_NOISE_NONE);
  double pink_db = quiet_db(0.0, ATTUNE_COUPLE_NOISE_PINK);
  for (size_t i = 0; i < G_N_ELEMENTS(steady); i++) {
    double loud_db = quiet_db(0.0, steady[i]), soft_db = quiet_db(20.0, steady[i]);
    g_assert_cmpfloat_with_epsilon(loud_db - soft_db, 20.0, 1.5);
    g_assert_cmpfloat_with_epsilon(loud_db, pink_db, 5.0);
    g_assert_cmpfloat(soft_db, >, none_db + 3.0);
  }
}

static void
test_gain_jumps(void)
{
  attune_couple_config config = brief(ATTUNE_MICS_SINGLE, 60.0);
  config.noise = ATTUNE_COUPLE_NOISE_PINK;
  config.snr_db = -20.0; /* only the noise is heard */
  config.n_gain_jumps = 1;
  attune_source *source = attune_couple_source_new(&config, NULL);
  g_autoptr(GArray) samples = read_all(source, 1024);
  double jump_db =
      power_db(samples, source, 0, 58.0, 60.0) - power_db(samples, source, 0, 1.0, 4.0);
  g_assert_cmpfloat(fabs(jump_db), >, 2.5);
  g_assert_cmpfloat(fabs(jump_db), <, 13.5);
  attune_source_free(source);
}

/* Who is gone is not heard: B's own microphone falls to what A leaves there. */
static void
test_absent_is_silent(void)
{
  attune_couple_config config = brief(ATTUNE_MICS_TWO, 200.0);
  config.scenario = ATTUNE_COUPLE_ABSENT;
  config.snr_db = 45.0;
  attune_source *source = attune_couple_source_new(&config, NULL);
  g_autoptr(GArray) samples = read_all(source, 1024);
  size_t n;
  const attune_couple_span *gone = attune_couple_source_absent(source, ATTUNE_B, &n);
  g_assert_cmpuint(n, ==, 1);
  double there_db = power_db(samples, source, 1, gone->start_s - 12.0, gone->start_s);
  double gone_db = power_db(samples, source, 1, gone->start_s + 1.0, gone->start_s + 25.0);
  g_assert_cmpfloat(there_db - gone_db, >, 4.0);
  g_assert_true(isnan(attune_couple_true_phase(source, ATTUNE_B, gone->start_s + 5.0)));
  attune_source_free(source);
}

static void
test_talk_is_loud(void)
{
  attune_couple_config config = brief(ATTUNE_MICS_SINGLE, 150.0);
  config.scenario = ATTUNE_COUPLE_TALK;
  attune_source *source = attune_couple_source_new(&config, NULL);
  g_autoptr(GArray) samples = read_all(source, 1024);
  size_t n;
  const attune_couple_span *words = attune_couple_source_talking(source, &n);
  g_assert_cmpuint(n, >=, 1);
  double usual_db = power_db(samples, source, 0, 88.0, words->start_s - 0.5);
  g_assert_cmpfloat(power_db(samples, source, 0, words->start_s, words->end_s), >, usual_db + 8.0);
  attune_source_free(source);
}

/* ---- the interface ---- */

static void
test_out_of_range(void)
{
  attune_couple_config wrong[8];
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) wrong[i] = brief(ATTUNE_MICS_TWO, 60.0);
  wrong[0].duration_s = 1.0;
  wrong[1].duration_s = NAN;
  wrong[2].rate_hz = 7999.0;
  wrong[3].rate_hz = 1e6;
  wrong[4].snr_db = 200.0;
  wrong[5].n_gain_jumps = 9;
  wrong[6].wishes[1].rate_per_min = 2.0;
  const double falling_s[] = {3.0, 2.0, 5.0};
  wrong[7].onsets[0] = (attune_couple_onsets){falling_s, NULL, 3};
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(attune_couple_source_new(&wrong[i], &error));
    g_assert_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_UNSUPPORTED);
  }
}

static void
test_cancel(void)
{
  attune_couple_config config = brief(ATTUNE_MICS_TWO, 60.0);
  attune_source *source = attune_couple_source_new(&config, NULL);
  attune_block block;
  g_assert_true(attune_source_start(source, NULL));
  g_assert_cmpint(attune_source_read(source, 100, 0, &block, NULL), ==, ATTUNE_READ_SOUND);
  attune_source_cancel(source);
  g_assert_cmpint(attune_source_read(source, 100, 0, &block, NULL), ==, ATTUNE_READ_END);
  attune_source_free(source);
}

static void
test_real_time(void)
{
  attune_couple_config config = brief(ATTUNE_MICS_TWO, 60.0);
  config.real_time = TRUE;
  attune_source *source = attune_couple_source_new(&config, NULL);
  attune_block block;
  uint64_t frames = 0;
  g_assert_true(attune_source_start(source, NULL));
  gint64 begun_us = g_get_monotonic_time();
  while (frames < 2400) { /* 0.3 s */
    attune_read_state state = attune_source_read(source, 480, 10, &block, NULL);
    g_assert_true(state == ATTUNE_READ_SOUND || state == ATTUNE_READ_WAIT);
    if (state == ATTUNE_READ_SOUND) frames += block.n_frames;
  }
  double taken_s = (double)(g_get_monotonic_time() - begun_us) * 1e-6;
  g_assert_cmpfloat(taken_s, >=, (double)frames / 8000.0 - 0.005);
  g_assert_cmpfloat(taken_s, <, 5.0);
  attune_source_free(source);
}

/* A nudge between two reads changes what comes, not what was. */
static void
test_nudge(void)
{
  attune_couple_config config = brief(ATTUNE_MICS_SINGLE, 39.0);
  attune_source *source = attune_couple_source_new(&config, NULL);
  attune_block block;
  size_t before, after;
  attune_couple_source_breaths(source, ATTUNE_B, &before);
  g_assert_true(attune_source_start(source, NULL));
  for (int i = 0; i < 80; i++)
    g_assert_cmpint(attune_source_read(source, 1024, 0, &block, NULL), ==, ATTUNE_READ_SOUND);
  attune_couple_source_nudge(source, ATTUNE_COUPLE_NUDGE_LEAVE, ATTUNE_B);
  g_assert_cmpint(attune_source_read(source, 1024, 0, &block, NULL), ==, ATTUNE_READ_SOUND);
  attune_couple_source_breaths(source, ATTUNE_B, &after);
  g_assert_cmpuint(after, <, before);
  g_assert_true(isnan(attune_couple_true_phase(source, ATTUNE_B, 38.0)));
  while (attune_source_read(source, 1024, 0, &block, NULL) == ATTUNE_READ_SOUND) continue;
  g_assert_cmpuint(block.first_frame + block.n_frames, ==, 39 * 8000);
  attune_source_free(source);
}

/* So does steering; the same steering at the same frame gives the same sound. */
static void
test_steer(void)
{
  double sums[2] = {0.0, 0.0};
  for (int run = 0; run < 3; run++) {
    attune_couple_config config = brief(ATTUNE_MICS_SINGLE, 39.0);
    attune_source *source = attune_couple_source_new(&config, NULL);
    attune_block block;
    double sum = 0.0;
    g_assert_true(attune_source_start(source, NULL));
    for (int i = 0; attune_source_read(source, 1024, 0, &block, NULL) == ATTUNE_READ_SOUND; i++) {
      if (i == 80 && run < 2) attune_couple_source_steer(source, 0.0);
      for (size_t s = 0; s < block.n_frames; s++) sum += (double)fabsf(block.samples[s]);
    }
    if (run < 2) sums[run] = sum;
    if (run == 2) g_assert_cmpfloat(sum, !=, sums[0]);
    attune_source_free(source);
  }
  g_assert_cmpfloat(sums[0], ==, sums[1]);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/couple/same-in-any-chunks", test_same_in_any_chunks);
  g_test_add_func("/couple/same-after-a-new-start", test_same_after_a_new_start);
  g_test_add_func("/couple/seeds-differ", test_seeds_differ);
  g_test_add_func("/couple/levels", test_levels);
  g_test_add_func("/couple/channels", test_channels);
  g_test_add_func("/couple/truth-is-heard", test_truth_is_heard);
  g_test_add_func("/couple/own-microphone", test_own_microphone);
  g_test_add_func("/couple/noise-level", test_noise_level);
  g_test_add_func("/couple/gain-jumps", test_gain_jumps);
  g_test_add_func("/couple/absent-is-silent", test_absent_is_silent);
  g_test_add_func("/couple/talk-is-loud", test_talk_is_loud);
  g_test_add_func("/couple/out-of-range", test_out_of_range);
  g_test_add_func("/couple/cancel", test_cancel);
  g_test_add_func("/couple/nudge", test_nudge);
  g_test_add_func("/couple/steer", test_steer);
  g_test_add_func("/couple/real-time", test_real_time);
  return g_test_run();
}
