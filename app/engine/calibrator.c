// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calibrator.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GUIDE_DELAY_S 0.3 /* a solo part's guide begins this long after the part */
#define ROOM_RATIO 2.0f   /* 3 dB */
#define BREATH_RATIO 4.0f /* 6 dB */
#define QUIET_SHARE 0.1   /* rows that show the room alone */

typedef struct {
  attune_spectrum_row row;
  uint32_t unheard;
} kept_row;

typedef struct {
  GArray *kept; /* of kept_row */
  double start_s;
} solo_part;

struct attune_calibrator {
  attune_mics mics;
  solo_part part[ATTUNE_PARTNERS];
  size_t n_rows, n_copies;
};

attune_calibrator *
attune_calibrator_new(attune_mics mics)
{
  attune_calibrator *c = g_new0(attune_calibrator, 1);
  c->mics = mics;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    c->part[p].kept = g_array_new(FALSE, FALSE, sizeof(kept_row));
  return c;
}

void
attune_calibrator_free(attune_calibrator *c)
{
  if (c == NULL) return;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) g_array_unref(c->part[p].kept);
  g_free(c);
}

void
attune_calibrator_begin(attune_calibrator *c, attune_partner partner, double start_s)
{
  g_array_set_size(c->part[partner].kept, 0);
  c->part[partner].start_s = start_s;
}

void
attune_calibrator_add(attune_calibrator *c, attune_partner partner, const attune_spectrum_row *row,
                      uint32_t unheard)
{
  kept_row kept = {*row, unheard & ATTUNE_UNHEARD_EXCLUDES};
  c->n_rows++;
  c->n_copies += (unheard & ATTUNE_UNHEARD_COPIES) != 0;
  g_array_append_val(c->part[partner].kept, kept);
}

bool
attune_calibrator_has(const attune_calibrator *c, attune_partner partner)
{
  return c->part[partner].kept->len > 0;
}

static const kept_row *
get_rows(const attune_calibrator *c, unsigned p)
{
  return (const kept_row *)(const void *)c->part[p].kept->data;
}

/* ------------------------------------------------ front ------------------------------------- */

static double
find_loudness(const attune_spectrum_row *row)
{
  double sum = 0.0;
  for (unsigned k = 0; k < row->n_bins; k++) sum += (double)row->power[0][k];
  return sum;
}

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Covariance of the whole part, and of its quietest tenth as the room's noise. */
static void
gather_covariance(const attune_calibrator *c, unsigned p, attune_covariance *solo,
                  attune_covariance *noise)
{
  const kept_row *kept = get_rows(c, p);
  size_t n = c->part[p].kept->len;
  g_autofree double *loud = g_new(double, MAX(n, 1));
  for (size_t t = 0; t < n; t++) loud[t] = find_loudness(&kept[t].row);
  g_autofree double *sorted = g_memdup2(loud, MAX(n, 1) * sizeof *loud);
  qsort(sorted, n, sizeof *sorted, compare_doubles);
  for (size_t t = 0; t < n; t++) {
    if (kept[t].unheard != 0) continue;
    attune_covariance_add(solo, &kept[t].row);
    if (loud[t] <= sorted[(size_t)(QUIET_SHARE * (double)n)])
      attune_covariance_add(noise, &kept[t].row);
  }
}

static void
learn_front(const attune_calibrator *c, attune_front *front)
{
  const GArray *rows = c->part[ATTUNE_A].kept;
  /* Two channels that are copies of each other are one microphone. */
  attune_mics mics = 2 * c->n_copies > c->n_rows ? ATTUNE_MICS_SINGLE : c->mics;
  attune_front_init(front, mics,
                    rows->len > 0 ? get_rows(c, ATTUNE_A)[0].row.n_bins : ATTUNE_SPECTRUM_BINS);
  if (mics != ATTUNE_MICS_ARRAY) return;
  attune_covariance *all = g_new0(attune_covariance, ATTUNE_PARTNERS + 1);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    gather_covariance(c, p, &all[p], &all[ATTUNE_PARTNERS]);
  attune_front_learn(front, all, &all[ATTUNE_PARTNERS]);
  g_free(all);
}

/* ------------------------------------------------ features ---------------------------------- */

static float *
dup_powers(const attune_calibrator *c, unsigned p, const attune_front *front)
{
  const kept_row *kept = get_rows(c, p);
  size_t n = c->part[p].kept->len;
  float *power = g_new0(float, MAX(n, 1) * ATTUNE_MAX_FEATURES);
  for (size_t t = 0; t < n; t++)
    attune_front_powers(front, &kept[t].row, power + t * ATTUNE_MAX_FEATURES);
  return power;
}

