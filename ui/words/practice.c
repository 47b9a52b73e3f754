// SPDX-License-Identifier: GPL-3.0-or-later
#include "words/practice.h"

#include <glib/gi18n.h>
#include <math.h>

const char *
attune_practice_say_guide(const attune_practice *practice)
{
  switch (practice->pace.kind) {
  case ATTUNE_PACE_FOLLOW:
    return _("the guide follows you");
  case ATTUNE_PACE_FIXED:
    return _("a steady guide");
  case ATTUNE_PACE_LEAD:
    return practice->pace.leader == ATTUNE_A ? _("Circle leads") : _("Diamond leads");
  case ATTUNE_PACE_NONE:
    return _("without a guide");
  }
  return NULL;
}

static const char *
say_touch_shortly(attune_touch touch)
{
  switch (touch) {
  case ATTUNE_TOUCH_HANDS:
    return _("holding hands");
  case ATTUNE_TOUCH_SIDE:
    return _("side by side");
  case ATTUNE_TOUCH_NONE:
    return _("without touch");
  }
  return NULL;
}

char *
attune_practice_say(const attune_practice *practice)
{
  int minutes = (int)lround(practice->length_s / 60.0);
  g_autofree char *length = g_strdup_printf(ngettext("%d minute", "%d minutes", minutes), minutes);
  return g_strdup_printf("%s · %s · %s", length, attune_practice_say_guide(practice),
                         say_touch_shortly(practice->touch));
}

const char *
attune_practice_say_touch(attune_touch touch)
{
  switch (touch) {
  case ATTUNE_TOUCH_HANDS:
    return _("Hold hands if you both like.");
  case ATTUNE_TOUCH_SIDE:
    return _("Sit side by side, as near as you both like.");
  case ATTUNE_TOUCH_NONE:
    return _("Sit comfortably.");
  }
  return NULL;
}

char *
attune_clock_say(double time_s)
{
  long s = lround(fmax(time_s, 0.0));
  return g_strdup_printf("%ld:%02ld", s / 60, s % 60);
}
