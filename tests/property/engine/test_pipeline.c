// SPDX-License-Identifier: GPL-3.0-or-later
/* The pipeline as a function of its input: chunking, frames, report, the view. */
#include "hearing.h"

#include <math.h>
#include <string.h>

/* --- The same? ----------------------------------------------------------------------------- */

/* Bit for bit, but by members: padding is nobody's. NaN equals NaN. */
#define SAME(a, b) g_assert_cmpmem(&(a), sizeof(a), &(b), sizeof(b))

static void
assert_same_sync(const attune_sync *a, const attune_sync *b)
{
  g_assert_cmpint(a->reason, ==, b->reason);
  SAME(a->coverage, b->coverage);
  SAME(a->rate_per_min, b->rate_per_min);
  SAME(a->breaths, b->breaths);
  SAME(a->present, b->present);
  SAME(a->alignment, b->alignment);
  SAME(a->locking, b->locking);
  SAME(a->ppc, b->ppc);
  SAME(a->lag_rad, b->lag_rad);
  SAME(a->lag_s, b->lag_s);
  SAME(a->leader, b->leader);
  SAME(a->coherence, b->coherence);
  SAME(a->fft_lag_rad, b->fft_lag_rad);
  SAME(a->chance_p95, b->chance_p95);
  SAME(a->p_value, b->p_value);
}

static void
assert_same_frames(const GArray *a, const GArray *b)
{
  g_assert_cmpuint(a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++) {
    const attune_frame *f = &g_array_index(a, attune_frame, i);
    const attune_frame *g = &g_array_index(b, attune_frame, i);
    SAME(f->t_s, g->t_s);
    SAME(f->part, g->part);
    SAME(f->part_s, g->part_s);
    SAME(f->unheard, g->unheard);
    SAME(f->level_dbfs, g->level_dbfs);
    SAME(f->breath, g->breath);
    assert_same_sync(&f->sync, &g->sync);
  }
}

static void
assert_same_track(const attune_track *a, const attune_track *b, size_t n)
{
  g_assert_cmpmem(a->phase_rad, n * sizeof(float), b->phase_rad, n * sizeof(float));
  g_assert_cmpmem(a->spread_rad, n * sizeof(float), b->spread_rad, n * sizeof(float));
  g_assert_cmpmem(a->rate_per_min, n * sizeof(float), b->rate_per_min, n * sizeof(float));
  g_assert_cmpmem(a->presence, n * sizeof(float), b->presence, n * sizeof(float));
  g_assert_cmpmem(a->clarity, n * sizeof(float), b->clarity, n * sizeof(float));
  g_assert_cmpmem(a->present, n, b->present, n);
}

static void
assert_same_report(const attune_report *a, const attune_report *b)
{
  g_assert_cmpuint(a->n_rows, ==, b->n_rows);
  SAME(a->live_start_s, b->live_start_s);
  SAME(a->live_end_s, b->live_end_s);
  SAME(a->row0_s, b->row0_s);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    assert_same_track(&a->smoothed[p], &b->smoothed[p], a->n_rows);
    assert_same_track(&a->causal[p], &b->causal[p], a->n_rows);
  }
  g_assert_cmpmem(a->unheard, a->n_rows * sizeof(uint32_t), b->unheard,
                  a->n_rows * sizeof(uint32_t));
  g_assert_cmpuint(a->n_cycles, ==, b->n_cycles);
  for (size_t i = 0; i < a->n_cycles; i++) {
    g_assert_cmpint(a->cycles[i].partner, ==, b->cycles[i].partner);
    SAME(a->cycles[i].in_s, b->cycles[i].in_s);
    SAME(a->cycles[i].out_s, b->cycles[i].out_s);
    SAME(a->cycles[i].end_s, b->cycles[i].end_s);
  }
  assert_same_sync(&a->sync, &b->sync);
  SAME(a->rehearsal.rehearsal_error_deg, b->rehearsal.rehearsal_error_deg);
}

static take two; /* the couple that the tests share, and how it sounds in blocks of 480 */
static hearing two_heard;

static void
test_scored(void)
{
  const attune_report *r = two_heard.report;
  say("in step", r);
  g_assert_cmpint(r->sync.reason, ==, ATTUNE_REASON_NONE);
  g_assert_cmpfloat(r->sync.alignment, >, 50.0);
  g_assert_true(r->rehearsal.calibrated[ATTUNE_A] && r->rehearsal.calibrated[ATTUNE_B]);
  g_assert_cmpfloat_with_epsilon(r->live_end_s - r->live_start_s, (double)r->n_rows * ATTUNE_ROW_S,
                                 0.2);
  for (size_t i = 0; i < r->n_cycles; i++) {
    g_assert_cmpfloat(r->cycles[i].in_s, >=, r->live_start_s);
    g_assert_cmpfloat(r->cycles[i].in_s, <, r->cycles[i].out_s);
    g_assert_cmpfloat(r->cycles[i].out_s, <=, r->cycles[i].end_s);
    if (i > 0) g_assert_cmpfloat(r->cycles[i].in_s, >=, r->cycles[i - 1].in_s);
  }
}

