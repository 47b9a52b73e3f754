// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attune-session-private.h"

#include <math.h>
#include <time.h>

#define SLEPT_US 2000000

static void
take_frame(AttuneSession *self, const attune_frame *frame)
{
  attune_session_follow_clock(self, frame);
  attune_session_follow_part(self, frame);
  attune_trouble_watch_hear(&self->watch, frame);
  if (frame->t_s >= self->learn_at_s) {
    self->learn_at_s = NAN;
    attune_session_learn(self);
  }
  if (frame->part == self->part && self->part == ATTUNE_PART_LIVE && !self->is_concluding)
    attune_session_hear_practice(self, frame);
  else if (frame->part == self->part && self->part_s >= ATTUNE_SESSION_SOLO_S &&
           self->state == ATTUNE_SESSION_SOLO)
    attune_session_end_part(self);
  attune_session_tell(self, ATTUNE_SESSION_FRAME, frame);
}

gint64
attune_session_find_asleep_us(void)
{
  struct timespec boot, awake;
  clock_gettime(CLOCK_BOOTTIME, &boot);
  clock_gettime(CLOCK_MONOTONIC, &awake);
  return ((gint64)boot.tv_sec - awake.tv_sec) * 1000000 + (boot.tv_nsec - awake.tv_nsec) / 1000;
}

static void
notice_sleep(AttuneSession *self)
{
  gint64 asleep_us = attune_session_find_asleep_us();
  gboolean has_slept = asleep_us - self->asleep_us > SLEPT_US;
  self->asleep_us = asleep_us;
  if (!has_slept || self->part != ATTUNE_PART_LIVE) return;
  self->was_interrupted = TRUE;
  attune_session_end_part(self);
}

AttuneSessionState
attune_session_find_state(AttuneSession *self)
{
  switch (self->status.state) {
  case ATTUNE_ENGINE_OPENING:
    return ATTUNE_SESSION_OPENING;
  case ATTUNE_ENGINE_WAITING:
    return ATTUNE_SESSION_LOST;
  case ATTUNE_ENGINE_RESTING:
    if (self->is_waking) break;
    return ATTUNE_SESSION_RESTING;
  case ATTUNE_ENGINE_ENDED:
  case ATTUNE_ENGINE_FAILED:
    return ATTUNE_SESSION_FAILED;
  case ATTUNE_ENGINE_RUNNING:
  case ATTUNE_ENGINE_PAUSED:
  case ATTUNE_ENGINE_REPORTING:
    break;
  }
  if (self->is_concluding) return ATTUNE_SESSION_CONCLUDING;
  if (self->is_learning) return ATTUNE_SESSION_LEARNING;
  if (self->part == ATTUNE_PART_LIVE)
    return self->is_pausing ? ATTUNE_SESSION_PAUSED : ATTUNE_SESSION_LIVE;
  return self->part == ATTUNE_PART_WAIT ? ATTUNE_SESSION_READY : ATTUNE_SESSION_SOLO;
}

static attune_trouble
find_trouble(AttuneSession *self)
{
  if (self->state == ATTUNE_SESSION_IDLE) return ATTUNE_TROUBLE_NONE;
  if (self->state == ATTUNE_SESSION_LOST) return ATTUNE_TROUBLE_UNPLUGGED;
  if (self->state == ATTUNE_SESSION_FAILED) return ATTUNE_TROUBLE_BUSY;
  if (self->state == ATTUNE_SESSION_PAUSED) return ATTUNE_TROUBLE_NONE;
  return attune_trouble_watch_tell(&self->watch);
}

/* The engine made its report, or found nothing to report, or came to an end of itself. */
static gboolean
has_concluded(AttuneSession *self, gboolean has_report)
{
  attune_engine_state state = self->status.state;
  if (state == ATTUNE_ENGINE_ENDED) return self->part == ATTUNE_PART_LIVE;
  if (!self->is_concluding || state == ATTUNE_ENGINE_REPORTING) return FALSE;
  return has_report || self->status.part == ATTUNE_PART_WAIT;
}

static void
follow_status(AttuneSession *self)
{
  attune_engine_status before = self->status;
  self->status = attune_engine_get_status(self->engine);
  if (self->status.state != ATTUNE_ENGINE_RESTING) self->is_waking = FALSE;
  self->watch.muted = self->status.is_muted;
  attune_session_set_text(self, &self->label, self->status.label, ATTUNE_SESSION_PROP_LABEL);
  attune_session_set_text(self, &self->message, self->status.message, ATTUNE_SESSION_PROP_MESSAGE);
  attune_session_set_flag(self, &self->is_demo, self->status.is_demo, ATTUNE_SESSION_PROP_IS_DEMO);
  gboolean has_learnt = self->status.n_learnt != before.n_learnt;
  gboolean has_report = self->status.n_reports != before.n_reports;
  if (has_learnt) {
    self->rehearsal = self->status.rehearsal;
    attune_session_set_flag(self, &self->is_calibrated,
                            self->rehearsal.calibrated[ATTUNE_A] &&
                                self->rehearsal.calibrated[ATTUNE_B],
                            ATTUNE_SESSION_PROP_IS_CALIBRATED);
    self->watch.separable = self->part != ATTUNE_PART_LIVE || self->rehearsal.separable;
  }
  gboolean is_told = has_learnt && self->is_learning;
  gboolean is_over = has_concluded(self, has_report);
  if (is_told) self->is_learning = FALSE;
  if (is_over) {
    attune_session_keep_outcome(self);
    self->is_concluding = FALSE;
    attune_session_enter_part(self, ATTUNE_PART_WAIT);
  }
  attune_session_set_state(self, attune_session_find_state(self));
  if (self->state != ATTUNE_SESSION_LIVE && self->state != ATTUNE_SESSION_SOLO)
    self->is_fresh = FALSE;
  if (is_told) attune_session_tell(self, ATTUNE_SESSION_LEARNT);
  if (is_over) attune_session_tell(self, ATTUNE_SESSION_CONCLUDED);
}

gboolean
attune_session_look(gpointer data)
{
  AttuneSession *self = g_object_ref(data);
  attune_engine *engine = self->engine;
  attune_frame frame;
  notice_sleep(self);
  while (self->engine == engine && attune_engine_pop(engine, &frame)) take_frame(self, &frame);
  if (self->engine == engine) follow_status(self);
  attune_session_set_trouble(self, find_trouble(self));
  gboolean goes_on = self->engine == engine; /* listeners may have stopped it */
  g_object_unref(self);
  return goes_on ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}
