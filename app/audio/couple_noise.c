// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Measured (levels per Hz, 14 log bands 100-7900 Hz): rain (IBM, rain.wav) is flat within 3 dB from
 * 250 to 1700 Hz, 7 dB down at 100 Hz, 10 dB down at 7 kHz, and steady (5-95 % of 32 ms levels
 * span 8 dB, most of that one lull); a motor (speech commands, exercise_bike) falls from 150 Hz to
 * 400 Hz by 8 dB and by 1-2 dB an octave above; typing (IBM, typing.wav) has its energy in
 * 600-5000 Hz in strokes 25-35 dB above its median.
 */
#include "audio/couple_noise.h"

#include "audio/couple_speech.h"
#include "base/circle.h"

#define HUMS 5

struct attune_couple_din {
  attune_couple_noise kind;
  double rate_hz, step_s;
  GRand *rand;
  attune_couple_white white;
  float norm;
  float lift; /* of the lows, room tone */
  float pink[3], low, low2, high;
  float low_keep, low2_keep, high_keep; /* poles of the colouring filters */
  double hum_rad[HUMS], hum_step[HUMS];
  float hum_gain[HUMS];
  double wander, wander_keep; /* slow change of level, unit variance */
  double swing_rad, swing_step;
  double on_s, off_s; /* left of this run of strokes or words, of this silence */
  double next_stroke_s;
  float stroke, stroke_keep; /* a click rings: amplitude, decay a sample */
  double ring1, ring2, ring_f, ring_q;
  attune_couple_speech speech;
};

/* ---- colours ---- */

/* Kellet's economy pink filter, right within 0.5 dB from 40 Hz up at 44.1-48 kHz; at other rates
 * the slope stays within 1 dB over the analysed bands. */
static float
pink(attune_couple_din *d)
{
  float w = attune_couple_white_one(&d->white);
  d->pink[0] = 0.99765f * d->pink[0] + w * 0.0990460f;
  d->pink[1] = 0.96300f * d->pink[1] + w * 0.2965164f;
  d->pink[2] = 0.57000f * d->pink[2] + w * 1.0526913f;
  return d->pink[0] + d->pink[1] + d->pink[2] + w * 0.1848f;
}

/* Room tone and fan: pink, the lows lifted. */
static void
add_lifted(attune_couple_din *d, float lift, float gain, float *out)
{
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
    float x = pink(d);
    d->low = x + d->low_keep * (d->low - x);
    out[i] += gain * (x + lift * d->low);
  }
}

static void
add_pink(attune_couple_din *d, float gain, float *out)
{
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) out[i] += gain * pink(d);
}

static void
add_fan(attune_couple_din *d, float gain, float *out)
{
  float swing = 1.0f + 0.15f * (float)sin(d->swing_rad += d->swing_step);
  add_lifted(d, 2.5f, gain * swing, out);
  for (int h = 0; h < HUMS; h++)
    for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
      d->hum_rad[h] += d->hum_step[h];
      out[i] += gain * d->hum_gain[h] * (float)sin(d->hum_rad[h]);
    }
}

/* ---- clicks: drops and keys ---- */

static void
begin_click(attune_couple_din *d, double level_db, double ring_hz, double decay_s)
{
  d->stroke = (float)pow(10.0, level_db / 20.0);
  d->stroke_keep = (float)exp(-1.0 / (decay_s * d->rate_hz));
  d->ring_f = 2.0 * sin(ATTUNE_PI * fmin(ring_hz, 0.2 * d->rate_hz) / d->rate_hz);
}

static void
add_click(attune_couple_din *d, float gain, float *out)
{
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
    double x = (double)(d->stroke * attune_couple_white_one(&d->white));
    d->stroke *= d->stroke_keep;
    d->ring2 += d->ring_f * d->ring1;
    d->ring1 += d->ring_f * (x - d->ring2 - d->ring_q * d->ring1);
    out[i] += gain * (float)d->ring1;
  }
  if (d->stroke < 1e-9f) d->stroke = 0.0f;
}

