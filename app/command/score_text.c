// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/score_text.h"

#include "base/circle.h"

#include <glib/gi18n.h>
#include <math.h>

const char *
attune_score_word(double alignment)
{
  if (alignment < 30.0) return "own rhythms";
  if (alignment < 60.0) return "partly together";
  return alignment <= 85.0 ? "together" : "closely together";
}

static const char *
first_line(const attune_sync *sync)
{
  if (sync->ppc > 0.5 && cos(sync->lag_rad) < -0.7)
    return _("Taking turns: one breathes in while the other breathes out.");
  if (sync->p_value >= 0.05) return _("No nearer than two strangers may come by chance.");
  if (sync->alignment < 30.0) return _("Each in a rhythm of their own.");
  if (sync->alignment < 60.0) return _("Partly together.");
  return sync->alignment <= 85.0 ? _("Together.") : _("Closely together.");
}

static void
add_alignment(GString *out, const attune_sync *sync, bool guided)
{
  g_string_append_printf(out, _("Alignment      %.0f of 100"), sync->alignment);
  if (!isnan(sync->chance_p95))
    g_string_append_printf(out, _("   (strangers: up to %.0f in 19 of 20 cases, p = %.3f)"),
                           sync->chance_p95, sync->p_value);
  g_string_append(out, guided ? _("   (both followed the same guide)\n") : "\n");
}

static void
add_lag(GString *out, const attune_sync *sync)
{
  if (sync->leader < 0)
    g_string_append(out, _("Lag            neither leads"));
  else
    g_string_append_printf(out, _("Lag            %c leads by %.1f s"),
                           sync->leader == ATTUNE_A ? 'A' : 'B', fabs(sync->lag_s));
  g_string_append_printf(out, "   (%.0f\302\260)\n", round(attune_deg(sync->lag_rad)) + 0.0);
}

static void
add_rates(GString *out, const attune_sync *sync)
{
  if (isnan(sync->rate_per_min[ATTUNE_A]) && isnan(sync->rate_per_min[ATTUNE_B])) return;
  g_string_append(out, _("Breaths/min    "));
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    g_string_append(out, p == ATTUNE_A ? "A " : ", B ");
    if (isnan(sync->rate_per_min[p]))
      g_string_append(out, _("unknown"));
    else
      g_string_append_printf(out, "%.1f", sync->rate_per_min[p]);
  }
  g_string_append_c(out, '\n');
}

char *
attune_score_text(const attune_sync *sync, bool guided, const char *const *notes)
{
  GString *out = g_string_new(NULL);
  if (sync->reason != ATTUNE_REASON_NONE) {
    g_string_append_printf(out, "%s\n", _(attune_sync_reason_text(sync->reason)));
  } else {
    g_string_append_printf(out, "%s\n\n", first_line(sync));
    add_alignment(out, sync, guided);
    g_string_append_printf(out, _("Locking        %.2f\n"), sync->locking);
    add_lag(out, sync);
    if (!isnan(sync->coherence))
      g_string_append_printf(out, _("Coherence      %.2f   (%.2f by chance)\n"), sync->coherence,
                             sync->coherence_threshold);
  }
  add_rates(out, sync);
  g_string_append_printf(out, _("Both known     %.0f %% of the time\n"), 100.0 * sync->coverage);
  for (; notes != NULL && *notes != NULL; notes++) g_string_append_printf(out, "%s\n", *notes);
  return g_string_free(out, FALSE);
}
