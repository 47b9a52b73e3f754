// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BASE_CIRCLE_H
#define ATTUNE_BASE_CIRCLE_H

/*
 * Angles and circular statistics. Angles are radians in double; no allocation; any thread.
 * Phase of a breath, everywhere: 0 = the in-breath begins, pi = the out-breath begins.
 * Source of the statistics: Mardia & Jupp (2000), Directional Statistics, chapter 2.
 */
#include <stddef.h>

#define ATTUNE_PI 3.14159265358979323846
#define ATTUNE_TAU (2.0 * ATTUNE_PI)

/** Degrees of radians and back. */
double attune_deg(double rad);
double attune_rad(double deg);

/** @return the same angle in (-pi, pi]. NaN stays NaN. */
double attune_wrap_pi(double rad);

/** @return the same angle in [0, 2 pi). NaN stays NaN. */
double attune_wrap_tau(double rad);

/** Mean direction and resultant length of a set of angles. */
typedef struct {
  double mean_rad;  /* (-pi, pi]; NaN when the set is empty */
  double resultant; /* 0..1; NaN when the set is empty */
} attune_circle;

/** @param angle_rad  [n] angles, NaN not allowed */
attune_circle attune_circle_mean(const double *angle_rad, size_t n);

/** Circular standard deviation sqrt(-2 ln R), radians, of a resultant length in 0..1. */
double attune_circle_spread(double resultant);

#endif
