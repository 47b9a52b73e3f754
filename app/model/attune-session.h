// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * What the window sees of the engine: a session that is listened to, calibrated once and practised
 * in many times. The only bridge from the engine's rings to the main loop. Main thread only.
 *
 * Nothing here waits: commands are carried out by the analysis thread within about 30 ms, and what
 * comes of them shows as properties and signals.
 *
 * Properties (read only, notified on change):
 *   state          AttuneSessionState
 *   trouble        attune_trouble as int: what stands in the way of hearing
 *   is-demo        the simulated couple is heard
 *   is-calibrated  both solo parts were learnt and can be used for practices
 *   label          what people call the microphone
 *   message        the sound system's own words when something failed
 * Signals:
 *   frame      (attune_frame *)  a row was heard; borrowed
 *   learnt     ()  the solo parts were learnt: attune_session_get_rehearsal
 *   concluded  ()  a practice is over: attune_session_get_outcome
 *   marked     (unsigned)  somebody set a mark
 */
#include "engine/engine.h"
#include "model/closeness.h"
#include "model/outcome.h"
#include "model/practice.h"
#include "model/trouble.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  ATTUNE_SESSION_IDLE,       /* nothing is listened to */
  ATTUNE_SESSION_OPENING,    /* the microphone is being opened */
  ATTUNE_SESSION_READY,      /* it is heard, nothing is learnt or scored */
  ATTUNE_SESSION_SOLO,       /* one breathes, the other keeps still */
  ATTUNE_SESSION_LEARNING,   /* the solo parts are being learnt */
  ATTUNE_SESSION_LIVE,       /* both breathe */
  ATTUNE_SESSION_PAUSED,     /* a practice, paused */
  ATTUNE_SESSION_CONCLUDING, /* its report is being made */
  ATTUNE_SESSION_LOST,       /* the microphone went away; it is waited for */
  ATTUNE_SESSION_RESTING,    /* the microphone is closed, what was learnt is kept */
  ATTUNE_SESSION_FAILED      /* it could not be opened: message */
} AttuneSessionState;

#define ATTUNE_TYPE_SESSION_STATE (attune_session_state_get_type())
GType attune_session_state_get_type(void);

#define ATTUNE_TYPE_SESSION (attune_session_get_type())
G_DECLARE_FINAL_TYPE(AttuneSession, attune_session, ATTUNE, SESSION, GObject)

AttuneSession *attune_session_new(void);

/** How the microphones stand and who is heard where. */
typedef struct {
  attune_mics mics;
  gboolean is_swapped; /* Circle has the second channel or device */
} attune_hearing;

/**
 * Begins to listen to a microphone. What was learnt of another one is forgotten.
 *
 * @param devices  an id, or two with a comma between; NULL = the desktop's default
 */
void attune_session_listen(AttuneSession *self, const char *devices, attune_hearing hearing);

/**
 * Begins to listen to any source, which is taken over: for tests.
 *
 * @param speed  times as fast as the clock that its sound comes
 */
void attune_session_listen_to(AttuneSession *self, attune_source *source, double speed,
                              attune_hearing hearing);

/**
 * Begins to listen to the simulated couple, which has introduced itself when `learnt` comes.
 *
 * @param speed  times as fast as the clock; 1 but for tests
 */
void attune_session_demonstrate(AttuneSession *self, double speed);

/** Asks the simulated couple for a change; nothing happens without it. */
void attune_session_nudge(AttuneSession *self, attune_couple_nudge nudge, attune_partner partner);

/** Asks the simulated couple to breathe as closely as 0..1; nothing happens without it. */
void attune_session_steer(AttuneSession *self, double closeness);

/** Tones for in and out while a practice has a guide, and a bell when it is over by itself. */
void attune_session_set_sounding(AttuneSession *self, gboolean is_sounding);

/** Closes the microphone and forgets what was learnt. */
void attune_session_stop(AttuneSession *self);

/** One breathes with the guide, the other keeps still, for attune_session_solo_s; then READY. */
void attune_session_begin_solo(AttuneSession *self, attune_partner partner);

/** Learns from both solo parts; `learnt` follows. */
void attune_session_learn(AttuneSession *self);

/** Begins a practice, which ends by itself. Wakes the microphone when it rests. */
void attune_session_begin_practice(AttuneSession *self, const attune_practice *practice);

/** Ends whatever part is under way: a practice is concluded, a solo part is forgotten. */
void attune_session_end_part(AttuneSession *self);

void attune_session_pause(AttuneSession *self, gboolean is_paused);

/** Closes the microphone until it is needed; what was learnt is kept. */
void attune_session_rest(AttuneSession *self, gboolean is_resting);

/** Remembers this moment of the practice under a number, 1..9. */
void attune_session_mark(AttuneSession *self, unsigned number);

AttuneSessionState attune_session_get_state(AttuneSession *self);
attune_trouble attune_session_get_trouble(AttuneSession *self);
gboolean attune_session_get_is_demo(AttuneSession *self);
gboolean attune_session_get_is_calibrated(AttuneSession *self);
const char *attune_session_get_label(AttuneSession *self);
const char *attune_session_get_message(AttuneSession *self);
attune_hearing attune_session_get_hearing(AttuneSession *self);

/** What the solo parts said; valid from `learnt` on. */
const attune_rehearsal_result *attune_session_get_rehearsal(AttuneSession *self);

/** How the last practice went; NULL before, or when nothing of it was heard. */
const attune_outcome *attune_session_get_outcome(AttuneSession *self);

/** The practice under way, or the last one. */
const attune_practice *attune_session_get_practice(AttuneSession *self);

/** Seconds that a solo part lasts. */
double attune_session_solo_s(AttuneSession *self);

/** Seconds of the solo part or the practice at a moment of g_get_monotonic_time(); pauses and
 * losses do not count. 0 outside of both. */
double attune_session_get_part_s(AttuneSession *self, gint64 clock_us);

/** The guide at that moment, of a solo part or a practice. */
attune_pace_now attune_session_get_guide(AttuneSession *self, gint64 clock_us);

/** How close the two breaths of a practice are just now, 0..1; NaN = not known. */
double attune_session_get_closeness(AttuneSession *self);

/** The moment, on the scale of g_get_monotonic_time(), at which a frame sounded. */
gint64 attune_session_clock_of(AttuneSession *self, const attune_frame *frame);

G_END_DECLS
