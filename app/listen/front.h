// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_FRONT_H
#define ATTUNE_LISTEN_FRONT_H

/*
 * From spectra to band powers: eight log-spaced bands, 200-7000 Hz, of each channel.
 *
 *   two      the two microphones
 *   single   the one microphone
 *   array    X0, and two virtual channels that cancel one partner each: hB X0 - X1 (cancels B)
 *            and hA X0 - X1 (cancels A), with h = C10 / C00 the relative transfer function of the
 *            partner who breathes alone (Gannot, Burshtein & Weinstein 2001, IEEE TSP 49:1614).
 *
 * Plain data, any thread, no allocation.
 */
#include "base/setup.h"
#include "listen/features.h"
#include "listen/spectrum.h"

/** Mean covariance of two channels per bin over many rows. Zero-initialise, then add. */
typedef struct {
  double p0[ATTUNE_SPECTRUM_BINS], p1[ATTUNE_SPECTRUM_BINS];
  double re[ATTUNE_SPECTRUM_BINS], im[ATTUNE_SPECTRUM_BINS];
  double n;
} attune_covariance;

void attune_covariance_add(attune_covariance *covariance, const attune_spectrum_row *row);

typedef struct {
  attune_mics mics;
  unsigned n_bands;    /* bands under half the rate */
  unsigned n_channels; /* real and virtual: 1, 2, 3 */
  unsigned n_features; /* n_bands * n_channels */
  float h_re[ATTUNE_PARTNERS][ATTUNE_SPECTRUM_BINS], h_im[ATTUNE_PARTNERS][ATTUNE_SPECTRUM_BINS];
} attune_front;

/** @param n_bins  bins in each row, from attune_spectrum_row.n_bins */
void attune_front_init(attune_front *front, attune_mics mics, unsigned n_bins);

/**
 * Learns the array's relative transfer functions. Does nothing for the other set-ups.
 *
 * @param solo   of each partner's solo part
 * @param noise  of rows in which nobody breathed
 */
void attune_front_learn(attune_front *front, const attune_covariance solo[ATTUNE_PARTNERS],
                        const attune_covariance *noise);

/** @param[out] power  [n_features] mean power per bin, channel by channel, bands upward */
void attune_front_powers(const attune_front *front, const attune_spectrum_row *row, float *power);

#endif
