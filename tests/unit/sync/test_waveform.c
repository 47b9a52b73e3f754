// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/waveform.h"
#include "support/pair.h"
#include "sync/onsets.h"

#define STEP_S 0.1

/* A belt: volume rises over `in` of the cycle and falls over the rest, as half cosines. */
static double
belt(double time_s, double period_s, double in)
{
  double c = time_s / period_s - floor(time_s / period_s);
  return c < in ? -cos(ATTUNE_PI * c / in) : cos(ATTUNE_PI * (c - in) / (1.0 - in));
}

typedef struct {
  GArray *value, *time_s;
  float phase_rad[4000], weight[4000];
  size_t n_rows;
} recording;

static recording *
recording_new(void)
{
  recording *r = g_new0(recording, 1);
  r->value = g_array_new(FALSE, FALSE, sizeof(double));
  r->time_s = g_array_new(FALSE, FALSE, sizeof(double));
  return r;
}

static void
recording_free(recording *r)
{
  g_array_free(r->value, TRUE);
  g_array_free(r->time_s, TRUE);
  g_free(r);
}

static void
add(recording *r, double time_s, double value)
{
  g_array_append_val(r->time_s, time_s);
  g_array_append_val(r->value, value);
}

static void
track(recording *r, double duration_s, gboolean inverted)
{
  attune_waveform w = {.n = r->value->len,
                       .value = (const double *)(const void *)r->value->data,
                       .time_s = (const double *)(const void *)r->time_s->data};
  r->n_rows = (size_t)(duration_s / STEP_S);
  g_assert_cmpuint(r->n_rows, <=, G_N_ELEMENTS(r->phase_rad));
  attune_waveform_phase(&w, inverted, 0.0, STEP_S, r->n_rows, r->phase_rad, r->weight);
}

static double
phase_error(const recording *r, double from_s, double to_s, double period_s, double in)
{
  double worst = 0.0;
  for (size_t i = 0; i < r->n_rows; i++) {
    double t = ((double)i + 0.5) * STEP_S, c = t / period_s - floor(t / period_s);
    if (t < from_s || t > to_s) continue;
    double truth = c < in ? ATTUNE_PI * c / in : ATTUNE_PI * (1.0 + (c - in) / (1.0 - in));
    g_assert_cmpfloat(r->weight[i], ==, 1.0f);
    worst = fmax(worst, fabs(attune_wrap_pi((double)r->phase_rad[i] - truth)));
  }
  return attune_deg(worst);
}

static size_t
count_onsets(const recording *r)
{
  attune_onset onset[2100];
  return attune_find_onsets(r->phase_rad, r->weight, r->n_rows, STEP_S, onset, NULL);
}

/* Every rate that people breathe at, sampled at 4 to 1000 Hz. */
static void
test_rates(void)
{
  const double periods_s[] = {2.0, 3.0, 5.0, 10.0, 15.0}, rates_hz[] = {4.0, 25.0, 1000.0};
  for (size_t p = 0; p < G_N_ELEMENTS(periods_s); p++)
    for (size_t q = 0; q < G_N_ELEMENTS(rates_hz); q++) {
      recording *r = recording_new();
      for (double t = 0.0; t < 120.0; t += 1.0 / rates_hz[q]) add(r, t, belt(t, periods_s[p], 0.5));
      track(r, 120.0, FALSE);
      double most = periods_s[p] < 2.5 ? 12.0 : 6.0; /* 4 Hz is 8 samples of a 2 s breath */
      g_assert_cmpfloat(phase_error(r, periods_s[p], 120.0 - periods_s[p], periods_s[p], 0.5), <,
                        most);
      recording_free(r);
    }
}

/* In quicker than out: the peak is pi all the same; upside down, the trough is. */
static void
test_shape_and_polarity(void)
{
  for (int inverted = 0; inverted < 2; inverted++) {
    recording *r = recording_new();
    for (double t = 0.0; t < 120.0; t += 0.02)
      add(r, t, (inverted ? -1.0 : 1.0) * (300.0 + 5.0 * belt(t, 6.0, 0.4)));
    track(r, 120.0, inverted);
    g_assert_cmpfloat(phase_error(r, 6.0, 114.0, 6.0, 0.4), <, 8.0);
    recording_free(r);
  }
}

/* Drift of ten breaths' height, noise of a tenth of one, the heart at 1.1 Hz. */
static void
test_drift_and_noise(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(2);
  recording *r = recording_new();
  for (double t = 0.0; t < 300.0; t += 0.02)
    add(r, t,
        belt(t, 10.0, 0.4) + 20.0 * t / 300.0 + 3.0 * sin(ATTUNE_TAU * t / 150.0) +
            0.2 * pair_normal(rand) + 0.15 * sin(ATTUNE_TAU * 1.1 * t));
  track(r, 300.0, FALSE);
  g_assert_cmpuint(count_onsets(r), ==, 29);
  g_assert_cmpfloat(phase_error(r, 11.0, 288.0, 10.0, 0.4), <, 25.0);
  recording_free(r);
}

static size_t
count_humped(double harmonic, double height)
{
  recording *r = recording_new();
  for (double t = 0.0; t < 120.0; t += 0.02)
    add(r, t, belt(t, 6.0, 0.4) + height * sin(ATTUNE_TAU * harmonic * t / 6.0));
  track(r, 120.0, FALSE);
  size_t n = count_onsets(r);
  recording_free(r);
  return n;
}

