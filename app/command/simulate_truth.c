// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/json_text.h"
#include "command/simulate.h"

/* Times to the microsecond, everything else no finer. */
static void
add_number(JsonBuilder *json, double x)
{
  attune_json_add_number(json, x, 6);
}

static void
set_number(JsonBuilder *json, const char *name, double x)
{
  json_builder_set_member_name(json, name);
  add_number(json, x);
}

static void
set_text(JsonBuilder *json, const char *name, const char *text)
{
  json_builder_set_member_name(json, name);
  json_builder_add_string_value(json, text);
}

static void
add_span(JsonBuilder *json, attune_couple_span span)
{
  if (isnan(span.start_s)) {
    json_builder_add_null_value(json);
    return;
  }
  json_builder_begin_array(json);
  add_number(json, span.start_s);
  add_number(json, span.end_s);
  json_builder_end_array(json);
}

static void
set_span(JsonBuilder *json, const char *name, attune_couple_span span)
{
  json_builder_set_member_name(json, name);
  add_span(json, span);
}

static void
set_spans(JsonBuilder *json, const char *name, const attune_couple_span *spans, size_t n)
{
  json_builder_set_member_name(json, name);
  json_builder_begin_array(json);
  for (size_t i = 0; i < n; i++) add_span(json, spans[i]);
  json_builder_end_array(json);
}

static void
set_breaths(JsonBuilder *json, const attune_couple_breath *breaths, size_t n)
{
  json_builder_set_member_name(json, "breaths");
  json_builder_begin_array(json);
  for (size_t i = 0; i < n; i++) {
    json_builder_begin_array(json);
    add_number(json, breaths[i].in_s);
    add_number(json, breaths[i].out_s);
    add_number(json, breaths[i].end_s);
    json_builder_end_array(json);
  }
  json_builder_end_array(json);
}

static void
set_partner(JsonBuilder *json, const char *name, const attune_source *source,
            attune_partner partner)
{
  size_t n;
  json_builder_set_member_name(json, name);
  json_builder_begin_object(json);
  const attune_couple_breath *breaths = attune_couple_source_breaths(source, partner, &n);
  set_breaths(json, breaths, n);
  const attune_couple_span *absent = attune_couple_source_absent(source, partner, &n);
  set_spans(json, "absent", absent, n);
  json_builder_end_object(json);
}

static void
set_timeline(JsonBuilder *json, const attune_couple_plan *plan)
{
  json_builder_set_member_name(json, "guide");
  json_builder_begin_array(json);
  add_number(json, plan->guide_in_s);
  add_number(json, plan->guide_out_s);
  json_builder_end_array(json);
  set_span(json, "solo_a", plan->solo[ATTUNE_A]);
  set_span(json, "solo_b", plan->solo[ATTUNE_B]);
  set_span(json, "live", plan->live);
}

static void
set_setup(JsonBuilder *json, const attune_source *source, const attune_couple_config *config)
{
  set_text(json, "mics", attune_mics_name(config->mics));
  set_text(json, "scenario", attune_couple_scenario_name(config->scenario));
  json_builder_set_member_name(json, "seed");
  json_builder_add_int_value(json, (gint64)config->seed);
  set_number(json, "rate_hz", source->rate_hz);
  set_number(json, "duration_s", source->duration_s);
}

char *
attune_simulate_truth(const attune_source *source, const attune_couple_config *config)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  attune_couple_plan plan = attune_couple_source_plan(source);
  json_builder_begin_object(json);
  set_setup(json, source, config);
  set_timeline(json, &plan);
  set_text(json, "noise", attune_couple_noise_name(config->noise));
  set_number(json, "snr_db", attune_couple_source_snr_db(source));
  json_builder_set_member_name(json, "partners");
  json_builder_begin_object(json);
  set_partner(json, "A", source, ATTUNE_A);
  set_partner(json, "B", source, ATTUNE_B);
  json_builder_end_object(json);
  size_t n;
  const attune_couple_span *talking = attune_couple_source_talking(source, &n);
  set_spans(json, "talking", talking, n);
  set_number(json, "lag_deg", attune_couple_source_lag_deg(source));
  json_builder_end_object(json);
  g_autoptr(JsonNode) root = json_builder_get_root(json);
  return attune_json_text(root);
}
