// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/tones.h"

#include "base/circle.h"

#include <glib.h>
#include <math.h>

#define STEP 64 /* frames between two looks at the guide */
#define SMOOTH_S 0.08
#define OLD_S 2.0 /* a cue that nobody renews falls silent */

#define AIR_LOW_HZ 7700.0
#define AIR_HIGH_HZ 11000.0
#define AIR_PARTIALS 32
#define AIR_WIDTH 0.30 /* of the range: what of it sounds at once */
#define AIR_LEVEL 0.030

#define LOW_HZ 65.0
#define LOW_RISE 1.6 /* up to 104 Hz: a Hann frame of 32 ms spreads a tone over 60 Hz */
#define LOW_LEVEL 0.20

#define BELL_PARTIALS 5
#define BELL_S 6.0
#define BELL_LEVEL 0.11

/* A sine that turns in steps: no call of sin() for each sample. */
typedef struct {
  double re, im, turn_re, turn_im;
} phasor;

struct attune_tones {
  double rate_hz;
  attune_tones_cue cue;
  double volume[3]; /* of each kind, as it sounds now */
  phasor air[AIR_PARTIALS];
  double air_hz[AIR_PARTIALS], air_level[AIR_PARTIALS], flicker_rad[AIR_PARTIALS];
  double flicker_hz[AIR_PARTIALS];
  double low_rad, low_hz, low_level;
  phasor bell[BELL_PARTIALS];
  double bell_level[BELL_PARTIALS], bell_fall[BELL_PARTIALS], bell_rise;
  double t_s;
};

static phasor
make_phasor(double rad, double hz, double rate_hz)
{
  double turn = ATTUNE_TAU * hz / rate_hz;
  return (phasor){cos(rad), sin(rad), cos(turn), sin(turn)};
}

static double
next_of(phasor *p)
{
  double re = p->re * p->turn_re - p->im * p->turn_im;
  p->im = p->re * p->turn_im + p->im * p->turn_re;
  p->re = re;
  return p->im;
}

/* Rounding would let it grow or fade over hours. */
static void
keep_length(phasor *p)
{
  double correct = 1.5 - 0.5 * (p->re * p->re + p->im * p->im);
  p->re *= correct, p->im *= correct;
}

attune_tones *
attune_tones_new(double rate_hz)
{
  attune_tones *tones = g_new0(attune_tones, 1);
  GRand *rand = g_rand_new_with_seed(4); /* the same rustle each time */
  double highest_hz = fmin(AIR_HIGH_HZ, 0.45 * rate_hz);
  tones->rate_hz = rate_hz;
  tones->cue.phase_rad = NAN;
  for (int i = 0; i < AIR_PARTIALS; i++) {
    double place = (i + g_rand_double_range(rand, -0.3, 0.3)) / (AIR_PARTIALS - 1.0);
    double hz = AIR_LOW_HZ * pow(highest_hz / AIR_LOW_HZ, CLAMP(place, 0.0, 1.0));
    tones->air_hz[i] = hz;
    tones->air[i] = make_phasor(g_rand_double_range(rand, 0.0, ATTUNE_TAU), hz, rate_hz);
    tones->flicker_rad[i] = g_rand_double_range(rand, 0.0, ATTUNE_TAU);
    tones->flicker_hz[i] = g_rand_double_range(rand, 0.7, 4.0);
  }
  g_rand_free(rand);
  return tones;
}

void
attune_tones_free(attune_tones *tones)
{
  g_free(tones);
}

void
attune_tones_follow(attune_tones *tones, const attune_tones_cue *cue)
{
  tones->cue = *cue;
}

void
attune_tones_strike(attune_tones *tones, double volume)
{
  /* A small singing bowl: its overtones are not harmonic. */
  const double hz[BELL_PARTIALS] = {396.0, 396.0 * 2.71, 396.0 * 5.15, 396.9, 396.0 * 8.43};
  const double level[BELL_PARTIALS] = {1.0, 0.45, 0.18, 0.6, 0.05};
  for (int i = 0; i < BELL_PARTIALS; i++) {
    tones->bell[i] = make_phasor(0.0, hz[i], tones->rate_hz);
    tones->bell_level[i] = BELL_LEVEL * level[i] * CLAMP(volume, 0.0, 1.0);
    tones->bell_fall[i] = exp(-STEP / tones->rate_hz * (1.0 + 0.7 * i) * 6.9 / BELL_S);
  }
  tones->bell_rise = 0.0;
}

/* ---- where the guide is ---- */

