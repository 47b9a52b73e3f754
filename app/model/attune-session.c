// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attune-session.h"

#include "audio/cues.h"

#include <math.h>
#include <string.h>
#include <time.h>

#define LOOK_EVERY_MS 20
#define SOLO_S 40.5 /* four breaths of the guide, which begins 0.3 s late */
#define SOLO_GUIDE_IN_S 4.0
#define SOLO_GUIDE_OUT_S 6.0
#define SOLO_GUIDE_AFTER_S 0.3
#define DEMO_S 21600.0
#define SLEPT_US 2000000
#define TONE_VOLUME 0.5
#define BELL_VOLUME 0.5

struct _AttuneSession {
  GObject parent_instance;

  attune_engine *engine;
  attune_engine_status status; /* as last looked at */
  guint look_id;
  double speed; /* of the source against the clock */
  attune_hearing hearing;

  AttuneSessionState state;
  attune_trouble trouble;
  attune_trouble_watch watch;
  gboolean is_demo, is_calibrated, is_muted;
  char *label, *message;
  attune_rehearsal_result rehearsal;

  /* Asked for and not yet seen in the status. */
  gboolean is_learning, is_concluding, is_pausing, is_waking;
  double learn_at_s; /* the simulated couple has introduced itself by then; NaN: nobody waits */

  /* The part under way. */
  attune_part part;
  attune_practice practice;
  attune_pace *pace;
  double part_s;       /* seconds of it without pauses and losses, at the newest frame */
  double row_s;        /* t_s of the newest frame of it; NaN before */
  double frame_part_s; /* part_s that the newest frame says, with pauses and losses */
  gboolean is_fresh;   /* the newest frame came after the last pause or loss */
  double free_from_s;
  attune_closeness closeness;
  attune_mark mark[ATTUNE_OUTCOME_MAX_MARKS];
  unsigned n_marks;
  gboolean was_interrupted;
  attune_outcome *outcome;
  attune_cues *cues; /* NULL: no sound was asked for */

  double clock_offset_us; /* monotonic time less the frames' time; NaN: none yet */
  gint64 asleep_us;       /* time that the computer has slept, as last looked at */
};

enum {
  PROP_STATE = 1,
  PROP_TROUBLE,
  PROP_IS_DEMO,
  PROP_IS_CALIBRATED,
  PROP_LABEL,
  PROP_MESSAGE,
  N_PROPS
};
enum { FRAME, LEARNT, CONCLUDED, MARKED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE(AttuneSessionState, attune_session_state,
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_IDLE, "idle"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_OPENING, "opening"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_READY, "ready"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_SOLO, "solo"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_LEARNING, "learning"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_LIVE, "live"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_PAUSED, "paused"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_CONCLUDING, "concluding"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_LOST, "lost"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_RESTING, "resting"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_FAILED, "failed"))

G_DEFINE_FINAL_TYPE(AttuneSession, attune_session, G_TYPE_OBJECT)

/* --- Telling ------------------------------------------------------------------------------- */

static void
set_state(AttuneSession *self, AttuneSessionState state)
{
  if (self->state == state) return;
  self->state = state;
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_STATE]);
}

static void
set_trouble(AttuneSession *self, attune_trouble trouble)
{
  if (self->trouble == trouble) return;
  self->trouble = trouble;
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_TROUBLE]);
}

static void
set_flag(AttuneSession *self, gboolean *flag, gboolean value, int prop)
{
  if (*flag == value) return;
  *flag = value;
  g_object_notify_by_pspec(G_OBJECT(self), props[prop]);
}

static void
set_text(AttuneSession *self, char **text, const char *value, int prop)
{
  if (g_strcmp0(*text, value) == 0) return;
  g_free(*text);
  *text = g_strdup(value);
  g_object_notify_by_pspec(G_OBJECT(self), props[prop]);
}

/* --- Time ---------------------------------------------------------------------------------- */

/* Rows come in bursts, never early: the earliest arrival of late is the truest, and it may creep.
 */
