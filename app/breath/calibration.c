// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/calibration.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST_S 15.0
#define FAINTEST_DB 1.0 /* the out-breath's level over the pauses, mean of the features */
#define LEAST_POLARITY 0.7
#define FRACTION_RANGE 0.12 /* in-fractions farther than this from the guide's are misreadings */

const char *
attune_calibration_text(attune_calibration_outcome outcome)
{
  switch (outcome) {
  case ATTUNE_CALIBRATION_TOO_SHORT:
    return "This part was too short to learn from. About 40 seconds are best.";
  case ATTUNE_CALIBRATION_TOO_FAINT:
    return "I could hardly hear this breath. Sit a little nearer, or breathe through the mouth.";
  case ATTUNE_CALIBRATION_NO_RHYTHM:
    return "I could not find the guide's rhythm in this breath. Let us try this part once more.";
  case ATTUNE_CALIBRATION_UNHEARD:
    return "Too much of this part could not be heard.";
  case ATTUNE_CALIBRATION_NO_POLARITY:
    return "I cannot tell this in-breath from the out-breath without a solo part.";
  case ATTUNE_CALIBRATED:
    break;
  }
  return NULL;
}

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double
find_median(double *value, size_t n)
{
  qsort(value, n, sizeof *value, compare_doubles);
  return n == 0 ? NAN : 0.5 * (value[(n - 1) / 2] + value[n / 2]);
}

/* Out-breath onset that follows in-breath i before the next one; NaN when there is none. */
static double
find_out_after(const attune_segmentation *s, unsigned i)
{
  double end = i + 1 < s->n_in ? s->in_s[i + 1] : INFINITY;
  for (unsigned j = 0; j < s->n_out; j++)
    if (s->out_s[j] > s->in_s[i] && s->out_s[j] < end) return s->out_s[j];
  return NAN;
}

static double
find_period(const attune_segmentation *s, double guide_period_s)
{
  double gap[2 * ATTUNE_MAX_ONSETS];
  size_t n = 0;
  for (unsigned i = 1; i < s->n_in; i++) gap[n++] = s->in_s[i] - s->in_s[i - 1];
  for (unsigned i = 1; i < s->n_out; i++) gap[n++] = s->out_s[i] - s->out_s[i - 1];
  return n == 0 ? guide_period_s : find_median(gap, n);
}

static double
find_in_fraction(const attune_segmentation *s, double period_s, double guide_fraction)
{
  double fraction[ATTUNE_MAX_ONSETS];
  size_t n = 0;
  for (unsigned i = 0; i < s->n_in; i++) {
    double out = find_out_after(s, i);
    if (!isnan(out)) fraction[n++] = (out - s->in_s[i]) / period_s;
  }
  double w = n == 0 ? guide_fraction : find_median(fraction, n);
  return CLAMP(w, 0.25, 0.60);
}

/* Known points of the cycle: time and position in turns, counted on. */
typedef struct {
  double t_s[2 * ATTUNE_MAX_ONSETS + 4], turns[2 * ATTUNE_MAX_ONSETS + 4];
  size_t n;
} knots;

static void
add_knot(knots *k, double t_s, double turns)
{
  k->t_s[k->n] = t_s;
  k->turns[k->n++] = turns;
}

/*
 * Out-breaths are heard best, so they carry the count; an in-breath is believed where it stands
 * at a likely place before its out-breath, else it is put where this partner usually has it.
 */
static void
fill_knots(const attune_segmentation *s, double period_s, double w, double guide_fraction, knots *k)
{
  k->n = 0;
  unsigned i = 0;
  for (unsigned j = 0; j < s->n_out; j++) {
    double out = s->out_s[j], in = NAN;
    double from = j > 0 ? s->out_s[j - 1] : -INFINITY;
    for (; i < s->n_in && s->in_s[i] < out; i++)
      if (s->in_s[i] > from) in = s->in_s[i];
    double share = (out - in) / period_s;
    if (!(fabs(share - guide_fraction) <= FRACTION_RANGE)) in = out - w * period_s;
    if (j > 0 && in <= from) in = 0.5 * (from + out);
    add_knot(k, in, j);
    add_knot(k, out, j + w);
  }
  if (s->n_in > 0 && s->n_out > 0 && s->in_s[s->n_in - 1] > s->out_s[s->n_out - 1])
    add_knot(k, s->in_s[s->n_in - 1], s->n_out);
}

