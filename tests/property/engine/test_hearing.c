// SPDX-License-Identifier: GPL-3.0-or-later
/* What must hold for any sound: exchange of the partners, gain, silence, copies, failed parts. */
#include "hearing.h"

#include "base/circle.h"

#include <math.h>
#include <string.h>

static take two; /* the couple that the tests share, and how it sounds in blocks of 480 */
static hearing two_heard;

/* The first 20 s of each part are enough where there is nothing to hear. */
static take
make_brief(void)
{
  take t = take_copy(&two);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) t.solo[p].end_s = t.solo[p].start_s + 20.0;
  t.live.end_s = t.live.start_s + 20.0;
  return t;
}

static void
test_exchange(void)
{
  take other = take_copy(&two);
  for (size_t i = 0; i < two.n_frames; i++)
    for (unsigned c = 0; c < 2; c++) other.samples[2 * i + c] = two.samples[2 * i + !c];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) other.solo[p] = two.solo[!p];
  attune_pipeline_config config = config_of(&other, ATTUNE_MICS_TWO);
  hearing h = hear(&other, &config, 480);
  const attune_report *r = h.report, *s = two_heard.report;
  say("exchanged", r);
  g_assert_cmpint(r->sync.reason, ==, s->sync.reason);
  g_assert_cmpfloat_with_epsilon(r->sync.alignment, s->sync.alignment, 1.0);
  g_assert_cmpfloat_with_epsilon(attune_deg(r->sync.lag_rad), -attune_deg(s->sync.lag_rad), 2.0);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    g_assert_cmpfloat(median_difference_deg(&r->smoothed[p], &s->smoothed[!p], r->n_rows), <, 3.0);
  hearing_clear(&h);
  take_clear(&other);
}

static void
test_gain(void)
{
  take quiet = take_copy(&two);
  for (size_t i = 0; i < two.n_frames * 2; i++) quiet.samples[i] *= 0.1f;
  attune_pipeline_config config = config_of(&quiet, ATTUNE_MICS_TWO);
  hearing h = hear(&quiet, &config, 480);
  const attune_report *r = h.report, *s = two_heard.report;
  say("20 dB quieter", r);
  g_assert_cmpint(r->sync.reason, ==, s->sync.reason);
  g_assert_cmpfloat_with_epsilon(r->sync.alignment, s->sync.alignment, 1.0);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    g_assert_cmpfloat(median_difference_deg(&r->smoothed[p], &s->smoothed[p], r->n_rows), <, 3.0);
  hearing_clear(&h);
  take_clear(&quiet);
}

/* Zeros, or the faint noise of a microphone in an empty room, from the beginning to the end. */
static void
check_nothing(const take *t, attune_mics mics, const char *what)
{
  attune_pipeline_config config = config_of(t, mics);
  config.live_view = true;
  hearing h = hear(t, &config, 480);
  say(what, h.report);
  g_assert_cmpint(h.report->sync.reason, !=, ATTUNE_REASON_NONE);
  assert_no_number(&h.report->sync);
  g_assert_cmpfloat(h.report->sync.coverage, <, 0.1);
  for (guint i = 0; i < h.frames->len; i++) {
    const attune_frame *f = &g_array_index(h.frames, attune_frame, i);
    g_assert_true(isnan(f->sync.alignment));
    g_assert_false(isnan(f->level_dbfs[0]));
    if (f->unheard == 0) continue;
    for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) g_assert_false(f->breath[p].present);
  }
  hearing_clear(&h);
}

static void
test_silence(void)
{
  take t = make_brief();
  memset(t.samples, 0, t.n_frames * 2 * sizeof(float));
  check_nothing(&t, ATTUNE_MICS_TWO, "zeros, two");
  check_nothing(&t, ATTUNE_MICS_ARRAY, "zeros, array");
  check_nothing(&t, ATTUNE_MICS_SINGLE, "zeros, single");
  take_clear(&t);
}

static void
test_empty_room(void)
{
  take t = make_brief();
  g_autoptr(GRand) rand = g_rand_new_with_seed(5);
  for (size_t i = 0; i < t.n_frames * 2; i++)
    t.samples[i] = (float)g_rand_double_range(rand, -0.002, 0.002);
  check_nothing(&t, ATTUNE_MICS_TWO, "noise, two");
  check_nothing(&t, ATTUNE_MICS_SINGLE, "noise, single");
  take_clear(&t);
}

static void
test_copies(void)
{
  take t = take_copy(&two);
  for (size_t i = 0; i < t.n_frames; i++) t.samples[2 * i + 1] = t.samples[2 * i];
  attune_pipeline_config config = config_of(&t, ATTUNE_MICS_TWO);
  hearing h = hear(&t, &config, 480);
  say("copies", h.report);
  g_assert_cmpint(h.report->mics, ==, ATTUNE_MICS_SINGLE);
  g_assert_cmpint(two_heard.report->mics, ==, ATTUNE_MICS_TWO);
  hearing_clear(&h);
  take_clear(&t);
}

