// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/coherence.h"

#include "base/circle.h"
#include "dsp/fft.h"
#include "dsp/tapers.h"

#include <glib.h>
#include <math.h>
#include <string.h>

enum {
  K = 5,         /* tapers */
  LENGTH = 1024, /* of the transform: zero padding makes bins of 1/256 Hz */
  LONGEST = 720, /* cells in one stretch: 180 s */
  STRETCH = 480, /* cells of each stretch when there are several: 120 s */
  SHORTEST = 80, /* cells: 20 s */
  BINS = LENGTH / 2 + 1
};
#define NW 3.0
#define CELL_HZ 4.0

struct attune_spectra {
  attune_fft *fft;
  attune_tapers *tapers;
  size_t max_cells;
  float *curve[ATTUNE_PARTNERS], *heard[ATTUNE_PARTNERS]; /* [max_cells]; heard: mean weight */
  attune_complex eigen[ATTUNE_PARTNERS][K][BINS];
  double power[ATTUNE_PARTNERS][BINS], cross_re[BINS], cross_im[BINS];
  double trace[ATTUNE_PARTNERS], trace_both; /* of the Gram matrices of the masked tapers */
  size_t n_stretches;
};

double
attune_coherence_threshold(double l, double alpha)
{
  return l > 1.0 ? 1.0 - pow(alpha, 1.0 / (l - 1.0)) : NAN;
}

attune_spectra *
attune_spectra_new(size_t max_samples)
{
  attune_spectra *s = g_new0(attune_spectra, 1);
  s->fft = attune_fft_new(LENGTH);
  s->tapers = attune_tapers_new(LONGEST, NW, K);
  s->max_cells = 2 * max_samples + 2; /* steps are 0.5 s at most */
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    s->curve[p] = g_new(float, s->max_cells);
    s->heard[p] = g_new(float, s->max_cells);
  }
  return s;
}

void
attune_spectra_free(attune_spectra *s)
{
  if (s == NULL) return;
  attune_fft_free(s->fft);
  attune_tapers_free(s->tapers);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    g_free(s->curve[p]);
    g_free(s->heard[p]);
  }
  g_free(s);
}

/* Means of `value` [n] over cells; sample i fills the time from i to i + 1 steps. */
static void
fill_cells(const float *value, size_t n, double cells_per_sample, float *cell, size_t n_cells)
{
  memset(cell, 0, n_cells * sizeof *cell);
  for (size_t i = 0; i < n; i++) {
    double from = (double)i * cells_per_sample, end = (double)(i + 1) * cells_per_sample;
    for (size_t c = (size_t)from; c < n_cells && (double)c < end; c++) {
      double share = fmin(end, (double)c + 1.0) - fmax(from, (double)c);
      cell[c] += (float)share * value[i];
    }
  }
}

static size_t
draw_curves(attune_spectra *s, const attune_pairing *pairing)
{
  double cells_per_sample = pairing->dt_s * CELL_HZ;
  size_t n_cells = (size_t)((double)pairing->n * cells_per_sample + 1e-6);
  n_cells = MIN(n_cells, s->max_cells);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    const attune_strand *strand = &pairing->strand[p];
    double sum = 0.0, weight = 0.0;
    fill_cells(strand->re, pairing->n, cells_per_sample, s->curve[p], n_cells);
    fill_cells(strand->weight, pairing->n, cells_per_sample, s->heard[p], n_cells);
    for (size_t c = 0; c < n_cells; c++) {
      sum += (double)s->curve[p][c];
      weight += (double)s->heard[p][c];
    }
    float mean = weight > 0.0 ? (float)(sum / weight) : 0.0f;
    for (size_t c = 0; c < n_cells; c++) s->curve[p][c] -= mean * s->heard[p][c];
  }
  return n_cells;
}

static bool
is_heard(const attune_spectra *s, size_t start, size_t length)
{
  size_t both = 0;
  for (size_t c = start; c < start + length; c++)
    both += s->heard[ATTUNE_A][c] > 0.0f && s->heard[ATTUNE_B][c] > 0.0f;
  return 2 * both >= length;
}

static void
transform(attune_spectra *s, attune_partner p, size_t start, size_t length, const float *tapers)
{
  float *input = attune_fft_input(s->fft);
  memset(input + length, 0, (LENGTH - length) * sizeof *input);
  for (size_t k = 0; k < K; k++) {
    const float *taper = tapers + k * length, *curve = s->curve[p] + start;
    for (size_t t = 0; t < length; t++) input[t] = taper[t] * curve[t];
    memcpy(s->eigen[p][k], attune_fft_run(s->fft), sizeof s->eigen[p][k]);
  }
}