static double
read_turns(const knots *k, double period_s, double t_s)
{
  double turns;
  if (t_s <= k->t_s[0])
    turns = k->turns[0] + (t_s - k->t_s[0]) / period_s;
  else if (t_s >= k->t_s[k->n - 1])
    turns = k->turns[k->n - 1] + (t_s - k->t_s[k->n - 1]) / period_s;
  else {
    size_t i = 1;
    while (k->t_s[i] < t_s) i++;
    double part = (t_s - k->t_s[i - 1]) / (k->t_s[i] - k->t_s[i - 1]);
    turns = k->turns[i - 1] + part * (k->turns[i] - k->turns[i - 1]);
  }
  return turns - floor(turns);
}

static void
learn_silence(attune_voice *voice, const attune_features *rows, size_t n_rows,
              const unsigned char *label)
{
  unsigned n = voice->n;
  double mean[ATTUNE_MAX_FEATURES] = {0}, cov[ATTUNE_COV] = {0}, count = 0.0;
  for (int pass = 0; pass < 2; pass++)
    for (size_t t = 0; t < n_rows; t++) {
      bool pause = label[t] == ATTUNE_SEG_PAUSE_IN || label[t] == ATTUNE_SEG_PAUSE_OUT;
      if (!pause || rows[t].unheard != 0) continue;
      if (pass == 0) count += 1.0;
      for (unsigned f = 0; f < n; f++) {
        if (pass == 0) mean[f] += (double)rows[t].x[f];
        for (unsigned g = 0; pass == 1 && g < n; g++)
          cov[f * n + g] +=
              ((double)rows[t].x[f] - mean[f] / count) * ((double)rows[t].x[g] - mean[g] / count);
      }
    }
  for (unsigned f = 0; f < n; f++) {
    /* Somebody who never pauses shows his quietest sound; it is an upper bound for silence. */
    double quietest = INFINITY;
    for (unsigned j = 0; j < ATTUNE_PHASES; j++)
      quietest = fmin(quietest, (double)voice->mean[j][f]);
    voice->silent[f] = (float)(count >= 5.0 ? fmin(mean[f] / count, quietest + 1.0) : quietest);
    for (unsigned g = 0; g < n; g++)
      voice->silent_cov[f * n + g] =
          (float)(count >= 5.0 ? (f == g ? 1.0 : 0.5) * cov[f * n + g] / count
                               : (f == g ? 4.0 : 0.0));
    voice->silent_cov[f * n + f] += 0.5f;
  }
}

static size_t
count_heard(const attune_features *rows, size_t n_rows)
{
  size_t heard = 0;
  for (size_t t = 0; t < n_rows; t++) heard += rows[t].unheard == 0;
  return heard;
}

attune_calibration_outcome
attune_calibrate(const attune_features *rows, size_t n_rows, unsigned n,
                 const attune_solo_guide *guide, attune_voice *voice, double *turns,
                 attune_segmentation *segmentation)
{
  memset(segmentation, 0, sizeof *segmentation);
  memset(voice, 0, sizeof *voice);
  for (size_t t = 0; t < n_rows; t++) turns[t] = NAN;
  size_t heard = count_heard(rows, n_rows);
  if ((double)n_rows * ATTUNE_ROW_S < SHORTEST_S) return ATTUNE_CALIBRATION_TOO_SHORT;
  if (heard < n_rows / 2) return ATTUNE_CALIBRATION_UNHEARD;
  if ((double)heard * ATTUNE_ROW_S < SHORTEST_S) return ATTUNE_CALIBRATION_TOO_SHORT;

  g_autofree unsigned char *label = g_new0(unsigned char, n_rows);
  bool found = attune_segment(rows, n_rows, n, guide, label, segmentation);
  if (!found || segmentation->n_out < 2) return ATTUNE_CALIBRATION_NO_RHYTHM;
  double guide_period_s = guide->in_s + guide->out_s, guide_fraction = guide->in_s / guide_period_s;
  double period_s = find_period(segmentation, guide_period_s);
  double w = find_in_fraction(segmentation, period_s, guide_fraction);
  knots k;
  fill_knots(segmentation, period_s, w, guide_fraction, &k);
  for (size_t t = 0; t < n_rows; t++)
    turns[t] = rows[t].unheard != 0 ? NAN : read_turns(&k, period_s, rows[t].t_s);
  voice->in_fraction = (float)w;
  voice->learnt_per_min = (float)(60.0 / period_s);
  attune_voice_learn(voice, n, rows, turns, n_rows);
  learn_silence(voice, rows, n_rows, label);
  if (fmax(segmentation->contrast_in_db, segmentation->contrast_out_db) < FAINTEST_DB)
    return ATTUNE_CALIBRATION_TOO_FAINT;
  if (isnan(guide->start_s) && segmentation->polarity < LEAST_POLARITY)
    return ATTUNE_CALIBRATION_NO_POLARITY;
  return ATTUNE_CALIBRATED;
}
