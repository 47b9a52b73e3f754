// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/analyze_notes.h"
#include "command/analyze_say.h"
#include "command/json_text.h"
#include "command/score_json.h"

static void
add_number(JsonBuilder *builder, const char *name, double value, unsigned decimals)
{
  json_builder_set_member_name(builder, name);
  attune_json_add_number(builder, value, decimals);
}

static void
add_live(JsonBuilder *builder, const attune_report *report)
{
  json_builder_set_member_name(builder, "live");
  json_builder_begin_array(builder);
  attune_json_add_number(builder, report->live_start_s, 3);
  attune_json_add_number(builder, report->live_end_s, 3);
  json_builder_end_array(builder);
}

char *
attune_analyze_json(const attune_analyze_plan *plan, double duration_s, const attune_report *report)
{
  g_auto(GStrv) notes = attune_analyze_notes(plan, report, FALSE);
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  json_builder_set_member_name(builder, "mics");
  json_builder_add_string_value(builder, attune_mics_name(report->mics));
  add_number(builder, "duration_s", duration_s, 3);
  add_live(builder, report);
  json_builder_set_member_name(builder, "separable");
  json_builder_add_boolean_value(builder, report->rehearsal.separable);
  add_number(builder, "rehearsal_error_deg", report->rehearsal.rehearsal_error_deg, 2);
  attune_score_json(builder, &report->sync, (const char *const *)notes);
  json_builder_end_object(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  return attune_json_text(root);
}