/* How far the breath has filled, 0..1, and how loud this moment of it is: quiet where it turns. */
static void
look_at_guide(const attune_tones *t, int64_t now_ns, double *size, double *loud)
{
  const attune_tones_cue *c = &t->cue;
  double age_s = (double)(now_ns - c->at_ns) * 1e-9;
  *size = 0.5, *loud = 0.0;
  if (!isfinite(c->phase_rad) || !(c->rate_per_min > 0.0) || age_s > OLD_S) return;
  double share = CLAMP(c->in_share, 0.1, 0.9), phase = attune_wrap_tau(c->phase_rad);
  double part = phase < ATTUNE_PI ? share * phase / ATTUNE_PI
                                  : share + (1.0 - share) * (phase / ATTUNE_PI - 1.0);
  part += c->rate_per_min / 60.0 * age_s;
  part -= floor(part);
  double half = part < share ? part / share : (part - share) / (1.0 - share);
  double way = half * half * (3.0 - 2.0 * half);
  *size = part < share ? way : 1.0 - way;
  *loud = pow(sin(ATTUNE_PI * half), 0.7) * (part < share ? 1.0 : 0.8);
}

/* ---- sounding ---- */

static void
turn_volumes(attune_tones *t, double loud)
{
  double keep = exp(-STEP / t->rate_hz / SMOOTH_S);
  for (int kind = 0; kind < 3; kind++) {
    double aim = kind == (int)t->cue.kind ? loud * CLAMP(t->cue.volume, 0.0, 1.0) : 0.0;
    t->volume[kind] = aim + (t->volume[kind] - aim) * keep;
  }
}

static void
add_air(attune_tones *t, double size, float *samples, size_t n)
{
  if (t->volume[ATTUNE_TONES_AIR] < 1e-5) return;
  for (int i = 0; i < AIR_PARTIALS; i++) {
    double place = (double)i / (AIR_PARTIALS - 1.0), off = (place - (0.1 + 0.8 * size)) / AIR_WIDTH;
    double flicker = 0.6 + 0.4 * sin(t->flicker_rad[i] + ATTUNE_TAU * t->flicker_hz[i] * t->t_s);
    double aim = AIR_LEVEL * t->volume[ATTUNE_TONES_AIR] * flicker * exp(-off * off);
    double step = (aim - t->air_level[i]) / (double)STEP, level = t->air_level[i];
    for (size_t s = 0; s < n; s++) samples[s] += (float)((level += step) * next_of(&t->air[i]));
    t->air_level[i] = level;
    keep_length(&t->air[i]);
  }
}

static void
add_low(attune_tones *t, double size, float *samples, size_t n)
{
  double hz = LOW_HZ * pow(LOW_RISE, size), aim = LOW_LEVEL * t->volume[ATTUNE_TONES_LOW];
  if (t->low_level < 1e-6) t->low_hz = hz;
  double step_hz = (hz - t->low_hz) / (double)STEP, step = (aim - t->low_level) / (double)STEP;
  if (t->low_level < 1e-6 && aim < 1e-6) return;
  for (size_t s = 0; s < n; s++) {
    t->low_hz += step_hz;
    t->low_rad += ATTUNE_TAU * t->low_hz / t->rate_hz;
    samples[s] += (float)((t->low_level += step) * sin(t->low_rad));
  }
  t->low_rad = fmod(t->low_rad, ATTUNE_TAU);
}

static void
add_bell(attune_tones *t, float *samples, size_t n)
{
  double rise = t->bell_rise;
  for (int i = 0; i < BELL_PARTIALS; i++) {
    if (t->bell_level[i] < 1e-6) continue;
    double level = t->bell_level[i], step = level * (t->bell_fall[i] - 1.0) / (double)STEP;
    rise = t->bell_rise;
    for (size_t s = 0; s < n; s++) {
      rise += (1.0 - rise) / (0.004 * t->rate_hz); /* struck softly */
      samples[s] += (float)(rise * (level += step) * next_of(&t->bell[i]));
    }
    t->bell_level[i] = level;
    keep_length(&t->bell[i]);
  }
  t->bell_rise = rise;
}

static void
process_step(attune_tones *t, int64_t now_ns, float *samples, size_t n)
{
  double size, loud;
  for (size_t s = 0; s < n; s++) samples[s] = 0.0f;
  look_at_guide(t, now_ns, &size, &loud);
  turn_volumes(t, loud);
  add_air(t, size, samples, n);
  add_low(t, size, samples, n);
  add_bell(t, samples, n);
  t->t_s += (double)n / t->rate_hz;
}

void
attune_tones_process(attune_tones *tones, int64_t now_ns, float *samples, size_t n_frames)
{
  for (size_t done = 0; done < n_frames; done += STEP)
    process_step(tones, now_ns + (int64_t)((double)done / tones->rate_hz * 1e9), samples + done,
                 n_frames - done < STEP ? n_frames - done : STEP);
}
