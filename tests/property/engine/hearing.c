// SPDX-License-Identifier: GPL-3.0-or-later
#include "hearing.h"

#include "base/circle.h"

#include <math.h>
#include <stdlib.h>

take
take_couple(attune_mics mics, attune_couple_scenario scenario, uint64_t seed, double duration_s)
{
  attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
  config.mics = mics;
  config.scenario = scenario;
  config.seed = seed;
  config.duration_s = duration_s;
  config.rate_hz = RATE_HZ;
  config.wishes[0].rate_per_min = config.wishes[1].rate_per_min = 12.0;
  g_autoptr(GError) error = NULL;
  attune_source *source = attune_couple_source_new(&config, &error);
  g_assert_no_error(error);
  g_assert_true(attune_source_start(source, &error));
  attune_couple_plan plan = attune_couple_source_plan(source);
  take t = {.n_channels = source->n_channels,
            .solo = {plan.solo[0], plan.solo[1]},
            .live = {plan.live.start_s, duration_s}};
  GArray *samples = g_array_new(FALSE, FALSE, sizeof(float));
  attune_block block;
  while (attune_source_read(source, 1024, 0, &block, &error) == ATTUNE_READ_SOUND)
    g_array_append_vals(samples, block.samples, (guint)(block.n_frames * block.n_channels));
  t.n_frames = samples->len / t.n_channels;
  t.samples = (float *)(void *)g_array_free(samples, FALSE);
  t.lag_deg = attune_couple_source_lag_deg(source);
  attune_source_free(source);
  return t;
}

take
take_copy(const take *from)
{
  take t = *from;
  t.samples = g_memdup2(from->samples, from->n_frames * from->n_channels * sizeof(float));
  return t;
}

attune_pipeline_config
config_of(const take *t, attune_mics mics)
{
  return (attune_pipeline_config){.mics = mics,
                                  .n_channels = t->n_channels,
                                  .rate_hz = RATE_HZ,
                                  .channel_of = {0, 1},
                                  .guide_in_s = 4.0,
                                  .guide_out_s = 6.0};
}

void
pop_all(attune_pipeline *p, hearing *h)
{
  size_t n = 0;
  for (attune_frame frame; attune_pipeline_pop(p, &frame); n++)
    g_array_append_val(h->frames, frame);
  h->most_waiting = MAX(h->most_waiting, n);
}

/* Pushes [from, to) in chunks; the last one is as long as it is. */
static void
push_span(attune_pipeline *p, const take *t, size_t from, size_t to, size_t chunk, hearing *h)
{
  while (from < to) {
    size_t n = MIN(chunk, to - from);
    attune_block block = {t->samples + from * t->n_channels, n, t->n_channels, RATE_HZ, from};
    attune_pipeline_push(p, &block);
    if (chunk > 100 || from % 4096 == 0) pop_all(p, h);
    from += n;
  }
  pop_all(p, h);
}

size_t
frame_at(const take *t, double t_s)
{
  return MIN((size_t)llround(t_s * RATE_HZ), t->n_frames);
}

static void
hear_part(attune_pipeline *p, const take *t, attune_part part, attune_couple_span span,
          size_t chunk, hearing *h)
{
  if (isnan(span.start_s)) return;
  attune_pipeline_begin(p, part);
  push_span(p, t, frame_at(t, span.start_s), frame_at(t, span.end_s), chunk, h);
}

hearing
hear(const take *t, const attune_pipeline_config *config, size_t chunk)
{
  hearing h = {.frames = g_array_new(FALSE, FALSE, sizeof(attune_frame))};
  attune_pipeline *p = attune_pipeline_new(config);
  bool a_first = !(t->solo[1].start_s < t->solo[0].start_s);
  unsigned first = a_first ? ATTUNE_A : ATTUNE_B, second = !first;
  hear_part(p, t, ATTUNE_PART_SOLO_A + first, t->solo[first], chunk, &h);
  hear_part(p, t, ATTUNE_PART_SOLO_A + second, t->solo[second], chunk, &h);
  hear_part(p, t, ATTUNE_PART_LIVE, t->live, chunk, &h);
  h.report = attune_pipeline_report(p, NULL, NULL);
  pop_all(p, &h);
  attune_pipeline_free(p);
  return h;
}

void
hearing_clear(hearing *h)
{
  g_array_unref(h->frames);
  attune_report_free(h->report);
}

void
take_clear(take *t)
{
  g_free(t->samples);
}

void
say(const char *what, const attune_report *r)
{
  const char *reason = attune_sync_reason_text(r->sync.reason);
  g_test_message("%s: alignment %.2f, lag %.1f degrees, coverage %.2f, rehearsal %.1f, %s", what,
                 r->sync.alignment, attune_deg(r->sync.lag_rad), r->sync.coverage,
                 r->rehearsal.rehearsal_error_deg, reason == NULL ? "scored" : reason);
}

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Median |difference| of two smoothed phases where both are present, degrees. */
double
median_difference_deg(const attune_track *a, const attune_track *b, size_t n)
{
  double *d = g_new(double, n + 1);
  size_t m = 0;
  for (size_t t = 0; t < n; t++)
    if (a->present[t] && b->present[t])
      d[m++] = attune_deg(fabs(attune_wrap_pi((double)(a->phase_rad[t] - b->phase_rad[t]))));
  g_assert_cmpuint(m, >, n / 2);
  qsort(d, m, sizeof *d, compare_doubles);
  double median = d[m / 2];
  g_free(d);
  return median;
}

void
assert_no_number(const attune_sync *s)
{
  g_assert_true(isnan(s->alignment));
  g_assert_true(isnan(s->locking));
  g_assert_true(isnan(s->ppc));
  g_assert_true(isnan(s->lag_rad));
  g_assert_true(isnan(s->lag_s));
  g_assert_true(isnan(s->coherence));
  g_assert_true(isnan(s->fft_lag_rad));
  g_assert_true(isnan(s->p_value));
  g_assert_cmpint(s->leader, ==, -1);
}
