// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/analyze_plan.h"
#include "command/failure.h"

static attune_analyze_request
ask(const char *mics, const char *a, const char *b, const char *live)
{
  attune_analyze_request request;
  GError *error = NULL;
  g_assert_true(attune_analyze_ask(mics, a, b, NULL, live, &request, &error));
  g_assert_no_error(error);
  return request;
}

static attune_analyze_plan
lay_out(const attune_analyze_request *request, double duration_s, unsigned n_channels)
{
  attune_analyze_plan plan;
  GError *error = NULL;
  g_assert_true(attune_analyze_lay_out(request, duration_s, n_channels, &plan, &error));
  g_assert_no_error(error);
  return plan;
}

static void
assert_live(const attune_analyze_plan *plan, double start_s, double end_s, double lead_in_s)
{
  g_assert_cmpfloat_with_epsilon(plan->request.live.start_s, start_s, 1e-9);
  g_assert_cmpfloat_with_epsilon(plan->request.live.end_s, end_s, 1e-9);
  g_assert_cmpfloat_with_epsilon(plan->lead_in_s, lead_in_s, 1e-9);
}

static void
test_ask__refuses_what_does_not_fit_together(void)
{
  const struct {
    const char *mics, *a, *b, *guide, *live;
  } cases[] = {
      {NULL, "0:40", "40:80", NULL, NULL},      {"stereo", "0:40", "40:80", NULL, NULL},
      {"", "0:40", "40:80", NULL, NULL},        {"two", "0:40", NULL, NULL, NULL},
      {"two", NULL, "0:40", NULL, NULL},        {"two", "0:14.9", "40:80", NULL, NULL},
      {"two", "0:40", "40:54", NULL, NULL},     {"two", "0:40", "39:80", NULL, NULL},
      {"two", "40:80", "0:41", NULL, NULL},     {"two", "0:40", "0:40", NULL, NULL},
      {"two", "40:0", "50:90", NULL, NULL},     {"two", "0:40", "40:80", "4", NULL},
      {"two", "0:40", "40:80", "0.9:6", NULL},  {"two", "0:40", "40:80", "4:15.1", NULL},
      {"two", "0:40", "40:80", "nan:6", NULL},  {"two", "0:40", "40:80", "-4:6", NULL},
      {"two", "0:40", "40:80", NULL, "79:200"}, {"two", "0:40", "40:80", NULL, "20:30"},
      {"two", NULL, NULL, NULL, "30:20"},       {"two", "0:nan", "40:80", NULL, NULL},
      {"two", "x:40", "40:80", NULL, NULL},     {"two", "0:40", "40:80", NULL, "80"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    attune_analyze_request request;
    g_autoptr(GError) error = NULL;
    g_test_message("case %zu", i);
    g_assert_false(attune_analyze_ask(cases[i].mics, cases[i].a, cases[i].b, cases[i].guide,
                                      cases[i].live, &request, &error));
    g_assert_error(error, ATTUNE_COMMAND_ERROR, ATTUNE_COMMAND_ERROR_USAGE);
  }
}

static void
test_ask__guide(void)
{
  attune_analyze_request request;
  g_assert_true(attune_analyze_ask("two", NULL, NULL, NULL, NULL, &request, NULL));
  g_assert_cmpfloat(request.guide_in_s, ==, 4.0);
  g_assert_cmpfloat(request.guide_out_s, ==, 6.0);
  g_assert_true(attune_analyze_ask("two", NULL, NULL, "1:15", NULL, &request, NULL));
  g_assert_cmpfloat(request.guide_in_s, ==, 1.0);
  g_assert_cmpfloat(request.guide_out_s, ==, 15.0);
}

static void
test_live__follows_the_last_solo_part(void)
{
  attune_analyze_request request = ask("array", "50:90", "5:45", NULL);
  attune_analyze_plan plan = lay_out(&request, 300.0, 2);
  assert_live(&plan, 90.0, 300.0, 0.0);
}

static void
test_live__precedes_solo_parts_at_the_end(void)
{
  attune_analyze_request request = ask("array", "210:250", "255:295", NULL);
  attune_analyze_plan plan = lay_out(&request, 300.0, 2);
  assert_live(&plan, 0.0, 210.0, 0.0);
}

static void
test_live__is_everything_without_solo_parts(void)
{
  attune_analyze_request request = ask("two", NULL, NULL, NULL);
  attune_analyze_plan plan = lay_out(&request, 300.0, 2);
  assert_live(&plan, 0.0, 300.0, 0.0);
}

static void
test_live__asked_for_has_a_lead_in_outside_the_solo_parts(void)
{
  attune_analyze_request request = ask("single", "0:40", "40:80", "100:200");
  attune_analyze_plan plan = lay_out(&request, 300.0, 1);
  assert_live(&plan, 100.0, 200.0, 20.0);

  request = ask("single", "0:40", "40:80", "150:200");
  plan = lay_out(&request, 300.0, 1);
  assert_live(&plan, 150.0, 200.0, ATTUNE_LEAD_IN_MAX_S);

  request = ask("single", "200:240", "240:280", "10:190");
  plan = lay_out(&request, 300.0, 1);
  assert_live(&plan, 10.0, 190.0, 10.0);
}

static void
test_lay_out__a_rounded_end_fits(void)
{
  attune_analyze_request request = ask("two", "0:40", "40:80", "80:200");
  attune_analyze_plan plan = lay_out(&request, 199.98, 2);
  assert_live(&plan, 80.0, 199.98, 0.0);
}

static void
test_lay_out__single_takes_any_channels(void)
{
  attune_analyze_request request = ask("single", "0:40", "40:80", NULL);
  g_assert_false(lay_out(&request, 200.0, 1).is_mixed);
  g_assert_true(lay_out(&request, 200.0, 2).is_mixed);
  g_assert_true(lay_out(&request, 200.0, 8).is_mixed);
}

static void
test_lay_out__refuses_what_does_not_fit_the_recording(void)
{
  const struct {
    const char *mics, *a, *b, *live;
    double duration_s;
    unsigned n_channels;
  } cases[] = {
      {"two", "0:40", "40:80", NULL, 200.0, 1},    {"two", "0:40", "40:80", NULL, 200.0, 3},
      {"array", "0:40", "40:80", NULL, 200.0, 1},  {"array", NULL, NULL, NULL, 200.0, 2},
      {"single", NULL, NULL, NULL, 200.0, 1},      {"two", "0:40", "180:220", NULL, 200.0, 2},
      {"two", "300:340", "0:40", NULL, 200.0, 2},  {"two", "0:40", "40:80", "90:201", 200.0, 2},
      {"two", "0:40", "40:80", "250:260", 200, 2}, {"two", "0:40", "40:80", NULL, 80.0, 2},
      {"two", NULL, NULL, NULL, 0.5, 2},           {"two", NULL, NULL, "0:0.5", 200.0, 2},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    attune_analyze_request request = ask(cases[i].mics, cases[i].a, cases[i].b, cases[i].live);
    attune_analyze_plan plan;
    g_autoptr(GError) error = NULL;
    g_test_message("case %zu", i);
    g_assert_false(
        attune_analyze_lay_out(&request, cases[i].duration_s, cases[i].n_channels, &plan, &error));
    g_assert_error(error, ATTUNE_COMMAND_ERROR, ATTUNE_COMMAND_ERROR_INPUT);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/analyze/ask/refused", test_ask__refuses_what_does_not_fit_together);
  g_test_add_func("/analyze/ask/guide", test_ask__guide);
  g_test_add_func("/analyze/live/after", test_live__follows_the_last_solo_part);
  g_test_add_func("/analyze/live/before", test_live__precedes_solo_parts_at_the_end);
  g_test_add_func("/analyze/live/all", test_live__is_everything_without_solo_parts);
  g_test_add_func("/analyze/live/lead_in",
                  test_live__asked_for_has_a_lead_in_outside_the_solo_parts);
  g_test_add_func("/analyze/lay_out/rounded", test_lay_out__a_rounded_end_fits);
  g_test_add_func("/analyze/lay_out/channels", test_lay_out__single_takes_any_channels);
  g_test_add_func("/analyze/lay_out/refused",
                  test_lay_out__refuses_what_does_not_fit_the_recording);
  return g_test_run();
}
