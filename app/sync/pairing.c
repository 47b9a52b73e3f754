// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pairing.h"

#include "base/circle.h"

#include <glib.h>
#include <math.h>

void
attune_strand_init(attune_strand *strand, size_t max_samples)
{
  *strand = (attune_strand){.weight = g_new(float, max_samples),
                            .re = g_new(float, max_samples),
                            .im = g_new(float, max_samples),
                            .onset = g_new(attune_onset, attune_onsets_most(max_samples))};
}

void
attune_strand_clear(attune_strand *strand)
{
  g_free(strand->weight);
  g_free(strand->re);
  g_free(strand->im);
  g_free(strand->onset);
}

void
attune_pairing_init(attune_pairing *pairing, size_t max_samples)
{
  *pairing = (attune_pairing){.sum_re = g_new(double, max_samples + 1),
                              .sum_im = g_new(double, max_samples + 1)};
  for (int p = 0; p < ATTUNE_PARTNERS; p++) attune_strand_init(&pairing->strand[p], max_samples);
}

void
attune_pairing_clear(attune_pairing *pairing)
{
  for (int p = 0; p < ATTUNE_PARTNERS; p++) attune_strand_clear(&pairing->strand[p]);
  g_free(pairing->sum_re);
  g_free(pairing->sum_im);
}

/* qsort may allocate for long arrays; a breath list is short, and this one never does. */
static void
sort(double *values, size_t n)
{
  for (size_t gap = n / 2; gap > 0; gap /= 2)
    for (size_t i = gap; i < n; i++) {
      double v = values[i];
      size_t j = i;
      for (; j >= gap && values[j - gap] > v; j -= gap) values[j] = values[j - gap];
      values[j] = v;
    }
}

/* Median length of the whole breaths. */
static double
measure_breath(const attune_strand *strand, double *room)
{
  size_t n = 0;
  for (size_t k = 1; k < strand->n_onsets; k++)
    if (strand->onset[k].ends_breath) room[n++] = strand->onset[k].at - strand->onset[k - 1].at;
  if (n == 0) return NAN;
  sort(room, n);
  return n % 2 ? room[n / 2] : 0.5 * (room[n / 2 - 1] + room[n / 2]);
}

static void
prepare_strand(attune_strand *strand, const float *phase_rad, const float *weight, size_t n,
               double dt_s, double *room)
{
  strand->n_heard = 0;
  for (size_t i = 0; i < n; i++) {
    bool heard = weight[i] > 0.0f && !isnan(phase_rad[i]);
    strand->weight[i] = heard ? weight[i] : 0.0f;
    strand->re[i] = heard ? weight[i] * cosf(phase_rad[i]) : 0.0f;
    strand->im[i] = heard ? weight[i] * sinf(phase_rad[i]) : 0.0f;
    strand->n_heard += heard;
  }
  strand->n_onsets = attune_find_onsets(phase_rad, weight, n, dt_s, strand->onset, &strand->cycles);
  strand->median_breath = measure_breath(strand, room);
}

/* Running sum at a time with fraction: sample i fills the time from i - 0.5 to i + 0.5. */
static double
sum_until(const double *sum, size_t n, double at)
{
  double edge = at + 0.5;
  if (edge <= 0.0) return 0.0;
  if (edge >= (double)n) return sum[n];
  size_t i = (size_t)edge;
  return sum[i] + (edge - (double)i) * (sum[i + 1] - sum[i]);
}

static bool
both_heard(const attune_strand *a, const attune_strand *b, size_t n, double at)
{
  size_t i = (size_t)fmax(lround(at), 0.0);
  return i < n && a->weight[i] > 0.0f && b->weight[i] > 0.0f;
}

typedef struct {
  double re, im, double_re, double_im;
  size_t n;
} tally;

/* Adds up e^(i theta) and e^(2 i theta) at the in-breaths of `own`. */
static tally
tally_onsets(const attune_strand *own, const attune_strand *other, size_t n, double span,
             const double *sum_re, const double *sum_im)
{
  tally t = {0};
  for (size_t k = 0; k < own->n_onsets; k++) {
    double at = own->onset[k].at, from = at - 0.5 * span, to = at + 0.5 * span;
    if (!both_heard(own, other, n, at)) continue;
    double re = sum_until(sum_re, n, to) - sum_until(sum_re, n, from);
    double im = sum_until(sum_im, n, to) - sum_until(sum_im, n, from);
    double length = sqrt(re * re + im * im);
    if (length < 1e-9) continue; /* the angle of nothing */
    re /= length;
    im /= length;
    t.re += re;
    t.im += im;
    t.double_re += re * re - im * im;
    t.double_im += 2.0 * re * im;
    t.n++;
  }
  return t;
}

attune_relation
attune_relate(const attune_strand *a, const attune_strand *b, size_t n, double span, double *sum_re,
              double *sum_im)
{
  sum_re[0] = sum_im[0] = 0.0;
  for (size_t i = 0; i < n; i++) {
    double ar = a->re[i], ai = a->im[i], br = b->re[i], bi = b->im[i];
    sum_re[i + 1] = sum_re[i] + (ar * br + ai * bi);
    sum_im[i + 1] = sum_im[i] + (ai * br - ar * bi);
  }
  /* Each partner's sum apart, so that A and B exchanged give the same bits. */
  tally of_a = tally_onsets(a, b, n, span, sum_re, sum_im);
  tally of_b = tally_onsets(b, a, n, span, sum_re, sum_im);
  double m = (double)(of_a.n + of_b.n);
  return (attune_relation){.n_samples = of_a.n + of_b.n,
                           .n_breaths = MIN(of_a.n, of_b.n),
                           .mean_re = (of_a.re + of_b.re) / m,
                           .mean_im = (of_a.im + of_b.im) / m,
                           .double_re = (of_a.double_re + of_b.double_re) / m,
                           .double_im = (of_a.double_im + of_b.double_im) / m};
}

void
attune_pairing_prepare(attune_pairing *pairing, const attune_phases *phases)
{
  attune_strand *a = &pairing->strand[ATTUNE_A], *b = &pairing->strand[ATTUNE_B];
  pairing->n = phases->n;
  pairing->dt_s = phases->dt_s;
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    prepare_strand(&pairing->strand[p], phases->phase_rad[p], phases->weight[p], phases->n,
                   phases->dt_s, pairing->sum_re);
  pairing->n_both = 0;
  for (size_t i = 0; i < phases->n; i++)
    pairing->n_both += a->weight[i] > 0.0f && b->weight[i] > 0.0f;
  pairing->span = sqrt(a->median_breath * b->median_breath);
  pairing->relation = isnan(pairing->span) ? (attune_relation){0, 0, NAN, NAN, NAN, NAN}
                                           : attune_relate(a, b, phases->n, pairing->span,
                                                           pairing->sum_re, pairing->sum_im);
  pairing->coherence = (attune_coherence){NAN, NAN, NAN, NAN};
  pairing->chance = (attune_chance){NAN, NAN};
}
