// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure-twin.h"

#include "base/circle.h"

#include <glib/gi18n.h>
#include <math.h>

#define LEAST_US 4000000 /* the shortest breath of the guide */

void
figure_twin_clear(FigureTwin *twin)
{
  g_clear_pointer(&twin->text, g_free);
  twin->said_us = 0;
  twin->was_in = FALSE;
}

static gboolean
is_there(const FigureMoment *now, int p)
{
  return now->presence[p] > 0.5 && !isnan(now->phase_rad[p]);
}

/* The breath whose beginning sets the time: the guide's, or that of who is heard. */
static double
leading_phase(const FigureMoment *now)
{
  if (!isnan(now->guide_phase_rad) && now->guide_opacity > 0.5) return now->guide_phase_rad;
  for (int p = 0; p < 2; p++)
    if (is_there(now, p)) return now->phase_rad[p];
  return NAN;
}

static const char *
say_state(const FigureMoment *now, gboolean has_closeness)
{
  gboolean a = is_there(now, 0), b = is_there(now, 1);
  if (!a && !b) return _("Listening");
  if (!b) return _("I hear Circle, not Diamond");
  if (!a) return _("I hear Diamond, not Circle");
  if (!has_closeness) return _("I hear both of you");
  if (now->closeness > 0.66) return _("Together");
  if (now->closeness > 0.33) return _("Near each other");
  return _("Each in your own rhythm");
}

gboolean
figure_twin_follow(FigureTwin *twin, const FigureMoment *now, gboolean has_closeness)
{
  double phase = leading_phase(now);
  gboolean is_in = !isnan(phase) && attune_wrap_tau(phase) < ATTUNE_PI;
  gboolean begins = is_in && !twin->was_in;
  gboolean is_late = now->at_us - twin->said_us > 3 * LEAST_US; /* nobody breathes: say so too */
  twin->was_in = is_in;
  if (twin->text != NULL && now->at_us - twin->said_us < LEAST_US) return FALSE;
  if (twin->text != NULL && !begins && !is_late) return FALSE;
  const char *state = say_state(now, has_closeness);
  if (g_strcmp0(state, twin->text) == 0) return FALSE;
  g_free(twin->text);
  twin->text = g_strdup(state);
  twin->said_us = now->at_us;
  return TRUE;
}
