// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/json_text.h"
#include "command/score_json.h"
#include "base/circle.h"

#include <float.h>
#include <math.h>
#include <string.h>

static attune_sync
some_sync(void)
{
  return (attune_sync){.reason = ATTUNE_REASON_NONE,
                       .coverage = 0.98765,
                       .rate_per_min = {6.0123, 5.987},
                       .breaths = {12, 11},
                       .present = {1.0, 0.99},
                       .alignment = 87.123456,
                       .locking = 0.1 + 0.2,
                       .ppc = -1.0 / 11.0,
                       .lag_rad = attune_rad(-17.3),
                       .lag_s = -0.4801,
                       .leader = ATTUNE_B,
                       .coherence = NAN,
                       .coherence_threshold = INFINITY,
                       .coherence_freq_hz = 0.1,
                       .fft_lag_rad = -0.0,
                       .chance_p95 = 31.0,
                       .p_value = 1.0 / 501.0};
}

static char *
print_sync(const attune_sync *sync, const char *const *notes)
{
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  attune_score_json(builder, sync, notes);
  json_builder_end_object(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  return attune_json_text(root);
}

static void
test_known(void)
{
  attune_sync sync = some_sync();
  const char *notes[] = {"He said \"hm\".\n", NULL};
  g_autofree char *text = print_sync(&sync, notes);
  g_assert_cmpstr(text, ==,
                  "{\n"
                  "  \"partners\": {\n"
                  "    \"A\": {\n"
                  "      \"rate_per_min\": 6.01,\n"
                  "      \"present\": 1,\n"
                  "      \"breaths\": 12\n"
                  "    },\n"
                  "    \"B\": {\n"
                  "      \"rate_per_min\": 5.99,\n"
                  "      \"present\": 0.99,\n"
                  "      \"breaths\": 11\n"
                  "    }\n"
                  "  },\n"
                  "  \"alignment\": 87.12,\n"
                  "  \"locking\": 0.3,\n"
                  "  \"ppc\": -0.0909,\n"
                  "  \"lag_deg\": -17.3,\n"
                  "  \"lag_s\": -0.48,\n"
                  "  \"leader\": \"B\",\n"
                  "  \"coherence\": null,\n"
                  "  \"coherence_threshold\": null,\n"
                  "  \"fft_lag_deg\": 0,\n"
                  "  \"chance_p95\": 31,\n"
                  "  \"p_value\": 0.002,\n"
                  "  \"coverage\": 0.9877,\n"
                  "  \"reason\": null,\n"
                  "  \"notes\": [\n"
                  "    \"He said \\\"hm\\\".\\n\"\n"
                  "  ]\n"
                  "}\n");
}

static void
test_unknown(void)
{
  attune_sync sync = some_sync();
  sync.reason = ATTUNE_REASON_TOO_SHORT;
  sync.alignment = sync.rate_per_min[ATTUNE_A] = NAN;
  sync.leader = -1;
  g_autofree char *text = print_sync(&sync, NULL);
  g_assert_nonnull(strstr(text, "\"rate_per_min\": null"));
  g_assert_nonnull(strstr(text, "\"alignment\": null"));
  g_assert_nonnull(strstr(text, "\"leader\": null"));
  g_assert_nonnull(strstr(text, attune_sync_reason_text(sync.reason)));
  g_assert_nonnull(strstr(text, "\"notes\": []"));
}

static void
test_numbers(void)
{
  const double values[] = {0.0, -0.0, 1e-12, 98.1, 1.0 / 3.0, -2.5, 1e300, DBL_MAX, -NAN, 123456.0};
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_array(builder);
  for (size_t i = 0; i < G_N_ELEMENTS(values); i++) attune_json_add_number(builder, values[i], 4);
  json_builder_end_array(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  g_autofree char *text = attune_json_text(root);
  g_assert_true(g_str_has_prefix(text, "[0, 0, 0, 98.1, 0.3333, -2.5, 1000"));
  g_assert_true(g_str_has_suffix(text, ", null, 123456]\n"));
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_true(json_parser_load_from_data(parser, text, -1, NULL));
}

static void
test_reasons(void)
{
  g_assert_null(attune_sync_reason_text(ATTUNE_REASON_NONE));
  for (attune_sync_reason r = ATTUNE_REASON_TOO_SHORT; r <= ATTUNE_REASON_NOT_CALIBRATED; r++) {
    const char *text = attune_sync_reason_text(r);
    g_assert_true(text != NULL && g_str_has_suffix(text, ".") && strchr(text, '!') == NULL);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/command/score-json/known", test_known);
  g_test_add_func("/command/score-json/unknown", test_unknown);
  g_test_add_func("/command/score-json/numbers", test_numbers);
  g_test_add_func("/command/score-json/reasons", test_reasons);
  return g_test_run();
}
