// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/front.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define LOW_HZ 200.0
#define HIGH_HZ 7000.0

void
attune_covariance_add(attune_covariance *c, const attune_spectrum_row *row)
{
  for (unsigned k = 0; k < row->n_bins; k++) {
    c->p0[k] += (double)row->power[0][k];
    c->p1[k] += (double)row->power[1][k];
    c->re[k] += (double)row->cross_re[k];
    c->im[k] += (double)row->cross_im[k];
  }
  c->n += 1.0;
}

/* First bin at or above the lower edge of a band. */
static unsigned
find_edge(unsigned band)
{
  double hz = LOW_HZ * pow(HIGH_HZ / LOW_HZ, (double)band / ATTUNE_BANDS);
  return (unsigned)ceil(hz / ATTUNE_BIN_HZ);
}

void
attune_front_init(attune_front *front, attune_mics mics, unsigned n_bins)
{
  memset(front, 0, sizeof *front);
  front->mics = mics;
  front->n_channels = mics == ATTUNE_MICS_SINGLE ? 1 : mics == ATTUNE_MICS_TWO ? 2 : 3;
  while (front->n_bands < ATTUNE_BANDS && find_edge(front->n_bands + 1) <= n_bins) front->n_bands++;
  front->n_features = front->n_bands * front->n_channels;
}

void
attune_front_learn(attune_front *front, const attune_covariance solo[ATTUNE_PARTNERS],
                   const attune_covariance *noise)
{
  if (front->mics != ATTUNE_MICS_ARRAY) return;
  double noise_n = fmax(noise->n, 1.0);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    for (unsigned k = 0; k < ATTUNE_SPECTRUM_BINS; k++) {
      double n = fmax(solo[p].n, 1.0);
      double all = solo[p].p0[k] / n;
      /* Where the breath hardly rises over the noise, half the power is taken as breath: the
         quotient then stays bounded and the virtual channel is just a poorer canceller there. */
      double own = fmax(all - noise->p0[k] / noise_n, 0.05 * all);
      double re = solo[p].re[k] / n - noise->re[k] / noise_n;
      double im = solo[p].im[k] / n - noise->im[k] / noise_n;
      double size = hypot(re, im) / fmax(own, 1e-30);
      double limit = size > 4.0 ? 4.0 / size : 1.0;
      front->h_re[p][k] = (float)(limit * re / fmax(own, 1e-30));
      front->h_im[p][k] = (float)(limit * im / fmax(own, 1e-30));
    }
}

/* E|h X0 - X1|^2, what is left of the sound when the partner with transfer function h is
   cancelled. */
static float
cancel_power(const attune_spectrum_row *row, const float *h_re, const float *h_im, unsigned k)
{
  float h2 = h_re[k] * h_re[k] + h_im[k] * h_im[k];
  float left = h2 * row->power[0][k] + row->power[1][k] -
               2.0f * (h_re[k] * row->cross_re[k] + h_im[k] * row->cross_im[k]);
  return fmaxf(left, 0.0f);
}

static float
find_power(const attune_front *front, const attune_spectrum_row *row, unsigned channel, unsigned k)
{
  if (front->mics != ATTUNE_MICS_ARRAY) return row->power[channel][k];
  if (channel == 0) return row->power[0][k];
  /* Channel 1 cancels B and so keeps A; channel 2 the other way round. */
  unsigned gone = channel == 1 ? ATTUNE_B : ATTUNE_A;
  return cancel_power(row, front->h_re[gone], front->h_im[gone], k);
}

void
attune_front_powers(const attune_front *front, const attune_spectrum_row *row, float *power)
{
  for (unsigned c = 0; c < front->n_channels; c++)
    for (unsigned b = 0; b < front->n_bands; b++) {
      unsigned from = find_edge(b), to = find_edge(b + 1);
      float sum = 0.0f;
      for (unsigned k = from; k < to; k++) sum += find_power(front, row, c, k);
      power[c * front->n_bands + b] = sum / (float)(to - from);
    }
}
