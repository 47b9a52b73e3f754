// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathing.h"

#include "breath/segmentation.h"

#include <math.h>
#include <string.h>

#define ROWS 417 /* 40 s */
#define NEAR_S 0.15

typedef struct {
  timbre voice;
  rhythm when;
  attune_features *rows;
  attune_solo_guide guide;
  unsigned char label[ROWS];
  attune_segmentation found;
} solo;

/* A solo part of 40 s beside a guide of 4 s in and 6 s out that begins at 0.3 s. */
static void
fill_solo(solo *s, unsigned who, double late_s, double cv, double in_db, guint32 seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  *s = (solo){.voice = timbre_of(who, ATTUNE_MICS_SINGLE), .guide = {0.3, 4.0, 6.0}};
  for (unsigned f = 0; f < s->voice.n; f++) s->voice.in_db[f] += in_db;
  s->when = rhythm_of(0.3 + late_s, 45.0, 10.0, 0.4, cv, rand);
  s->rows = rows_of(ROWS, &s->voice, &s->when, NULL, NULL, 1.5, rand);
}

static bool
segment(solo *s)
{
  return attune_segment(s->rows, ROWS, s->voice.n, &s->guide, s->label, &s->found);
}

static double
find_distance(const double *onset_s, unsigned n, double t_s)
{
  double least = INFINITY;
  for (unsigned i = 0; i < n; i++) least = fmin(least, fabs(onset_s[i] - t_s));
  return least;
}

/* Every in-onset and out-onset between 1 s and 38 s is found, and nothing else is. */
static void
check_onsets(const solo *s, double near_s)
{
  const attune_segmentation *f = &s->found;
  for (unsigned i = 0; i < s->when.n; i++) {
    double in = s->when.in_s[i], out = s->when.out_s[i];
    if (in > 1.0 && in < 38.0) g_assert_cmpfloat(find_distance(f->in_s, f->n_in, in), <, near_s);
    if (out > 1.0 && out < 38.0)
      g_assert_cmpfloat(find_distance(f->out_s, f->n_out, out), <, near_s);
  }
  for (unsigned i = 0; i < f->n_in; i++)
    if (f->in_s[i] > 1.0 && f->in_s[i] < 38.0)
      g_assert_cmpfloat(find_distance(s->when.in_s, s->when.n + 1, f->in_s[i]), <, near_s);
  for (unsigned i = 0; i < f->n_out; i++)
    if (f->out_s[i] > 1.0 && f->out_s[i] < 38.0)
      g_assert_cmpfloat(find_distance(s->when.out_s, s->when.n, f->out_s[i]), <, near_s);
}

static void
test_onsets(void)
{
  for (guint32 seed = 1; seed <= 3; seed++)
    for (unsigned who = 0; who < 2; who++) {
      solo s;
      fill_solo(&s, who, 0.2, 0.03, 0.0, seed);
      g_assert_true(segment(&s));
      check_onsets(&s, NEAR_S);
      g_assert_cmpfloat(s.found.contrast_in_db, >, 4.0);
      g_assert_cmpfloat(s.found.contrast_out_db, >, s.found.contrast_in_db);
      g_free(s.rows);
    }
}

static void
test_labels(void)
{
  solo s;
  fill_solo(&s, 0, 0.0, 0.0, 0.0, 4);
  g_assert_true(segment(&s));
  unsigned n_in = 0, n_out = 0;
  for (size_t t = 1; t < ROWS; t++) {
    g_assert_cmpuint(s.label[t], <=, ATTUNE_SEG_PAUSE_OUT);
    n_in += s.label[t] == ATTUNE_SEG_IN && s.label[t - 1] != ATTUNE_SEG_IN;
    n_out += s.label[t] == ATTUNE_SEG_OUT && s.label[t - 1] != ATTUNE_SEG_OUT;
  }
  g_assert_cmpuint(n_in, ==, s.found.n_in);
  g_assert_cmpuint(n_out, ==, s.found.n_out);
  g_free(s.rows);
}

static void
test_late(void)
{
  for (guint32 seed = 1; seed <= 3; seed++) {
    solo s;
    fill_solo(&s, seed % 2, 1.5, 0.0, 0.0, 10 + seed);
    g_assert_true(segment(&s));
    check_onsets(&s, NEAR_S);
    g_assert_cmpfloat_with_epsilon(s.found.late_s, 1.5, 0.15);
    g_assert_cmpfloat(s.found.jitter_s, <, 0.1);
    g_free(s.rows);
  }
}

/* The in-breath 15 dB under its usual level hardly rises over the pause: the out-breath must stay
   where it is, and the in-breath may not take its place. */
