// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/spectrum.h"

#include "base/circle.h"
#include "base/clones.h"
#include "dsp/fft.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define LOW_LEN (2 * ATTUNE_LOW_HOP) /* one frame at the low rate */
#define LOW_FIRST 2                  /* bins kept at the low rate: 62 Hz and up */
#define STRETCH 48                   /* samples that are summed up at once */
#define BAND_FIRST 6                 /* 187-7031 Hz: where the level of a hop is measured */
#define LONGEST_GAP_S 2.0 /* filled with zeros; after a longer one the rows begin afresh */

/* A newer processor runs the version made for it, any other the plain one. */
#define SIMD ATTUNE_CLONES("avx2", "default") __attribute__((optimize("O3")))

struct attune_spectrum {
  double rate_hz;
  unsigned n_heard, channel_of[2];
  size_t frame_len, n_bins;
  attune_fft *fft, *low_fft;
  float low_tail[2][ATTUNE_LOW_HOP]; /* half of the last frame, waiting for its other half */
  float *hann;       /* [frame_len], scaled so that powers do not depend on its length */
  float *sound[2];   /* [frame_len] the newest samples of each channel */
  size_t n_held;     /* samples of the coming frame already in `sound` */
  uint64_t base;     /* stream index at which frame 0 began */
  uint64_t frame;    /* number of the coming frame since then */
  uint64_t next;     /* stream index of the next sample */
  unsigned hop;      /* hops already in the row */
  unsigned run[2];   /* length of the current run of clipped samples */
  unsigned still[2]; /* length of the current run of equal samples, itself included */
  float last[2];     /* newest sample */
  uint64_t gap_end;  /* stream index after the last sample filled in for lost sound */
  bool after_gap;
  attune_spectrum_row sum;
};

static uint64_t
find_frame_start(const attune_spectrum *s, uint64_t frame)
{
  return s->base + (uint64_t)llround((double)frame * ATTUNE_HOP_S * s->rate_hz);
}

attune_spectrum *
attune_spectrum_new(double rate_hz, unsigned n_heard, const unsigned *channel_of)
{
  g_return_val_if_fail(rate_hz >= 8000.0 && rate_hz <= 192000.0, NULL);
  g_return_val_if_fail(n_heard == 1 || n_heard == 2, NULL);
  attune_spectrum *s = g_new0(attune_spectrum, 1);
  s->rate_hz = rate_hz;
  s->n_heard = n_heard;
  memcpy(s->channel_of, channel_of, n_heard * sizeof *channel_of);
  s->frame_len = 2 * (size_t)lround(0.5 * ATTUNE_FRAME_S * rate_hz);
  s->n_bins = MIN(ATTUNE_SPECTRUM_BINS, s->frame_len / 2);
  s->fft = attune_fft_new(s->frame_len);
  s->low_fft = attune_fft_new(LOW_LEN);
  s->hann = g_new(float, s->frame_len);
  /* Mean square 1 of window / frame_len^2 each: a sine of amplitude a has power near a^2/4 in all,
     and noise of a given density the same power per bin at every rate. */
  double scale = sqrt(8.0 / 3.0) / (double)s->frame_len;
  for (size_t i = 0; i < s->frame_len; i++)
    s->hann[i] =
        (float)(scale * 0.5 * (1.0 - cos(ATTUNE_TAU * ((double)i + 0.5) / (double)s->frame_len)));
  for (unsigned c = 0; c < n_heard; c++) s->sound[c] = g_new0(float, s->frame_len);
  attune_spectrum_reset(s);
  return s;
}

void
attune_spectrum_free(attune_spectrum *s)
{
  if (s == NULL) return;
  attune_fft_free(s->fft);
  attune_fft_free(s->low_fft);
  g_free(s->hann);
  g_free(s->sound[0]);
  g_free(s->sound[1]);
  g_free(s);
}

