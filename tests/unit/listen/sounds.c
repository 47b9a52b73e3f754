// SPDX-License-Identifier: GPL-3.0-or-later
#include "sounds.h"

#include "base/circle.h"

#include <math.h>

sound *
sound_new(double rate_hz, unsigned n_channels, double duration_s)
{
  sound *s = g_new0(sound, 1);
  s->rate_hz = rate_hz;
  s->n_channels = n_channels;
  s->n_frames = (size_t)(duration_s * rate_hz);
  s->samples = g_new0(float, s->n_frames *n_channels);
  return s;
}

void
sound_free(sound *s)
{
  g_free(s->samples);
  g_free(s);
}

static float *
get_sample(sound *s, unsigned channel, size_t i)
{
  return &s->samples[i * s->n_channels + channel];
}

static double
draw_normal(GRand *rand)
{
  double u = 1.0 - g_rand_double(rand), v = g_rand_double(rand);
  return sqrt(-2.0 * log(u)) * cos(ATTUNE_TAU * v);
}

void
sound_add_white(sound *s, unsigned channel, double rms, guint32 seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  for (size_t i = 0; i < s->n_frames; i++)
    *get_sample(s, channel, i) += (float)(rms * draw_normal(rand));
}

/* Sum of one-pole filtered noises an octave and a half apart. */
void
sound_add_pink(sound *s, unsigned channel, double rms, guint32 seed)
{
  enum { POLES = 7 };
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  double state[POLES] = {0}, pole[POLES], drive[POLES];
  for (unsigned p = 0; p < POLES; p++) {
    pole[p] = exp(-ATTUNE_TAU * 20.0 * pow(2.83, p) / s->rate_hz);
    drive[p] = sqrt(12.0 * (1.0 - pole[p] * pole[p]));
  }
  for (size_t i = 0; i < s->n_frames; i++) {
    double sum = 0.0;
    for (unsigned p = 0; p < POLES; p++) {
      state[p] = pole[p] * state[p] + drive[p] * (g_rand_double(rand) - 0.5);
      sum += state[p];
    }
    *get_sample(s, channel, i) += (float)(rms * sum / sqrt(POLES));
  }
}

/* Noise through a one-pole high-pass and a one-pole low-pass, about rms 1. */
typedef struct {
  double low, high, a, b, gain;
} band;

static band
make_band(double from_hz, double to_hz, double rate_hz)
{
  double a = exp(-ATTUNE_TAU * from_hz / rate_hz), b = exp(-ATTUNE_TAU * to_hz / rate_hz);
  return (band){0.0, 0.0, a, b, sqrt((1.0 + b) / (1.0 - b))};
}

static double
draw_band(band *f, GRand *rand)
{
  f->high = f->b * f->high + (1.0 - f->b) * draw_normal(rand);
  f->low = f->a * f->low + (1.0 - f->a) * f->high;
  return f->gain * (f->high - f->low);
}

static void
add_burst(sound *s, unsigned channel, band filter, double rms, double from_s, double long_s,
          GRand *rand)
{
  size_t from = (size_t)(from_s * s->rate_hz), n = (size_t)(long_s * s->rate_hz);
  for (size_t i = 0; i < n && from + i < s->n_frames; i++) {
    double rise = sin(ATTUNE_PI * (double)i / (double)n);
    *get_sample(s, channel, from + i) += (float)(rms * rise * rise * draw_band(&filter, rand));
  }
}

void
sound_add_breath(sound *s, unsigned channel, double rms, guint32 seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  band in = make_band(600.0, 3500.0, s->rate_hz), out = make_band(250.0, 1800.0, s->rate_hz);
  for (double t = 0.5; t < (double)s->n_frames / s->rate_hz;) {
    double cycle = g_rand_double_range(rand, 4.5, 5.5);
    add_burst(s, channel, in, 0.5 * rms, t, 0.36 * cycle, rand);
    add_burst(s, channel, out, rms, t + 0.4 * cycle, 0.42 * cycle, rand);
    t += cycle;
  }
}

void
sound_add_sine(sound *s, unsigned channel, double amplitude, double hz)
{
  for (size_t i = 0; i < s->n_frames; i++)
    *get_sample(s, channel, i) +=
        (float)(amplitude * sin(ATTUNE_TAU * fmod(hz * (double)i / s->rate_hz, 1.0)));
}

/* Two-pole resonance. */
typedef struct {
  double y1, y2, a1, a2;
} formant;

static double
push_formant(formant *f, double x)
{
  double y = x + f->a1 * f->y1 + f->a2 * f->y2;
  f->y2 = f->y1;
  f->y1 = y;
  return y;
}

