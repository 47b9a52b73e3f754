// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_ENGINE_SESSION_H
#define ATTUNE_ENGINE_SESSION_H

/*
 * The analysis thread's side of the engine. engine.c is the owner's side.
 *
 * Shared are the two rings, the atomics, and what stands under the lock (a pthread one: the
 * thread sanitizer sees it). The rest is the analysis thread's own once it runs.
 */
#include "base/ring.h"
#include "engine/engine.h"

#include <pthread.h>
#include <stdatomic.h>

typedef enum {
  ATTUNE_COMMAND_BEGIN,
  ATTUNE_COMMAND_PAUSE,
  ATTUNE_COMMAND_RESUME,
  ATTUNE_COMMAND_LEARN,
  ATTUNE_COMMAND_GUIDED,
  ATTUNE_COMMAND_UNGUIDED,
  ATTUNE_COMMAND_CONCLUDE,
  ATTUNE_COMMAND_REST,
  ATTUNE_COMMAND_WAKE,
  ATTUNE_COMMAND_FINISH
} attune_session_word;

/** A command on its way to the analysis thread. */
typedef struct {
  attune_session_word word;
  attune_part part; /* of BEGIN */
} attune_session_command;

struct attune_engine {
  attune_engine_config config; /* never changed after new, but for the source it gives away */

  attune_ring *frames;   /* analysis -> owner */
  attune_ring *commands; /* owner -> analysis */
  atomic_uint n_dropped;
  atomic_bool is_stopping; /* no report is wanted any more: come to an end */

  pthread_mutex_t lock;
  pthread_cond_t is_through;
  unsigned n_users;            /* owner and thread: the last one frees */
  gboolean is_over;            /* the thread is through */
  attune_engine_status status; /* all but n_dropped */
  attune_source *source;       /* for cancel; NULL when there is none */
  attune_report *report;       /* made and not taken */

  pthread_t thread;  /* the owner's */
  gboolean is_begun; /* the owner's */
};

/** Runs the whole session. The analysis thread. */
void attune_session_run(attune_engine *engine);

#endif
