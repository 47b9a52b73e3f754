// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attune-session-private.h"

#include <math.h>
#include <string.h>

#define TONE_VOLUME 0.5
#define BELL_VOLUME 0.5

void
attune_session_enter_part(AttuneSession *self, attune_part part)
{
  self->part = part;
  self->part_s = self->frame_part_s = 0.0;
  self->row_s = NAN;
  self->is_fresh = FALSE;
  self->closeness = (attune_closeness){0};
  attune_trouble_watch_reset(&self->watch);
  self->watch.muted = self->status.is_muted;
  self->watch.separable =
      part != ATTUNE_PART_LIVE || !self->is_calibrated || self->rehearsal.separable;
}

void
attune_session_begin_solo(AttuneSession *self, attune_partner partner)
{
  attune_part part = partner == ATTUNE_A ? ATTUNE_PART_SOLO_A : ATTUNE_PART_SOLO_B;
  if (self->engine == NULL || !attune_engine_begin(self->engine, part)) return;
  attune_session_enter_part(self, part);
  attune_session_set_state(self, attune_session_find_state(self));
}

void
attune_session_learn(AttuneSession *self)
{
  if (self->engine == NULL || !attune_engine_learn(self->engine)) return;
  self->is_learning = TRUE;
  attune_session_set_state(self, attune_session_find_state(self));
}

/* --- A practice ---------------------------------------------------------------------------- */

static void
take_practice(AttuneSession *self, const attune_practice *practice)
{
  self->practice = *practice;
  self->practice.pace.fade_at_s = attune_practice_fade_at_s(practice);
  attune_pace_free(self->pace);
  self->pace = attune_pace_new(&self->practice.pace);
  self->free_from_s = INFINITY;
  self->n_marks = 0;
  self->was_interrupted = FALSE;
  g_clear_pointer(&self->outcome, attune_outcome_free);
}

void
attune_session_begin_practice(AttuneSession *self, const attune_practice *practice)
{
  if (self->engine == NULL) return;
  attune_engine_set_guided(self->engine, practice->pace.kind != ATTUNE_PACE_NONE);
  if (!attune_engine_begin(self->engine, ATTUNE_PART_LIVE)) return;
  take_practice(self, practice);
  attune_session_enter_part(self, ATTUNE_PART_LIVE);
  attune_session_rest(self, FALSE);
  attune_session_set_state(self, attune_session_find_state(self));
}

static void
sound_guide(AttuneSession *self)
{
  if (self->cues == NULL) return;
  gint64 now_us = g_get_monotonic_time();
  attune_pace_now guide = attune_session_get_guide(self, now_us);
  gboolean is_heard = self->state == ATTUNE_SESSION_LIVE && guide.opacity > 0.0;
  attune_tones_cue cue = {.at_ns = now_us * 1000,
                          .phase_rad = is_heard ? guide.phase_rad : NAN,
                          .rate_per_min = guide.rate_per_min,
                          .in_share = guide.in_share,
                          .volume = TONE_VOLUME * guide.opacity,
                          .kind = ATTUNE_TONES_AIR};
  attune_cues_follow(self->cues, &cue);
}

void
attune_session_hear_practice(AttuneSession *self, const attune_frame *frame)
{
  attune_pace_heard heard;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    const attune_breath *breath = &frame->breath[p];
    heard.rate_per_min[p] = breath->present ? (double)breath->rate_per_min : NAN;
    heard.phase_rad[p] = breath->present ? (double)breath->phase_rad : NAN;
  }
  attune_pace_hear(self->pace, self->part_s, &heard);
  attune_closeness_hear(&self->closeness, frame->breath);
  double fade_s = attune_practice_fade_at_s(&self->practice);
  if (self->part_s >= fade_s && !isfinite(self->free_from_s)) self->free_from_s = self->part_s;
  sound_guide(self);
  if (self->part_s < self->practice.length_s) return;
  if (self->cues != NULL) attune_cues_strike(self->cues, BELL_VOLUME);
  attune_session_end_part(self);
}

void
attune_session_set_sounding(AttuneSession *self, gboolean is_sounding)
{
  if (is_sounding == (self->cues != NULL)) return;
  if (is_sounding)
    self->cues = attune_cues_new();
  else
    g_clear_pointer(&self->cues, attune_cues_free);
}

void
attune_session_pause(AttuneSession *self, gboolean is_paused)
{
  if (self->engine == NULL || self->part != ATTUNE_PART_LIVE || self->is_pausing == is_paused)
    return;
  if (!attune_engine_pause(self->engine, is_paused)) return;
  self->is_pausing = is_paused;
  self->is_fresh = FALSE;
  attune_session_set_state(self, attune_session_find_state(self));
}

void
attune_session_mark(AttuneSession *self, unsigned number)
{
  if (self->part != ATTUNE_PART_LIVE || self->n_marks >= ATTUNE_OUTCOME_MAX_MARKS) return;
  self->mark[self->n_marks++] = (attune_mark){self->part_s, number};
  attune_session_tell(self, ATTUNE_SESSION_MARKED, number);
}

/* --- Its end ------------------------------------------------------------------------------- */

static void
end_practice(AttuneSession *self)
{
  if (self->is_concluding) return;
  attune_session_pause(self, FALSE);
  if (attune_engine_conclude(self->engine)) self->is_concluding = TRUE;
}

void
attune_session_end_part(AttuneSession *self)
{
  if (self->engine == NULL || self->part == ATTUNE_PART_WAIT) return;
  if (self->part == ATTUNE_PART_LIVE) {
    end_practice(self);
  } else if (attune_engine_begin(self->engine, ATTUNE_PART_WAIT)) {
    attune_session_enter_part(self, ATTUNE_PART_WAIT);
  }
  attune_session_set_state(self, attune_session_find_state(self));
}

void
attune_session_keep_outcome(AttuneSession *self)
{
  g_clear_pointer(&self->outcome, attune_outcome_free);
  attune_report *report = attune_engine_take_report(self->engine);
  if (report == NULL) return;
  attune_outcome *outcome = attune_outcome_new(report, &self->practice, self->free_from_s);
  outcome->is_demo = self->is_demo;
  outcome->was_interrupted = self->was_interrupted;
  memcpy(outcome->mark, self->mark, sizeof self->mark);
  outcome->n_marks = self->n_marks;
  self->outcome = outcome;
}
