// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/couple_speech.h"

#include "base/circle.h"

#include <math.h>

attune_couple_speech
attune_couple_speech_make(double rate_hz, double pitch_hz, GRand *rand)
{
  return (attune_couple_speech){.rate_hz = rate_hz,
                                .pitch_hz = pitch_hz,
                                .formant_hz = {500.0, 1500.0, 2500.0},
                                .target_hz = {500.0, 1500.0, 2500.0},
                                .tone = 1.0,
                                .rand = rand,
                                .white = attune_couple_white_make(rand)};
}

static void
begin_syllable(attune_couple_speech *s)
{
  s->length_s = s->left_s = attune_couple_draw(s->rand, 0.13, 0.30);
  s->hiss_s = attune_couple_draw_if(s->rand, 0.45) ? attune_couple_draw(s->rand, 0.04, 0.10) : 0.0;
  s->target_hz[0] = attune_couple_draw(s->rand, 280.0, 800.0);
  s->target_hz[1] = attune_couple_draw(s->rand, 900.0, 2300.0);
  s->target_hz[2] = attune_couple_draw(s->rand, 2350.0, 3200.0);
  s->tone = exp(0.12 * attune_couple_draw_normal(s->rand));
}

/* A formant: two poles, unity gain at 0 Hz (Klatt's resonator). */
static void
resonate(attune_couple_speech *s, int f, float *x)
{
  double r = exp(-ATTUNE_PI * (60.0 + 40.0 * f) / s->rate_hz);
  double w = ATTUNE_TAU * fmin(s->formant_hz[f], 0.45 * s->rate_hz) / s->rate_hz;
  float c = (float)(-r * r), b = (float)(2.0 * r * cos(w)), a = 1.0f - b - c;
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
    float y = a * x[i] + b * s->y1[f] + c * s->y2[f];
    s->y2[f] = s->y1[f];
    s->y1[f] = x[i] = y;
  }
}

static void
voice_source(attune_couple_speech *s, double pitch_hz, float *x)
{
  float pole = (float)exp(-ATTUNE_TAU * 350.0 / s->rate_hz);
  float pulse = (float)sqrt(s->rate_hz / pitch_hz); /* the same power at any pitch and rate */
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
    float in = 0.03f * attune_couple_white_one(&s->white);
    s->cycle += pitch_hz / s->rate_hz;
    if (s->cycle >= 1.0) {
      s->cycle -= 1.0;
      in += pulse;
    }
    s->source = in + pole * (s->source - in);
    x[i] = 3.0f * (s->source - s->source2); /* leaves out 0 Hz */
    s->source2 += 0.01f * (s->source - s->source2);
  }
}

static void
hiss_source(attune_couple_speech *s, float *x)
{
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
    float in = attune_couple_white_one(&s->white);
    x[i] = 0.25f * (in - 1.6f * s->hiss1 + 0.64f * s->hiss2); /* two zeros: the highs remain */
    s->hiss2 = s->hiss1;
    s->hiss1 = in;
  }
}

void
attune_couple_speech_add(attune_couple_speech *s, float level, float *out)
{
  double step_s = ATTUNE_COUPLE_STEP / s->rate_hz, approach = 1.0 - exp(-step_s / 0.03);
  if (s->left_s <= 0.0) begin_syllable(s);
  double done_s = s->length_s - s->left_s, u = done_s / s->length_s;
  for (int f = 0; f < 3; f++) s->formant_hz[f] += approach * (s->target_hz[f] - s->formant_hz[f]);
  float x[ATTUNE_COUPLE_STEP];
  gboolean hisses = done_s < s->hiss_s;
  if (hisses)
    hiss_source(s, x);
  else {
    voice_source(s, s->pitch_hz * s->tone * (1.08 - 0.16 * u), x);
    for (int f = 0; f < 3; f++) resonate(s, f, x);
  }
  float loud = hisses ? 0.5f : (float)(0.25 + 0.75 * sin(ATTUNE_PI * u));
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) out[i] += level * loud * x[i];
  s->left_s -= step_s;
}