/* More humps in each breath are not breaths, small ones or quick ones; a shallow breath is one. */
static void
test_humps(void)
{
  const double heights[] = {0.45, 0.7, 0.9};
  for (size_t i = 0; i < G_N_ELEMENTS(heights); i++) {
    g_assert_cmpuint(count_humped(3.0, heights[i]), >=, 18);
    g_assert_cmpuint(count_humped(3.0, heights[i]), <=, 20);
    g_assert_cmpuint(count_humped(4.0, heights[i]), >=, 18);
    g_assert_cmpuint(count_humped(4.0, heights[i]), <=, 20);
  }
  recording *r = recording_new();
  for (double t = 0.0; t < 120.0; t += 0.02)
    add(r, t, (fmod(t, 12.0) < 6.0 ? 1.0 : 0.5) * (1.0 + belt(t, 6.0, 0.4)));
  track(r, 120.0, FALSE);
  g_assert_cmpuint(count_onsets(r), >=, 18);
  g_assert_cmpuint(count_onsets(r), <=, 20);
  recording_free(r);
}

/* A cough: a swing higher than a breath, but gone within 1.4 s. */
static void
test_coughs(void)
{
  recording *r = recording_new();
  for (double t = 0.0; t < 120.0; t += 0.02) {
    double since = fmod(t, 24.0) - 2.0;
    double cough = since > 0.0 && since < 1.4 ? 2.4 * sin(ATTUNE_TAU * since / 1.4) : 0.0;
    add(r, t, belt(t, 6.0, 0.4) + cough);
  }
  track(r, 120.0, FALSE);
  g_assert_cmpuint(count_onsets(r), >=, 18);
  g_assert_cmpuint(count_onsets(r), <=, 20);
  recording_free(r);
}

/* Up to 1.5 s without a value is bridged; more is unknown, and known again after. */
static void
test_holes(void)
{
  recording *r = recording_new();
  for (double t = 0.0; t < 120.0; t += 0.02) {
    gboolean bad = (t > 31.0 && t < 32.3) || (t > 60.0 && t < 75.0) || (t > 98.0 && t < 100.5);
    add(r, t, bad ? NAN : belt(t, 5.0, 0.5));
  }
  track(r, 120.0, FALSE);
  g_assert_cmpfloat(phase_error(r, 5.0, 54.0, 5.0, 0.5), <, 15.0);
  g_assert_cmpfloat(phase_error(r, 81.0, 92.0, 5.0, 0.5), <, 8.0);
  for (size_t i = 985; i < 1000; i++) g_assert_cmpfloat(r->weight[i], ==, 0.0f);
  for (size_t i = 600; i < 750; i++) {
    g_assert_cmpfloat(r->weight[i], ==, 0.0f);
    g_assert_true(isnan(r->phase_rad[i]));
  }
  recording_free(r);
}

/* Time stamps that come unevenly, in bursts. */
static void
test_uneven(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(4);
  recording *r = recording_new();
  for (double t = 0.0; t < 120.0; t += g_rand_double(rand) < 0.1 ? 0.6 : 0.01)
    add(r, t, belt(t, 5.0, 0.5));
  track(r, 120.0, FALSE);
  g_assert_cmpfloat(phase_error(r, 5.0, 114.0, 5.0, 0.5), <, 20.0);
  recording_free(r);
}

/* A held breath of 40 s, with the heart in it: unknown, not breaths. */
static void
test_hold(void)
{
  recording *r = recording_new();
  for (double t = 0.0; t < 160.0; t += 0.02) {
    double heart = 0.08 * sin(ATTUNE_TAU * 1.0 * t);
    double breath = t < 60.0 ? belt(t, 5.0, 0.4) : t < 100.0 ? -1.0 : belt(t - 100.0, 5.0, 0.4);
    add(r, t, breath + heart);
  }
  track(r, 160.0, FALSE);
  size_t known = 0;
  for (size_t i = 650; i < 950; i++) known += r->weight[i] > 0.0f;
  g_assert_cmpuint(known, <, 60);
  g_assert_cmpuint(count_onsets(r), >=, 21);
  g_assert_cmpuint(count_onsets(r), <=, 25);
  recording_free(r);
}

static void
test_nothing(void)
{
  recording *r = recording_new();
  track(r, 20.0, FALSE); /* no samples at all */
  for (size_t i = 0; i < r->n_rows; i++) g_assert_cmpfloat(r->weight[i], ==, 0.0f);
  for (double t = 0.0; t < 60.0; t += 0.1) add(r, t, 7.0); /* a flat line */
  add(r, 1e12, 1.0);                                       /* far outside */
  track(r, 60.0, FALSE);
  for (size_t i = 0; i < r->n_rows; i++) g_assert_cmpfloat(r->weight[i], ==, 0.0f);
  recording_free(r);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sync/waveform/rates", test_rates);
  g_test_add_func("/sync/waveform/shape-and-polarity", test_shape_and_polarity);
  g_test_add_func("/sync/waveform/drift-and-noise", test_drift_and_noise);
  g_test_add_func("/sync/waveform/humps", test_humps);
  g_test_add_func("/sync/waveform/coughs", test_coughs);
  g_test_add_func("/sync/waveform/holes", test_holes);
  g_test_add_func("/sync/waveform/uneven", test_uneven);
  g_test_add_func("/sync/waveform/hold", test_hold);
  g_test_add_func("/sync/waveform/nothing", test_nothing);
  return g_test_run();
}
