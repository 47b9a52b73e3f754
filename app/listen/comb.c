// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/comb.h"

#include "base/circle.h"
#include "base/clones.h"
#include "dsp/fft.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define FRAME_LEN 256 /* 64 ms */
#define FRAME_STEP (ATTUNE_LOW_PER_ROW / 2)
#define N_BINS 112   /* 15.6 Hz apart; a multiple of 8, so that loops become vectors */
#define FIRST_BIN 6  /* 94 Hz */
#define END_BIN 96   /* 1500 Hz */
#define HALF_WIDTH 5 /* of each of two means that smooth the envelope, bins: 80 Hz */
#define CEPSTRUM_LEN 256
#define FIRST_LAG 10   /* 4000 Hz / lag is the pitch: 400 Hz */
#define END_LAG 54     /* 75 Hz */
#define FLOOR_BLOCK 20 /* frames: 1 s */
#define FLOOR_BLOCKS 4
#define FLOOR_WEIGHT 0.3f
#define FLOOR_MARGIN 2.0f
#define LOG_MARGIN 0.6931472f
#define LINE_OVER 1.0f   /* natural log: a floor 4 dB over its surroundings is a line of a hum */
#define CUT 1.6f         /* natural log of power: 7 dB */
#define ROOM_WEIGHT 0.1f /* of a frame that is all over the floor, in the room's own ripple */
#define MOST_RIPPLE 4.0f
#define LEAST_POWER 1e-14f

/* A newer processor runs the version made for it, any other the plain one. */
#define SIMD ATTUNE_CLONES("avx2", "default") __attribute__((optimize("O3")))

struct attune_comb {
  attune_fft *frame_fft, *cepstrum_fft;
  float hann[FRAME_LEN];
  float sound[FRAME_LEN + ATTUNE_LOW_PER_ROW];
  float smooth[N_BINS], newest[N_BINS], older[FLOOR_BLOCKS][N_BINS], oldest[N_BINS];
  unsigned n_frames;  /* ever */
  float mask[N_BINS]; /* 0 where the floor has a line, else 1 */
  float norm[N_BINS]; /* 1 / weight of the unmasked bins in the envelope */
  float room[N_BINS]; /* ripple that stays */
  float cepstrum[2][END_LAG];
};

attune_comb *
attune_comb_new(void)
{
  attune_comb *c = g_new0(attune_comb, 1);
  c->frame_fft = attune_fft_new(FRAME_LEN);
  c->cepstrum_fft = attune_fft_new(CEPSTRUM_LEN);
  for (unsigned i = 0; i < FRAME_LEN; i++)
    c->hann[i] = (float)(0.5 - 0.5 * cos(ATTUNE_TAU * i / FRAME_LEN)) / FRAME_LEN;
  return c;
}

void
attune_comb_free(attune_comb *c)
{
  if (c == NULL) return;
  attune_fft_free(c->frame_fft);
  attune_fft_free(c->cepstrum_fft);
  g_free(c);
}

void
attune_comb_reset(attune_comb *c)
{
  memset(c->sound, 0, sizeof c->sound);
  memset(c->room, 0, sizeof c->room);
  memset(c->cepstrum, 0, sizeof c->cepstrum);
  c->n_frames = 0;
}

/* ------------------------------------------------ arithmetic ------------------------------- */

/* Natural logarithm to 1.5e-4, of what compilers can turn into vectors. The polynomial was fitted
   to ln on [1, 2] at Chebyshev points. */
static inline float
find_log(float x)
{
  gint32 bits;
  memcpy(&bits, &x, sizeof bits);
  float exponent = (float)((bits >> 23) - 127), m;
  bits = (bits & 0x7fffff) | 0x3f800000;
  memcpy(&m, &bits, sizeof m);
  m -= 1.0f;
  float p =
      1.41512e-4f + m * (0.99542734f + m * (-0.46407258f + m * (0.21641044f - 0.05486285f * m)));
  return 0.6931472f * exponent + p;
}

/* Sums over 2 HALF_WIDTH + 1 bins, twice: a triangle 340 Hz wide. Shorter at the ends. */
SIMD static void
find_envelope(const float *x, float *envelope)
{
  float padded[N_BINS + 2 * HALF_WIDTH] = {0};
  for (int pass = 0; pass < 2; pass++) {
    memcpy(padded + HALF_WIDTH, pass == 0 ? x : envelope, N_BINS * sizeof *x);
    for (int k = 0; k < N_BINS; k++) {
      float sum = 0.0f;
      for (int j = 0; j <= 2 * HALF_WIDTH; j++) sum += padded[k + j];
      envelope[k] = sum;
    }
  }
}

static float
find_top(const float *x, unsigned from, unsigned to)
{
  float top = x[from];
  for (unsigned m = from + 1; m < to; m++)
    if (x[m] > top) top = x[m];
  return top;
}

/* ------------------------------------------------ floor ------------------------------------ */

static void
set_mask(attune_comb *c)
{
  find_envelope(c->mask, c->norm);
  for (unsigned k = 0; k < N_BINS; k++) c->norm[k] = 1.0f / MAX(c->norm[k], 1.0f);
}

static void
begin_floor(attune_comb *c, const float *power)
{
  memcpy(c->smooth, power, sizeof c->smooth);
  for (unsigned k = 0; k < N_BINS; k++) {
    c->mask[k] = 1.0f;
    c->newest[k] = c->oldest[k] = INFINITY;
    for (unsigned b = 0; b < FLOOR_BLOCKS; b++) c->older[b][k] = INFINITY;
  }
  set_mask(c);
}

/* A hum's lines hide the breath, so that breath over hum looks like a comb upside down: its bins
   are left out. */