static formant
make_formant(double hz, double width_hz, double rate_hz)
{
  double r = exp(-ATTUNE_PI * width_hz / rate_hz);
  return (formant){0.0, 0.0, 2.0 * r * cos(ATTUNE_TAU * hz / rate_hz), -r * r};
}

void
sound_add_voice(sound *s, unsigned channel, double rms, double pitch_hz, double from_s, double to_s)
{
  formant f[3] = {make_formant(700.0, 90.0, s->rate_hz), make_formant(1200.0, 110.0, s->rate_hz),
                  make_formant(2600.0, 160.0, s->rate_hz)};
  size_t from = (size_t)(from_s * s->rate_hz), to = MIN((size_t)(to_s * s->rate_hz), s->n_frames);
  g_autofree double *out = g_new0(double, to);
  double phase = 0.0, power = 0.0;
  for (size_t i = from; i < to; i++) {
    double t = (double)i / s->rate_hz - from_s, within = fmod(t, 0.333);
    double before = phase;
    phase += pitch_hz * (1.0 + 0.12 * sin(ATTUNE_TAU * 0.7 * t)) / s->rate_hz;
    double pulse = floor(phase) > floor(before) && within < 0.25 ? 1.0 : 0.0;
    out[i] = push_formant(&f[0], pulse) + 0.5 * push_formant(&f[1], pulse) +
             0.2 * push_formant(&f[2], pulse);
    power += out[i] * out[i];
  }
  double gain = rms / sqrt(fmax(power / (double)(to - from), 1e-30));
  for (size_t i = from; i < to; i++) *get_sample(s, channel, i) += (float)(gain * out[i]);
}

void
sound_scale(sound *s, unsigned channel, double gain, double from_s, double to_s)
{
  size_t to = (size_t)fmin(to_s * s->rate_hz, (double)s->n_frames);
  for (size_t i = (size_t)(from_s * s->rate_hz); i < to; i++)
    *get_sample(s, channel, i) *= (float)gain;
}

void
sound_quantise(sound *s, double step)
{
  for (size_t i = 0; i < s->n_frames * s->n_channels; i++)
    s->samples[i] = (float)(step * round((double)s->samples[i] / step));
}

static void
push_block(attune_spectrum *spectrum, const attune_block *block, GArray *rows)
{
  attune_spectrum_row row;
  for (size_t offset = 0, taken; offset < block->n_frames; offset += taken)
    if (attune_spectrum_push(spectrum, block, offset, &taken, &row)) g_array_append_val(rows, row);
}

GArray *
sound_rows(const sound *s, unsigned n_heard, size_t block)
{
  const unsigned channel_of[2] = {0, 1};
  attune_spectrum *spectrum = attune_spectrum_new(s->rate_hz, n_heard, channel_of);
  GArray *rows = g_array_new(FALSE, TRUE, sizeof(attune_spectrum_row));
  g_autoptr(GRand) rand = g_rand_new_with_seed(7);
  for (size_t at = 0; at < s->n_frames;) {
    size_t n = block != 0 ? block : (size_t)g_rand_int_range(rand, 1, 9000);
    n = MIN(n, s->n_frames - at);
    push_block(spectrum,
               &(attune_block){s->samples + at * s->n_channels, n, s->n_channels, s->rate_hz, at},
               rows);
    at += n;
  }
  attune_spectrum_free(spectrum);
  return rows;
}

GArray *
rows_gate(const GArray *rows, attune_mics mics, double rate_hz)
{
  attune_gates *gates = attune_gates_new(mics, rate_hz);
  GArray *bits = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < rows->len; i++) {
    guint32 now = attune_gates_push(gates, &g_array_index(rows, attune_spectrum_row, i));
    g_array_append_val(bits, now);
  }
  attune_gates_free(gates);
  return bits;
}

double
share_of(const GArray *rows, const GArray *bits, guint32 mask, double from_s, double to_s)
{
  guint n = 0, hit = 0;
  for (guint i = 0; i < rows->len; i++) {
    double t_s = g_array_index(rows, attune_spectrum_row, i).t_s;
    if (t_s < from_s || t_s > to_s) continue;
    n++;
    hit += (g_array_index(bits, guint32, i) & mask) != 0;
  }
  g_assert_cmpuint(n, >, 0);
  return (double)hit / n;
}

double
first_time(const GArray *rows, const GArray *bits, guint32 mask, double from_s)
{
  for (guint i = 0; i < rows->len; i++) {
    double t_s = g_array_index(rows, attune_spectrum_row, i).t_s;
    if (t_s >= from_s && (g_array_index(bits, guint32, i) & mask) != 0) return t_s;
  }
  return INFINITY;
}
