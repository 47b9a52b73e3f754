// SPDX-License-Identifier: GPL-3.0-or-later
/* Every state has its words, every number its unit, and nobody is blamed. */
#include "words/practice.h"
#include "words/rehearsal.h"
#include "words/result.h"
#include "words/troubles.h"

#include <math.h>
#include <string.h>

static void
assert_gentle(const char *sentence)
{
  g_assert_nonnull(sentence);
  g_assert_cmpuint(strlen(sentence), >, 3);
  g_assert_null(strchr(sentence, '!'));
  g_autofree char *lower = g_utf8_strdown(sentence, -1);
  static const char *const hard[] = {"error", "fail", "wrong", "invalid", "bad "};
  for (size_t i = 0; i < G_N_ELEMENTS(hard); i++)
    if (strstr(lower, hard[i]) != NULL) g_error("“%s” is not gentle", sentence);
}

static void
test_each_trouble_has_words_and_a_way_out(void)
{
  g_assert_null(attune_trouble_say(ATTUNE_TROUBLE_NONE));
  for (int i = 1; i < ATTUNE_N_TROUBLES; i++) {
    const attune_trouble_words *said = attune_trouble_say((attune_trouble)i);
    g_assert_nonnull(said);
    assert_gentle(said->words);
    if (said->tip != NULL) assert_gentle(said->tip);
    g_assert_true(g_str_has_suffix(said->icon, "-symbolic"));
    const char *label = attune_way_out_label(said->way_out);
    g_assert_true((label == NULL) == (said->way_out == ATTUNE_WAY_OUT_NONE));
    g_assert_true(said->tip != NULL || label != NULL || said->is_small ||
                  i == ATTUNE_TROUBLE_INTERRUPTED);
  }
}

static void
test_each_gap_has_a_name_or_is_wordless(void)
{
  for (unsigned kind = 0; kind < ATTUNE_UNHEARD_KINDS; kind++) {
    gboolean is_copies = (1u << kind) == ATTUNE_UNHEARD_COPIES; /* leaves nothing out */
    g_assert_true((attune_unheard_word(kind) == NULL) == is_copies);
  }
  g_assert_null(attune_unheard_word(31));
}

static void
test_durations(void)
{
  static const struct {
    double time_s;
    const char *words;
  } rows[] = {{0, "0 seconds"}, {1, "1 second"},    {59.4, "59 seconds"}, {59.6, "1 minute"},
              {80, "1 min 20"}, {120, "2 minutes"}, {3605, "60 min 05"},  {-1, "0 seconds"}};
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *said = attune_duration_say(rows[i].time_s);
    g_assert_cmpstr(said, ==, rows[i].words);
  }
  g_autofree char *clock = attune_clock_say(84.2);
  g_assert_cmpstr(clock, ==, "1:24");
}

static void
test_rehearsals(void)
{
  attune_rehearsal_result result = {.calibrated = {true, true}, .separable = true, .word = "well"};
  attune_rehearsal_words said = attune_rehearsal_say(&result, false);
  g_assert_cmpstr(said.title, ==, "I can tell you apart well");
  g_assert_cmpuint(said.n_advice, ==, 0);
  g_assert_false(said.is_better_again);
  result.word = "a little";
  said = attune_rehearsal_say(&result, false);
  g_assert_cmpuint(said.n_advice, >, 0);
  result.separable = false;
  result.word = "not";
  said = attune_rehearsal_say(&result, false);
  assert_gentle(said.title);
  g_assert_true(said.is_better_again);
  g_assert_nonnull(strstr(said.go_on, "without a score"));
  result.calibrated[ATTUNE_B] = false;
  said = attune_rehearsal_say(&result, false);
  g_assert_nonnull(strstr(said.title, "Diamond"));
  result = (attune_rehearsal_result){.calibrated = {true, true}};
  said = attune_rehearsal_say(&result, false); /* no word was ever said */
  assert_gentle(said.title);
}

/* --- Results ------------------------------------------------------------------------------- */

static attune_outcome
make_outcome(attune_report *report)
{
  *report = (attune_report){.n_rows = 1250, .rehearsal = {.calibrated = {true, true}}};
  report->rehearsal.separable = true;
  attune_sync_forget(&report->sync);
  report->sync.coverage = 0.93;
  return (attune_outcome){.report = report,
                          .practice = attune_practice_usual(),
                          .live_s = 120,
                          .heard_s = 112,
                          .together_s = 80,
                          .free_from_s = INFINITY,
                          .first_per_min = {9, 8},
                          .last_per_min = {6.4, 6.6}};
}

static const char *
find_value(GPtrArray *rows, const char *name)
{
  for (guint i = 0; i < rows->len; i++) {
    const attune_result_row *row = rows->pdata[i];
    if (g_str_equal(row->name, name)) return row->value;
  }
  return NULL;
}

