// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/couple_breath.h"

#include "base/circle.h"

#define SILENT_DB -90.0
#define USUAL_BREATH_S 5.0
#define WHISTLE_LIMIT_DB -100.0

static float
amplitude(double db)
{
  return exp2f((float)(db * 0.16609640474436813)); /* 10^(db/20) */
}

attune_couple_breather *
attune_couple_breather_new(const attune_couple_voice *voice, const GArray *takes, double rate_hz,
                           uint64_t seed, int partner)
{
  attune_couple_breather *b = g_new0(attune_couple_breather, 1);
  b->voice = *voice;
  b->takes = takes;
  b->rate_hz = rate_hz;
  b->step_s = ATTUNE_COUPLE_STEP / rate_hz;
  b->half_begun = b->burst.half = -1;
  for (int i = 0; i < ATTUNE_COUPLE_BANDS; i++) {
    b->octave[i] = log2(attune_couple_band_hz(i) / 1000.0);
    for (int n = 0; n < 3; n++)
      b->form[n][i] = cos(ATTUNE_PI * (n + 1) * (i + 0.5) / ATTUNE_COUPLE_BANDS);
  }
  b->rand = attune_couple_chance(seed, ATTUNE_COUPLE_STREAM_BREATH + (uint32_t)partner);
  b->white = attune_couple_white_make(b->rand);
  b->bank = attune_couple_bank_make(rate_hz);
  b->speech = attune_couple_speech_make(rate_hz, voice->pitch_hz, b->rand);
  b->speech_db = attune_couple_draw(b->rand, 15.0, 24.0);
  b->grain_keep = (float)exp(-ATTUNE_TAU * voice->grain_hz * b->step_s);
  b->norm_db = -20.0 * log10(attune_couple_bank_rms(rate_hz, voice->half[1].shape_db));
  b->in_norm_db = -20.0 * log10(attune_couple_bank_rms(rate_hz, voice->half[0].shape_db));
  return b;
}

void
attune_couple_breather_free(attune_couple_breather *breather)
{
  if (breather == NULL) return;
  g_rand_free(breather->rand);
  g_free(breather);
}

/* ---- one burst ---- */

static double
rise(double x)
{
  double s = sin(0.5 * ATTUNE_PI * CLAMP(x, 0.0, 1.0));
  return s * s * s; /* sound grows with about the cube of the flow at first */
}

/* A breath "begins" when it is first faintly heard: 25 dB under its top, not at the first stir of
 * air. Otherwise every truth would be early by a third of the attack. */
#define FIRST_HEARD 0.25

/* Amplitude at `u` (0..1) of the burst. */
static double
envelope(const attune_couple_breather *b, double u)
{
  const attune_couple_burst *burst = &b->burst;
  const attune_couple_half *half = &b->voice.half[burst->half];
  double up = rise(FIRST_HEARD + (1.0 - FIRST_HEARD) * u * burst->length_s / burst->attack_s);
  double down = rise((1.0 - u) / half->release_share);
  double x = (u - burst->dip_at) / burst->dip_width;
  double dip = burst->dip > 0.0 ? 1.0 - burst->dip * exp(-0.5 * x * x) : 1.0;
  return up * down * dip * pow(10.0, -half->fall_db * u / 20.0);
}

/* Makes the middle of the burst as loud as it was drawn, whatever its form. */
static double
form_db(const attune_couple_breather *b)
{
  double power = 0.0;
  for (int i = 0; i < 16; i++) {
    double e = envelope(b, 0.1 + 0.8 * (i + 0.5) / 16.0);
    power += e * e / 16.0;
  }
  return -10.0 * log10(fmax(power, 1e-6));
}

static double
draw_length_s(attune_couple_breather *b, int h, double half_s)
{
  double pause_s = b->voice.half[h].pause_s * exp(0.35 * attune_couple_draw_normal(b->rand));
  return half_s - fmin(pause_s, (h == ATTUNE_COUPLE_OUT ? 0.5 : 0.35) * half_s);
}

static void
draw_dip(attune_couple_breather *b)
{
  attune_couple_burst *burst = &b->burst;
  gboolean humps = attune_couple_draw_if(b->rand, b->voice.hump_chance);
  gboolean breaks = attune_couple_draw_if(b->rand, b->voice.break_chance);
  burst->dip_at = attune_couple_draw(b->rand, 0.3, 0.7);
  burst->dip_width = attune_couple_draw(b->rand, 0.05, 0.12);
  burst->dip = humps ? attune_couple_draw(b->rand, 0.3, 0.8) : 0.0;
  if (!breaks) return;
  burst->dip = 0.97;
  burst->dip_width = attune_couple_draw(b->rand, 0.03, 0.08) / burst->length_s;
}

