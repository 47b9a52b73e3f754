// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Sound cleaner than any room gives: two microphones without cross-talk or reverberation, breath
 * that swells and ebbs without a pause. It fits no template well, which must not stop the pointers:
 * learnt at 6 breaths a minute, the live part has 12 and 13.5.
 */
#include "hearing.h"

#include "base/circle.h"

#include <math.h>

#define SOLO_S 30.0

typedef struct {
  double band_hz, x1, x2; /* a resonator: two poles at the band's middle */
} band;

static double
ring_band(band *b, double x)
{
  const double r = 0.93;
  double y = x + 2.0 * r * cos(ATTUNE_TAU * b->band_hz / RATE_HZ) * b->x1 - r * r * b->x2;
  b->x2 = b->x1;
  b->x1 = y;
  return y;
}

/* Loudness of the in-breath (half 0) or out-breath (half 1) at a place of the cycle. */
static double
swell(double turns, unsigned *half)
{
  double u = turns - floor(turns);
  *half = u >= 0.4;
  return *half ? sin(ATTUNE_PI * (u - 0.4) / 0.6) : 0.55 * sin(ATTUNE_PI * u / 0.4);
}

/* Turns of a partner at a time; NaN while keeping still. */
static double
turns_at(const take *t, unsigned partner, double rate_per_min, double t_s)
{
  if (t_s >= t->live.start_s) return (t_s - t->live.start_s) * rate_per_min / 60.0 + 0.3 * partner;
  const attune_couple_span *solo = &t->solo[partner];
  return t_s < solo->start_s || t_s >= solo->end_s ? NAN : (t_s - solo->start_s - 0.3) / 10.0;
}

static take
make_clean(const double *rate_per_min, double live_s)
{
  take t = {.n_channels = 2,
            .solo = {{0.0, SOLO_S}, {SOLO_S, 2.0 * SOLO_S}},
            .live = {2.0 * SOLO_S, 2.0 * SOLO_S + live_s},
            .lag_deg = NAN};
  t.n_frames = (size_t)(t.live.end_s * RATE_HZ);
  t.samples = g_new(float, 2 * t.n_frames);
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  band bands[ATTUNE_PARTNERS][2] = {{{900.0, 0, 0}, {1300.0, 0, 0}},
                                    {{2100.0, 0, 0}, {2900.0, 0, 0}}};
  for (size_t i = 0; i < t.n_frames; i++)
    for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
      unsigned half = 0;
      double turns = turns_at(&t, p, rate_per_min[p], (double)i / RATE_HZ);
      double loud = isnan(turns) ? 0.0 : swell(turns, &half);
      double sound = ring_band(&bands[p][half], g_rand_double_range(rand, -1.0, 1.0));
      t.samples[2 * i + p] =
          (float)(0.01 * loud * sound + 0.0003 * g_rand_double_range(rand, -1.0, 1.0));
    }
  return t;
}

static void
test_clean(void)
{
  const double rate_per_min[] = {12.0, 13.5};
  take t = make_clean(rate_per_min, 60.0);
  attune_pipeline_config config = config_of(&t, ATTUNE_MICS_TWO);
  hearing h = hear(&t, &config, 480);
  say("without pauses", h.report);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    g_test_message("%.1f per min heard as %.1f", rate_per_min[p], h.report->sync.rate_per_min[p]);
    g_assert_cmpfloat_with_epsilon(h.report->sync.rate_per_min[p], rate_per_min[p], 0.3);
  }
  hearing_clear(&h);
  take_clear(&t);
}

/* A minute holds too few breaths for a number; a live session shows one all the same. */
static void
test_slow(void)
{
  const double rate_per_min[] = {4.6, 4.6};
  take t = make_clean(rate_per_min, 110.0);
  attune_pipeline_config config = config_of(&t, ATTUNE_MICS_TWO);
  config.live_view = true;
  hearing h = hear(&t, &config, 480);
  size_t scored = 0, late = 0;
  for (guint i = 0; i < h.frames->len; i++) {
    const attune_frame *f = &g_array_index(h.frames, attune_frame, i);
    if (f->part != ATTUNE_PART_LIVE || f->part_s < 100.0) continue;
    late++;
    scored += !isnan(f->sync.ppc);
  }
  g_assert_cmpuint(late, >, 90);
  g_assert_cmpuint(scored, ==, late);
  hearing_clear(&h);
  take_clear(&t);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/property/engine/clean", test_clean);
  g_test_add_func("/property/engine/slow", test_slow);
  return g_test_run();
}