static void
test_faint_in(void)
{
  for (guint32 seed = 1; seed <= 3; seed++) {
    solo s;
    fill_solo(&s, seed % 2, 0.3, 0.02, -15.0, 20 + seed);
    g_assert_true(segment(&s));
    for (unsigned i = 0; i < s.when.n; i++) {
      double out = s.when.out_s[i];
      if (out < 1.0 || out > 38.0) continue;
      g_assert_cmpfloat(find_distance(s.found.out_s, s.found.n_out, out), <, NEAR_S);
      g_assert_cmpfloat(find_distance(s.found.in_s, s.found.n_in, out), >, 1.5);
    }
    g_free(s.rows);
  }
}

/* Rows that are loud in the one phase are never read as the other, for any voice and lateness. */
static void
test_no_swap(void)
{
  for (guint32 seed = 1; seed <= 6; seed++) {
    solo s;
    fill_solo(&s, seed % 2, 0.3 * (double)(seed % 4), 0.03, (double)(seed % 3) * -4.0, 30 + seed);
    g_assert_true(segment(&s));
    unsigned right = 0, swapped = 0;
    for (size_t t = 0; t < ROWS; t++) {
      double turns = rhythm_turns(&s.when, 0.4, s.rows[t].t_s);
      if (isnan(turns)) continue;
      unsigned char told = s.label[t], truth = turns < 0.4 ? ATTUNE_SEG_IN : ATTUNE_SEG_OUT;
      right += told == truth;
      swapped += told != truth && (told == ATTUNE_SEG_IN || told == ATTUNE_SEG_OUT);
    }
    g_assert_cmpuint(right, >, ROWS / 2);
    g_assert_cmpuint(swapped, <, ROWS / 20); /* rows at the edges of the bursts */
    g_free(s.rows);
  }
}

/* Two stretches of 3 s in which somebody coughs far louder than any breath. */
static void
test_unheard(void)
{
  solo s;
  fill_solo(&s, 0, 0.3, 0.02, 0.0, 41);
  for (size_t t = 0; t < ROWS; t++) {
    bool coughs = (t >= 120 && t < 150) || (t >= 265 && t < 295);
    if (!coughs) continue;
    s.rows[t].unheard = 1;
    for (unsigned f = 0; f < s.voice.n; f++) s.rows[t].x[f] = 45.0f;
  }
  g_assert_true(segment(&s));
  for (unsigned i = 0; i < s.when.n; i++)
    for (int out = 0; out < 2; out++) {
      double at = out ? s.when.out_s[i] : s.when.in_s[i];
      bool hidden = fabs(at - 12.9) < 2.0 || fabs(at - 26.9) < 2.0;
      if (at < 1.0 || at > 38.0 || hidden) continue;
      g_assert_cmpfloat(out ? find_distance(s.found.out_s, s.found.n_out, at)
                            : find_distance(s.found.in_s, s.found.n_in, at),
                        <, NEAR_S);
    }
  g_free(s.rows);
}

static void
test_too_short(void)
{
  solo s;
  fill_solo(&s, 0, 0.0, 0.0, 0.0, 51);
  g_assert_false(attune_segment(s.rows, 100, s.voice.n, &s.guide, s.label, &s.found)); /* 9.6 s */
  g_assert_cmpuint(s.found.n_in + s.found.n_out, ==, 0);
  g_assert_false(attune_segment(s.rows, 0, s.voice.n, &s.guide, s.label, &s.found));
  g_free(s.rows);
}

static double
mean_gap(const double *onset_s, unsigned n)
{
  return n < 2 ? NAN : (onset_s[n - 1] - onset_s[0]) / (n - 1);
}

/* Nobody guided, and the guess is a fifth off. */
static void
test_free(void)
{
  for (guint32 seed = 1; seed <= 3; seed++) {
    g_autoptr(GRand) rand = g_rand_new_with_seed(60 + seed);
    solo s = {.voice = timbre_of(seed % 2, ATTUNE_MICS_SINGLE), .guide = {NAN, 2.2, 3.0}};
    s.when = rhythm_of(1.0, 45.0, 4.4, 0.4, 0.05, rand);
    s.rows = rows_of(ROWS, &s.voice, &s.when, NULL, NULL, 1.5, rand);
    g_assert_true(segment(&s));
    double truth = mean_gap(s.when.in_s, s.when.n);
    g_assert_cmpfloat_with_epsilon(mean_gap(s.found.in_s, s.found.n_in), truth, 0.3);
    g_assert_cmpfloat_with_epsilon(mean_gap(s.found.out_s, s.found.n_out), truth, 0.3);
    g_assert_cmpfloat(s.found.late_s, ==, 0.0);
    check_onsets(&s, 0.25);
    g_free(s.rows);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/breath/segmentation/onsets", test_onsets);
  g_test_add_func("/breath/segmentation/labels", test_labels);
  g_test_add_func("/breath/segmentation/late", test_late);
  g_test_add_func("/breath/segmentation/faint-in", test_faint_in);
  g_test_add_func("/breath/segmentation/no-swap", test_no_swap);
  g_test_add_func("/breath/segmentation/unheard", test_unheard);
  g_test_add_func("/breath/segmentation/too-short", test_too_short);
  g_test_add_func("/breath/segmentation/free", test_free);
  return g_test_run();
}