static void
mask_lines(attune_comb *c)
{
  float level[N_BINS], ones[N_BINS], around[N_BINS], n[N_BINS];
  for (unsigned k = 0; k < N_BINS; k++) {
    level[k] = find_log(c->oldest[k]);
    ones[k] = 1.0f;
  }
  find_envelope(level, around);
  find_envelope(ones, n);
  for (unsigned k = 0; k < N_BINS; k++)
    c->mask[k] = level[k] > around[k] / n[k] + LINE_OVER ? 0.0f : 1.0f;
  set_mask(c);
}

static void
end_block(attune_comb *c)
{
  memcpy(c->older[c->n_frames / FLOOR_BLOCK % FLOOR_BLOCKS], c->newest, sizeof c->newest);
  for (unsigned k = 0; k < N_BINS; k++) {
    c->oldest[k] = INFINITY;
    for (unsigned b = 0; b < FLOOR_BLOCKS; b++) c->oldest[k] = MIN(c->oldest[k], c->older[b][k]);
    c->newest[k] = c->smooth[k];
  }
  mask_lines(c);
}

/* Minimum of the smoothed power over the last 3-4 s. */
SIMD static void
track_floor(attune_comb *c, const float *power)
{
  for (unsigned k = 0; k < N_BINS; k++) {
    c->smooth[k] += FLOOR_WEIGHT * (power[k] - c->smooth[k]);
    c->newest[k] = MIN(c->newest[k], c->smooth[k]);
  }
}

/* ------------------------------------------------ frame to comb ---------------------------- */

SIMD static void
apply_window(const float *restrict sound, const float *restrict hann, float *restrict product)
{
  for (unsigned i = 0; i < FRAME_LEN; i++) product[i] = sound[i] * hann[i];
}

SIMD static void
find_power(const attune_complex *restrict f, float *restrict power)
{
  for (unsigned k = 0; k < N_BINS; k++)
    power[k] = f[k].re * f[k].re + f[k].im * f[k].im + LEAST_POWER;
}

/* Log power over the floor; what does not rise 3 dB over it is flat. */
SIMD static void
find_excess(const attune_comb *restrict c, const float *restrict power, float *restrict excess)
{
  for (unsigned k = 0; k < N_BINS; k++) {
    float ratio = power[k] / MIN(c->newest[k], c->oldest[k]);
    excess[k] = c->mask[k] * find_log(MAX(ratio, FLOOR_MARGIN));
  }
}

/* The excess less its smooth envelope and less the ripple that was there before. */
SIMD static void
find_ripple(attune_comb *restrict c, const float *restrict excess, const float *restrict envelope,
            float *restrict ripple)
{
  int over = 0;
  for (unsigned k = 0; k < N_BINS; k++) over += excess[k] > LOG_MARGIN + 0.01f;
  float weight = ROOM_WEIGHT * (float)over / N_BINS;
  for (unsigned k = 0; k < N_BINS; k++) {
    float all = c->mask[k] * (excess[k] - c->norm[k] * envelope[k]);
    float rest = all - c->room[k];
    ripple[k] = CLAMP(rest, -CUT, CUT);
    all = CLAMP(all, -MOST_RIPPLE, MOST_RIPPLE);
    c->room[k] += weight * (all - c->room[k]);
  }
}

static void
find_cepstrum(attune_comb *c, const float *ripple, float *cepstrum)
{
  float *in = attune_fft_input(c->cepstrum_fft); /* beyond END_BIN it stays 0 */
  for (unsigned k = FIRST_BIN; k < END_BIN; k++) in[k] = ripple[k] / (END_BIN - FIRST_BIN);
  const attune_complex *f = attune_fft_run(c->cepstrum_fft);
  for (unsigned m = 0; m < END_LAG; m++) cepstrum[m] = f[m].re;
}

/* Best lag of this frame together with a like one, within 4 % of pitch, of the frame before. */
static float
find_evidence(const float *now, const float *before)
{
  float best = 0.0f, top = find_top(before, FIRST_LAG - 1, END_LAG);
  for (unsigned m = FIRST_LAG; m < END_LAG; m++) {
    if (now[m] + top <= 2.0f * best) continue;
    unsigned reach = 1 + m / 24;
    float like = find_top(before, m - reach, MIN(m + reach + 1, END_LAG));
    best = MAX(best, 0.5f * (now[m] + like));
  }
  return best;
}

static float
push_frame(attune_comb *c, const float *sound)
{
  float power[N_BINS], excess[N_BINS], envelope[N_BINS], ripple[N_BINS];
  apply_window(sound, c->hann, attune_fft_input(c->frame_fft));
  find_power(attune_fft_run(c->frame_fft), power);
  if (c->n_frames == 0) begin_floor(c, power);
  track_floor(c, power);
  if (++c->n_frames % FLOOR_BLOCK == 0) end_block(c);
  find_excess(c, power, excess);
  find_envelope(excess, envelope);
  find_ripple(c, excess, envelope, ripple);
  unsigned now = c->n_frames % 2;
  find_cepstrum(c, ripple, c->cepstrum[now]);
  return find_evidence(c->cepstrum[now], c->cepstrum[1 - now]);
}

float
attune_comb_push(attune_comb *c, const float *low)
{
  memmove(c->sound, c->sound + ATTUNE_LOW_PER_ROW, FRAME_LEN * sizeof(float));
  memcpy(c->sound + FRAME_LEN, low, ATTUNE_LOW_PER_ROW * sizeof(float));
  float first = push_frame(c, c->sound + FRAME_STEP);
  float second = push_frame(c, c->sound + 2 * FRAME_STEP);
  return MAX(first, second);
}