/* Frames come one each 96 ms in their order, and say which part they lie in. */
static void
test_frames(void)
{
  const GArray *frames = two_heard.frames;
  for (guint i = 1; i < frames->len; i++) {
    const attune_frame *f = &g_array_index(frames, attune_frame, i), *before = f - 1;
    g_assert_cmpint(f->part, >=, before->part);
    g_assert_cmpfloat(f->t_s, >, before->t_s);
    if (f->part == before->part)
      g_assert_cmpfloat_with_epsilon(f->t_s - before->t_s, ATTUNE_ROW_S, 1e-9);
    if (f->part != ATTUNE_PART_LIVE)
      for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
        g_assert_true(isnan(f->breath[p].phase_rad));
        g_assert_false(f->breath[p].present);
      }
  }
}

/* A quick look at the odd sizes: 20 s of each part; then the whole, with its score. */
static void
test_chunking(void)
{
  const size_t chunks[] = {1, 7, 4096, 100000};
  attune_pipeline_config config = config_of(&two, ATTUNE_MICS_TWO);
  take brief = two;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) brief.solo[p].end_s = two.solo[p].start_s + 20.0;
  brief.live.end_s = two.live.start_s + 20.0;
  hearing expected = hear(&brief, &config, 480);
  g_assert_nonnull(expected.report->rehearsal.word);
  for (size_t i = 0; i < G_N_ELEMENTS(chunks); i++) {
    hearing h = hear(&brief, &config, chunks[i]);
    assert_same_frames(h.frames, expected.frames);
    assert_same_report(h.report, expected.report);
    hearing_clear(&h);
  }
  hearing_clear(&expected);
  hearing h = hear(&two, &config, 1237);
  assert_same_frames(h.frames, two_heard.frames);
  assert_same_report(h.report, two_heard.report);
  hearing_clear(&h);
}

/* Whether somebody watches changes when frames come and what words they bear, not what is heard. */
static void
test_view(void)
{
  attune_pipeline_config config = config_of(&two, ATTUNE_MICS_TWO);
  config.live_view = true;
  hearing h = hear(&two, &config, 480);
  assert_same_report(h.report, two_heard.report);
  g_assert_cmpuint(h.frames->len, ==, two_heard.frames->len);
  unsigned told = 0, scored = 0;
  for (guint i = 0; i < h.frames->len; i++) {
    const attune_frame *f = &g_array_index(h.frames, attune_frame, i);
    const attune_frame *g = &g_array_index(two_heard.frames, attune_frame, i);
    for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
      SAME(f->breath[p].phase_rad, g->breath[p].phase_rad);
      SAME(f->breath[p].presence, g->breath[p].presence);
      g_assert_cmpint(f->breath[p].present, ==, g->breath[p].present);
      told += f->breath[p].stage == ATTUNE_STAGE_IN || f->breath[p].stage == ATTUNE_STAGE_OUT;
      g_assert_cmpint(g->breath[p].stage, ==, ATTUNE_STAGE_UNKNOWN);
    }
    scored += !isnan(f->sync.alignment);
    g_assert_true(isnan(g->sync.alignment));
  }
  g_assert_cmpuint(told, >, h.report->n_rows);
  g_test_message("%u frames bore a live score", scored);
  hearing_clear(&h);
}

/* Nothing piles up while frames are taken, and a jump of an hour is one gap, not an hour of rows.
 */
static void
test_bounds(void)
{
  attune_pipeline_config config = config_of(&two, ATTUNE_MICS_TWO);
  g_assert_cmpuint(two_heard.most_waiting, <=, 22); /* the 2 s left out between two parts */
  attune_pipeline *p = attune_pipeline_new(&config);
  hearing h = {.frames = g_array_new(FALSE, FALSE, sizeof(attune_frame))};
  for (unsigned i = 0; i < 3; i++) {
    attune_block block = {two.samples, 16000, 2, RATE_HZ, i * (uint64_t)(3600 * RATE_HZ)};
    attune_pipeline_push(p, &block);
  }
  pop_all(p, &h);
  g_test_message("%u frames waited", h.frames->len);
  g_assert_cmpuint(h.frames->len, >, 10);
  g_assert_cmpuint(h.frames->len, <, 100);
  g_array_unref(h.frames);
  attune_pipeline_free(p);
}

static gboolean
refuse(double share, void *user)
{
  (void)share;
  (*(int *)user)++;
  return FALSE;
}

static void
test_progress(void)
{
  attune_pipeline_config config = config_of(&two, ATTUNE_MICS_TWO);
  attune_pipeline *p = attune_pipeline_new(&config);
  int asked = 0;
  g_assert_null(attune_pipeline_report(p, refuse, &asked));
  g_assert_cmpint(asked, >, 0);
  attune_report *report = attune_pipeline_report(p, NULL, NULL); /* of nothing at all */
  g_assert_cmpuint(report->n_rows, ==, 0);
  g_assert_cmpint(report->sync.reason, !=, ATTUNE_REASON_NONE);
  attune_report_free(report);
  attune_pipeline_free(p);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  two = take_couple(ATTUNE_MICS_TWO, ATTUNE_COUPLE_SYNC, 2, 150.0);
  attune_pipeline_config config = config_of(&two, ATTUNE_MICS_TWO);
  two_heard = hear(&two, &config, 480);
  g_test_add_func("/engine/pipeline/scored", test_scored);
  g_test_add_func("/engine/pipeline/frames", test_frames);
  g_test_add_func("/engine/pipeline/chunking", test_chunking);
  g_test_add_func("/engine/pipeline/view", test_view);
  g_test_add_func("/engine/pipeline/bounds", test_bounds);
  g_test_add_func("/engine/pipeline/progress", test_progress);
  int code = g_test_run();
  hearing_clear(&two_heard);
  take_clear(&two);
  return code;
}
