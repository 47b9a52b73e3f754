// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/surrogate.h"

#include "base/circle.h"
#include "sync/locking.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#define LEAST_BREATHS 4
#define TREND_S 45.0     /* standard deviation of the trend's weights */
#define TREND_STEP_S 4.0 /* between the points at which it is known */
#define TREND_RIDGE 0.05 /* keeps the local line level where there is little to draw it through */

/* One whole breath to be shuffled. */
typedef struct {
  double at, length; /* samples */
  double residual;   /* ln length over its trend */
} piece;

struct attune_surrogates {
  attune_strand strand; /* the partner as strung together anew */
  float *re, *im;       /* [n] e^(i phase) as it was, holes filled in */
  piece *piece;
  size_t n_pieces;
  size_t *order; /* [n_pieces] */
  double *trend; /* of ln length, each trend_step samples */
  size_t n_trend;
  double trend_step;
  double shortest, longest; /* breaths, samples */
};

attune_surrogates *
attune_surrogates_new(size_t max_samples)
{
  attune_surrogates *s = g_new0(attune_surrogates, 1);
  size_t most = attune_onsets_most(max_samples);
  attune_strand_init(&s->strand, max_samples);
  s->re = g_new(float, max_samples);
  s->im = g_new(float, max_samples);
  s->piece = g_new(piece, most);
  s->order = g_new(size_t, most);
  s->trend = g_new(double, max_samples + 2); /* steps are many samples long */
  return s;
}

void
attune_surrogates_free(attune_surrogates *s)
{
  if (s == NULL) return;
  attune_strand_clear(&s->strand);
  g_free(s->re);
  g_free(s->im);
  g_free(s->piece);
  g_free(s->order);
  g_free(s->trend);
  g_free(s);
}

/* Phase factors of one breath; in holes that were bridged the phase runs evenly. */
static void
copy_phase(attune_surrogates *s, const attune_strand *own, size_t n, const piece *p)
{
  size_t to = MIN((size_t)(p->at + p->length) + 2, n);
  for (size_t i = (size_t)p->at; i < to; i++) {
    double even = ATTUNE_TAU * ((double)i - p->at) / p->length;
    float weight = own->weight[i];
    s->re[i] = weight > 0.0f ? own->re[i] / weight : (float)cos(even);
    s->im[i] = weight > 0.0f ? own->im[i] / weight : (float)sin(even);
  }
}

static void
cut_pieces(attune_surrogates *s, const attune_strand *own, size_t n)
{
  s->n_pieces = 0;
  for (size_t k = 1; k < own->n_onsets; k++) {
    if (!own->onset[k].ends_breath) continue;
    double at = own->onset[k - 1].at;
    piece *p = &s->piece[s->n_pieces++];
    *p = (piece){at, own->onset[k].at - at, 0.0};
    copy_phase(s, own, n, p);
  }
  for (size_t k = 0; k < s->n_pieces; k++) s->order[k] = k;
}

/* Distance from `t` to the middle of the nearest breath, samples. */
static double
find_nearest(const attune_surrogates *s, double t)
{
  double nearest = INFINITY;
  for (size_t k = 0; k < s->n_pieces; k++)
    nearest = fmin(nearest, fabs(s->piece[k].at + 0.5 * s->piece[k].length - t));
  return nearest;
}

/* Height at `t` of a line through the breaths' ln lengths, near ones weighted most. */
static double
draw_local_line(const attune_surrogates *s, double t, double deviation)
{
  double nearest = find_nearest(s, t) / deviation;
  double w0 = 0.0, d1 = 0.0, d2 = 0.0, y1 = 0.0, yd = 0.0;
  for (size_t k = 0; k < s->n_pieces; k++) {
    const piece *p = &s->piece[k];
    double d = (p->at + 0.5 * p->length - t) / deviation, y = log(p->length);
    double w = p->length * exp(0.5 * (nearest * nearest - d * d)); /* 1 for the nearest breath */
    w0 += w;
    d1 += w * d;
    d2 += w * d * d;
    y1 += w * y;
    yd += w * y * d;
  }
  double middle = d1 / w0, height = y1 / w0;
  double slope = (yd / w0 - middle * height) / (d2 / w0 - middle * middle + TREND_RIDGE);
  /* Far from any breath the line is not trusted further than one deviation. */
  return height - slope * fmin(fmax(middle, -1.0), 1.0);
}

static double
trend_at(const attune_surrogates *s, double t)
{
  double g = fmin(fmax(t / s->trend_step, 0.0), (double)(s->n_trend - 1));
  size_t i = MIN((size_t)g, s->n_trend - 2);
  return s->trend[i] + (g - (double)i) * (s->trend[i + 1] - s->trend[i]);
}