/* How this burst's spectrum departs from the person's usual one. */
static void
draw_colour(attune_couple_breather *b, double wildness)
{
  double jitter_db = wildness * b->voice.colour_jitter_db,
         before = attune_couple_draw_normal(b->rand);
  for (int i = 0; i < 3; i++)
    b->burst.wobble_db[i] = jitter_db * attune_couple_draw_normal(b->rand);
  for (int i = 0; i < ATTUNE_COUPLE_BANDS; i++) { /* neighbours go together a little */
    double fresh = attune_couple_draw_normal(b->rand);
    b->burst.rough_db[i] = 0.45 * jitter_db * (before + fresh);
    before = fresh;
  }
}

static void
begin_burst(attune_couple_breather *b, const attune_couple_take *take, int h)
{
  const attune_couple_voice *v = &b->voice;
  attune_couple_burst *burst = &b->burst;
  double half_s =
      h == ATTUNE_COUPLE_IN ? take->at.out_s - take->at.in_s : take->at.end_s - take->at.out_s;
  *burst = (attune_couple_burst){.half = h};
  burst->start_s = h == ATTUNE_COUPLE_IN ? take->at.in_s : take->at.out_s;
  burst->length_s = draw_length_s(b, h, half_s);
  double attack_s =
      v->half[h].attack_s * exp(v->attack_jitter * attune_couple_draw_normal(b->rand));
  burst->attack_s = fmin(attack_s, 0.45 * burst->length_s);
  draw_dip(b);
  double effort_db = v->effort_db * log2(USUAL_BREATH_S / (take->at.end_s - take->at.in_s));
  double wildness = attune_couple_draw_if(b->rand, v->odd_chance) ? 2.2 : 1.0;
  double faint_db = attune_couple_draw_if(b->rand, v->faint_chance) ? -12.0 : 0.0;
  burst->level_db = v->half[h].level_db + take->depth_db + CLAMP(effort_db, -6.0, 6.0) +
                    sqrt(wildness) * v->level_jitter_db * attune_couple_draw_normal(b->rand) +
                    form_db(b);
  if (h == ATTUNE_COUPLE_IN) burst->level_db += faint_db;
  draw_colour(b, wildness);
  burst->slide_db = 1.2 * attune_couple_draw_normal(b->rand);
  b->half_begun = h;
}

/* ---- where in the schedule ---- */

static const attune_couple_take *
take_at(attune_couple_breather *b, double t_s)
{
  while (b->take < b->takes->len) {
    const attune_couple_take *take = &g_array_index(b->takes, attune_couple_take, b->take);
    if (t_s < take->at.end_s) return t_s >= take->at.in_s ? take : NULL;
    b->take++;
    b->half_begun = -1;
  }
  return NULL;
}

static double
drift_db(const attune_couple_voice *v, double t_s)
{
  double db = 0.0;
  for (int i = 0; i < 2; i++)
    db += v->drift_db[i] * sin(ATTUNE_TAU * t_s / v->drift_period_s[i] + v->drift_phase_rad[i]);
  return db;
}

/* ---- sound of a step ---- */

static void
move_grain(attune_couple_breather *b)
{
  float keep = b->grain_keep, fresh = sqrtf(1.0f - keep * keep);
  b->grain = keep * b->grain + fresh * attune_couple_white_one(&b->white);
  for (int i = 0; i < ATTUNE_COUPLE_BANDS; i++)
    b->band_grain[i] = keep * b->band_grain[i] + fresh * attune_couple_white_one(&b->white);
}

static double
band_db(const attune_couple_breather *b, int band, double u, double fallen_db)
{
  const attune_couple_half *half = &b->voice.half[b->burst.half];
  const double *w = b->burst.wobble_db;
  double octave = b->octave[band];
  double db =
      half->shape_db[band] + b->burst.rough_db[band] + b->burst.slide_db * (u - 0.5) * octave;
  db -= half->flow_tilt_db * fmax(octave, 0.0) * fmin(fallen_db, 30.0) / 10.0;
  for (int n = 0; n < 3; n++) db += w[n] * b->form[n][band];
  double grain_db = b->voice.grain_db * b->grain + b->voice.band_grain_db * b->band_grain[band];
  gboolean is_wind = octave < -2.2; /* below 220 Hz */
  return db + (is_wind ? half->rumble_db + 2.0 * grain_db : grain_db);
}

/* Adds the burst to the bands' amplitudes. @return its amplitude at the time */
static double
sound_burst(const attune_couple_breather *b, double t_s, float *gain)
{
  double u = (t_s - b->burst.start_s) / b->burst.length_s;
  if (b->burst.half < 0 || !(u > 0.0 && u < 1.0)) return 0.0;
  double env_db = 20.0 * log10(fmax(envelope(b, u), 1e-5));
  double level_db = b->burst.level_db + env_db + drift_db(&b->voice, t_s);
  double norm_db = b->burst.half == ATTUNE_COUPLE_IN ? b->in_norm_db : b->norm_db;
  if (level_db < SILENT_DB) return 0.0;
  for (int i = 0; i < ATTUNE_COUPLE_BANDS; i++)
    gain[i] += amplitude(norm_db + level_db + band_db(b, i, u, -env_db));
  return pow(10.0, level_db / 20.0);
}