static void
begin_at(attune_spectrum *s, uint64_t base)
{
  s->n_held = 0;
  s->frame = 0;
  s->base = s->next = base;
  s->gap_end = 0;
  s->hop = 0;
  s->run[0] = s->run[1] = s->still[0] = s->still[1] = 0;
  memset(s->low_tail, 0, sizeof s->low_tail);
  s->after_gap = base != 0;
  memset(&s->sum, 0, sizeof s->sum);
}

void
attune_spectrum_reset(attune_spectrum *s)
{
  begin_at(s, 0);
}

static void
count_level(attune_row_level *level, unsigned *run, float x)
{
  float a = fabsf(x);
  level->n++;
  level->rms += x * x;
  if (a > level->peak) level->peak = a;
  if (x == 0.0f) level->zeros++;
  if (a >= 0.999f) {
    *run += 1;
    level->clipped += *run == 2 ? 2 : (*run > 2);
  } else {
    *run = 0;
  }
}

/* Runs of equal samples, and the smallest change between unequal ones. */
static void
count_changes(attune_spectrum *s, unsigned h, float x)
{
  attune_row_level *level = &s->sum.level[h];
  float change = fabsf(x - s->last[h]);
  if (s->still[h] > 0 && change == 0.0f) {
    s->still[h]++;
  } else {
    if (s->still[h] > 0 && (level->step == 0.0f || change < level->step)) level->step = change;
    s->still[h] = 1;
  }
  s->last[h] = x;
  level->still = MAX(level->still, MIN(s->still[h], level->n));
}

/* What a stretch of ordinary samples adds to the level. */
typedef struct {
  float squares, peak, least_change;
  unsigned zeros;
} stretch;

/* Eight lanes in a fixed order: vectors where the processor has them, the same sum everywhere. */
typedef float lanes __attribute__((vector_size(8 * sizeof(float))));
typedef int32_t marks __attribute__((vector_size(8 * sizeof(int32_t))));

/* to = which ? from : to (in place: a vector by value would depend on the processor's ABI). */
static inline __attribute__((always_inline)) void
take_where(const marks *which, const lanes *from, lanes *to)
{
  *to = (lanes)((*which & (marks)*from) | (~*which & (marks)*to));
}

/* STRETCH samples from x on; x[-1] is there too. */
SIMD static stretch
summarise(const float *x)
{
  const marks all_but_sign = (marks){0} + 0x7fffffff;
  lanes squares = {0}, peak = {0}, change = peak + 1e30f;
  marks zeros = {0};
  for (size_t i = 0; i < STRETCH; i += 8) {
    lanes now, before;
    memcpy(&now, x + i, sizeof now);
    memcpy(&before, x + i - 1, sizeof before);
    lanes a = (lanes)((marks)now & all_but_sign);
    lanes c = (lanes)((marks)(now - before) & all_but_sign);
    squares += a * a;
    marks louder = a > peak, closer = c < change;
    take_where(&louder, &a, &peak);
    take_where(&closer, &c, &change);
    zeros -= a == (lanes){0}; /* true is -1 */
  }
  stretch r = {0.0f, 0.0f, 1e30f, 0};
  for (unsigned l = 0; l < 8; l++) {
    r.squares += squares[l];
    r.peak = fmaxf(r.peak, peak[l]);
    r.least_change = fminf(r.least_change, change[l]);
    r.zeros += (unsigned)zeros[l];
  }
  return r;
}

static void
add_stretch(attune_spectrum *s, unsigned h, const stretch *r, float last)
{
  attune_row_level *level = &s->sum.level[h];
  level->n += STRETCH;
  level->rms += r->squares;
  level->zeros += r->zeros;
  level->peak = fmaxf(level->peak, r->peak);
  if (level->step == 0.0f || r->least_change < level->step) level->step = r->least_change;
  level->still = MAX(level->still, 1);
  s->run[h] = 0;
  s->still[h] = 1;
  s->last[h] = last;
}

static void
count_sample(attune_spectrum *s, unsigned h, float x)
{
  count_level(&s->sum.level[h], &s->run[h], x);
  count_changes(s, h, x);
}

