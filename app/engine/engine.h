// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_ENGINE_ENGINE_H
#define ATTUNE_ENGINE_ENGINE_H

/*
 * A session that runs: a source is read and analysed on a thread of its own, a script or commands
 * begin its parts, finished frames wait in a ring for whoever shows them.
 *
 * One owner thread calls everything here (but get_status: any thread). Nobody waits for the
 * analysis: frames that nobody takes are dropped and counted, and stop returns within 2 s
 * whatever the sound system does. Only plain data crosses between the two threads.
 *
 * A microphone that goes away is told within 1.5 s (WAITING); it is looked for again and again, and
 * the session goes on when it is back, with the lost time marked as a gap. Nothing that was heard
 * before is lost: whichever way the session ends, there is a report of its live part.
 */
#include "audio/sources.h"
#include "engine/pipeline.h"

typedef enum {
  ATTUNE_ENGINE_OPENING,   /* the source is being opened */
  ATTUNE_ENGINE_RUNNING,   /* sound is heard */
  ATTUNE_ENGINE_PAUSED,    /* sound is read and thrown away */
  ATTUNE_ENGINE_WAITING,   /* for a microphone that went away */
  ATTUNE_ENGINE_RESTING,   /* the microphone is closed until the session is woken */
  ATTUNE_ENGINE_REPORTING, /* a live part is over, its report is being made */
  ATTUNE_ENGINE_ENDED,     /* the report is there to be taken, if there was a live part */
  ATTUNE_ENGINE_FAILED     /* it could not begin: status.message says why */
} attune_engine_state;

/** One word for a state, for logs and tests; static storage. */
const char *attune_engine_state_name(attune_engine_state state);

/** When the session's sound has lasted t_s seconds, that part begins; DONE ends the session. */
typedef struct {
  double t_s;
  attune_part part;
} attune_engine_step;

#define ATTUNE_ENGINE_MAX_STEPS 16

typedef struct {
  attune_source *source;   /* open and stopped, taken over; NULL: opened by the engine itself: */
  const char *source_kind; /* of attune_source_kinds */
  attune_source_wish wish; /* copied */

  attune_mics mics;
  unsigned channel_of[ATTUNE_PARTNERS]; /* as in attune_pipeline_config */
  double guide_in_s, guide_out_s;       /* the solo parts' guide, seconds */
  bool guided_live;                     /* the live part follows one guide */

  attune_engine_step step[ATTUNE_ENGINE_MAX_STEPS]; /* by rising time */
  unsigned n_steps;
  double give_up_s; /* end when a lost microphone stays away that long; infinity: wait for ever */
} attune_engine_config;

typedef struct attune_engine attune_engine;

/** @return never NULL; nothing runs yet */
attune_engine *attune_engine_new(const attune_engine_config *config);

/** Begins: the thread opens and starts the source. Once. Failures show in the status. */
void attune_engine_start(attune_engine *engine);

/** Ends it without a report, within 2 s, and frees it. NULL is fine. */
void attune_engine_free(attune_engine *engine);

/* --- Commands: carried out within about 30 ms. FALSE: 64 are waiting already -------------- */

/** Begins a part with the sound that comes next; DONE ends the session. */
gboolean attune_engine_begin(attune_engine *engine, attune_part part);

/** Throws sound away until it is resumed; the time in between counts as a gap. */
gboolean attune_engine_pause(attune_engine *engine, gboolean is_paused);

/** Learns both voices from the solo parts: the status then holds the rehearsal (n_learnt rises,
 * also when a solo part is missing and nothing could be learnt). */
gboolean attune_engine_learn(attune_engine *engine);

/** Whether the live parts that are begun from now on follow one guide. */
gboolean attune_engine_set_guided(attune_engine *engine, gboolean is_guided);

/**
 * Ends the live part and makes its report (n_reports of the status rises); the session goes on in
 * WAIT, with what it learnt. A report that was not taken gives way to the next.
 */
gboolean attune_engine_conclude(attune_engine *engine);

/** Asks the simulated couple for a change; nothing happens when another source is heard. */
void attune_engine_nudge(attune_engine *engine, attune_couple_nudge nudge, attune_partner partner);

/** Asks the simulated couple to breathe as closely as 0..1; nothing happens without it. */
void attune_engine_steer(attune_engine *engine, double closeness);

/**
 * Closes the microphone until it is woken; what was learnt is kept. Commands that are given in
 * between are carried out with the first sound that comes.
 */
gboolean attune_engine_rest(attune_engine *engine, gboolean is_resting);

/** Ends the session: what was heard is reported, then the state is ENDED (or FAILED). */
gboolean attune_engine_finish(attune_engine *engine);

/* --- What comes out ------------------------------------------------------------------------ */

/** Next frame, oldest first; t_s counts from the session's first sound. @return false: none */
bool attune_engine_pop(attune_engine *engine, attune_frame *frame);

typedef struct {
  attune_engine_state state;
  attune_part part;
  double now_s;        /* seconds since the session's first sound, lost time included */
  double lost_s;       /* seconds of sound that the session did not hear */
  unsigned n_losses;   /* times that the microphone went away */
  unsigned n_gaps;     /* times that sound was missing in between */
  unsigned n_dropped;  /* frames that nobody took in time */
  double report_share; /* 0..1 while REPORTING */
  unsigned n_reports;  /* made so far, one for each live part of a second at least */
  unsigned n_learnt;   /* times that the solo parts were learnt, by attune_engine_learn or LIVE */
  attune_rehearsal_result rehearsal; /* of the last time */
  gboolean is_demo;                  /* the source is a simulation */
  gboolean is_muted;                 /* the desktop says that the microphone is muted */
  char label[128];                   /* what people call the source; "" before it is open */
  char message[256];                 /* why it waits, ended early or failed; "" = nothing to say */
} attune_engine_status;

attune_engine_status attune_engine_get_status(attune_engine *engine);

/** Whether the thread is through: ENDED or FAILED, and source and pipeline are put away. */
gboolean attune_engine_is_over(attune_engine *engine);

/**
 * The report of the last live part, once: after ENDED, or when n_reports rose.
 *
 * @return free with attune_report_free; NULL when there was no live part of a second at least
 */
attune_report *attune_engine_take_report(attune_engine *engine);

#endif
