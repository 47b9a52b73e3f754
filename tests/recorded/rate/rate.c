// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The rate of one breather alone, from recordings without guide or truth.
 *
 *   recorded-rate FILE...
 *
 * prints a CSV line for each: how clear its period is (highest normalised autocorrelation of the
 * feature rows between 2 and 15 s), the rate at that period, and the rate that the program's own
 * pointer tells: a voice is learnt from the recording itself, given that period as a guess, and
 * followed with a partner who never breathes.
 */
#include "audio/file.h"
#include "breath/calibration.h"
#include "breath/cycles.h"
#include "breath/smoother.h"
#include "listen/floor.h"
#include "listen/front.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST_LAG 20 /* rows: 1.9 s, 31 breaths a minute */
#define LONGEST_LAG 156 /* 15 s */
#define AS_GOOD 0.85    /* the shortest lag that is nearly as good as the best: not two breaths */
#define IN_SHARE 0.42   /* of a usual breath */

/* ------------------------------------------------ features ---------------------------------- */

typedef struct {
  attune_features *rows; /* [n_rows] */
  size_t n_rows;
  unsigned n; /* features */
} sound;

static GArray *
read_spectra(attune_source *source)
{
  unsigned mean = ATTUNE_CHANNEL_MEAN;
  attune_spectrum *spectrum = attune_spectrum_new(source->rate_hz, 1, &mean);
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(attune_spectrum_row));
  attune_block block;
  attune_spectrum_row row;
  while (attune_source_read(source, 4096, 1000, &block, NULL) == ATTUNE_READ_SOUND)
    for (size_t offset = 0, taken; offset < block.n_frames; offset += taken)
      if (attune_spectrum_push(spectrum, &block, offset, &taken, &row))
        g_array_append_val(rows, row);
  attune_spectrum_free(spectrum);
  return rows;
}

static sound
listen_to(attune_source *source)
{
  g_autoptr(GArray) spectra = read_spectra(source);
  const attune_spectrum_row *row = (const attune_spectrum_row *)(const void *)spectra->data;
  attune_front front;
  attune_front_init(&front, ATTUNE_MICS_SINGLE, spectra->len > 0 ? row[0].n_bins : 1);
  sound s = {g_new0(attune_features, spectra->len + 1), spectra->len, front.n_features};
  g_autofree float *power = g_new0(float, (s.n_rows + 1) * ATTUNE_MAX_FEATURES);
  float level[ATTUNE_MAX_FEATURES];
  for (size_t t = 0; t < s.n_rows; t++)
    attune_front_powers(&front, &row[t], power + t * ATTUNE_MAX_FEATURES);
  attune_floor_of(power, s.n_rows, ATTUNE_MAX_FEATURES, s.n, level);
  for (size_t t = 0; t < s.n_rows; t++) {
    s.rows[t].t_s = row[t].t_s;
    attune_floor_features(power + t * ATTUNE_MAX_FEATURES, level, s.n, s.rows[t].x);
  }
  return s;
}

/* ------------------------------------------------ period ------------------------------------ */

/* Share of the rows' variance that comes again a lag later, -1..1. */
static double
correlate(const sound *s, const double *mean, size_t lag)
{
  double ab = 0.0, aa = 1e-12, bb = 1e-12;
  for (size_t t = 0; t + lag < s->n_rows; t++)
    for (unsigned f = 0; f < s->n; f++) {
      double a = (double)s->rows[t].x[f] - mean[f], b = (double)s->rows[t + lag].x[f] - mean[f];
      ab += a * b;
      aa += a * a;
      bb += b * b;
    }
  return ab / sqrt(aa * bb);
}

/* Place of a peak between rows, by the parabola through it and its neighbours. */
static double
refine(const double *value, size_t at)
{
  double bend = value[at - 1] - 2.0 * value[at] + value[at + 1];
  return (double)at + (bend < 0.0 ? 0.5 * (value[at - 1] - value[at + 1]) / bend : 0.0);
}

