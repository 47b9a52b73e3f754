// SPDX-License-Identifier: GPL-3.0-or-later
/* Voices over many seeds: within the promised ranges, and spread over them. */
#include "audio/couple_bank.h"
#include "audio/couple_voice.h"

#define SEEDS 400

static const attune_couple_wishes no_wishes = ATTUNE_COUPLE_WISHES_NONE;

static attune_couple_voice
draw(uint64_t seed, const attune_couple_wishes *wishes)
{
  g_autoptr(GRand) rand = attune_couple_chance(seed, ATTUNE_COUPLE_STREAM_VOICE);
  return attune_couple_voice_draw(rand, wishes);
}

static void
test_in_level(void)
{
  unsigned usual = 0, faint = 0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    double level_db = draw(seed, &no_wishes).half[ATTUNE_COUPLE_IN].level_db;
    g_assert_cmpfloat(level_db, >=, -20.0);
    g_assert_cmpfloat(level_db, <=, 0.0);
    usual += level_db >= -10.0 && level_db <= -3.0;
    faint += level_db < -10.0;
  }
  g_assert_cmpfloat((double)usual / SEEDS, >, 0.6);
  g_assert_cmpfloat((double)faint / SEEDS, >, 0.08);
}

static void
test_ranges(void)
{
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_voice v = draw(seed, &no_wishes);
    for (int h = 0; h < ATTUNE_COUPLE_HALVES; h++) {
      g_assert_cmpfloat(v.half[h].attack_s, >=, 0.1);
      g_assert_cmpfloat(v.half[h].attack_s, <=, 0.6);
      if (v.mouth) g_assert_cmpfloat(v.half[h].whistle_db, <, -100.0);
    }
    g_assert_cmpfloat(v.half[ATTUNE_COUPLE_IN].pause_s, <=, 0.5);
    g_assert_cmpfloat(v.half[ATTUNE_COUPLE_OUT].pause_s, >=, 0.2);
    g_assert_cmpfloat(v.half[ATTUNE_COUPLE_OUT].pause_s, <=, 2.0);
    g_assert_cmpfloat(v.level_jitter_db, >=, 1.5);
    g_assert_cmpfloat(v.level_jitter_db, <=, 4.0);
    g_assert_cmpfloat(v.grain_hz, >=, 5.0);
    g_assert_cmpfloat(v.grain_hz, <=, 30.0);
  }
}

/* Distance between the spectra of in-breath and out-breath, 200-7000 Hz, level taken out. */
static double
distance_db(const attune_couple_voice *v)
{
  double sum = 0.0, square = 0.0, n = 0.0;
  for (int b = 0; b < ATTUNE_COUPLE_BANDS; b++) {
    double hz = attune_couple_band_hz(b);
    if (hz < 200.0 || hz > 7000.0) continue;
    double d = (double)v->half[ATTUNE_COUPLE_IN].shape_db[b] -
               (double)v->half[ATTUNE_COUPLE_OUT].shape_db[b];
    sum += d;
    square += d * d;
    n++;
  }
  return sqrt(square / n - sum / n * (sum / n));
}

/* In some persons in and out sound nearly alike, in others far apart. */
static void
test_contrast(void)
{
  unsigned alike = 0, apart = 0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    attune_couple_voice v = draw(seed, &no_wishes);
    alike += distance_db(&v) < 1.5;
    apart += distance_db(&v) > 5.0;
  }
  g_assert_cmpfloat((double)alike / SEEDS, >, 0.08);
  g_assert_cmpfloat((double)apart / SEEDS, >, 0.08);
}

static void
test_wishes(void)
{
  attune_couple_wishes wishes = ATTUNE_COUPLE_WISHES_NONE;
  wishes.contrast = 0.0;
  wishes.in_level_db = -18.0;
  for (uint64_t seed = 1; seed <= 20; seed++)
    for (wishes.mouth = 0; wishes.mouth <= 1; wishes.mouth++) {
      attune_couple_voice v = draw(seed, &wishes);
      g_assert_cmpint(v.mouth, ==, wishes.mouth);
      g_assert_cmpfloat(distance_db(&v), <, 0.01);
      g_assert_cmpfloat(v.half[ATTUNE_COUPLE_IN].level_db, ==, -18.0);
    }
}

/* What the bank is said to put out is what comes out. */
static void
test_bank_level(void)
{
  const double rate_hz = 16000.0;
  attune_couple_bank bank = attune_couple_bank_make(rate_hz);
  attune_couple_white white = {7};
  float gain_db[ATTUNE_COUPLE_BANDS], gain[ATTUNE_COUPLE_BANDS];
  for (int b = 0; b < ATTUNE_COUPLE_BANDS; b++) { /* only where the level is measured */
    double hz = attune_couple_band_hz(b);
    gain_db[b] = hz > 500.0 && hz < 3500.0 ? (float)(b % 3) * 4.0f : -200.0f;
    gain[b] = powf(10.0f, gain_db[b] / 20.0f);
  }
  double power = 0.0;
  for (int n = 0; n < 2000; n++) {
    float noise[ATTUNE_COUPLE_STEP], out[ATTUNE_COUPLE_STEP];
    attune_couple_white_fill(&white, noise);
    attune_couple_bank_run(&bank, noise, gain, out);
    for (int i = 0; i < ATTUNE_COUPLE_STEP && n >= 100; i++) power += (double)(out[i] * out[i]);
  }
  double rms = sqrt(power / (1900.0 * ATTUNE_COUPLE_STEP));
  g_assert_cmpfloat_with_epsilon(20.0 * log10(rms / attune_couple_bank_rms(rate_hz, gain_db)), 0.0,
                                 0.5);
}

static void
test_white(void)
{
  attune_couple_white white = {99};
  double sum = 0.0, square = 0.0, fourth = 0.0, n = 200000.0;
  for (int i = 0; i < 200000; i++) {
    double x = (double)attune_couple_white_one(&white);
    sum += x;
    square += x * x;
    fourth += x * x * x * x;
  }
  g_assert_cmpfloat_with_epsilon(sum / n, 0.0, 0.01);
  g_assert_cmpfloat_with_epsilon(square / n, 1.0, 0.02);
  g_assert_cmpfloat_with_epsilon(fourth / n, 2.7, 0.1);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/couple/voice/in-level", test_in_level);
  g_test_add_func("/couple/voice/ranges", test_ranges);
  g_test_add_func("/couple/voice/contrast", test_contrast);
  g_test_add_func("/couple/voice/wishes", test_wishes);
  g_test_add_func("/couple/bank/level", test_bank_level);
  g_test_add_func("/couple/white", test_white);
  return g_test_run();
}
