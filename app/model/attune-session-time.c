// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attune-session-private.h"

#include <math.h>

#define SOLO_GUIDE_AFTER_S 0.3

/* Rows come in bursts, never early: the earliest arrival of late is the truest, and it may creep.
 */
void
attune_session_follow_clock(AttuneSession *self, const attune_frame *frame)
{
  double offset = (double)g_get_monotonic_time() - frame->t_s * 1e6 / self->speed;
  double creep = 200.0; /* us a row: clocks differ by far less */
  if (isnan(self->clock_offset_us) || fabs(offset - self->clock_offset_us) > 400000.0)
    self->clock_offset_us = offset;
  else
    self->clock_offset_us = fmin(offset, self->clock_offset_us + creep);
}

gint64
attune_session_clock_of(AttuneSession *self, const attune_frame *frame)
{
  if (isnan(self->clock_offset_us)) return g_get_monotonic_time();
  return (gint64)(self->clock_offset_us + frame->t_s * 1e6 / self->speed);
}

/* Time of the part goes on by what was heard; where sound is missing (a pause, a loss) it stands.
 */
void
attune_session_follow_part(AttuneSession *self, const attune_frame *frame)
{
  if (frame->part != self->part) return;
  double step_s = frame->part_s - self->frame_part_s;
  self->part_s += step_s > 0.5 ? ATTUNE_ROW_S : fmax(step_s, 0.0);
  self->frame_part_s = frame->part_s;
  self->row_s = frame->t_s;
  self->is_fresh = TRUE;
}

static gboolean
is_in_part(AttuneSession *self)
{
  return self->part != ATTUNE_PART_WAIT && !isnan(self->row_s);
}

double
attune_session_get_part_s(AttuneSession *self, gint64 clock_us)
{
  if (!is_in_part(self)) return 0.0;
  if (!self->is_fresh) return self->part_s;
  double row_us = self->clock_offset_us + self->row_s * 1e6 / self->speed;
  double since_s = ((double)clock_us - row_us) * 1e-6 * self->speed;
  return self->part_s + CLAMP(since_s, 0.0, 1.0 * self->speed);
}

static attune_pace_now
guide_solo(AttuneSession *self, gint64 clock_us)
{
  double cycle_s = ATTUNE_SESSION_GUIDE_IN_S + ATTUNE_SESSION_GUIDE_OUT_S;
  double t_s = attune_session_get_part_s(self, clock_us) - SOLO_GUIDE_AFTER_S;
  attune_pace_now now = {NAN, NAN, ATTUNE_SESSION_GUIDE_IN_S / cycle_s, 0, 0, ATTUNE_PACE_WORD_NONE,
                         0};
  if (!is_in_part(self) || t_s < 0.0) return now;
  double in_s = fmod(t_s, cycle_s);
  gboolean is_in = in_s < ATTUNE_SESSION_GUIDE_IN_S;
  double half_s = is_in ? in_s : in_s - ATTUNE_SESSION_GUIDE_IN_S;
  now.phase_rad =
      G_PI * (is_in ? in_s / ATTUNE_SESSION_GUIDE_IN_S : 1.0 + half_s / ATTUNE_SESSION_GUIDE_OUT_S);
  now.rate_per_min = 60.0 / cycle_s;
  now.opacity = 1.0;
  now.breaths = t_s / cycle_s;
  now.word = is_in ? ATTUNE_PACE_WORD_IN : ATTUNE_PACE_WORD_OUT;
  now.count = 1 + (int)half_s;
  return now;
}

attune_pace_now
attune_session_get_guide(AttuneSession *self, gint64 clock_us)
{
  gboolean is_practice = self->part == ATTUNE_PART_LIVE && self->pace != NULL;
  if (!is_practice) return guide_solo(self, clock_us);
  return attune_pace_at(self->pace, attune_session_get_part_s(self, clock_us));
}
