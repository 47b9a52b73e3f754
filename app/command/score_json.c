// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/score_json.h"

#include "base/circle.h"
#include "command/json_text.h"

static void
add(JsonBuilder *builder, const char *name, double value, unsigned decimals)
{
  json_builder_set_member_name(builder, name);
  attune_json_add_number(builder, value, decimals);
}

static void
add_partner(JsonBuilder *builder, const attune_sync *sync, attune_partner partner)
{
  json_builder_set_member_name(builder, partner == ATTUNE_A ? "A" : "B");
  json_builder_begin_object(builder);
  add(builder, "rate_per_min", sync->rate_per_min[partner], 2);
  add(builder, "present", sync->present[partner], 3);
  json_builder_set_member_name(builder, "breaths");
  json_builder_add_int_value(builder, sync->breaths[partner]);
  json_builder_end_object(builder);
}

static void
add_text(JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name(builder, name);
  if (text == NULL)
    json_builder_add_null_value(builder);
  else
    json_builder_add_string_value(builder, text);
}

static const char *
name_leader(int leader)
{
  if (leader == ATTUNE_A) return "A";
  return leader == ATTUNE_B ? "B" : NULL;
}

static void
add_notes(JsonBuilder *builder, const char *const *notes)
{
  json_builder_set_member_name(builder, "notes");
  json_builder_begin_array(builder);
  for (; notes != NULL && *notes != NULL; notes++) json_builder_add_string_value(builder, *notes);
  json_builder_end_array(builder);
}

void
attune_score_json(JsonBuilder *builder, const attune_sync *sync, const char *const *notes)
{
  json_builder_set_member_name(builder, "partners");
  json_builder_begin_object(builder);
  add_partner(builder, sync, ATTUNE_A);
  add_partner(builder, sync, ATTUNE_B);
  json_builder_end_object(builder);
  add(builder, "alignment", sync->alignment, 2);
  add(builder, "locking", sync->locking, 4);
  add(builder, "ppc", sync->ppc, 4);
  add(builder, "lag_deg", attune_deg(sync->lag_rad), 2);
  add(builder, "lag_s", sync->lag_s, 3);
  add_text(builder, "leader", name_leader(sync->leader));
  add(builder, "coherence", sync->coherence, 4);
  add(builder, "coherence_threshold", sync->coherence_threshold, 4);
  add(builder, "fft_lag_deg", attune_deg(sync->fft_lag_rad), 2);
  add(builder, "chance_p95", sync->chance_p95, 2);
  add(builder, "p_value", sync->p_value, 4);
  add(builder, "coverage", sync->coverage, 4);
  add_text(builder, "reason", attune_sync_reason_text(sync->reason));
  add_notes(builder, notes);
}
