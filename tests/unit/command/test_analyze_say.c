// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/analyze_notes.h"
#include "command/analyze_say.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static const attune_analyze_plan plan = {
    .request = {.mics = ATTUNE_MICS_ARRAY, .has_solo = TRUE, .has_live = TRUE}};

static attune_report
known_report(void)
{
  return (attune_report){.mics = ATTUNE_MICS_ARRAY,
                         .live_start_s = 80.0,
                         .live_end_s = 200.0,
                         .sync = {.coverage = 0.9,
                                  .rate_per_min = {6.0, 6.5},
                                  .breaths = {12, 13},
                                  .present = {0.95, 0.93},
                                  .alignment = 83.0,
                                  .locking = 0.91,
                                  .ppc = 0.82,
                                  .lag_rad = 0.5,
                                  .lag_s = 0.8,
                                  .leader = ATTUNE_A,
                                  .coherence = 0.9,
                                  .coherence_threshold = 0.53,
                                  .coherence_freq_hz = 0.1,
                                  .fft_lag_rad = 0.48,
                                  .chance_p95 = 35.0,
                                  .p_value = 0.002},
                         .rehearsal = {.calibrated = {true, true},
                                       .separable = true,
                                       .rehearsal_error_deg = 9.5,
                                       .word = "well"}};
}

static attune_report
unknown_report(void)
{
  attune_report report = known_report();
  report.sync = (attune_sync){.reason = ATTUNE_REASON_LOW_COVERAGE,
                              .coverage = 0.4,
                              .rate_per_min = {6.0, NAN},
                              .breaths = {12, 0},
                              .present = {0.95, 0.4},
                              .alignment = NAN,
                              .locking = NAN,
                              .ppc = NAN,
                              .lag_rad = NAN,
                              .lag_s = NAN,
                              .leader = -1,
                              .coherence = NAN,
                              .coherence_threshold = NAN,
                              .coherence_freq_hz = NAN,
                              .fft_lag_rad = NAN,
                              .chance_p95 = NAN,
                              .p_value = NAN};
  report.rehearsal.rehearsal_error_deg = NAN;
  report.rehearsal.separable = false;
  report.unheard_share[0] = 0.123;
  report.unheard_share[1] = 0.001;
  g_strlcpy(report.rehearsal.problem[ATTUNE_B], "No breath was found.", 120);
  return report;
}

static JsonObject *
parse(const attune_report *report, JsonParser *parser)
{
  g_autofree char *text = attune_analyze_json(&plan, 200.0, report);
  GError *error = NULL;
  g_assert_true(g_str_has_suffix(text, "}\n"));
  g_assert_true(json_parser_load_from_data(parser, text, -1, &error));
  g_assert_no_error(error);
  return json_node_get_object(json_parser_get_root(parser));
}

static void
test_json__has_exactly_the_agreed_keys(void)
{
  const char *const keys[] = {"mics",
                              "duration_s",
                              "live",
                              "separable",
                              "rehearsal_error_deg",
                              "partners",
                              "alignment",
                              "locking",
                              "ppc",
                              "lag_deg",
                              "lag_s",
                              "leader",
                              "coherence",
                              "coherence_threshold",
                              "fft_lag_deg",
                              "chance_p95",
                              "p_value",
                              "coverage",
                              "reason",
                              "notes"};
  const attune_report reports[] = {known_report(), unknown_report()};
  for (int i = 0; i < 2; i++) {
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *object = parse(&reports[i], parser);
    g_assert_cmpuint(json_object_get_size(object), ==, G_N_ELEMENTS(keys));
    for (size_t k = 0; k < G_N_ELEMENTS(keys); k++)
      g_assert_true(json_object_has_member(object, keys[k]));
  }
}

