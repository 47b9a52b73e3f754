// SPDX-License-Identifier: GPL-3.0-or-later
/* The bench measures what it says: takes made by hand, whose figures are known. */
#include "base/circle.h"
#include "figures.h"
#include "statistics.h"

#include <math.h>

#define ROWS 1500
#define PERIOD_S 5.0

static void
allocate_track(attune_track *track)
{
  track->phase_rad = g_new0(float, ROWS);
  track->spread_rad = g_new0(float, ROWS);
  track->rate_per_min = g_new0(float, ROWS);
  track->presence = g_new0(float, ROWS);
  track->clarity = g_new0(float, ROWS);
  track->present = g_new0(unsigned char, ROWS);
}

static double
find_phase(size_t t, double lag_rad)
{
  return attune_wrap_tau(ATTUNE_TAU * (double)t * ATTUNE_ROW_S / PERIOD_S - lag_rad);
}

/* Both breathe evenly, B a quarter later; told `late_deg` late with a spread of 20 degrees. */
static bench_take *
make_take(double late_deg)
{
  bench_take *take = g_new0(bench_take, 1);
  take->n = ROWS;
  take->report = g_new0(attune_report, 1);
  take->report->n_rows = ROWS;
  take->report->unheard = g_new0(uint32_t, ROWS);
  take->report->rehearsal.word = "well";
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    attune_track *tracks[] = {&take->report->causal[p], &take->report->smoothed[p]};
    take->truth[p] = g_new(float, ROWS);
    for (size_t t = 0; t < ROWS; t++) take->truth[p][t] = (float)find_phase(t, p * ATTUNE_PI / 2.0);
    for (size_t k = 0; k < G_N_ELEMENTS(tracks); k++) {
      allocate_track(tracks[k]);
      for (size_t t = 0; t < ROWS; t++) {
        tracks[k]->phase_rad[t] = (float)find_phase(t, p * ATTUNE_PI / 2.0 + attune_rad(late_deg));
        tracks[k]->spread_rad[t] = (float)attune_rad(20.0);
        tracks[k]->rate_per_min[t] = (float)(60.0 / PERIOD_S);
        tracks[k]->clarity[t] = 0.9f;
        tracks[k]->present[t] = 1;
      }
    }
  }
  return take;
}

/* One smooth swell in each breath, on each partner's own channel. */
static void
add_loudness(bench_take *take)
{
  bench_loudness *l = take->loudness = bench_loudness_new(2, 48000.0);
  l->n = (size_t)(ROWS * ATTUNE_ROW_S * BENCH_LOUDNESS_HZ);
  for (unsigned p = 0; p < 2; p++) {
    l->rms[p] = g_new(float, l->n);
    for (size_t i = 0; i < l->n; i++) {
      double t_s = ((double)i + 0.5) / BENCH_LOUDNESS_HZ;
      double phase = ATTUNE_TAU * t_s / PERIOD_S - p * ATTUNE_PI / 2.0;
      l->rms[p][i] = (float)(1.0 + 0.5 * cos(phase));
    }
  }
}

static void
test_errors(void)
{
  bench_take *take = make_take(15.0);
  bench_figures f = bench_measure(take, false);
  g_assert_cmpfloat_with_epsilon(f.live.error_deg, 15.0, 0.01);
  g_assert_cmpfloat_with_epsilon(f.smoothed.worse_deg, 15.0, 0.01);
  g_assert_cmpfloat(f.live.in_share, ==, 1.0);
  g_assert_cmpfloat(f.live.sure_share, ==, 0.0);
  g_assert_cmpfloat_with_epsilon(f.thought.lag_error_deg, 0.0, 1.0); /* both are as late */
  g_assert_cmpfloat(f.heard, ==, 1.0);
  g_assert_true(isnan(f.ghost));
  g_assert_true(isnan(f.usual.error_deg));
  bench_take_free(take);
}

static void
test_wrong_and_sure(void)
{
  bench_take *take = make_take(70.0);
  bench_figures f = bench_measure(take, false);
  g_assert_cmpfloat(f.live.slip_share, ==, 1.0);
  g_assert_cmpfloat(f.live.sure_share, ==, 1.0);
  g_assert_cmpfloat(f.live.in_share, ==, 0.0);
  bench_take_free(take);
}

/* B falls silent after 60 s: 6 s later, being called present is an error. */
static void
test_silence(void)
{
  bench_take *take = make_take(0.0);
  size_t from = (size_t)(60.0 / ATTUNE_ROW_S), late = (size_t)(90.0 / ATTUNE_ROW_S);
  for (size_t t = from; t < ROWS; t++) take->truth[ATTUNE_B][t] = NAN;
  for (size_t t = late; t < ROWS; t++) take->report->causal[ATTUNE_B].present[t] = 0;
  bench_figures f = bench_measure(take, false);
  double silent_s = ROWS * ATTUNE_ROW_S - 66.0;
  g_assert_cmpfloat_with_epsilon(f.ghost, 24.0 / silent_s, 0.005);
  g_assert_true(isnan(f.withheld));
  bench_take_free(take);
}

static void
test_octaves(void)
{
  bench_take *take = make_take(0.0);
  for (size_t t = 0; t < ROWS; t++) take->report->smoothed[ATTUNE_B].rate_per_min[t] *= 2.0f;
  g_assert_cmpfloat(bench_measure(take, false).octaves, ==, 0.5);
  bench_take_free(take);
}

/* Where each breath is one smooth swell, the usual method is as good as any. */
static void
test_usual_method(void)
{
  bench_take *take = make_take(0.0);
  add_loudness(take);
  bench_figures f = bench_measure(take, false);
  g_assert_cmpfloat(f.usual.error_deg, <, 6.0);
  g_assert_cmpfloat(f.usual_plv, >, 0.99);
  g_assert_cmpfloat(f.usual_octaves, ==, 0.0);
  g_assert_cmpfloat(f.usual_score.lag_error_deg, <, 3.0);
  bench_take_free(take);
}

static void
test_statistics(void)
{
  double x[] = {3.0, NAN, 1.0, 2.0, 10.0}, up[] = {1.0, 2.0, 5.0, 9.0},
         down[] = {4.0, 3.0, 2.0, 1.0};
  g_assert_cmpfloat(bench_median(x, 5), ==, 2.5);
  double y[] = {3.0, NAN, 1.0, 2.0, 10.0};
  g_assert_cmpfloat(bench_quantile(y, 5, 1.0), ==, 10.0);
  g_assert_cmpfloat(bench_mean((double[]){1.0, NAN, 3.0}, 3), ==, 2.0);
  g_assert_cmpfloat_with_epsilon(bench_rank_correlation(up, down, 4), -1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(bench_rank_correlation(up, up, 4), 1.0, 1e-12);
  g_assert_true(isnan(bench_median(x, 0)));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/bench/errors", test_errors);
  g_test_add_func("/bench/wrong-and-sure", test_wrong_and_sure);
  g_test_add_func("/bench/silence", test_silence);
  g_test_add_func("/bench/octaves", test_octaves);
  g_test_add_func("/bench/usual-method", test_usual_method);
  g_test_add_func("/bench/statistics", test_statistics);
  return g_test_run();
}
