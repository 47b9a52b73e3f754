// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/floor.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PERCENTILE 0.08
#define MARGIN 1.05f
#define HOLD_RATIO 3.98f   /* 6 dB */
#define LEAST_POWER 1e-18f /* under the rounding of 24-bit samples: keeps the quotient finite */

void
attune_floor_init(attune_floor *floor, unsigned n_features)
{
  memset(floor, 0, sizeof *floor);
  floor->n_features = n_features;
}

static unsigned
find_place(const float *sorted, unsigned n, float value)
{
  unsigned low = 0, high = n;
  while (low < high) {
    unsigned mid = (low + high) / 2;
    if (sorted[mid] < value)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

static void
remove_value(float *sorted, unsigned n, float value)
{
  unsigned at = find_place(sorted, n, value);
  memmove(sorted + at, sorted + at + 1, (n - at - 1) * sizeof *sorted);
}

static void
insert_value(float *sorted, unsigned n, float value)
{
  unsigned at = find_place(sorted, n, value);
  memmove(sorted + at + 1, sorted + at, (n - at) * sizeof *sorted);
  sorted[at] = value;
}

void
attune_floor_push(attune_floor *floor, const float *power)
{
  float *slot = floor->recent[floor->next];
  for (unsigned f = 0; f < floor->n_features; f++) {
    unsigned n = floor->n_rows;
    if (n == ATTUNE_FLOOR_ROWS) remove_value(floor->sorted[f], n--, slot[f]);
    insert_value(floor->sorted[f], n, power[f]);
    slot[f] = power[f];
  }
  floor->next = (floor->next + 1) % ATTUNE_FLOOR_ROWS;
  floor->n_rows = MIN(floor->n_rows + 1, ATTUNE_FLOOR_ROWS);
}

static float
read_percentile(const float *sorted, size_t n)
{
  double at = PERCENTILE * (double)(n - 1);
  size_t i = (size_t)at;
  float part = (float)(at - (double)i);
  return sorted[i] + (i + 1 < n ? part * (sorted[i + 1] - sorted[i]) : 0.0f);
}

void
attune_floor_level(const attune_floor *floor, float *level)
{
  for (unsigned f = 0; f < floor->n_features; f++) {
    float now = floor->n_rows == 0 ? floor->calibrated[f]
                                   : MARGIN * read_percentile(floor->sorted[f], floor->n_rows);
    if (floor->is_calibrated)
      now = CLAMP(now, floor->calibrated[f] / HOLD_RATIO, floor->calibrated[f] * HOLD_RATIO);
    level[f] = fmaxf(now, LEAST_POWER);
  }
}

void
attune_floor_calibrate(attune_floor *floor, const float *level)
{
  memcpy(floor->calibrated, level, floor->n_features * sizeof *level);
  floor->is_calibrated = true;
}

static int
compare_floats(const void *a, const void *b)
{
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

void
attune_floor_of(const float *power, size_t n_rows, size_t stride, unsigned n_features, float *level)
{
  float *column = g_new(float, MAX(n_rows, 1));
  for (unsigned f = 0; f < n_features; f++) {
    for (size_t i = 0; i < n_rows; i++) column[i] = power[i * stride + f];
    qsort(column, n_rows, sizeof *column, compare_floats);
    level[f] =
        n_rows == 0 ? LEAST_POWER : fmaxf(MARGIN * read_percentile(column, n_rows), LEAST_POWER);
  }
  g_free(column);
}

void
attune_floor_features(const float *power, const float *level, unsigned n_features, float *x)
{
  for (unsigned f = 0; f < n_features; f++) x[f] = 10.0f * log10f(power[f] / level[f] + 1.0f);
}