static void
test_json__known_values(void)
{
  g_autoptr(JsonParser) parser = json_parser_new();
  attune_report report = known_report();
  JsonObject *object = parse(&report, parser);
  g_assert_cmpstr(json_object_get_string_member(object, "mics"), ==, "array");
  g_assert_cmpfloat(json_object_get_double_member(object, "duration_s"), ==, 200.0);
  JsonArray *live = json_object_get_array_member(object, "live");
  g_assert_cmpfloat(json_array_get_double_element(live, 0), ==, 80.0);
  g_assert_cmpfloat(json_array_get_double_element(live, 1), ==, 200.0);
  g_assert_true(json_object_get_boolean_member(object, "separable"));
  g_assert_cmpfloat(json_object_get_double_member(object, "rehearsal_error_deg"), ==, 9.5);
  g_assert_true(json_object_get_null_member(object, "reason"));
  g_assert_cmpstr(json_object_get_string_member(object, "leader"), ==, "A");
}

static void
test_json__unknown_is_null(void)
{
  const char *const unknown[] = {
      "rehearsal_error_deg", "alignment",   "locking", "ppc", "lag_deg", "lag_s", "leader",
      "coherence",           "fft_lag_deg", "p_value"};
  g_autoptr(JsonParser) parser = json_parser_new();
  attune_report report = unknown_report();
  JsonObject *object = parse(&report, parser);
  for (size_t i = 0; i < G_N_ELEMENTS(unknown); i++)
    g_assert_true(json_object_get_null_member(object, unknown[i]));
  g_assert_nonnull(json_object_get_string_member(object, "reason"));
}

static gboolean
some_note_has(GStrv notes, const char *words)
{
  for (char **sentence = notes; *sentence != NULL; sentence++)
    if (strstr(*sentence, words) != NULL) return TRUE;
  return FALSE;
}

static void
test_notes__say_what_was_left_out(void)
{
  attune_report report = unknown_report();
  g_auto(GStrv) notes = attune_analyze_notes(&plan, &report, TRUE);
  g_assert_true(some_note_has(notes, "12 %"));
  g_assert_true(some_note_has(notes, attune_unheard_name(0)));
  g_assert_false(some_note_has(notes, attune_unheard_name(1)));
  g_assert_true(some_note_has(notes, "Partner B: No breath was found."));
}

static void
test_notes__say_how_it_was_done(void)
{
  attune_report report = known_report();
  attune_analyze_plan mixed = plan;
  mixed.is_mixed = TRUE;
  mixed.request.is_guided = TRUE;
  g_auto(GStrv) notes = attune_analyze_notes(&mixed, &report, TRUE);
  g_assert_true(some_note_has(notes, "averaged"));
  g_assert_true(some_note_has(notes, "same guide"));
  g_assert_true(some_note_has(notes, "apart well"));

  report.rehearsal.word = "not";
  g_auto(GStrv) worse = attune_analyze_notes(&plan, &report, TRUE);
  g_assert_true(some_note_has(worse, "could not tell"));
}

static void
test_words__known(void)
{
  attune_report report = known_report();
  g_autofree char *text = attune_analyze_words(&plan, &report);
  g_assert_nonnull(strstr(text, "2:00"));
  g_assert_nonnull(strstr(text, "A 95 %, B 93 % of the time; 12 and 13 breaths"));
  g_assert_nonnull(strstr(text, "83 of 100"));
  g_assert_nonnull(strstr(text, "A leads by 0.8 s   (29°)"));
  g_assert_null(strstr(text, "nan"));
}

static void
test_words__unknown_names_no_number(void)
{
  attune_report report = unknown_report();
  g_autofree char *text = attune_analyze_words(&plan, &report);
  g_assert_nonnull(strstr(text, attune_sync_reason_text(ATTUNE_REASON_LOW_COVERAGE)));
  g_assert_null(strstr(text, "of 100"));
  g_assert_null(strstr(text, "nan"));
  g_assert_null(strstr(text, "leads"));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/analyze/json/keys", test_json__has_exactly_the_agreed_keys);
  g_test_add_func("/analyze/json/known", test_json__known_values);
  g_test_add_func("/analyze/json/unknown", test_json__unknown_is_null);
  g_test_add_func("/analyze/notes/left_out", test_notes__say_what_was_left_out);
  g_test_add_func("/analyze/notes/how", test_notes__say_how_it_was_done);
  g_test_add_func("/analyze/words/known", test_words__known);
  g_test_add_func("/analyze/words/unknown", test_words__unknown_names_no_number);
  return g_test_run();
}