static void
follow_clock(AttuneSession *self, const attune_frame *frame)
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
static void
follow_part(AttuneSession *self, const attune_frame *frame)
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
  double cycle_s = SOLO_GUIDE_IN_S + SOLO_GUIDE_OUT_S;
  double t_s = attune_session_get_part_s(self, clock_us) - SOLO_GUIDE_AFTER_S;
  attune_pace_now now = {NAN, NAN, SOLO_GUIDE_IN_S / cycle_s, 0, 0, ATTUNE_PACE_WORD_NONE, 0};
  if (!is_in_part(self) || t_s < 0.0) return now;
  double in_s = fmod(t_s, cycle_s);
  gboolean is_in = in_s < SOLO_GUIDE_IN_S;
  double half_s = is_in ? in_s : in_s - SOLO_GUIDE_IN_S;
  now.phase_rad = G_PI * (is_in ? in_s / SOLO_GUIDE_IN_S : 1.0 + half_s / SOLO_GUIDE_OUT_S);
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

/* --- Parts --------------------------------------------------------------------------------- */

static void
enter_part(AttuneSession *self, attune_part part)
{
  self->part = part;
  self->part_s = self->frame_part_s = 0.0;
  self->row_s = NAN;
  self->is_fresh = FALSE;
  self->closeness = (attune_closeness){0};
  attune_trouble_watch_reset(&self->watch);
  self->watch.muted = self->is_muted;
  self->watch.separable =
      part != ATTUNE_PART_LIVE || !self->is_calibrated || self->rehearsal.separable;
}

double
attune_session_solo_s(AttuneSession *self)
{
  (void)self;
  return SOLO_S;
}

static void
keep_outcome(AttuneSession *self)
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

static void
hear_practice(AttuneSession *self, const attune_frame *frame)
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

static void
take_frame(AttuneSession *self, const attune_frame *frame)
{
  follow_clock(self, frame);
  follow_part(self, frame);
  attune_trouble_watch_hear(&self->watch, frame);
  if (frame->t_s >= self->learn_at_s) {
    self->learn_at_s = NAN;
    attune_session_learn(self);
  }
  if (frame->part == self->part && self->part == ATTUNE_PART_LIVE && !self->is_concluding)
    hear_practice(self, frame);
  else if (frame->part == self->part && self->part_s >= SOLO_S &&
           self->state == ATTUNE_SESSION_SOLO)
    attune_session_end_part(self);
  g_signal_emit(self, signals[FRAME], 0, frame);
}

/* --- Looking at the engine ----------------------------------------------------------------- */

static gint64
find_asleep_us(void)
{
  struct timespec boot, awake;
  clock_gettime(CLOCK_BOOTTIME, &boot);
  clock_gettime(CLOCK_MONOTONIC, &awake);
  return ((gint64)boot.tv_sec - awake.tv_sec) * 1000000 + (boot.tv_nsec - awake.tv_nsec) / 1000;
}

static void
notice_sleep(AttuneSession *self)
{
  gint64 asleep_us = find_asleep_us();
  gboolean has_slept = asleep_us - self->asleep_us > SLEPT_US;
  self->asleep_us = asleep_us;
  if (!has_slept || self->part != ATTUNE_PART_LIVE) return;
  self->was_interrupted = TRUE;
  attune_session_end_part(self);
}

static AttuneSessionState
find_state(AttuneSession *self)
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
  set_text(self, &self->label, self->status.label, PROP_LABEL);
  set_text(self, &self->message, self->status.message, PROP_MESSAGE);
  set_flag(self, &self->is_demo, self->status.is_demo, PROP_IS_DEMO);
  gboolean has_learnt = self->status.n_learnt != before.n_learnt;
  gboolean has_report = self->status.n_reports != before.n_reports;
  if (has_learnt) {
    self->rehearsal = self->status.rehearsal;
    set_flag(self, &self->is_calibrated,
             self->rehearsal.calibrated[ATTUNE_A] && self->rehearsal.calibrated[ATTUNE_B],
             PROP_IS_CALIBRATED);
    self->watch.separable = self->part != ATTUNE_PART_LIVE || self->rehearsal.separable;
  }
  gboolean is_told = has_learnt && self->is_learning;
  gboolean is_over = has_concluded(self, has_report);
  if (is_told) self->is_learning = FALSE;
  if (is_over) {
    keep_outcome(self);
    self->is_concluding = FALSE;
    enter_part(self, ATTUNE_PART_WAIT);
  }
  set_state(self, find_state(self));
  if (self->state != ATTUNE_SESSION_LIVE && self->state != ATTUNE_SESSION_SOLO)
    self->is_fresh = FALSE;
  if (is_told) g_signal_emit(self, signals[LEARNT], 0);
  if (is_over) g_signal_emit(self, signals[CONCLUDED], 0);
}

