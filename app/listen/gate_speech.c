// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gate_speech.h"

#include "base/circle.h"
#include "dsp/fft.h"
#include "listen/heard.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define FRAME_LEN 256 /* 64 ms */
#define FRAME_STEP (ATTUNE_LOW_PER_ROW / 2)
#define N_BINS 112   /* 15.6 Hz apart; a multiple of 4, so that loops become vectors */
#define FIRST_BIN 6  /* 94 Hz */
#define END_BIN 96   /* 1500 Hz */
#define HALF_WIDTH 5 /* of each of two means that smooth the envelope, bins: 80 Hz */
#define CEPSTRUM_LEN 256
#define FIRST_LAG 10   /* 4000 Hz / lag is the pitch: 400 Hz */
#define END_LAG 54     /* 75 Hz */
#define FLOOR_BLOCK 20 /* frames: 1 s */
#define FLOOR_BLOCKS 4
#define FLOOR_MARGIN 2.0f
#define LINE_OVER 1.0f   /* natural log: a floor 2 dB over its surroundings is a line of a hum */
#define CUT 1.6f         /* natural log of power: 7 dB */
#define ROOM_WEIGHT 0.1f /* of a frame that is all over the floor, in the room's own comb */
#define MOST_RIPPLE 4.0f
#define LEAST_POWER 1e-14f
#define OPEN_AT 0.35f
#define KEEP_AT 0.24f
#define HOLD_ROWS 6
typedef struct {
  float sound[FRAME_LEN + ATTUNE_LOW_PER_ROW];
  float smooth[N_BINS], newest[N_BINS], older[FLOOR_BLOCKS][N_BINS], oldest[N_BINS];
  unsigned n_frames;  /* ever */
  float mask[N_BINS]; /* 0 where the floor has a line, else 1 */
  float norm[N_BINS]; /* 1 / weight of the unmasked bins in the envelope */
  float room[N_BINS]; /* ripple that stays: echoes */
  float cepstrum[2][END_LAG];
} speech_channel;

struct attune_gate_speech {
  attune_fft *frame_fft, *cepstrum_fft;
  float hann[FRAME_LEN];
  float evidence;
  unsigned left;
  speech_channel channel[2];
};

static void
make_windows(attune_gate_speech *g)
{
  for (unsigned i = 0; i < FRAME_LEN; i++)
    g->hann[i] = (float)(0.5 - 0.5 * cos(ATTUNE_TAU * i / FRAME_LEN)) / FRAME_LEN;
}

attune_gate_speech *
attune_gate_speech_new(void)
{
  attune_gate_speech *g = g_new0(attune_gate_speech, 1);
  g->frame_fft = attune_fft_new(FRAME_LEN);
  g->cepstrum_fft = attune_fft_new(CEPSTRUM_LEN);
  make_windows(g);
  return g;
}

void
attune_gate_speech_free(attune_gate_speech *g)
{
  if (g == NULL) return;
  attune_fft_free(g->frame_fft);
  attune_fft_free(g->cepstrum_fft);
  g_free(g);
}

void
attune_gate_speech_reset(attune_gate_speech *g)
{
  memset(g->channel, 0, sizeof g->channel);
  g->evidence = 0.0f;
  g->left = 0;
}

/* ------------------------------------------------ frame to comb ---------------------------- */

static void
find_power(attune_gate_speech *g, const float *sound, float *power)
{
  float *in = attune_fft_input(g->frame_fft);
  for (unsigned i = 0; i < FRAME_LEN; i++) in[i] = sound[i] * g->hann[i];
  const attune_complex *f = attune_fft_run(g->frame_fft);
  for (unsigned k = 0; k < N_BINS; k++)
    power[k] = f[k].re * f[k].re + f[k].im * f[k].im + LEAST_POWER;
}

/* Sums over 2 HALF_WIDTH + 1 bins, twice: a triangle 340 Hz wide. Shorter at the ends. */
static void
find_envelope(const float *x, float *envelope)
{
  float sum[N_BINS + 1] = {0};
  for (int pass = 0; pass < 2; pass++) {
    const float *from = pass == 0 ? x : envelope;
    for (int k = 0; k < N_BINS; k++) sum[k + 1] = sum[k] + from[k];
    for (int k = 0; k < N_BINS; k++)
      envelope[k] = sum[MIN(k + HALF_WIDTH + 1, N_BINS)] - sum[MAX(k - HALF_WIDTH, 0)];
  }
}

static void
set_mask(speech_channel *ch)
{
  find_envelope(ch->mask, ch->norm);
  for (unsigned k = 0; k < N_BINS; k++) ch->norm[k] = 1.0f / MAX(ch->norm[k], 1.0f);
}

static void
begin_floor(speech_channel *ch, const float *power)
{
  memcpy(ch->smooth, power, sizeof ch->smooth);
  for (unsigned k = 0; k < N_BINS; k++) {
    ch->mask[k] = 1.0f;
    ch->newest[k] = ch->oldest[k] = INFINITY;
    for (unsigned b = 0; b < FLOOR_BLOCKS; b++) ch->older[b][k] = INFINITY;
  }
  set_mask(ch);
}

/* A hum's lines hide the breath, so that breath over hum looks like a comb upside down: its bins
   are left out. */