static void
test_words_of_a_result(void)
{
  attune_report report;
  attune_outcome outcome = make_outcome(&report);
  g_autofree char *title = attune_outcome_say_title(&outcome);
  g_autofree char *summary = attune_outcome_say_summary(&outcome);
  g_assert_cmpstr(title, ==, "You breathed together for 1 min 20");
  g_assert_cmpstr(summary, ==,
                  "Of 2 minutes, I could hear both of you for 1 min 52. You settled at 6.5 breaths "
                  "a minute.");
  outcome.last_per_min[ATTUNE_B] = 9.0;
  outcome.together_s = 1;
  g_autofree char *apart = attune_outcome_say_title(&outcome);
  g_autofree char *shorter = attune_outcome_say_summary(&outcome);
  g_assert_cmpstr(apart, ==, "Each in a rhythm of your own");
  g_assert_null(strstr(shorter, "settled"));
}

static void
test_no_word_about_two_when_they_cannot_be_told_apart(void)
{
  attune_report report;
  attune_outcome outcome = make_outcome(&report);
  report.rehearsal.separable = false;
  g_autofree char *title = attune_outcome_say_title(&outcome);
  g_autofree char *summary = attune_outcome_say_summary(&outcome);
  g_autoptr(GPtrArray) rows = attune_outcome_list(&outcome);
  g_assert_null(strstr(title, "together"));
  g_assert_nonnull(strstr(summary, "shared rhythm"));
  g_assert_null(find_value(rows, "Time together"));
  g_assert_null(find_value(rows, "Circle breathed"));
}

static void
test_turns_and_nothing(void)
{
  attune_report report;
  attune_outcome outcome = make_outcome(&report);
  outcome.is_scored = true;
  outcome.report->sync.reason = ATTUNE_REASON_NONE;
  outcome.report->sync.ppc = 0.9;
  outcome.report->sync.lag_rad = G_PI;
  g_autofree char *turns = attune_outcome_say_title(&outcome);
  g_assert_cmpstr(turns, ==, "You took turns");
  g_autofree char *nothing = attune_outcome_say_title(NULL);
  g_autofree char *again = attune_outcome_say_summary(NULL);
  assert_gentle(nothing);
  assert_gentle(again);
}

static void
test_numbers(void)
{
  attune_report report;
  attune_outcome outcome = make_outcome(&report);
  attune_sync *sync = &report.sync;
  sync->reason = ATTUNE_REASON_NONE;
  sync->alignment = 78;
  sync->locking = 0.86;
  sync->leader = ATTUNE_B;
  sync->lag_s = -0.4;
  sync->p_value = 0.002;
  sync->chance_p95 = 41;
  report.unheard_share[0] = 0.05;
  g_autoptr(GPtrArray) rows = attune_outcome_list(&outcome);
  g_assert_cmpstr(find_value(rows, "Alignment"), ==, "78");
  g_assert_cmpstr(find_value(rows, "Strangers by chance"), ==, "up to 41");
  g_assert_cmpstr(find_value(rows, "Who leads"), ==, "Diamond, by 0.4 s");
  g_assert_cmpstr(find_value(rows, "Circle breathed"), ==, "9.0 → 6.4 a minute");
  g_assert_cmpstr(find_value(rows, "Both heard"), ==, "93 %");
  g_assert_cmpstr(find_value(rows, "Left out"), ==, "talking (6 seconds)");
  g_assert_null(find_value(rows, "Coherence")); /* unknown is not shown as a number */
  for (int reason = ATTUNE_REASON_TOO_SHORT; reason <= ATTUNE_REASON_NOT_CALIBRATED; reason++) {
    assert_gentle(attune_reason_say((attune_sync_reason)reason));
    sync->reason = (attune_sync_reason)reason;
    g_autoptr(GPtrArray) fewer = attune_outcome_list(&outcome);
    g_assert_null(find_value(fewer, "Alignment"));
  }
  g_assert_null(attune_reason_say(ATTUNE_REASON_NONE));
}

static void
test_practices(void)
{
  attune_practice practice = attune_practice_usual();
  g_autofree char *said = attune_practice_say(&practice);
  g_assert_cmpstr(said, ==, "2 minutes · the guide follows you · holding hands");
  practice.length_s = 60;
  practice.pace.kind = ATTUNE_PACE_LEAD;
  practice.pace.leader = ATTUNE_B;
  practice.touch = ATTUNE_TOUCH_NONE;
  g_autofree char *other = attune_practice_say(&practice);
  g_assert_cmpstr(other, ==, "1 minute · Diamond leads · without touch");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/words/troubles", test_each_trouble_has_words_and_a_way_out);
  g_test_add_func("/words/gaps", test_each_gap_has_a_name_or_is_wordless);
  g_test_add_func("/words/durations", test_durations);
  g_test_add_func("/words/rehearsals", test_rehearsals);
  g_test_add_func("/words/result", test_words_of_a_result);
  g_test_add_func("/words/not-separable", test_no_word_about_two_when_they_cannot_be_told_apart);
  g_test_add_func("/words/turns-and-nothing", test_turns_and_nothing);
  g_test_add_func("/words/numbers", test_numbers);
  g_test_add_func("/words/practices", test_practices);
  return g_test_run();
}