static double
find_period_s(const sound *s, double *clear)
{
  double mean[ATTUNE_MAX_FEATURES] = {0}, value[LONGEST_LAG + 2];
  for (size_t t = 0; t < s->n_rows; t++)
    for (unsigned f = 0; f < s->n; f++) mean[f] += (double)s->rows[t].x[f] / (double)s->n_rows;
  for (size_t lag = SHORTEST_LAG - 1; lag <= LONGEST_LAG + 1; lag++)
    value[lag] = correlate(s, mean, lag);
  *clear = -1.0;
  for (size_t lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++)
    if (value[lag] >= value[lag - 1] && value[lag] >= value[lag + 1])
      *clear = fmax(*clear, value[lag]);
  for (size_t lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++)
    if (value[lag] >= value[lag - 1] && value[lag] >= value[lag + 1] &&
        value[lag] >= AS_GOOD * *clear)
      return refine(value, lag) * ATTUNE_ROW_S;
  return NAN;
}

/* ------------------------------------------------ pointer ----------------------------------- */

/* Somebody who is never heard. */
static void
fill_silent_voice(const attune_voice *like, attune_voice *voice)
{
  *voice = *like;
  for (unsigned c = 0; c < ATTUNE_PHASES; c++) {
    memcpy(voice->mean[c], like->silent, sizeof like->silent);
    memcpy(voice->cov[c], like->silent_cov, sizeof like->silent_cov);
  }
}

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Median time between in-breaths, as a rate. */
static double
count_breaths(const attune_breath *breath, const sound *s)
{
  g_autofree attune_breath_cycle *cycle = g_new(attune_breath_cycle, s->n_rows / 10 + 8);
  size_t n =
      attune_find_cycles(breath, s->n_rows, s->rows[0].t_s, ATTUNE_A, cycle, s->n_rows / 10 + 8);
  if (n < 3) return NAN;
  g_autofree double *interval_s = g_new(double, n);
  for (size_t i = 0; i + 1 < n; i++) interval_s[i] = cycle[i + 1].in_s - cycle[i].in_s;
  qsort(interval_s, n - 1, sizeof *interval_s, compare_doubles);
  return 60.0 / (0.5 * (interval_s[(n - 2) / 2] + interval_s[(n - 1) / 2]));
}

static double
follow(const sound *s, double period_s)
{
  attune_solo_guide nobody = {NAN, IN_SHARE * period_s, (1.0 - IN_SHARE) * period_s};
  attune_voice *voice = g_new0(attune_voice, ATTUNE_PARTNERS);
  attune_segmentation found;
  g_autofree double *turns = g_new(double, s->n_rows + 1);
  double rate = NAN;
  if (attune_calibrate(s->rows, s->n_rows, s->n, &nobody, &voice[0], turns, &found) !=
      ATTUNE_CALIBRATION_TOO_SHORT) {
    fill_silent_voice(&voice[0], &voice[1]);
    attune_tracker_terms terms = ATTUNE_TRACKER_TERMS_DEFAULTS;
    attune_tracker *tracker = attune_tracker_new(&voice[0], &voice[1], &terms);
    g_autofree attune_tracker_trace *trace = g_new(attune_tracker_trace, s->n_rows);
    attune_breath now[ATTUNE_PARTNERS];
    attune_breath *smoothed[] = {g_new(attune_breath, s->n_rows), g_new(attune_breath, s->n_rows)};
    for (size_t t = 0; t < s->n_rows; t++)
      attune_tracker_step(tracker, &s->rows[t], now, &trace[t]);
    attune_smooth_pair(tracker, &terms, s->rows, trace, s->n_rows, smoothed);
    rate = count_breaths(smoothed[ATTUNE_A], s);
    g_free(smoothed[0]);
    g_free(smoothed[1]);
    attune_tracker_free(tracker);
  }
  g_free(voice);
  return rate;
}

int
main(int argc, char **argv)
{
  printf("file,clear,period_rate_per_min,pointer_rate_per_min\n");
  for (int i = 1; i < argc; i++) {
    g_autoptr(GError) error = NULL;
    attune_source *source = attune_file_source_new(argv[i], FALSE, &error);
    if (source == NULL || !attune_source_start(source, &error)) {
      fprintf(stderr, "%s\n", error->message);
      return 1;
    }
    sound s = listen_to(source);
    double clear, period_s = find_period_s(&s, &clear);
    printf("%s,%.3f,%.2f,%.2f\n", argv[i], clear, 60.0 / period_s,
           isnan(period_s) ? NAN : follow(&s, period_s));
    g_free(s.rows);
    attune_source_free(source);
  }
  return 0;
}
