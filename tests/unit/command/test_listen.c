// SPDX-License-Identifier: GPL-3.0-or-later
/* What `attune listen` plans and says, without a session. */
#include "base/circle.h"
#include "command/failure.h"
#include "command/listen_line.h"
#include "command/listen_result.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static attune_source *
make_demo(const attune_listen_options *options)
{
  g_autoptr(GError) error = NULL;
  attune_source *source = attune_listen_open(options, &error);
  g_assert_no_error(error);
  return source;
}

static attune_listen_plan
make_plan(attune_listen_options options)
{
  attune_listen_plan plan;
  g_autoptr(GError) error = NULL;
  options.is_demo = TRUE;
  attune_source *source = make_demo(&options);
  g_assert_true(attune_listen_lay_out(&options, source, &plan, &error));
  g_assert_no_error(error);
  attune_source_free(source);
  return plan;
}

static void
test_usual_times(void)
{
  attune_listen_plan plan = make_plan((attune_listen_options){0});
  g_assert_cmpfloat(plan.duration_s, ==, 240);
  attune_engine_config config = attune_listen_config(&plan, NULL);
  const attune_engine_step expected[] = {{4, ATTUNE_PART_SOLO_A},  {44, ATTUNE_PART_WAIT},
                                         {46, ATTUNE_PART_SOLO_B}, {86, ATTUNE_PART_WAIT},
                                         {88, ATTUNE_PART_LIVE},   {240, ATTUNE_PART_DONE}};
  g_assert_cmpuint(config.n_steps, ==, G_N_ELEMENTS(expected));
  for (unsigned i = 0; i < config.n_steps; i++) {
    g_assert_cmpfloat(config.step[i].t_s, ==, expected[i].t_s);
    g_assert_cmpint(config.step[i].part, ==, expected[i].part);
  }
  g_assert_cmpint(config.mics, ==, ATTUNE_MICS_TWO);
  g_assert_true(isfinite(config.give_up_s));
}

static void
test_short_times(void)
{
  attune_listen_plan plan = make_plan((attune_listen_options){.duration = "20"});
  attune_engine_config config = attune_listen_config(&plan, NULL);
  g_assert_false(plan.request.has_solo);
  g_assert_cmpuint(config.n_steps, ==, 2);
  g_assert_cmpint(config.step[0].part, ==, ATTUNE_PART_LIVE);
  g_assert_cmpfloat(config.step[1].t_s, ==, 20);
}

static void
test_b_may_be_first(void)
{
  attune_listen_options options = {.is_demo = TRUE, .duration = "150"};
  attune_source *source = make_demo(&options);
  options.solo_a = "40:70";
  options.solo_b = "5:35";
  attune_listen_plan plan;
  g_assert_true(attune_listen_lay_out(&options, source, &plan, NULL));
  attune_engine_config config = attune_listen_config(&plan, NULL);
  g_assert_cmpint(config.step[0].part, ==, ATTUNE_PART_SOLO_B);
  g_assert_cmpfloat(config.step[0].t_s, ==, 5);
  g_assert_cmpint(config.step[2].part, ==, ATTUNE_PART_SOLO_A);
  g_assert_cmpint(config.step[4].part, ==, ATTUNE_PART_LIVE);
  g_assert_cmpfloat(config.step[4].t_s, ==, 72);
  attune_source_free(source);
}

static void
test_mics_follow_the_source(void)
{
  attune_listen_options options = {.is_demo = TRUE, .mics = "single"};
  attune_source *source = make_demo(&options);
  attune_listen_plan plan;
  options.mics = NULL;
  g_assert_true(attune_listen_lay_out(&options, source, &plan, NULL));
  g_assert_cmpint(plan.request.mics, ==, ATTUNE_MICS_SINGLE);
  options.mics = "array";
  g_autoptr(GError) error = NULL;
  g_assert_false(attune_listen_lay_out(&options, source, &plan, &error));
  g_assert_error(error, ATTUNE_COMMAND_ERROR, ATTUNE_COMMAND_ERROR_INPUT);
  g_assert_nonnull(strstr(error->message, "has one channel"));
  attune_source_free(source);
}

static void
test_guide(void)
{
  attune_listen_plan plan = make_plan((attune_listen_options){0});
  const struct {
    double part_s; /* after the guide's beginning */
    gboolean is_in;
    unsigned count;
  } cases[] = {{-0.1, TRUE, 0}, {0.0, TRUE, 1},  {0.9, TRUE, 1},  {3.9, TRUE, 4},
               {4.0, FALSE, 1}, {9.9, FALSE, 6}, {10.0, TRUE, 1}, {34.5, FALSE, 1}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    attune_guide_moment guide = attune_guide_at(&plan, cases[i].part_s + plan.guide_after_s + 1e-9);
    if (cases[i].part_s < 0) guide = attune_guide_at(&plan, cases[i].part_s + plan.guide_after_s);
    g_assert_cmpint(guide.is_in, ==, cases[i].is_in);
    g_assert_cmpuint(guide.count, ==, cases[i].count);
  }
}

static attune_frame
make_frame(void)
{
  attune_frame frame = {.t_s = 92.3, .part = ATTUNE_PART_LIVE, .part_s = 4.3};
  frame.breath[ATTUNE_A] =
      (attune_breath){(float)(0.5 * ATTUNE_PI), 0.2f, 9.5f, 0.99f, 0.98f, 1, ATTUNE_STAGE_IN};
  frame.breath[ATTUNE_B] = (attune_breath){NAN, NAN, NAN, 0, 0, 0, ATTUNE_STAGE_UNKNOWN};
  attune_sync *sync = &frame.sync;
  sync->alignment = 76.4;
  sync->locking = sync->lag_rad = sync->coverage = NAN;
  return frame;
}