/* Nobody breathed alone: voices are learnt from the live part, or a reason is given. */
static void
test_without_solos(void)
{
  take t = two;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) t.solo[p] = (attune_couple_span){NAN, NAN};
  t.live.start_s = t.live.end_s - 40.0; /* too little to learn from */
  attune_pipeline_config config = config_of(&t, ATTUNE_MICS_TWO);
  hearing h = hear(&t, &config, 480);
  say("40 s without solo parts", h.report);
  g_assert_cmpint(h.report->sync.reason, ==, ATTUNE_REASON_NOT_CALIBRATED);
  assert_no_number(&h.report->sync);
  hearing_clear(&h);
}

/* Learnt from the live part alone: the number is near the truth or is not given. Anti-phase, since
   an in-breath taken for an out-breath would make it in step. */
static void
test_self_calibrated(void)
{
  take t = take_couple(ATTUNE_MICS_TWO, ATTUNE_COUPLE_ANTI, 4, 170.0);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) t.solo[p] = (attune_couple_span){NAN, NAN};
  attune_pipeline_config config = config_of(&t, ATTUNE_MICS_TWO);
  hearing h = hear(&t, &config, 480);
  const attune_report *r = h.report;
  say("without solo parts", r);
  bool both = r->rehearsal.calibrated[ATTUNE_A] && r->rehearsal.calibrated[ATTUNE_B];
  if (!both) {
    g_assert_cmpint(r->sync.reason, ==, ATTUNE_REASON_NOT_CALIBRATED);
    g_assert_true(r->rehearsal.problem[0][0] != '\0' || r->rehearsal.problem[1][0] != '\0');
  } else if (!r->rehearsal.separable) {
    g_assert_cmpint(r->sync.reason, ==, ATTUNE_REASON_NOT_SEPARABLE);
  }
  if (r->sync.reason == ATTUNE_REASON_NONE) {
    double off = attune_wrap_pi(r->sync.lag_rad - attune_rad(t.lag_deg));
    g_assert_cmpfloat(attune_deg(fabs(off)), <, 45.0);
  } else {
    assert_no_number(&r->sync);
  }
  for (guint i = 0; i < h.frames->len; i++) { /* while it went on nothing was known */
    const attune_frame *f = &g_array_index(h.frames, attune_frame, i);
    for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) g_assert_true(isnan(f->breath[p].phase_rad));
  }
  hearing_clear(&h);
  take_clear(&t);
}

/* B kept silent in the part that was B's: no score, and a sentence about B alone. */
static void
test_withdrawn(void)
{
  take t = take_copy(&two);
  size_t from = frame_at(&t, t.solo[1].start_s), to = frame_at(&t, t.solo[1].end_s);
  memset(t.samples + 2 * from, 0, 2 * (to - from) * sizeof(float));
  attune_pipeline_config config = config_of(&t, ATTUNE_MICS_TWO);
  hearing h = hear(&t, &config, 480);
  const attune_rehearsal_result *r = &h.report->rehearsal;
  say("B muted alone", h.report);
  g_assert_true(r->calibrated[ATTUNE_A]);
  g_assert_false(r->calibrated[ATTUNE_B]);
  g_assert_false(r->separable);
  g_assert_true(isnan(r->rehearsal_error_deg));
  g_assert_cmpstr(r->problem[ATTUNE_A], ==, "");
  g_assert_true(g_str_has_suffix(r->problem[ATTUNE_B], "."));
  g_assert_cmpint(h.report->sync.reason, ==, ATTUNE_REASON_NOT_CALIBRATED);
  assert_no_number(&h.report->sync);
  hearing_clear(&h);
  take_clear(&t);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  two = take_couple(ATTUNE_MICS_TWO, ATTUNE_COUPLE_SYNC, 2, 150.0);
  attune_pipeline_config config = config_of(&two, ATTUNE_MICS_TWO);
  two_heard = hear(&two, &config, 480);
  g_test_add_func("/engine/hearing/exchange", test_exchange);
  g_test_add_func("/engine/hearing/gain", test_gain);
  g_test_add_func("/engine/hearing/silence", test_silence);
  g_test_add_func("/engine/hearing/empty-room", test_empty_room);
  g_test_add_func("/engine/hearing/copies", test_copies);
  g_test_add_func("/engine/hearing/without-solos", test_without_solos);
  g_test_add_func("/engine/hearing/self-calibrated", test_self_calibrated);
  g_test_add_func("/engine/hearing/withdrawn", test_withdrawn);
  int code = g_test_run();
  hearing_clear(&two_heard);
  take_clear(&two);
  return code;
}
