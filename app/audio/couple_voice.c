// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the ranges are based on.
 *
 * Measured on the one deep breath at an air microphone that has a free licence (Coswara blog,
 * nMIOAh7q..., 16 kHz; levels per Hz in 14 log bands 100-7900 Hz, rows of 96 ms): both halves are
 * flat within +-5 dB from 250 to 6000 Hz, with resonances near 300-400, 1000-1300 and 2500-5000 Hz
 * and dips near 800 and 1900 Hz; below 250 Hz they fall by 10-18 dB an octave. The out-breath is
 * 6 dB louder and 5 dB brighter above 2.5 kHz than the in-breath. Onsets rise 30 dB in 0.1-0.15 s;
 * the in-breath falls by 9 dB a second, the out-breath by 30-40; in its tail the highs go first.
 * The 3-30 Hz fluctuation of the level inside a burst is 0.7-2.7 dB against 0.5 dB for stationary
 * Gaussian noise in the same band: breath is grainy.
 *
 * From the literature (quiet breath): nasal in-breath with a centroid of 800-2500 Hz, out-breath
 * 200-800 Hz, "a tendency, not a rule"; the out-breath loudest early, then decaying; mouth or nose
 * turns the order round; wind rumble under 300 Hz on the out-breath alone.
 *
 * A stethoscope's sound (RRinervasO) tells timing, not colour: skin and tube fall by 30 dB from 150
 * to 1000 Hz in the three recordings that are not noise, so nothing here is taken from it.
 */
#include "audio/couple_voice.h"

#include "base/circle.h"

#define LOWEST_HZ 85.0
#define HIGHEST_HZ 8600.0
#define BUMPS 4

/* A spectrum in words: corner below, slope above, resonances. */
typedef struct {
  double corner_hz, corner_order; /* high-pass of the passage */
  double tilt_db;                 /* per octave above 600 Hz */
  double top_hz;                  /* above it 12 dB an octave are lost */
  double bump_db[BUMPS], bump_octave[BUMPS];
} colour;

double
attune_couple_band_hz(int band)
{
  return LOWEST_HZ * pow(HIGHEST_HZ / LOWEST_HZ, band / (double)(ATTUNE_COUPLE_BANDS - 1));
}

static colour
draw_colour(GRand *rand, gboolean mouth, int half)
{
  static const double tilt_low[2][2] = {{-5.5, -8.0}, {-4.0, -4.5}}; /* [mouth][half] */
  static const double tilt_high[2][2] = {{1.0, 0.0}, {3.0, 3.5}};
  colour c = {.corner_hz = attune_couple_draw(rand, 120.0, 480.0),
              .corner_order = attune_couple_draw(rand, 0.7, 2.5),
              .tilt_db = attune_couple_draw(rand, tilt_low[mouth][half], tilt_high[mouth][half]),
              .top_hz = exp(attune_couple_draw(rand, log(3500.0), log(14000.0)))};
  for (int i = 0; i < BUMPS; i++) {
    c.bump_db[i] = attune_couple_draw(rand, -7.0, 13.0);
    c.bump_octave[i] = attune_couple_draw(rand, 0.22, 0.6);
  }
  return c;
}

static double
mix(double a, double b, double share)
{
  return a + share * (b - a);
}

/* The out-breath comes through the same passages: between the in-breath's colour and its own. */
static colour
mix_colours(const colour *a, const colour *b, double share)
{
  colour c = {mix(a->corner_hz, b->corner_hz, share),
              mix(a->corner_order, b->corner_order, share),
              mix(a->tilt_db, b->tilt_db, share),
              mix(a->top_hz, b->top_hz, share),
              {0},
              {0}};
  for (int i = 0; i < BUMPS; i++) {
    c.bump_db[i] = mix(a->bump_db[i], b->bump_db[i], share);
    c.bump_octave[i] = mix(a->bump_octave[i], b->bump_octave[i], share);
  }
  return c;
}

static double
colour_at_db(const colour *c, const double *bump_hz, double hz)
{
  double db = -5.0 * c->corner_order * log10(1.0 + pow(c->corner_hz / hz, 4.0)) * 2.0;
  db += c->tilt_db * fmax(log2(hz / 600.0), 0.0);
  db -= 10.0 * log10(1.0 + pow(hz / c->top_hz, 4.0));
  for (int i = 0; i < BUMPS; i++) {
    double octaves = log2(hz / bump_hz[i]) / c->bump_octave[i];
    db += c->bump_db[i] * exp(-0.5 * octaves * octaves);
  }
  return fmax(db, -60.0);
}

static void
draw_shapes(attune_couple_voice *voice, double contrast, GRand *rand)
{
  static const double low_hz[BUMPS] = {300.0, 900.0, 2000.0, 3600.0};
  static const double high_hz[BUMPS] = {800.0, 1900.0, 3300.0, 6500.0};
  double bump_hz[BUMPS], moved_hz[BUMPS];
  for (int i = 0; i < BUMPS; i++) {
    bump_hz[i] = attune_couple_draw(rand, low_hz[i], high_hz[i]);
    moved_hz[i] = bump_hz[i] * exp(0.25 * contrast * attune_couple_draw_normal(rand));
  }
  colour in = draw_colour(rand, voice->mouth, ATTUNE_COUPLE_IN);
  colour own = draw_colour(rand, voice->mouth, ATTUNE_COUPLE_OUT);
  colour out = mix_colours(&in, &own, contrast);
  for (int b = 0; b < ATTUNE_COUPLE_BANDS; b++) {
    double hz = attune_couple_band_hz(b);
    voice->half[ATTUNE_COUPLE_IN].shape_db[b] = (float)colour_at_db(&in, bump_hz, hz);
    voice->half[ATTUNE_COUPLE_OUT].shape_db[b] = (float)colour_at_db(&out, moved_hz, hz);
  }
}