static void
test_words(void)
{
  attune_listen_plan plan = make_plan((attune_listen_options){0});
  attune_frame frame = make_frame();
  g_autofree char *line = attune_listen_words(&plan, &frame, 0, FALSE);
  g_assert_cmpstr(line, ==,
                  " 1:32  together  A ██████░░░░░░ in    B ············ ...   alignment  76");
  g_autofree char *demo = attune_listen_words(&plan, &frame, ATTUNE_UNHEARD_SPEECH, TRUE);
  g_assert_true(g_str_has_prefix(demo, "DEMO   1:32"));
  g_assert_nonnull(strstr(demo, "(not heard: talking)"));
  frame.part = ATTUNE_PART_SOLO_B;
  frame.part_s = plan.guide_after_s + 4.5;
  g_autofree char *solo = attune_listen_words(&plan, &frame, 0, FALSE);
  g_assert_nonnull(strstr(solo, "B, breathe out 1"));
  g_assert_null(strstr(solo, "alignment"));
}

static JsonObject *
parse(const char *text, JsonNode **root)
{
  g_assert_null(strchr(text, '\n'));
  g_autoptr(GError) error = NULL;
  *root = json_from_string(text, &error);
  g_assert_no_error(error);
  return json_node_get_object(*root);
}

static void
test_json(void)
{
  attune_listen_plan plan = make_plan((attune_listen_options){0});
  attune_frame frame = make_frame();
  uint32_t unheard = ATTUNE_UNHEARD_SPEECH | ATTUNE_UNHEARD_GAP;
  g_autofree char *text = attune_listen_json(&plan, &frame, unheard, FALSE);
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object = parse(text, &root);
  g_assert_false(json_object_has_member(object, "demo"));
  g_assert_cmpfloat(json_object_get_double_member(object, "t_s"), ==, 92.3);
  g_assert_cmpstr(json_object_get_string_member(object, "part"), ==, "live");
  JsonObject *a = json_object_get_object_member(object, "a");
  JsonObject *b = json_object_get_object_member(object, "b");
  g_assert_cmpfloat(json_object_get_double_member(a, "phase_deg"), ==, 90);
  g_assert_cmpstr(json_object_get_string_member(a, "stage"), ==, "in");
  g_assert_true(json_object_get_boolean_member(a, "present"));
  g_assert_true(json_object_get_null_member(b, "phase_deg"));
  g_assert_true(json_object_get_null_member(b, "stage"));
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(object, "unheard")), ==, 2);
  g_autofree char *demo = attune_listen_json(&plan, &frame, 0, TRUE);
  g_autoptr(JsonNode) demo_root = NULL;
  g_assert_true(json_object_get_boolean_member(parse(demo, &demo_root), "demo"));
}

static void
test_result_without_a_live_part(void)
{
  attune_listen_plan plan = make_plan((attune_listen_options){0});
  for (int is_demo = 0; is_demo < 2; is_demo++) {
    g_autofree char *text = attune_listen_result_json(&plan, 31.5, NULL, is_demo);
    g_autoptr(JsonNode) root = NULL;
    JsonObject *object = parse(text, &root);
    g_assert_cmpint(json_object_has_member(object, "demo"), ==, is_demo);
    g_assert_true(json_object_get_null_member(object, "alignment"));
    g_assert_true(json_object_get_null_member(object, "p_value"));
    g_assert_nonnull(json_object_get_string_member(object, "reason"));
    g_assert_cmpfloat(json_object_get_double_member(object, "duration_s"), ==, 31.5);
    g_autofree char *words = attune_listen_result_words(&plan, NULL, is_demo);
    g_assert_nonnull(strstr(words, "no result"));
    g_assert_cmpint(g_str_has_prefix(words, "DEMO"), ==, is_demo);
  }
}

static void
test_flatten(void)
{
  const char *const cases[][2] = {
      {"{\n  \"a\": 1,\n  \"b\": [1, 2]\n}\n", "{\"a\": 1, \"b\": [1, 2]}"},
      {"{\n  \"say\": \"two\\nlines,\",\n  \"c\": {\n    \"d\": null\n  }\n}\n",
       "{\"say\": \"two\\nlines,\", \"c\": {\"d\": null}}"},
      {"[]\n", "[]"},
      {"", ""}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *flat = attune_listen_flatten(g_strdup(cases[i][0]));
    g_assert_cmpstr(flat, ==, cases[i][1]);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/command/listen/usual-times", test_usual_times);
  g_test_add_func("/command/listen/short-times", test_short_times);
  g_test_add_func("/command/listen/b-may-be-first", test_b_may_be_first);
  g_test_add_func("/command/listen/mics-follow-the-source", test_mics_follow_the_source);
  g_test_add_func("/command/listen/guide", test_guide);
  g_test_add_func("/command/listen/words", test_words);
  g_test_add_func("/command/listen/json", test_json);
  g_test_add_func("/command/listen/result-without-a-live-part", test_result_without_a_live_part);
  g_test_add_func("/command/listen/flatten", test_flatten);
  return g_test_run();
}
