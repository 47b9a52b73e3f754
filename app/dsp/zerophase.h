// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_DSP_ZEROPHASE_H
#define ATTUNE_DSP_ZEROPHASE_H

/*
 * Smoothing a whole recording without moving it in time: a Butterworth filter of second order run
 * forward and backward, over ends continued by point reflection.
 * Source: Gustafsson (1996), IEEE Trans. Signal Processing 44:988 (the ends);
 * bilinear transform with prewarping.
 */
#include <stddef.h>

typedef enum { ATTUNE_PASS_LOW, ATTUNE_PASS_HIGH } attune_pass;

/**
 * Filters in place. Gain at the corner is 1/2 (-6 dB), as it is run twice.
 *
 * @param x         [n] finite
 * @param corner    corner frequency over the sampling rate, in (0, 0.5)
 */
void attune_zerophase(double *x, size_t n, attune_pass pass, double corner);

#endif
