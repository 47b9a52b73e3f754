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
#define N_BINS 110    /* 15.6 Hz apart */
#define FIRST_BIN 6   /* 94 Hz */
#define END_BIN 96    /* 1500 Hz */
#define HALF_WIDTH 12 /* of the smooth envelope, bins: 190 Hz */
#define CEPSTRUM_LEN 512
#define FIRST_LAG 19   /* 8000 Hz / lag is the pitch: 421 Hz */
#define END_LAG 108    /* 74 Hz */
#define FLOOR_BLOCK 20 /* frames: 1 s */
#define FLOOR_BLOCKS 4
#define FLOOR_MARGIN 2.0f
#define CUT 1.0f /* natural log of power: 4.3 dB */
#define LEAST_POWER 1e-14f
#define OPEN_AT 0.25f
#define KEEP_AT 0.175f
#define BUMP_FACTOR 1.4f
#define HOLD_ROWS 6
#define STEADY_FRAMES 21 /* 1 s */
#define STEADY_LAG 1
#define STEADY_RATIO 2.0f /* 3 dB */

typedef struct {
  float sound[FRAME_LEN + ATTUNE_LOW_PER_ROW];
  float smooth[N_BINS], newest[N_BINS], older[FLOOR_BLOCKS][N_BINS], oldest[N_BINS];
  unsigned n_frames; /* ever */
  float cepstrum[2][END_LAG];
  unsigned steady_lag, steady_frames; /* how long one comb has stood still */
  float steady_power, power;
} speech_channel;

struct attune_gate_speech {
  attune_fft *frame_fft, *cepstrum_fft;
  float hann[FRAME_LEN], bell[2 * HALF_WIDTH + 1], bell_sum[N_BINS];
  float evidence;
  unsigned left;
  speech_channel channel[2];
};