static gboolean
look(gpointer data)
{
  AttuneSession *self = g_object_ref(data);
  attune_engine *engine = self->engine;
  attune_frame frame;
  notice_sleep(self);
  while (self->engine == engine && attune_engine_pop(engine, &frame)) take_frame(self, &frame);
  if (self->engine == engine) follow_status(self);
  set_trouble(self, find_trouble(self));
  gboolean goes_on = self->engine == engine; /* listeners may have stopped it */
  g_object_unref(self);
  return goes_on ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* --- Beginning and ending ------------------------------------------------------------------ */

static void
forget(AttuneSession *self)
{
  memset(&self->status, 0, sizeof self->status);
  memset(&self->rehearsal, 0, sizeof self->rehearsal);
  self->rehearsal.rehearsal_error_deg = self->rehearsal.swap_share = NAN;
  self->is_learning = self->is_concluding = self->is_pausing = FALSE;
  self->is_waking = FALSE;
  self->learn_at_s = NAN;
  self->clock_offset_us = NAN;
  self->asleep_us = find_asleep_us();
  set_flag(self, &self->is_calibrated, FALSE, PROP_IS_CALIBRATED);
  set_flag(self, &self->is_demo, FALSE, PROP_IS_DEMO);
  enter_part(self, ATTUNE_PART_WAIT);
}

void
attune_session_stop(AttuneSession *self)
{
  if (self->engine == NULL) return;
  g_clear_handle_id(&self->look_id, g_source_remove);
  g_clear_pointer(&self->engine, attune_engine_free);
  forget(self);
  set_state(self, ATTUNE_SESSION_IDLE);
  set_trouble(self, ATTUNE_TROUBLE_NONE);
}

static void
start(AttuneSession *self, attune_engine_config *config, attune_hearing hearing)
{
  attune_session_stop(self);
  forget(self);
  self->hearing = hearing;
  config->mics = hearing.mics;
  config->channel_of[ATTUNE_A] = hearing.is_swapped ? 1 : 0;
  config->channel_of[ATTUNE_B] = hearing.is_swapped ? 0 : 1;
  config->guide_in_s = SOLO_GUIDE_IN_S;
  config->guide_out_s = SOLO_GUIDE_OUT_S;
  config->give_up_s = INFINITY;
  self->engine = attune_engine_new(config);
  attune_engine_start(self->engine);
  self->look_id = g_timeout_add(LOOK_EVERY_MS, look, self);
  set_state(self, ATTUNE_SESSION_OPENING);
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
attune_session_set_sounding(AttuneSession *self, gboolean is_sounding)
{
  if (is_sounding == (self->cues != NULL)) return;
  if (is_sounding)
    self->cues = attune_cues_new();
  else
    g_clear_pointer(&self->cues, attune_cues_free);
}

void
attune_session_begin_solo(AttuneSession *self, attune_partner partner)
{
  attune_part part = partner == ATTUNE_A ? ATTUNE_PART_SOLO_A : ATTUNE_PART_SOLO_B;
  if (self->engine == NULL || !attune_engine_begin(self->engine, part)) return;
  enter_part(self, part);
  set_state(self, find_state(self));
}

void
attune_session_learn(AttuneSession *self)
{
  if (self->engine == NULL || !attune_engine_learn(self->engine)) return;
  self->is_learning = TRUE;
  set_state(self, find_state(self));
}

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
  enter_part(self, ATTUNE_PART_LIVE);
  attune_session_rest(self, FALSE);
  set_state(self, find_state(self));
}

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
    enter_part(self, ATTUNE_PART_WAIT);
  }
  set_state(self, find_state(self));
}

