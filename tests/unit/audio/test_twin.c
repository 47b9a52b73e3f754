// SPDX-License-Identifier: GPL-3.0-or-later
/* Two microphones on clocks of their own: what is given together was heard together. */
#include "audio/drift.h"
#include "audio/twin.h"
#include "fake_microphone.h"

#include <math.h>

static void
test_drift_line(void)
{
  const double off[] = {0, 300e-6, -300e-6, 50e-6};
  for (size_t k = 0; k < G_N_ELEMENTS(off); k++) {
    GRand *random = g_rand_new_with_seed(7);
    attune_drift *drift = attune_drift_new(48000);
    g_assert_true(isnan(attune_drift_time_ns(drift, 0)));
    double rate = 48000 * (1 + off[k]), worst_late_s = 0;
    for (uint64_t f = 0; f < 48000 * 200; f += 480) {
      double true_s = 100 + (double)f / rate;
      double late_s = 0.03 * pow(g_rand_double(random), 3);
      if (f % 48000 == 0) late_s = 0.4; /* now and then the machine is busy */
      attune_drift_push(drift, f, (int64_t)((true_s + late_s) * 1e9));
      double error_s = attune_drift_time_ns(drift, (double)f) * 1e-9 - true_s;
      if (f > 48000 * 60) worst_late_s = fmax(worst_late_s, fabs(error_s));
    }
    double found = attune_drift_rate_hz(drift) / 48000 - 1;
    g_test_message("true %+.0f ppm, found %+.1f ppm, line off by %.2f ms at worst", off[k] * 1e6,
                   found * 1e6, worst_late_s * 1e3);
    g_assert_cmpfloat(fabs(found - off[k]), <, 10e-6);
    g_assert_cmpfloat(worst_late_s, <, 2e-3);
    double frame = 123456;
    g_assert_cmpfloat_with_epsilon(attune_drift_frame(drift, attune_drift_time_ns(drift, frame)),
                                   frame, 1e-3);
    attune_drift_free(drift);
    g_rand_free(random);
  }
}

typedef struct {
  double rate[2], true_rate[2], start_s[2];
  unsigned n_channels[2];
  double minutes;
} pair_case;

typedef struct {
  uint64_t n_frames, n_lost, n_jumps;
  double worst_s;
  attune_read_state end;
  attune_twin_health health;
  char *words;
} outcome;

#define EDGE_S 0.02 /* where a run begins, the resampler rings on the edge */

/* The two ramps say when each channel was recorded. */
static double
read_misalignment_s(const float *frame)
{
  double d = ((double)frame[0] - frame[1]) * FAKE_RAMP_S;
  return d - FAKE_RAMP_S * round(d / FAKE_RAMP_S);
}

static gboolean
is_near_wrap(const float *frame)
{
  return fabsf(frame[0]) > 0.49f || fabsf(frame[1]) > 0.49f;
}

static outcome
listen(attune_source *source, fake_clock *clock, double minutes)
{
  outcome o = {0};
  attune_block block;
  g_autoptr(GError) error = NULL;
  int64_t end_ns = clock->now_ns + (int64_t)(minutes * 60e9);
  uint64_t next = G_MAXUINT64, run = 0;
  while (clock->now_ns < end_ns) {
    o.end = attune_source_read(source, 100000, 20, &block, &error);
    if (o.end == ATTUNE_READ_WAIT) continue;
    if (o.end != ATTUNE_READ_SOUND) break;
    if (next != G_MAXUINT64) {
      g_assert_cmpuint(block.first_frame, >=, next);
      o.n_lost += block.first_frame - next;
      if (block.first_frame > next) o.n_jumps++;
    }
    run = next == block.first_frame ? run : block.first_frame;
    next = block.first_frame + block.n_frames;
    for (size_t i = 0; i < block.n_frames; i++) {
      const float *frame = block.samples + 2 * i;
      if (is_near_wrap(frame) || (double)(block.first_frame + i - run) < EDGE_S * source->rate_hz)
        continue;
      o.worst_s = fmax(o.worst_s, fabs(read_misalignment_s(frame)));
    }
    o.n_frames += block.n_frames;
  }
  o.health = attune_twin_source_health(source);
  if (error != NULL) o.words = g_strdup(error->message);
  return o;
}

static attune_source *
make_twin(const pair_case *p, fake_clock *clock, fake_microphone *m[2])
{
  for (guint i = 0; i < 2; i++) {
    m[i] = fake_microphone_new(clock, p->rate[i], p->true_rate[i], p->n_channels[i], 3 + i);
    m[i]->start_s = p->start_s[i];
    m[i]->max_late_s = 0.02;
  }
  return attune_twin_source_new(&m[0]->shared, &m[1]->shared, &clock->ops);
}

