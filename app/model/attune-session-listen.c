// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attune-session-private.h"

#include <math.h>
#include <string.h>

#define LOOK_EVERY_MS 20
#define DEMO_S 21600.0

void
attune_session_forget(AttuneSession *self)
{
  memset(&self->status, 0, sizeof self->status);
  memset(&self->rehearsal, 0, sizeof self->rehearsal);
  self->rehearsal.rehearsal_error_deg = self->rehearsal.swap_share = NAN;
  self->is_learning = self->is_concluding = self->is_pausing = FALSE;
  self->is_waking = FALSE;
  self->learn_at_s = NAN;
  self->clock_offset_us = NAN;
  self->asleep_us = attune_session_find_asleep_us();
  attune_session_set_flag(self, &self->is_calibrated, FALSE, ATTUNE_SESSION_PROP_IS_CALIBRATED);
  attune_session_set_flag(self, &self->is_demo, FALSE, ATTUNE_SESSION_PROP_IS_DEMO);
  attune_session_enter_part(self, ATTUNE_PART_WAIT);
}

void
attune_session_stop(AttuneSession *self)
{
  if (self->engine == NULL) return;
  g_clear_handle_id(&self->look_id, g_source_remove);
  g_clear_pointer(&self->engine, attune_engine_free);
  attune_session_forget(self);
  attune_session_set_state(self, ATTUNE_SESSION_IDLE);
  attune_session_set_trouble(self, ATTUNE_TROUBLE_NONE);
}

static void
start(AttuneSession *self, attune_engine_config *config, attune_hearing hearing)
{
  attune_session_stop(self);
  attune_session_forget(self);
  self->hearing = hearing;
  config->mics = hearing.mics;
  config->channel_of[ATTUNE_A] = hearing.is_swapped ? 1 : 0;
  config->channel_of[ATTUNE_B] = hearing.is_swapped ? 0 : 1;
  config->guide_in_s = ATTUNE_SESSION_GUIDE_IN_S;
  config->guide_out_s = ATTUNE_SESSION_GUIDE_OUT_S;
  config->give_up_s = INFINITY;
  self->engine = attune_engine_new(config);
  attune_engine_start(self->engine);
  self->look_id = g_timeout_add(LOOK_EVERY_MS, attune_session_look, self);
  attune_session_set_state(self, ATTUNE_SESSION_OPENING);
}

void
attune_session_listen(AttuneSession *self, const char *devices, attune_hearing hearing)
{
  attune_engine_config config = {.source_kind = "microphone", .wish = {.devices = devices}};
  self->speed = 1.0;
  start(self, &config, hearing);
}

void
attune_session_listen_to(AttuneSession *self, attune_source *source, double speed,
                         attune_hearing hearing)
{
  attune_engine_config config = {.source = source};
  self->speed = speed;
  start(self, &config, hearing);
}

void
attune_session_demonstrate(AttuneSession *self, double speed)
{
  attune_couple_plan plan = attune_couple_plan_make(DEMO_S);
  attune_engine_config config = {.source_kind = "couple",
                                 .wish = {.couple = ATTUNE_COUPLE_DEFAULTS}};
  attune_couple_config *couple = &config.wish.couple;
  couple->mics = ATTUNE_MICS_TWO;
  couple->scenario = ATTUNE_COUPLE_SYNC;
  couple->duration_s = DEMO_S;
  couple->rate_hz = 16000.0;
  couple->real_time = TRUE;
  couple->speed = speed;
  couple->hurry_s = plan.live.start_s;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    attune_part part = p == ATTUNE_A ? ATTUNE_PART_SOLO_A : ATTUNE_PART_SOLO_B;
    config.step[2 * p] = (attune_engine_step){plan.solo[p].start_s, part};
    config.step[2 * p + 1] = (attune_engine_step){plan.solo[p].end_s, ATTUNE_PART_WAIT};
  }
  config.n_steps = 2 * ATTUNE_PARTNERS;
  self->speed = speed;
  start(self, &config, (attune_hearing){ATTUNE_MICS_TWO, FALSE});
  self->learn_at_s = plan.live.start_s;
}

void
attune_session_nudge(AttuneSession *self, attune_couple_nudge nudge, attune_partner partner)
{
  if (self->engine != NULL) attune_engine_nudge(self->engine, nudge, partner);
}

void
attune_session_steer(AttuneSession *self, double closeness)
{
  if (self->engine != NULL) attune_engine_steer(self->engine, closeness);
}

void
attune_session_rest(AttuneSession *self, gboolean is_resting)
{
  gboolean is_closed = self->status.state == ATTUNE_ENGINE_RESTING;
  if (self->engine == NULL || self->is_demo) return; /* the simulated couple would begin anew */
  if (is_resting && self->part != ATTUNE_PART_WAIT) return;
  if (!attune_engine_rest(self->engine, is_resting)) return;
  self->is_waking = is_closed && !is_resting;
}