void
attune_session_pause(AttuneSession *self, gboolean is_paused)
{
  if (self->engine == NULL || self->part != ATTUNE_PART_LIVE || self->is_pausing == is_paused)
    return;
  if (!attune_engine_pause(self->engine, is_paused)) return;
  self->is_pausing = is_paused;
  self->is_fresh = FALSE;
  set_state(self, find_state(self));
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

void
attune_session_mark(AttuneSession *self, unsigned number)
{
  if (self->part != ATTUNE_PART_LIVE || self->n_marks >= ATTUNE_OUTCOME_MAX_MARKS) return;
  self->mark[self->n_marks++] = (attune_mark){self->part_s, number};
  g_signal_emit(self, signals[MARKED], 0, number);
}

void
attune_session_set_muted(AttuneSession *self, gboolean is_muted)
{
  self->is_muted = self->watch.muted = is_muted;
}

/* --- Asking -------------------------------------------------------------------------------- */

AttuneSessionState
attune_session_get_state(AttuneSession *self)
{
  return self->state;
}

attune_trouble
attune_session_get_trouble(AttuneSession *self)
{
  return self->trouble;
}

gboolean
attune_session_get_is_demo(AttuneSession *self)
{
  return self->is_demo;
}

gboolean
attune_session_get_is_calibrated(AttuneSession *self)
{
  return self->is_calibrated;
}

const char *
attune_session_get_label(AttuneSession *self)
{
  return self->label;
}

const char *
attune_session_get_message(AttuneSession *self)
{
  return self->message;
}

attune_hearing
attune_session_get_hearing(AttuneSession *self)
{
  return self->hearing;
}

const attune_rehearsal_result *
attune_session_get_rehearsal(AttuneSession *self)
{
  return &self->rehearsal;
}

const attune_outcome *
attune_session_get_outcome(AttuneSession *self)
{
  return self->outcome;
}

double
attune_session_get_closeness(AttuneSession *self)
{
  return self->watch.separable ? attune_closeness_tell(&self->closeness) : NAN;
}

const attune_practice *
attune_session_get_practice(AttuneSession *self)
{
  return &self->practice;
}

/* --- The object ---------------------------------------------------------------------------- */

static void
get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  AttuneSession *self = ATTUNE_SESSION(object);
  switch (id) {
  case PROP_STATE:
    g_value_set_enum(value, self->state);
    break;
  case PROP_TROUBLE:
    g_value_set_int(value, self->trouble);
    break;
  case PROP_IS_DEMO:
    g_value_set_boolean(value, self->is_demo);
    break;
  case PROP_IS_CALIBRATED:
    g_value_set_boolean(value, self->is_calibrated);
    break;
  case PROP_LABEL:
    g_value_set_string(value, self->label);
    break;
  case PROP_MESSAGE:
    g_value_set_string(value, self->message);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

static void
finalize(GObject *object)
{
  AttuneSession *self = ATTUNE_SESSION(object);
  g_clear_handle_id(&self->look_id, g_source_remove);
  attune_engine_free(self->engine);
  attune_cues_free(self->cues);
  attune_pace_free(self->pace);
  attune_outcome_free(self->outcome);
  g_free(self->label);
  g_free(self->message);
  G_OBJECT_CLASS(attune_session_parent_class)->finalize(object);
}

static void
attune_session_class_init(AttuneSessionClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS(class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object->get_property = get_property;
  object->finalize = finalize;
  props[PROP_STATE] =
      g_param_spec_enum("state", NULL, NULL, ATTUNE_TYPE_SESSION_STATE, ATTUNE_SESSION_IDLE, flags);
  props[PROP_TROUBLE] = g_param_spec_int("trouble", NULL, NULL, 0, ATTUNE_N_TROUBLES - 1, 0, flags);
  props[PROP_IS_DEMO] = g_param_spec_boolean("is-demo", NULL, NULL, FALSE, flags);
  props[PROP_IS_CALIBRATED] = g_param_spec_boolean("is-calibrated", NULL, NULL, FALSE, flags);
  props[PROP_LABEL] = g_param_spec_string("label", NULL, NULL, NULL, flags);
  props[PROP_MESSAGE] = g_param_spec_string("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties(object, N_PROPS, props);
  GType type = G_TYPE_FROM_CLASS(class);
  signals[FRAME] = g_signal_new("frame", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_POINTER);
  signals[LEARNT] =
      g_signal_new("learnt", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CONCLUDED] =
      g_signal_new("concluded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MARKED] = g_signal_new("marked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
attune_session_init(AttuneSession *self)
{
  self->speed = 1.0;
  self->label = g_strdup("");
  self->message = g_strdup("");
  self->practice = attune_practice_usual();
  forget(self);
}

AttuneSession *
attune_session_new(void)
{
  return g_object_new(ATTUNE_TYPE_SESSION, NULL);
}