static void
test_stays_together(void)
{
  const pair_case cases[] = {
      /* Ten minutes at a third of the rate; at the full rate with `-m slow`. */
      {{16000, 14700}, {16000, 14700 * 1.0003}, {0, 0.13}, {1, 1}, 10},
      {{48000, 44100}, {48000, 44100 * 1.0003}, {0, 0.13}, {2, 1}, g_test_slow() ? 10 : 0.25},
      {{16000, 16000}, {16000 * 0.9998, 16000 * 1.0002}, {0.4, 0}, {1, 2}, 1},
      {{16000, 48000}, {16000, 48000 * 0.9995}, {0.02, 0.7}, {1, 4}, 0.5},
  };
  for (size_t k = 0; k < G_N_ELEMENTS(cases); k++) {
    fake_clock clock;
    fake_clock_init(&clock);
    fake_microphone *m[2];
    attune_source *twin = make_twin(&cases[k], &clock, m);
    g_assert_true(attune_source_start(twin, NULL));
    outcome o = listen(twin, &clock, cases[k].minutes);
    double expected_ppm =
        (cases[k].true_rate[1] / cases[k].rate[1] / (cases[k].true_rate[0] / cases[k].rate[0]) -
         1) *
        1e6;
    g_test_message("%.0f + %.0f Hz, %.0f min: worst %.2f ms, drift %.0f ppm (true %.0f)",
                   cases[k].rate[0], cases[k].rate[1], cases[k].minutes, o.worst_s * 1e3,
                   o.health.drift_ppm, expected_ppm);
    g_assert_cmpfloat(o.worst_s, <, 0.010);
    g_assert_cmpfloat(fabs(o.health.drift_ppm - expected_ppm), <, 10);
    g_assert_cmpuint(o.n_jumps, ==, 0);
    g_assert_cmpuint(o.health.n_restarts, ==, 0);
    double heard_s = (double)o.n_frames / cases[k].true_rate[0];
    g_assert_cmpfloat(heard_s, >, cases[k].minutes * 60 - 1.2);
    attune_source_free(twin);
  }
}

static void
test_loss_is_flagged(void)
{
  for (int who = 0; who < 2; who++) {
    pair_case p = {{16000, 16000}, {16000, 16002}, {0, 0.1}, {1, 1}, 1};
    fake_clock clock;
    fake_clock_init(&clock);
    fake_microphone *m[2];
    attune_source *twin = make_twin(&p, &clock, m);
    m[who]->lose_from_s = 25;
    m[who]->lose_s = 0.8;
    g_assert_true(attune_source_start(twin, NULL));
    outcome o = listen(twin, &clock, 1);
    g_test_message("lost by %d: jump of %.3f s, worst %.2f ms", who, (double)o.n_lost / 16000,
                   o.worst_s * 1e3);
    g_assert_cmpuint(o.n_jumps, ==, 1);
    g_assert_cmpfloat((double)o.n_lost / 16000, >, 0.79);
    g_assert_cmpfloat((double)o.n_lost / 16000, <, 0.95);
    g_assert_cmpfloat(o.worst_s, <, 0.010);
    attune_source_free(twin);
  }
}

static void
test_one_goes_away(void)
{
  pair_case p = {{16000, 16000}, {16000, 16002}, {0, 0}, {1, 1}, 1};
  fake_clock clock;
  fake_clock_init(&clock);
  fake_microphone *m[2];
  attune_source *twin = make_twin(&p, &clock, m);
  m[1]->gone_from_s = 20;
  g_assert_true(attune_source_start(twin, NULL));
  outcome o = listen(twin, &clock, 1);
  g_assert_cmpint(o.end, ==, ATTUNE_READ_LOST);
  g_assert_cmpstr(o.words, ==, "The fake went away.");
  g_assert_cmpfloat((double)o.n_frames / 16000, >, 14.5);
  g_autoptr(GError) error = NULL;
  g_assert_false(attune_source_start(twin, &error)); /* and it leaves the first one stopped */
  g_assert_false(m[0]->is_running);
  m[1]->gone_from_s = INFINITY;
  m[0]->start_s = m[1]->start_s = 0;
  g_clear_error(&error);
  g_assert_true(attune_source_start(twin, &error));
  g_free(o.words);
  o = listen(twin, &clock, 0.5);
  g_assert_cmpfloat((double)o.n_frames / 16000, >, 28.5);
  g_assert_cmpfloat(o.worst_s, <, 0.010);
  attune_source_free(twin);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/audio/drift/line", test_drift_line);
  g_test_add_func("/audio/twin/stays-together", test_stays_together);
  g_test_add_func("/audio/twin/loss-is-flagged", test_loss_is_flagged);
  g_test_add_func("/audio/twin/one-goes-away", test_one_goes_away);
  return g_test_run();
}