static void
add_rain(attune_couple_din *d, float gain, float *out)
{
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
    float x = attune_couple_white_one(&d->white);
    d->low = x + d->low_keep * (d->low - x);
    d->high = d->low + d->high_keep * (d->high - d->low);
    out[i] += gain * (d->low - d->high);
  }
  if (attune_couple_draw_if(d->rand, 60.0 * d->step_s)) /* single drops on the sill */
    begin_click(d, attune_couple_draw(d->rand, -14.0, 8.0),
                exp(attune_couple_draw(d->rand, log(700.0), log(5000.0))),
                attune_couple_draw(d->rand, 0.001, 0.006));
  add_click(d, gain, out);
}

/* Runs of 2-10 s and silences of 2-8 s. @return whether it sounds now */
static gboolean
takes_turns(attune_couple_din *d, double on_low_s, double on_high_s, double off_low_s,
            double off_high_s)
{
  if (d->on_s > 0.0) {
    d->on_s -= d->step_s;
    if (d->on_s <= 0.0) d->off_s = attune_couple_draw(d->rand, off_low_s, off_high_s);
    return TRUE;
  }
  d->off_s -= d->step_s;
  if (d->off_s <= 0.0) d->on_s = attune_couple_draw(d->rand, on_low_s, on_high_s);
  return FALSE;
}

static void
add_keyboard(attune_couple_din *d, float gain, float *out)
{
  gboolean types = takes_turns(d, 2.0, 10.0, 2.0, 8.0);
  d->next_stroke_s -= d->step_s;
  if (types &&
      d->next_stroke_s <= 0.0) { /* the key goes down, and a fainter click as it comes up */
    begin_click(d, attune_couple_draw(d->rand, -9.0, 6.0),
                exp(attune_couple_draw(d->rand, log(800.0), log(5000.0))),
                attune_couple_draw(d->rand, 0.004, 0.02));
    d->next_stroke_s = attune_couple_draw(d->rand, 0.05, 0.30);
  }
  add_click(d, gain, out);
}

static void
add_speech(attune_couple_din *d, float gain, float *out)
{
  if (takes_turns(d, 1.2, 4.5, 0.4, 2.5)) attune_couple_speech_add(&d->speech, gain, out);
}

/* ---- the whole ---- */

static void
sound(attune_couple_din *d, float gain, float *out)
{
  switch (d->kind) {
  case ATTUNE_COUPLE_NOISE_ROOM:
    add_lifted(d, d->lift, gain, out);
    break;
  case ATTUNE_COUPLE_NOISE_PINK:
    add_pink(d, gain, out);
    break;
  case ATTUNE_COUPLE_NOISE_FAN:
    add_fan(d, gain, out);
    break;
  case ATTUNE_COUPLE_NOISE_RAIN:
    add_rain(d, gain, out);
    break;
  case ATTUNE_COUPLE_NOISE_KEYBOARD:
    add_keyboard(d, gain, out);
    break;
  case ATTUNE_COUPLE_NOISE_SPEECH:
    add_speech(d, gain, out);
    break;
  case ATTUNE_COUPLE_NOISE_NONE:
  default:
    break;
  }
}

