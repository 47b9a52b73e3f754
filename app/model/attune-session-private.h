// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_MODEL_ATTUNE_SESSION_PRIVATE_H
#define ATTUNE_MODEL_ATTUNE_SESSION_PRIVATE_H

/*
 * What the files of AttuneSession share; nobody else includes this.
 *   attune-session.c           the object, its properties, what may be asked
 *   attune-session-listen.c    beginning and ending to listen to a source
 *   attune-session-look.c      the engine's ring and status, looked at from the main loop
 *   attune-session-part.c      solo parts and practices, from their beginning to their outcome
 *   attune-session-time.c      the frames' time on the clock, seconds of a part, the guide
 */
#include "audio/cues.h"
#include "model/attune-session.h"

#define ATTUNE_SESSION_SOLO_S 40.5 /* four breaths of the guide, which begins 0.3 s late */
#define ATTUNE_SESSION_GUIDE_IN_S 4.0
#define ATTUNE_SESSION_GUIDE_OUT_S 6.0

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
  gboolean is_demo, is_calibrated;
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

/* What is told of: the places of the properties and signals in attune-session.c. */
typedef enum {
  ATTUNE_SESSION_PROP_STATE = 1,
  ATTUNE_SESSION_PROP_TROUBLE,
  ATTUNE_SESSION_PROP_IS_DEMO,
  ATTUNE_SESSION_PROP_IS_CALIBRATED,
  ATTUNE_SESSION_PROP_LABEL,
  ATTUNE_SESSION_PROP_MESSAGE,
  ATTUNE_SESSION_N_PROPS
} attune_session_prop;

typedef enum {
  ATTUNE_SESSION_FRAME,
  ATTUNE_SESSION_LEARNT,
  ATTUNE_SESSION_CONCLUDED,
  ATTUNE_SESSION_MARKED,
  ATTUNE_SESSION_N_SIGNALS
} attune_session_signal;

/* attune-session.c. A value that is there already is not told again. */
void attune_session_set_state(AttuneSession *self, AttuneSessionState state);
void attune_session_set_trouble(AttuneSession *self, attune_trouble trouble);
void attune_session_set_flag(AttuneSession *self, gboolean *flag, gboolean value,
                             attune_session_prop prop);
void attune_session_set_text(AttuneSession *self, char **text, const char *value,
                             attune_session_prop prop);

/** Emits a signal; what follows is what its listeners take. */
void attune_session_tell(AttuneSession *self, attune_session_signal signal, ...);

/* attune-session-listen.c */

/** Forgets the engine's status and all that was learnt from it. */
void attune_session_forget(AttuneSession *self);

/* attune-session-look.c */

/** A GSourceFunc: takes what the engine has to say. Listeners may stop the session meanwhile. */
gboolean attune_session_look(gpointer self);

/** The state that follows from the engine's status and what was asked for. */
AttuneSessionState attune_session_find_state(AttuneSession *self);

/** Microseconds for which the computer has slept since it was switched on. */
gint64 attune_session_find_asleep_us(void);

/* attune-session-part.c */

/** Begins to count the time of a part anew; WAIT: none is under way. */
void attune_session_enter_part(AttuneSession *self, attune_part part);

/** Takes a frame of the practice under way. */
void attune_session_hear_practice(AttuneSession *self, const attune_frame *frame);

/** Takes the engine's report, if there is one, as the practice's outcome. */
void attune_session_keep_outcome(AttuneSession *self);

/* attune-session-time.c */

/** Takes a frame's arrival: where the frames' time lies on the clock. */
void attune_session_follow_clock(AttuneSession *self, const attune_frame *frame);

/** Takes a frame's own count of the part: seconds without pauses and losses. */
void attune_session_follow_part(AttuneSession *self, const attune_frame *frame);

#endif