static void
add_spectra(attune_spectra *s)
{
  for (size_t k = 0; k < K; k++)
    for (size_t f = 0; f < BINS; f++) {
      double ar = s->eigen[0][k][f].re, ai = s->eigen[0][k][f].im;
      double br = s->eigen[1][k][f].re, bi = s->eigen[1][k][f].im;
      s->power[0][f] += ar * ar + ai * ai;
      s->power[1][f] += br * br + bi * bi;
      s->cross_re[f] += ar * br + ai * bi;
      s->cross_im[f] += ai * br - ar * bi;
    }
}

/* Holes make tapers overlap: their Gram matrices say how many estimates are left. */
static void
add_traces(attune_spectra *s, size_t start, size_t length, const float *tapers)
{
  double gram[ATTUNE_PARTNERS][K][K];
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    for (size_t j = 0; j < K; j++)
      for (size_t k = 0; k <= j; k++) {
        double sum = 0.0;
        for (size_t t = 0; t < length; t++) {
          double mask = (double)s->heard[p][start + t];
          sum += mask * mask * (double)tapers[j * length + t] * (double)tapers[k * length + t];
        }
        gram[p][j][k] = gram[p][k][j] = sum;
      }
  for (size_t j = 0; j < K; j++) {
    for (int p = 0; p < ATTUNE_PARTNERS; p++) s->trace[p] += gram[p][j][j];
    for (size_t k = 0; k < K; k++) s->trace_both += gram[0][j][k] * gram[1][j][k];
  }
}

static void
add_stretch(attune_spectra *s, size_t start, size_t length)
{
  if (!is_heard(s, start, length)) return;
  const float *tapers = attune_tapers_get(s->tapers, length);
  transform(s, ATTUNE_A, start, length, tapers);
  transform(s, ATTUNE_B, start, length, tapers);
  add_spectra(s);
  add_traces(s, start, length, tapers);
  s->n_stretches++;
}

/* Adds up all stretches; returns the number of independent estimates L. */
static double
add_stretches(attune_spectra *s, size_t n_cells)
{
  memset(s->power, 0, sizeof s->power);
  memset(s->cross_re, 0, sizeof s->cross_re);
  memset(s->cross_im, 0, sizeof s->cross_im);
  s->trace[ATTUNE_A] = s->trace[ATTUNE_B] = s->trace_both = 0.0;
  s->n_stretches = 0;
  double fresh = 1.0; /* share of each stretch that does not overlap its neighbours */
  if (n_cells <= LONGEST) {
    add_stretch(s, 0, n_cells);
  } else {
    size_t count = (n_cells + STRETCH - 1) / STRETCH;
    for (size_t i = 0; i < count; i++)
      add_stretch(s, i * (n_cells - STRETCH) / (count - 1), STRETCH);
    fresh = (double)n_cells / (double)(count * STRETCH);
  }
  if (s->n_stretches == 0) return NAN;
  return fresh * (s->trace[ATTUNE_A] * s->trace[ATTUNE_B]) / s->trace_both;
}

/* Middle of the peak that the two spectra share most. */
static size_t
find_shared_peak(const attune_spectra *s)
{
  size_t low = (size_t)ceil(ATTUNE_COHERENCE_LOW_HZ * LENGTH / CELL_HZ);
  size_t high = (size_t)(ATTUNE_COHERENCE_HIGH_HZ * LENGTH / CELL_HZ), best = low;
  double shared[BINS], weight = 0.0, sum = 0.0;
  for (size_t f = low; f <= high; f++) {
    shared[f] = s->power[ATTUNE_A][f] * s->power[ATTUNE_B][f];
    if (shared[f] > shared[best]) best = f;
  }
  size_t from = best, to = best;
  while (from > low && shared[from - 1] > 0.25 * shared[best]) from--;
  while (to < high && shared[to + 1] > 0.25 * shared[best]) to++;
  for (size_t f = from; f <= to; f++) {
    weight += shared[f];
    sum += shared[f] * (double)f;
  }
  return weight > 0.0 ? (size_t)lround(sum / weight) : best;
}

attune_coherence
attune_spectra_measure(attune_spectra *s, const attune_pairing *pairing)
{
  attune_coherence unknown = {NAN, NAN, NAN, NAN};
  size_t n_cells = draw_curves(s, pairing);
  if (n_cells < SHORTEST) return unknown;
  double l = add_stretches(s, n_cells);
  if (isnan(l)) return unknown;
  size_t f = find_shared_peak(s);
  double re = s->cross_re[f], im = s->cross_im[f];
  double powers = s->power[ATTUNE_A][f] * s->power[ATTUNE_B][f];
  if (!(powers > 0.0)) return unknown;
  return (attune_coherence){.gamma2 = fmin((re * re + im * im) / powers, 1.0),
                            .threshold = attune_coherence_threshold(l, 0.05),
                            .freq_hz = (double)f * CELL_HZ / LENGTH,
                            .lag_rad = atan2(im, re)};
}