static void
make_windows(attune_gate_speech *g)
{
  for (unsigned i = 0; i < FRAME_LEN; i++)
    g->hann[i] = (float)(0.5 - 0.5 * cos(ATTUNE_TAU * i / FRAME_LEN)) / FRAME_LEN;
  for (unsigned i = 0; i <= 2 * HALF_WIDTH; i++)
    g->bell[i] = (float)(0.5 - 0.5 * cos(ATTUNE_TAU * (i + 1) / (2 * HALF_WIDTH + 2)));
  for (int k = 0; k < N_BINS; k++)
    for (int j = -HALF_WIDTH; j <= HALF_WIDTH; j++)
      if (k + j >= 0 && k + j < N_BINS) g->bell_sum[k] += g->bell[j + HALF_WIDTH];
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

/* Minimum of the smoothed power over the last 3-4 s. */
static void
track_floor(speech_channel *ch, const float *power)
{
  if (ch->n_frames == 0) {
    memcpy(ch->smooth, power, sizeof ch->smooth);
    for (unsigned k = 0; k < N_BINS; k++) {
      ch->newest[k] = ch->oldest[k] = INFINITY;
      for (unsigned b = 0; b < FLOOR_BLOCKS; b++) ch->older[b][k] = INFINITY;
    }
  }
  for (unsigned k = 0; k < N_BINS; k++) {
    ch->smooth[k] += 0.3f * (power[k] - ch->smooth[k]);
    ch->newest[k] = fminf(ch->newest[k], ch->smooth[k]);
  }
  if (++ch->n_frames % FLOOR_BLOCK != 0) return;
  memcpy(ch->older[ch->n_frames / FLOOR_BLOCK % FLOOR_BLOCKS], ch->newest, sizeof ch->newest);
  for (unsigned k = 0; k < N_BINS; k++) {
    ch->oldest[k] = INFINITY;
    for (unsigned b = 0; b < FLOOR_BLOCKS; b++)
      ch->oldest[k] = fminf(ch->oldest[k], ch->older[b][k]);
    ch->newest[k] = ch->smooth[k];
  }
}

/* Log power over the floor; what does not rise 3 dB over it is flat. */
static void
find_excess(const speech_channel *ch, const float *power, float *excess)
{
  for (unsigned k = 0; k < N_BINS; k++) {
    float level = fminf(ch->newest[k], ch->oldest[k]);
    excess[k] = logf(fmaxf(power[k] / level, FLOOR_MARGIN));
  }
}

static void
find_cepstrum(attune_gate_speech *g, const float *excess, float *cepstrum)
{
  float *in = attune_fft_input(g->cepstrum_fft);
  memset(in, 0, CEPSTRUM_LEN * sizeof *in);
  for (int k = FIRST_BIN; k < END_BIN; k++) {
    float sum = 0.0f;
    int from = MAX(-HALF_WIDTH, -k), to = MIN(HALF_WIDTH, N_BINS - 1 - k);
    for (int j = from; j <= to; j++) sum += g->bell[j + HALF_WIDTH] * excess[k + j];
    float ripple = excess[k] - sum / g->bell_sum[k];
    in[k] = fminf(fmaxf(ripple, -CUT), CUT) / (END_BIN - FIRST_BIN);
  }
  const attune_complex *f = attune_fft_run(g->cepstrum_fft);
  for (unsigned m = 0; m < END_LAG; m++) cepstrum[m] = f[m].re;
}

/* Best lag of this frame together with a like one of the frame before. */
static float
find_evidence(const float *now, const float *before)
{
  float best = 0.0f;
  for (unsigned m = FIRST_LAG; m < END_LAG; m++) {
    unsigned reach = 1 + m / 32; /* 4 % of pitch */
    float like = -1.0f;
    for (unsigned j = m - reach; j <= MIN(m + reach, END_LAG - 1); j++)
      like = fmaxf(like, before[j]);
    best = fmaxf(best, 0.5f * (now[m] + like));
  }
  return best;
}

/* ------------------------------------------------ machines --------------------------------- */

static unsigned
find_peak(const float *cepstrum)
{
  unsigned best = FIRST_LAG;
  for (unsigned m = FIRST_LAG; m < END_LAG; m++)
    if (cepstrum[m] > cepstrum[best]) best = m;
  return best;
}

/* Counts the frames for which one comb has kept its pitch and level. */
static void
follow_comb(speech_channel *ch, const float *cepstrum, float power)
{
  unsigned lag = find_peak(cepstrum);
  bool same = cepstrum[lag] > KEEP_AT && lag + STEADY_LAG >= ch->steady_lag &&
              lag <= ch->steady_lag + STEADY_LAG && power < STEADY_RATIO * ch->steady_power &&
              ch->steady_power < STEADY_RATIO * power;
  if (same) {
    ch->steady_frames++;
    return;
  }
  ch->steady_frames = 0;
  ch->steady_lag = lag;
  ch->steady_power = power;
}

/* ------------------------------------------------ rows ------------------------------------- */

static float
push_frame(attune_gate_speech *g, speech_channel *ch, const float *sound)
{
  float power[N_BINS], excess[N_BINS], sum = 0.0f;
  find_power(g, sound, power);
  track_floor(ch, power);
  find_excess(ch, power, excess);
  unsigned now = ch->n_frames % 2;
  find_cepstrum(g, excess, ch->cepstrum[now]);
  for (unsigned k = FIRST_BIN; k < END_BIN; k++) sum += power[k];
  follow_comb(ch, ch->cepstrum[now], sum);
  if (ch->steady_frames >= STEADY_FRAMES) return 0.0f;
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
attune_gate_speech_push(attune_gate_speech *g, const attune_gate_input *in, int is_bump)
{
  bool is_machine = false;
  g->evidence = 0.0f;
  for (unsigned c = 0; c < in->n_channels; c++) {
    g->evidence = fmaxf(g->evidence, push_channel(g, &g->channel[c], in->row->low[c]));
    is_machine = is_machine || g->channel[c].steady_frames >= STEADY_FRAMES;
  }
  float open_at = is_bump ? BUMP_FACTOR * OPEN_AT : OPEN_AT;
  if (g->evidence > (g->left > 0 ? KEEP_AT : open_at))
    g->left = HOLD_ROWS + 1;
  else if (g->left > 0)
    g->left = is_machine ? 0 : g->left - 1;
  return g->left > 0 ? ATTUNE_UNHEARD_SPEECH : 0;
}

float
attune_gate_speech_evidence(const attune_gate_speech *g)
{
  return g->evidence;
}