static void
mask_lines(speech_channel *ch)
{
  float level[N_BINS], ones[N_BINS], around[N_BINS], n[N_BINS];
  for (unsigned k = 0; k < N_BINS; k++) {
    level[k] = logf(ch->oldest[k]);
    ones[k] = 1.0f;
  }
  find_envelope(level, around);
  find_envelope(ones, n);
  for (unsigned k = 0; k < N_BINS; k++)
    ch->mask[k] = level[k] > around[k] / n[k] + LINE_OVER ? 0.0f : 1.0f;
  set_mask(ch);
}

/* Minimum of the smoothed power over the last 3-4 s. */
static void
track_floor(speech_channel *ch, const float *power)
{
  if (ch->n_frames == 0) begin_floor(ch, power);
  for (unsigned k = 0; k < N_BINS; k++) {
    ch->smooth[k] += 0.3f * (power[k] - ch->smooth[k]);
    ch->newest[k] = MIN(ch->newest[k], ch->smooth[k]);
  }
  if (++ch->n_frames % FLOOR_BLOCK != 0) return;
  memcpy(ch->older[ch->n_frames / FLOOR_BLOCK % FLOOR_BLOCKS], ch->newest, sizeof ch->newest);
  for (unsigned k = 0; k < N_BINS; k++) {
    ch->oldest[k] = INFINITY;
    for (unsigned b = 0; b < FLOOR_BLOCKS; b++) ch->oldest[k] = MIN(ch->oldest[k], ch->older[b][k]);
    ch->newest[k] = ch->smooth[k];
  }
  mask_lines(ch);
}

/* Log power over the floor; what does not rise 3 dB over it is flat. */
static void
find_excess(const speech_channel *ch, const float *power, float *excess)
{
  float over[N_BINS];
  for (unsigned k = 0; k < N_BINS; k++) {
    float ratio = power[k] / MIN(ch->newest[k], ch->oldest[k]);
    over[k] = MAX(ratio, FLOOR_MARGIN);
  }
  for (unsigned k = 0; k < N_BINS; k++) excess[k] = logf(over[k]);
  for (unsigned k = 0; k < N_BINS; k++) excess[k] *= ch->mask[k];
}

/* The excess less its smooth envelope and less the ripple that was there before. */
static void
find_ripple(speech_channel *ch, const float *excess, float *ripple)
{
  float envelope[N_BINS], least = logf(FLOOR_MARGIN) + 0.01f;
  int over = 0;
  for (unsigned k = 0; k < N_BINS; k++) over += excess[k] > least;
  float weight = ROOM_WEIGHT * (float)over / N_BINS;
  find_envelope(excess, envelope);
  for (unsigned k = 0; k < N_BINS; k++) {
    float all = ch->mask[k] * (excess[k] - ch->norm[k] * envelope[k]);
    ripple[k] = CLAMP(all - ch->room[k], -CUT, CUT);
    ch->room[k] += weight * (CLAMP(all, -MOST_RIPPLE, MOST_RIPPLE) - ch->room[k]);
  }
}

static void
find_cepstrum(attune_gate_speech *g, const float *ripple, float *cepstrum)
{
  float *in = attune_fft_input(g->cepstrum_fft);
  memset(in, 0, CEPSTRUM_LEN * sizeof *in);
  for (unsigned k = FIRST_BIN; k < END_BIN; k++) in[k] = ripple[k] / (END_BIN - FIRST_BIN);
  const attune_complex *f = attune_fft_run(g->cepstrum_fft);
  for (unsigned m = 0; m < END_LAG; m++) cepstrum[m] = f[m].re;
}

static float
find_top(const float *x, unsigned from, unsigned to)
{
  float top = x[from];
  for (unsigned m = from + 1; m < to; m++) top = MAX(top, x[m]);
  return top;
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

/* ------------------------------------------------ rows ------------------------------------- */

static float
push_frame(attune_gate_speech *g, speech_channel *ch, const float *sound)
{
  float power[N_BINS], excess[N_BINS], ripple[N_BINS];
  find_power(g, sound, power);
  track_floor(ch, power);
  find_excess(ch, power, excess);
  find_ripple(ch, excess, ripple);
  unsigned now = ch->n_frames % 2;
  find_cepstrum(g, ripple, ch->cepstrum[now]);
  return find_evidence(ch->cepstrum[now], ch->cepstrum[1 - now]);
}

static float
push_channel(attune_gate_speech *g, speech_channel *ch, const float *low)
{
  memmove(ch->sound, ch->sound + ATTUNE_LOW_PER_ROW, FRAME_LEN * sizeof(float));
  memcpy(ch->sound + FRAME_LEN, low, ATTUNE_LOW_PER_ROW * sizeof(float));
  float first = push_frame(g, ch, ch->sound + FRAME_STEP);
  return fmaxf(first, push_frame(g, ch, ch->sound + 2 * FRAME_STEP));
}

uint32_t
attune_gate_speech_push(attune_gate_speech *g, const attune_gate_input *in)
{
  g->evidence = 0.0f;
  for (unsigned c = 0; c < in->n_channels; c++)
    g->evidence = fmaxf(g->evidence, push_channel(g, &g->channel[c], in->row->low[c]));
  if (g->evidence > (g->left > 0 ? KEEP_AT : OPEN_AT))
    g->left = HOLD_ROWS + 1;
  else if (g->left > 0)
    g->left--;
  return g->left > 0 ? ATTUNE_UNHEARD_SPEECH : 0;
}

float
attune_gate_speech_evidence(const attune_gate_speech *g)
{
  return g->evidence;
}