static void
begin_stir(attune_couple_breather *b, double level_db, double fade_s, int width)
{
  b->stir = amplitude(b->norm_db + level_db);
  b->stir_keep = (float)exp(-b->step_s / fade_s);
  b->stir_width = width;
  b->stir_band = g_rand_int_range(b->rand, width, ATTUNE_COUPLE_BANDS - width);
}

/* What else a body sounds: lips and throat in the pauses, cloth at any time. */
static void
stir_now_and_then(attune_couple_breather *b, gboolean pauses)
{
  double smack_chance = pauses ? b->voice.smacks_per_min / 60.0 * b->step_s : 0.0;
  double rustle_chance = b->voice.rustles_per_min / 60.0 * b->step_s;
  double x = g_rand_double(b->rand);
  if (b->stir >= 1e-4f || x >= smack_chance + rustle_chance) return;
  if (x < smack_chance)
    begin_stir(b, attune_couple_draw(b->rand, -22.0, -4.0),
               attune_couple_draw(b->rand, 0.008, 0.05), 3);
  else
    begin_stir(b, attune_couple_draw(b->rand, -24.0, -6.0), attune_couple_draw(b->rand, 0.05, 0.3),
               9);
}

static void
sound_stir(attune_couple_breather *b, float *gain)
{
  if (b->stir < 1e-4f) return;
  for (int i = b->stir_band - b->stir_width; i < b->stir_band + b->stir_width; i++)
    gain[i] += b->stir * fmaxf(1.0f + 0.5f * b->band_grain[i], 0.0f); /* it flutters */
  b->stir *= b->stir_keep;
}

/* The air between the bursts never quite rests. */
static void
sound_air(const attune_couple_breather *b, float *gain)
{
  const attune_couple_voice *v = &b->voice;
  for (int i = 0; i < ATTUNE_COUPLE_BANDS; i++)
    gain[i] += amplitude(b->norm_db + v->pause_air_db + v->half[ATTUNE_COUPLE_OUT].shape_db[i]);
}

static void
add_whistle(attune_couple_breather *b, double level, const float *noise, float *out)
{
  double db = b->burst.half < 0 ? -200.0 : b->voice.half[b->burst.half].whistle_db;
  if (db < WHISTLE_LIMIT_DB || level <= 0.0) return;
  double hz = fmin(b->voice.whistle_hz * (1.0 + 0.03 * b->grain), 0.4 * b->rate_hz);
  double f = 2.0 * sin(ATTUNE_PI * hz / b->rate_hz), q = 1.0 / b->voice.whistle_q;
  double gain =
      level * pow(10.0, db / 20.0) / sqrt(ATTUNE_PI * hz / b->voice.whistle_q / b->rate_hz);
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) { /* Chamberlin's state-variable filter */
    b->whistle2 += f * b->whistle1;
    b->whistle1 += f * ((double)noise[i] - b->whistle2 - q * b->whistle1);
    out[i] += (float)(gain * q * b->whistle1);
  }
}

static gboolean
is_speaking(const attune_couple_take *take, double t_s)
{
  if (take == NULL || !take->talks) return FALSE;
  attune_couple_span words = attune_couple_take_words(take);
  return t_s > words.start_s && t_s < words.end_s;
}

void
attune_couple_breather_step(attune_couple_breather *b, double t_s, float *out)
{
  double now_s = t_s + b->step_s; /* the gains are those reached at the step's end */
  const attune_couple_take *take = take_at(b, now_s);
  gboolean speaks = is_speaking(take, now_s);
  float gain[ATTUNE_COUPLE_BANDS] = {0}, noise[ATTUNE_COUPLE_STEP];
  double level = 0.0;
  move_grain(b);
  if (take != NULL && b->half_begun < 0) begin_burst(b, take, ATTUNE_COUPLE_IN);
  if (take != NULL && b->half_begun == ATTUNE_COUPLE_IN && now_s >= take->at.out_s)
    begin_burst(b, take, ATTUNE_COUPLE_OUT);
  if (take != NULL && !speaks && !(take->talks && b->half_begun == ATTUNE_COUPLE_OUT))
    level = sound_burst(b, now_s, gain);
  if (take != NULL && !take->still) {
    sound_air(b, gain);
    stir_now_and_then(b, level <= 0.0);
  }
  sound_stir(b, gain);
  attune_couple_white_fill(&b->white, noise);
  attune_couple_bank_run(&b->bank, noise, gain, out);
  add_whistle(b, level, noise, out);
  if (speaks) attune_couple_speech_add(&b->speech, amplitude(b->speech_db), out);
}
