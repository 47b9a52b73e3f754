// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/listen_line.h"
#include "base/circle.h"
#include "command/json_text.h"
#include "command/listen_result.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BAR_CELLS 12

attune_guide_moment
attune_guide_at(const attune_listen_plan *plan, double part_s)
{
  double t_s = part_s - plan->guide_after_s;
  if (t_s < 0) return (attune_guide_moment){TRUE, 0};
  t_s = fmod(t_s, plan->request.guide_in_s + plan->request.guide_out_s);
  gboolean is_in = t_s < plan->request.guide_in_s;
  if (!is_in) t_s -= plan->request.guide_in_s;
  return (attune_guide_moment){is_in, 1 + (unsigned)t_s};
}

static gboolean
is_solo(attune_part part)
{
  return part == ATTUNE_PART_SOLO_A || part == ATTUNE_PART_SOLO_B;
}

/* --- For people ---------------------------------------------------------------------------- */

static const char *
say_stage(const attune_breath *breath)
{
  static const char *const words[] = {"...", N_("in"), N_("out"), N_("rest")};
  if (!breath->present) return breath->stage == ATTUNE_STAGE_REST ? _("rest") : "...";
  return breath->stage == ATTUNE_STAGE_UNKNOWN ? words[0] : _(words[breath->stage]);
}

/* Empty lungs, full lungs: grows through the in-breath, shrinks through the out-breath. */
static void
draw_bar(GString *line, const attune_breath *breath)
{
  gboolean is_known = isfinite(breath->phase_rad) && breath->present;
  double share = is_known ? breath->phase_rad / ATTUNE_PI : 0.0;
  if (share > 1.0) share = 2.0 - share;
  int n_full = (int)lround(share * BAR_CELLS);
  for (int i = 0; i < BAR_CELLS; i++)
    g_string_append(line, !is_known ? "·" : i < n_full ? "█" : "░");
}

static void
say_breaths(GString *line, const attune_frame *frame)
{
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    g_string_append_printf(line, "  %c ", 'A' + p);
    draw_bar(line, &frame->breath[p]);
    g_string_append_printf(line, " %-4s", say_stage(&frame->breath[p]));
  }
  if (isfinite(frame->sync.alignment))
    g_string_append_printf(line, _("  alignment %3.0f"), frame->sync.alignment);
}

static void
say_guide(GString *line, const attune_listen_plan *plan, const attune_frame *frame)
{
  attune_guide_moment guide = attune_guide_at(plan, frame->part_s);
  char who = frame->part == ATTUNE_PART_SOLO_A ? 'A' : 'B';
  if (guide.count > 0)
    g_string_append_printf(line, _("  %c, breathe %-3s %u"), who, guide.is_in ? _("in") : _("out"),
                           guide.count);
  else
    g_string_append_printf(line, _("  %c, the guide begins"), who);
}

static void
say_unheard(GString *line, uint32_t unheard)
{
  const char *between = _("  (not heard: ");
  for (unsigned kind = 0; kind < ATTUNE_UNHEARD_KINDS; kind++)
    if (unheard & (1u << kind)) {
      g_string_append_printf(line, "%s%s", between, _(attune_unheard_name(kind)));
      between = ", ";
    }
  if (unheard != 0) g_string_append_c(line, ')');
}

char *
attune_listen_words(const attune_listen_plan *plan, const attune_frame *frame, uint32_t unheard,
                    gboolean is_demo)
{
  static const char *const parts[] = {NC_("part", "quiet"), NC_("part", "A alone"),
                                      NC_("part", "B alone"), NC_("part", "together"),
                                      NC_("part", "done")};
  GString *line = g_string_new(is_demo ? "DEMO  " : NULL);
  long s = lround(floor(frame->t_s));
  g_string_append_printf(line, "%2ld:%02ld  %-8s", s / 60, s % 60,
                         g_dpgettext2(NULL, "part", parts[frame->part]));
  if (is_solo(frame->part)) say_guide(line, plan, frame);
  if (frame->part == ATTUNE_PART_LIVE) say_breaths(line, frame);
  say_unheard(line, unheard);
  while (line->len > 0 && line->str[line->len - 1] == ' ') g_string_truncate(line, line->len - 1);
  return g_string_free(line, FALSE);
}

/* --- For scripts --------------------------------------------------------------------------- */

static void
add_number(JsonBuilder *json, const char *name, double value, unsigned decimals)
{
  json_builder_set_member_name(json, name);
  attune_json_add_number(json, value, decimals);
}

static void
add_word(JsonBuilder *json, const char *name, const char *word)
{
  json_builder_set_member_name(json, name);
  if (word == NULL)
    json_builder_add_null_value(json);
  else
    json_builder_add_string_value(json, word);
}

static void
add_breath(JsonBuilder *json, const char *name, const attune_breath *breath)
{
  static const char *const stages[] = {NULL, "in", "out", "rest"};
  json_builder_set_member_name(json, name);
  json_builder_begin_object(json);
  add_number(json, "phase_deg", attune_deg(breath->phase_rad), 1);
  add_number(json, "spread_deg", attune_deg(breath->spread_rad), 1);
  add_number(json, "rate_per_min", breath->rate_per_min, 2);
  json_builder_set_member_name(json, "present");
  json_builder_add_boolean_value(json, breath->present != 0);
  add_word(json, "stage", stages[breath->stage]);
  json_builder_end_object(json);
}

static void
add_guide(JsonBuilder *json, const attune_listen_plan *plan, const attune_frame *frame)
{
  attune_guide_moment guide = attune_guide_at(plan, frame->part_s);
  json_builder_set_member_name(json, "guide");
  if (!is_solo(frame->part) || guide.count == 0) {
    json_builder_add_null_value(json);
    return;
  }
  json_builder_begin_object(json);
  add_word(json, "stage", guide.is_in ? "in" : "out");
  json_builder_set_member_name(json, "count");
  json_builder_add_int_value(json, guide.count);
  json_builder_end_object(json);
}

static void
add_unheard(JsonBuilder *json, uint32_t unheard)
{
  json_builder_set_member_name(json, "unheard");
  json_builder_begin_array(json);
  for (unsigned kind = 0; kind < ATTUNE_UNHEARD_KINDS; kind++)
    if (unheard & (1u << kind)) json_builder_add_string_value(json, attune_unheard_name(kind));
  json_builder_end_array(json);
}

char *
attune_listen_json(const attune_listen_plan *plan, const attune_frame *frame, uint32_t unheard,
                   gboolean is_demo)
{
  static const char *const parts[] = {"wait", "solo-a", "solo-b", "live", "done"};
  g_autoptr(JsonBuilder) json = json_builder_new();
  json_builder_begin_object(json);
  if (is_demo) {
    json_builder_set_member_name(json, "demo");
    json_builder_add_boolean_value(json, TRUE);
  }
  add_number(json, "t_s", frame->t_s, 3);
  add_word(json, "part", parts[frame->part]);
  add_guide(json, plan, frame);
  add_breath(json, "a", &frame->breath[ATTUNE_A]);
  add_breath(json, "b", &frame->breath[ATTUNE_B]);
  add_number(json, "alignment", frame->sync.alignment, 1);
  add_number(json, "locking", frame->sync.locking, 3);
  add_number(json, "lag_deg", attune_deg(frame->sync.lag_rad), 1);
  add_number(json, "coverage", frame->sync.coverage, 3);
  add_unheard(json, unheard);
  json_builder_end_object(json);
  g_autoptr(JsonNode) root = json_builder_get_root(json);
  return attune_listen_flatten(attune_json_text(root));
}