/* Mostly 3-10 dB below the out-breath, one in six nearly silent, some louder than that. */
static double
draw_in_level_db(GRand *rand)
{
  double x = g_rand_double(rand);
  if (x < 0.16) return attune_couple_draw(rand, -20.0, -10.0);
  if (x < 0.26) return attune_couple_draw(rand, -3.0, 0.0);
  return attune_couple_draw(rand, -10.0, -3.0);
}

static void
draw_halves(attune_couple_voice *voice, GRand *rand)
{
  attune_couple_half *in = &voice->half[ATTUNE_COUPLE_IN], *out = &voice->half[ATTUNE_COUPLE_OUT];
  for (int h = 0; h < ATTUNE_COUPLE_HALVES; h++) {
    voice->half[h].attack_s = exp(attune_couple_draw(rand, log(0.10), log(0.60)));
    voice->half[h].release_share = attune_couple_draw(rand, 0.3, 0.8);
    voice->half[h].flow_tilt_db = attune_couple_draw(rand, 0.0, 1.2);
    voice->half[h].whistle_db = -200.0;
  }
  in->level_db = draw_in_level_db(rand);
  in->fall_db = attune_couple_draw(rand, -4.0, 8.0);
  in->pause_s = attune_couple_draw(rand, 0.0, 0.5);
  out->fall_db = attune_couple_draw(rand, 2.0, 16.0);
  out->pause_s = exp(attune_couple_draw(rand, log(0.2), log(2.0)));
  double whistle_db = attune_couple_draw(rand, -8.0, 4.0),
         rumble_db = attune_couple_draw(rand, 4, 18);
  int which = attune_couple_draw_if(rand, 0.65) ? ATTUNE_COUPLE_IN : ATTUNE_COUPLE_OUT;
  gboolean whistles = attune_couple_draw_if(rand, 0.2), rumbles = attune_couple_draw_if(rand, 0.5);
  if (whistles && !voice->mouth) voice->half[which].whistle_db = whistle_db;
  if (rumbles && voice->mouth) out->rumble_db = rumble_db;
}

static void
draw_liveliness(attune_couple_voice *voice, GRand *rand)
{
  voice->level_jitter_db = attune_couple_draw(rand, 1.5, 4.0);
  voice->colour_jitter_db = attune_couple_draw(rand, 0.8, 2.8);
  voice->grain_hz = attune_couple_draw(rand, 5.0, 30.0);
  voice->grain_db = attune_couple_draw(rand, 1.0, 3.0);
  voice->band_grain_db = attune_couple_draw(rand, 1.0, 3.0);
  for (int i = 0; i < 2; i++) {
    voice->drift_db[i] = attune_couple_draw(rand, 0.0, 2.0);
    voice->drift_period_s[i] = attune_couple_draw(rand, 60.0, 400.0);
    voice->drift_phase_rad[i] = attune_couple_draw(rand, 0.0, ATTUNE_TAU);
  }
  voice->odd_chance = attune_couple_draw(rand, 0.0, 0.2);
  voice->faint_chance = fmax(attune_couple_draw(rand, -0.05, 0.1), 0.0);
  voice->hump_chance = attune_couple_draw(rand, 0.0, 0.4);
  voice->break_chance = attune_couple_draw(rand, 0.0, 0.08);
  voice->attack_jitter = attune_couple_draw(rand, 0.1, 0.4);
  voice->effort_db = attune_couple_draw(rand, 0.0, 3.0);
  voice->whistle_hz = exp(attune_couple_draw(rand, log(700.0), log(3500.0)));
  voice->whistle_q = attune_couple_draw(rand, 15.0, 50.0);
  voice->pause_air_db = attune_couple_draw(rand, -45.0, -24.0);
  voice->smacks_per_min = attune_couple_draw(rand, 0.0, 3.0);
  voice->rustles_per_min = attune_couple_draw(rand, 0.0, 1.5);
  voice->pitch_hz = exp(attune_couple_draw(rand, log(90.0), log(240.0)));
}

attune_couple_voice
attune_couple_voice_draw(GRand *rand, const attune_couple_wishes *wishes)
{
  attune_couple_voice voice = {.mouth = attune_couple_draw_if(rand, 0.5)};
  double contrast = attune_couple_draw(rand, 0.15, 1.0);
  if (wishes->mouth >= 0) voice.mouth = wishes->mouth != 0;
  if (!isnan(wishes->contrast)) contrast = wishes->contrast;
  draw_shapes(&voice, contrast, rand);
  draw_halves(&voice, rand);
  draw_liveliness(&voice, rand);
  if (!isnan(wishes->in_level_db)) voice.half[ATTUNE_COUPLE_IN].level_db = wishes->in_level_db;
  return voice;
}
