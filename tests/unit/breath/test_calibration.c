// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathing.h"

#include "base/circle.h"
#include "breath/calibration.h"

#include <math.h>
#include <string.h>

#define ROWS 417 /* 40 s */

typedef struct {
  timbre voice;
  rhythm when;
  attune_features *rows;
  double turns[ROWS];
  attune_voice learnt;
  attune_segmentation found;
} solo;

static void
fill_solo(solo *s, unsigned who, double late_s, double louder_db, guint32 seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  *s = (solo){.voice = timbre_of(who, ATTUNE_MICS_SINGLE)};
  for (unsigned f = 0; f < s->voice.n; f++) {
    s->voice.in_db[f] += louder_db;
    s->voice.out_db[f] += louder_db;
  }
  s->when = rhythm_of(0.3 + late_s, 45.0, 10.0, s->voice.in_fraction, 0.02, rand);
  s->rows = rows_of(ROWS, &s->voice, &s->when, NULL, NULL, 1.5, rand);
}

static attune_calibration_outcome
calibrate(solo *s, size_t n_rows)
{
  attune_solo_guide guide = {0.3, 4.0, 6.0};
  return attune_calibrate(s->rows, n_rows, s->voice.n, &guide, &s->learnt, s->turns, &s->found);
}

/* The phase's origin comes from the sound: lateness behind the guide does not move it. */
static void
test_calibrated(void)
{
  const double late_s[] = {0.0, 0.6, 1.5};
  for (unsigned i = 0; i < 6; i++) {
    solo s;
    fill_solo(&s, i % 2, late_s[i / 2], 0.0, 1 + i);
    g_assert_cmpint(calibrate(&s, ROWS), ==, ATTUNE_CALIBRATED);
    g_assert_cmpfloat_with_epsilon((double)s.learnt.in_fraction, s.voice.in_fraction, 0.03);
    double error[ROWS];
    size_t n = 0;
    for (size_t t = 0; t < ROWS; t++) {
      double truth = rhythm_turns(&s.when, s.voice.in_fraction, s.rows[t].t_s);
      if (isnan(truth)) continue;
      double d = s.turns[t] - truth;
      error[n++] = fabs(d - round(d));
    }
    g_assert_cmpfloat(median_of(error, n), <, 0.015);
    g_free(s.rows);
  }
}

/* What was learnt is the voice that made the rows, but where a burst begins or ends. */
static void
test_templates(void)
{
  solo s;
  fill_solo(&s, 0, 0.3, 0.0, 11);
  g_assert_cmpint(calibrate(&s, ROWS), ==, ATTUNE_CALIBRATED);
  for (unsigned f = 0; f < s.voice.n; f++) {
    g_assert_cmpfloat_with_epsilon((double)s.learnt.mean[8][f], s.voice.in_db[f], 1.5);
    g_assert_cmpfloat_with_epsilon((double)s.learnt.mean[24][f], s.voice.out_db[f], 1.5);
    g_assert_cmpfloat_with_epsilon((double)s.learnt.silent[f], PAUSE_DB, 1.5);
    g_assert_cmpfloat(s.learnt.silent_cov[f * s.voice.n + f], >, 0.5f);
  }
  g_free(s.rows);
}

static void
test_too_short(void)
{
  solo s;
  fill_solo(&s, 0, 0.3, 0.0, 12);
  g_assert_cmpint(calibrate(&s, 0), ==, ATTUNE_CALIBRATION_TOO_SHORT);
  g_assert_cmpint(calibrate(&s, 150), ==, ATTUNE_CALIBRATION_TOO_SHORT); /* 14.4 s */
  for (size_t t = 0; t < 150; t++) g_assert_true(isnan(s.turns[t]));
  /* 27 s of which 13.4 s cannot be heard. */
  for (size_t t = 0; t < 140; t++) s.rows[t].unheard = 1;
  g_assert_cmpint(calibrate(&s, 281), ==, ATTUNE_CALIBRATION_TOO_SHORT);
  g_free(s.rows);
}