/* Most stretches of sound are neither clipped nor standing still: then a summary is enough. */
static void
count_samples(attune_spectrum *s, unsigned h, const float *x, size_t n)
{
  if (n > 0) count_sample(s, h, x[0]); /* its neighbour is elsewhere */
  for (size_t i = 1; i < n;) {
    bool fits = i + STRETCH <= n;
    stretch r = fits ? summarise(x + i) : (stretch){0};
    size_t end = MIN(i + STRETCH, n);
    if (fits && r.peak < 0.999f && r.least_change > 0.0f)
      add_stretch(s, h, &r, x[end - 1]);
    else
      for (size_t k = i; k < end; k++) count_sample(s, h, x[k]);
    i = end;
  }
}

/* One input channel, or zeros where the source has fewer. */
static void
copy_channel(const float *samples, unsigned n_channels, unsigned channel, size_t n, float *to)
{
  if (channel >= n_channels)
    memset(to, 0, n * sizeof *to);
  else
    for (size_t i = 0; i < n; i++) to[i] = samples[i * n_channels + channel];
}

static void
copy_mean(const float *samples, unsigned n_channels, size_t n, float *to)
{
  for (size_t i = 0; i < n; i++) {
    float sum = 0.0f;
    for (unsigned c = 0; c < n_channels; c++) sum += samples[i * n_channels + c];
    to[i] = sum / (float)n_channels;
  }
}

/* Copies up to `n` samples (zeros when `samples` is NULL) into the coming frame. */
static void
append_samples(attune_spectrum *s, const float *samples, unsigned n_channels, size_t n)
{
  for (unsigned h = 0; h < s->n_heard; h++) {
    float *to = s->sound[h] + s->n_held;
    if (samples == NULL)
      memset(to, 0, n * sizeof *to);
    else if (s->channel_of[h] == ATTUNE_CHANNEL_MEAN)
      copy_mean(samples, n_channels, n, to);
    else
      copy_channel(samples, n_channels, s->channel_of[h], n, to);
  }
  s->n_held += n;
  s->next += n;
}

SIMD static void
apply_window(const float *restrict sound, const float *restrict window, size_t n,
             float *restrict product)
{
  for (size_t i = 0; i < n; i++) product[i] = sound[i] * window[i];
}

SIMD static void
add_powers(attune_spectrum *s, unsigned h, const attune_complex *bins)
{
  float frame[ATTUNE_SPECTRUM_BINS], band = 0.0f;
  for (size_t k = 0; k < s->n_bins; k++)
    frame[k] = bins[k].re * bins[k].re + bins[k].im * bins[k].im;
  for (size_t k = 0; k < s->n_bins; k++) s->sum.power[h][k] += frame[k];
  for (size_t k = BAND_FIRST; k < s->n_bins; k++) band += frame[k];
  s->sum.level[h].hop_power[s->hop] = band / (float)(s->n_bins - BAND_FIRST);
}

/*
 * The lowest 64 bins back to time, at 4 kHz. Hann frames that overlap by half add up to the sound.
 * The inverse is a Hartley transform, made of the real transform: for H = Re X - Im X over all
 * bins, the samples are Re F - Im F, F the transform of H (Bracewell 1983, JOSA 73:1832).
 */
static void
add_low(attune_spectrum *s, unsigned h, const attune_complex *bins)
{
  float *in = attune_fft_input(s->low_fft);
  memset(in, 0, LOW_LEN * sizeof *in);
  for (size_t k = LOW_FIRST; k < ATTUNE_LOW_HOP; k++) {
    in[k] = bins[k].re - bins[k].im;
    in[LOW_LEN - k] = bins[k].re + bins[k].im;
  }
  const attune_complex *f = attune_fft_run(s->low_fft);
  const float scale = 0.61237244f; /* sqrt(3/8): takes back the window's scale */
  float *out = s->sum.low[h] + s->hop * ATTUNE_LOW_HOP, *tail = s->low_tail[h];
  for (size_t n = 0; n < ATTUNE_LOW_HOP; n++) out[n] = tail[n] + scale * (f[n].re - f[n].im);
  for (size_t n = ATTUNE_LOW_HOP; n < LOW_LEN; n++) {
    const attune_complex *mirror = &f[LOW_LEN - n];
    tail[n - ATTUNE_LOW_HOP] = scale * (mirror->re + mirror->im);
  }
}

