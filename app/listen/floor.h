// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_FLOOR_H
#define ATTUNE_LISTEN_FLOOR_H

/*
 * The noise floor of each feature: 1.05 times the 8th percentile of the last 30 s of band power,
 * held within 6 dB of the floor that calibration found. A percentile rather than a minimum or a
 * mean: breathing rests often enough to show the floor, and a long pause does not pull it.
 *
 * Plain data, one thread, no allocation.
 */
#include "listen/features.h"

#include <stdbool.h>
#include <stddef.h>

#define ATTUNE_FLOOR_ROWS 312 /* 30 s */

typedef struct {
  unsigned n_features;
  unsigned n_rows, next;                                /* rows held, slot of the next */
  float recent[ATTUNE_FLOOR_ROWS][ATTUNE_MAX_FEATURES]; /* in order of time */
  float sorted[ATTUNE_MAX_FEATURES][ATTUNE_FLOOR_ROWS]; /* the same by size */
  bool is_calibrated;
  float calibrated[ATTUNE_MAX_FEATURES]; /* power */
} attune_floor;

void attune_floor_init(attune_floor *floor, unsigned n_features);

/** Takes one heard row. @param power  [n_features], the units of attune_front_powers */
void attune_floor_push(attune_floor *floor, const float *power);

/** The floor now. @param[out] level  [n_features] power, > 0 */
void attune_floor_level(const attune_floor *floor, float *level);

/** Fixes the floor that later ones are held to. @param level  [n_features] power */
void attune_floor_calibrate(attune_floor *floor, const float *level);

/**
 * Floor of a whole stretch at once.
 *
 * @param power        [n_rows x stride], rows of features
 * @param[out] level   [n_features]
 */
void attune_floor_of(const float *power, size_t n_rows, size_t stride, unsigned n_features,
                     float *level);

/** 10 log10(power / level + 1) dB of each feature. */
void attune_floor_features(const float *power, const float *level, unsigned n_features, float *x);

#endif