static void
test_unheard(void)
{
  solo s;
  fill_solo(&s, 0, 0.3, 0.0, 13);
  for (size_t t = 0; t < 215; t++) s.rows[t].unheard = 4;
  g_assert_cmpint(calibrate(&s, ROWS), ==, ATTUNE_CALIBRATION_UNHEARD);
  g_free(s.rows);
}

/* A guide of 14 s a breath and 15 s of sound: one breath is no rhythm. */
static void
test_no_rhythm(void)
{
  solo s;
  fill_solo(&s, 0, 0.3, 0.0, 14);
  attune_solo_guide slow = {0.3, 12.0, 12.0};
  attune_calibration_outcome outcome =
      attune_calibrate(s.rows, 160, s.voice.n, &slow, &s.learnt, s.turns, &s.found);
  g_assert_cmpint(outcome, ==, ATTUNE_CALIBRATION_NO_RHYTHM);
  g_free(s.rows);
}

/* Nobody breathes: only the room is there. Once in a while chance makes three quiet rows the only
   pause, and all else looks loud beside it; the rehearsal is there for that. */
static void
test_too_faint(void)
{
  unsigned refused = 0;
  for (guint32 seed = 1; seed <= 20; seed++) {
    solo s;
    fill_solo(&s, seed % 2, 0.3, -60.0, 100 + seed);
    attune_calibration_outcome outcome = calibrate(&s, ROWS);
    refused += outcome == ATTUNE_CALIBRATION_TOO_FAINT || outcome == ATTUNE_CALIBRATION_NO_RHYTHM;
    g_free(s.rows);
  }
  g_test_message("the room alone was refused in %u of 20 takes", refused);
  g_assert_cmpuint(refused, >=, 18);
}

static void
test_unheard_rows(void)
{
  solo s;
  fill_solo(&s, 1, 0.3, 0.0, 21);
  for (size_t t = 200; t < 230; t++) {
    s.rows[t].unheard = 1;
    for (unsigned f = 0; f < s.voice.n; f++) s.rows[t].x[f] = 60.0f;
  }
  g_assert_cmpint(calibrate(&s, ROWS), ==, ATTUNE_CALIBRATED);
  for (size_t t = 0; t < ROWS; t++)
    g_assert_cmpint(isnan(s.turns[t]) != 0, ==, s.rows[t].unheard != 0);
  for (unsigned j = 0; j < ATTUNE_PHASES; j++)
    for (unsigned f = 0; f < s.voice.n; f++) g_assert_cmpfloat(s.learnt.mean[j][f], <, 30.0f);
  g_free(s.rows);
}

static void
test_words(void)
{
  g_assert_null(attune_calibration_text(ATTUNE_CALIBRATED));
  for (int o = ATTUNE_CALIBRATION_TOO_SHORT; o <= ATTUNE_CALIBRATION_UNHEARD; o++) {
    const char *text = attune_calibration_text((attune_calibration_outcome)o);
    g_assert_nonnull(text);
    g_assert_true(g_str_has_suffix(text, "."));
    g_assert_cmpuint(strlen(text), <, 120); /* attune_rehearsal_result.problem */
    g_assert_null(strchr(text, '!'));
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/breath/calibration/calibrated", test_calibrated);
  g_test_add_func("/breath/calibration/templates", test_templates);
  g_test_add_func("/breath/calibration/too-short", test_too_short);
  g_test_add_func("/breath/calibration/unheard", test_unheard);
  g_test_add_func("/breath/calibration/no-rhythm", test_no_rhythm);
  g_test_add_func("/breath/calibration/too-faint", test_too_faint);
  g_test_add_func("/breath/calibration/unheard-rows", test_unheard_rows);
  g_test_add_func("/breath/calibration/words", test_words);
  return g_test_run();
}