static attune_couple_din *
make(attune_couple_noise kind, double rate_hz, uint64_t seed, uint32_t stream)
{
  attune_couple_din *d = g_new0(attune_couple_din, 1);
  d->kind = kind;
  d->rate_hz = rate_hz;
  d->step_s = ATTUNE_COUPLE_STEP / rate_hz;
  d->rand = attune_couple_chance(seed, stream);
  d->white = attune_couple_white_make(d->rand);
  d->norm = 1.0f;
  double low_hz = kind == ATTUNE_COUPLE_NOISE_RAIN ? attune_couple_draw(d->rand, 2000, 5000)
                                                   : attune_couple_draw(d->rand, 120, 400);
  d->low_keep = (float)exp(-ATTUNE_TAU * low_hz / rate_hz);
  d->high_keep = (float)exp(-ATTUNE_TAU * attune_couple_draw(d->rand, 100, 250) / rate_hz);
  double hum_hz = attune_couple_draw(d->rand, 50.0, 240.0);
  for (int h = 0; h < HUMS; h++) {
    d->hum_step[h] = ATTUNE_TAU * fmin(hum_hz * (h + 1), 0.45 * rate_hz) / rate_hz;
    d->hum_gain[h] = (float)attune_couple_draw(d->rand, 0.0, 2.5) / (float)(h + 1);
  }
  d->wander_keep = exp(-d->step_s / attune_couple_draw(d->rand, 3.0, 20.0));
  d->swing_step = ATTUNE_TAU * attune_couple_draw(d->rand, 0.05, 0.5) * d->step_s;
  d->off_s = attune_couple_draw(d->rand, 0.0, 3.0);
  d->lift = (float)attune_couple_draw(d->rand, 0.0, 2.5);
  d->ring_q = 0.6;
  d->ring_f = 0.3;
  d->speech = attune_couple_speech_make(
      rate_hz, exp(attune_couple_draw(d->rand, log(90.0), log(240.0))), d->rand);
  return d;
}

/* Loudness between 200 and 7000 Hz (first-order edges), over what is not silence. */
static double
listen(attune_couple_din *d)
{
  float low_keep = (float)exp(-ATTUNE_TAU * 7000.0 / d->rate_hz), low = 0.0f;
  float high_keep = (float)exp(-ATTUNE_TAU * 200.0 / d->rate_hz), high = 0.0f;
  double power = 0.0;
  long steps = 0, wanted = (long)(3.0 / d->step_s);
  for (long n = 0; n < 8 * wanted && steps < wanted; n++) {
    float out[ATTUNE_COUPLE_STEP] = {0}, heard = 0.0f;
    sound(d, 1.0f, out);
    for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
      low = out[i] + low_keep * (low - out[i]);
      high = low + high_keep * (high - low);
      heard += (low - high) * (low - high);
    }
    if (d->on_s > 0.0 || d->off_s <= 0.0 || d->kind < ATTUNE_COUPLE_NOISE_KEYBOARD) {
      power += (double)heard;
      steps++;
    }
  }
  return sqrt(power / ((double)MAX(steps, 1) * ATTUNE_COUPLE_STEP));
}

attune_couple_din *
attune_couple_din_new(attune_couple_noise kind, double rate_hz, uint64_t seed, uint32_t stream)
{
  if (kind == ATTUNE_COUPLE_NOISE_NONE) return NULL;
  attune_couple_din *trial = make(kind, rate_hz, seed, stream);
  double rms = listen(trial);
  attune_couple_din_free(trial);
  attune_couple_din *din = make(kind, rate_hz, seed, stream);
  din->norm = (float)(1.0 / fmax(rms, 1e-9));
  return din;
}

void
attune_couple_din_free(attune_couple_din *din)
{
  if (din == NULL) return;
  g_rand_free(din->rand);
  g_free(din);
}

void
attune_couple_din_add(attune_couple_din *d, float level, float *out)
{
  if (d == NULL) return;
  double fresh = sqrt(1.0 - d->wander_keep * d->wander_keep);
  d->wander = d->wander_keep * d->wander + fresh * (double)attune_couple_white_one(&d->white);
  float slow = (float)pow(10.0, 0.8 * d->wander / 20.0); /* 0.8 dB */
  sound(d, level * d->norm * slow, out);
}

double
attune_couple_din_direct(attune_couple_noise kind)
{
  switch (kind) {
  case ATTUNE_COUPLE_NOISE_KEYBOARD:
    return 2.0;
  case ATTUNE_COUPLE_NOISE_SPEECH:
    return 0.8;
  case ATTUNE_COUPLE_NOISE_FAN:
    return 0.5;
  case ATTUNE_COUPLE_NOISE_ROOM:
  case ATTUNE_COUPLE_NOISE_NONE:
  case ATTUNE_COUPLE_NOISE_PINK:
  case ATTUNE_COUPLE_NOISE_RAIN:
  default:
    return 0.1;
  }
}