/* The floor of one part over its heard rows only. */
static void
find_floor(const attune_calibrator *c, unsigned p, const float *power, unsigned n_features,
           float *level)
{
  const kept_row *kept = get_rows(c, p);
  size_t n = c->part[p].kept->len, heard = 0;
  g_autofree float *rows = g_new(float, MAX(n, 1) * ATTUNE_MAX_FEATURES);
  for (size_t t = 0; t < n; t++)
    if (kept[t].unheard == 0)
      memcpy(rows + heard++ * ATTUNE_MAX_FEATURES, power + t * ATTUNE_MAX_FEATURES,
             n_features * sizeof(float));
  attune_floor_of(rows, heard, ATTUNE_MAX_FEATURES, n_features, level);
}

static attune_features *
dup_features(const attune_calibrator *c, unsigned p, const float *power, const float *level,
             unsigned n_features)
{
  const kept_row *kept = get_rows(c, p);
  size_t n = c->part[p].kept->len;
  attune_features *rows = g_new0(attune_features, MAX(n, 1));
  for (size_t t = 0; t < n; t++) {
    rows[t].t_s = kept[t].row.t_s;
    rows[t].unheard = kept[t].unheard;
    attune_floor_features(power + t * ATTUNE_MAX_FEATURES, level, n_features, rows[t].x);
  }
  return rows;
}

/*
 * Somebody who hardly pauses lifts the floor of his own part; the other part shows it better. The
 * room may also have changed between the parts, so of a small difference only 3 dB are taken. A
 * large one is breath: the live part, measured from the lower floor, would be far louder than the
 * voice that was learnt over the higher one.
 */
static float
lower_floor(float own, float other)
{
  return other < own / BREATH_RATIO ? other : CLAMP(other, own / ROOM_RATIO, own);
}

static void
share_floors(float level[ATTUNE_PARTNERS][ATTUNE_MAX_FEATURES], unsigned n_features, float *common)
{
  for (unsigned f = 0; f < n_features; f++) {
    float a = level[ATTUNE_A][f], b = level[ATTUNE_B][f];
    common[f] = fminf(a, b);
    level[ATTUNE_A][f] = lower_floor(a, b);
    level[ATTUNE_B][f] = lower_floor(b, a);
  }
}

void
attune_calibrator_learn(attune_calibrator *c, double guide_in_s, double guide_out_s,
                        const attune_tracker_terms *terms, attune_calibration *result)
{
  memset(result, 0, sizeof *result);
  learn_front(c, &result->front);
  unsigned n = result->front.n_features;
  float *power[ATTUNE_PARTNERS], level[ATTUNE_PARTNERS][ATTUNE_MAX_FEATURES];
  attune_features *rows[ATTUNE_PARTNERS];
  double *turns[ATTUNE_PARTNERS];
  attune_solo solo[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    power[p] = dup_powers(c, p, &result->front);
    find_floor(c, p, power[p], n, level[p]);
  }
  share_floors(level, n, result->floor);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    size_t n_rows = c->part[p].kept->len;
    attune_solo_guide guide = {c->part[p].start_s + GUIDE_DELAY_S, guide_in_s, guide_out_s};
    rows[p] = dup_features(c, p, power[p], level[p], n);
    turns[p] = g_new(double, MAX(n_rows, 1));
    result->outcome[p] = attune_calibrate(rows[p], n_rows, n, &guide, &result->voice[p], turns[p],
                                          &result->segmentation[p]);
    solo[p] = (attune_solo){rows[p], turns[p], n_rows};
  }
  if (result->outcome[ATTUNE_A] == ATTUNE_CALIBRATED &&
      result->outcome[ATTUNE_B] == ATTUNE_CALIBRATED)
    attune_rehearse(result->voice, solo, terms, &result->rehearsal);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    g_free(power[p]);
    g_free(rows[p]);
    g_free(turns[p]);
  }
}

void
attune_calibrator_warm(const attune_calibrator *c, const attune_front *front, attune_floor *floor)
{
  float power[ATTUNE_MAX_FEATURES];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    const kept_row *kept = get_rows(c, p);
    for (size_t t = 0; t < c->part[p].kept->len; t++) {
      if (kept[t].unheard != 0) continue;
      attune_front_powers(front, &kept[t].row, power);
      attune_floor_push(floor, power);
    }
  }
}