SIMD static void
add_cross(attune_spectrum *s, const attune_complex *x0, const attune_complex *x1)
{
  for (size_t k = 0; k < s->n_bins; k++) {
    s->sum.cross_re[k] += x1[k].re * x0[k].re + x1[k].im * x0[k].im;
    s->sum.cross_im[k] += x1[k].im * x0[k].re - x1[k].re * x0[k].im;
  }
}

/* Adds the spectra of the frame that is now complete, and moves on by one hop. */
static void
process_frame(attune_spectrum *s)
{
  attune_complex first[ATTUNE_SPECTRUM_BINS];
  for (unsigned h = 0; h < s->n_heard; h++) {
    float *in = attune_fft_input(s->fft);
    apply_window(s->sound[h], s->hann, s->frame_len, in);
    const attune_complex *bins = attune_fft_run(s->fft);
    add_powers(s, h, bins);
    add_low(s, h, bins);
    if (h == 0)
      memcpy(first, bins, s->n_bins * sizeof *bins);
    else
      add_cross(s, first, bins);
  }
  size_t step = (size_t)(find_frame_start(s, s->frame + 1) - find_frame_start(s, s->frame));
  for (unsigned h = 0; h < s->n_heard; h++) {
    /* Here, not as they come in: the sums must not depend on how the sound was cut. */
    count_samples(s, h, s->sound[h], step);
    memmove(s->sound[h], s->sound[h] + step, (s->frame_len - step) * sizeof(float));
  }
  s->n_held = s->frame_len - step;
  s->frame++;
  s->hop++;
}

static void
finish_row(attune_spectrum *s, attune_spectrum_row *row)
{
  *row = s->sum;
  const float mean = 1.0f / ATTUNE_HOPS_PER_ROW;
  for (unsigned h = 0; h < s->n_heard; h++) {
    attune_row_level *level = &row->level[h];
    for (size_t k = 0; k < s->n_bins; k++) row->power[h][k] *= mean;
    level->rms = sqrtf(level->rms / fmaxf((float)level->n, 1.0f));
  }
  for (size_t k = 0; k < s->n_bins; k++) {
    row->cross_re[k] *= mean;
    row->cross_im[k] *= mean;
  }
  double middle = ((double)s->frame - 0.5 * ATTUNE_HOPS_PER_ROW - 0.5) * ATTUNE_HOP_S;
  row->t_s = middle + ((double)s->base + 0.5 * (double)s->frame_len) / s->rate_hz;
  row->n_bins = (unsigned)s->n_bins;
  row->after_gap = s->after_gap;
  s->after_gap = s->gap_end > find_frame_start(s, s->frame); /* rows share 16 ms */
  s->hop = 0;
  memset(&s->sum, 0, sizeof s->sum);
}

bool
attune_spectrum_push(attune_spectrum *s, const attune_block *block, size_t offset, size_t *taken,
                     attune_spectrum_row *row)
{
  *taken = 0;
  uint64_t at = block->first_frame + offset;
  if (at < s->next || at - s->next > (uint64_t)(LONGEST_GAP_S * s->rate_hz)) begin_at(s, at);
  while (*taken < block->n_frames - offset || s->next < at) {
    size_t room = s->frame_len - s->n_held;
    if (s->next < at) {
      s->after_gap = true;
      append_samples(s, NULL, 1, (size_t)MIN((uint64_t)room, at - s->next));
      s->gap_end = s->next;
    } else {
      size_t n = MIN(room, block->n_frames - offset - *taken);
      append_samples(s, block->samples + (offset + *taken) * block->n_channels, block->n_channels,
                     n);
      *taken += n;
    }
    if (s->n_held < s->frame_len) continue;
    process_frame(s);
    if (s->hop < ATTUNE_HOPS_PER_ROW) continue;
    finish_row(s, row);
    return true;
  }
  return false;
}