static void
free_from_trend(attune_surrogates *s, size_t n, double dt_s)
{
  s->trend_step = TREND_STEP_S / dt_s;
  s->n_trend = (size_t)((double)n / s->trend_step) + 2;
  for (size_t i = 0; i < s->n_trend; i++)
    s->trend[i] = draw_local_line(s, (double)i * s->trend_step, TREND_S / dt_s);
  for (size_t k = 0; k < s->n_pieces; k++) {
    piece *p = &s->piece[k];
    p->residual = log(p->length) - trend_at(s, p->at + 0.5 * p->length);
  }
}

static void
shuffle(size_t *order, size_t n, GRand *rand)
{
  for (size_t i = n; i > 1; i--) {
    size_t j = (size_t)g_rand_int_range(rand, 0, (gint32)i), kept = order[i - 1];
    order[i - 1] = order[j];
    order[j] = kept;
  }
}

/* Lays a breath at `at`, stretched to `length`; how well one is heard stays with the time. */
static void
lay_piece(attune_surrogates *s, size_t n, const piece *p, double at, double length)
{
  double stretch = p->length / length, end = MIN(ceil(at + length), (double)n);
  size_t first = at > 0.0 ? (size_t)ceil(at) : 0;
  for (size_t i = first; i < (size_t)end; i++) {
    size_t from = MIN((size_t)(p->at + ((double)i - at) * stretch + 0.5), n - 1);
    float weight = s->strand.weight[i];
    s->strand.re[i] = weight * s->re[from];
    s->strand.im[i] = weight * s->im[from];
  }
  if (at >= 0.0) s->strand.onset[s->strand.n_onsets++] = (attune_onset){at, true};
}

/* Shuffled breaths from a random point of the first one on, until the window is full. */
static void
string_together(attune_surrogates *s, size_t n, GRand *rand)
{
  size_t most = attune_onsets_most(n);
  double at = NAN;
  s->strand.n_onsets = 0;
  for (size_t k = 0; !(at >= (double)n) && s->strand.n_onsets < most; k++) {
    if (k % s->n_pieces == 0) shuffle(s->order, s->n_pieces, rand);
    const piece *p = &s->piece[s->order[k % s->n_pieces]];
    double start = k == 0 ? 0.0 : at, about = exp(trend_at(s, start) + p->residual);
    double length = exp(trend_at(s, start + 0.5 * about) + p->residual);
    length = fmin(fmax(length, s->shortest), s->longest);
    if (k == 0) at = -g_rand_double(rand) * length;
    lay_piece(s, n, p, at, length);
    at += length;
  }
}

static int
compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Shuffles one partner against the other. */
static attune_chance
shuffle_partner(attune_surrogates *s, attune_pairing *p, attune_partner who, unsigned n_surrogates,
                uint64_t seed)
{
  const attune_strand *own = &p->strand[who], *other = &p->strand[1 - who];
  cut_pieces(s, own, p->n);
  if (s->n_pieces < LEAST_BREATHS) return (attune_chance){NAN, NAN};
  free_from_trend(s, p->n, p->dt_s);
  s->shortest = ATTUNE_ONSET_LEAST_S / p->dt_s;
  s->longest = ATTUNE_BREATH_MOST_S / p->dt_s;
  for (size_t i = 0; i < p->n; i++) s->strand.weight[i] = own->weight[i];
  const guint32 seeds[] = {(guint32)seed, (guint32)(seed >> 32)};
  g_autoptr(GRand) rand = g_rand_new_with_seed_array(seeds, G_N_ELEMENTS(seeds));
  g_autofree double *alignment = g_new(double, n_surrogates);
  double observed = attune_alignment(&p->relation);
  unsigned as_high = 0;
  for (unsigned k = 0; k < n_surrogates; k++) {
    string_together(s, p->n, rand);
    attune_relation r = attune_relate(&s->strand, other, p->n, p->span, p->sum_re, p->sum_im);
    alignment[k] = r.n_breaths < 2 ? 0.0 : attune_alignment(&r);
    as_high += alignment[k] >= observed;
  }
  qsort(alignment, n_surrogates, sizeof *alignment, compare);
  return (attune_chance){alignment[(size_t)ceil(0.95 * n_surrogates) - 1],
                         (1.0 + as_high) / (1.0 + n_surrogates)};
}

attune_chance
attune_surrogates_measure(attune_surrogates *s, attune_pairing *p, unsigned n_surrogates,
                          uint64_t seed)
{
  attune_chance a = shuffle_partner(s, p, ATTUNE_A, n_surrogates, seed);
  attune_chance b = shuffle_partner(s, p, ATTUNE_B, n_surrogates, seed);
  if (isnan(a.p_value) || isnan(b.p_value)) return (attune_chance){NAN, NAN};
  return (attune_chance){fmax(a.alignment_p95, b.alignment_p95), fmax(a.p_value, b.p_value)};
}
