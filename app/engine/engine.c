// SPDX-License-Identifier: GPL-3.0-or-later
/* The owner's side: making, commanding, asking, ending. */
#include "engine/engine.h"
#include "engine/session.h"

#include <string.h>
#include <time.h>

#define FRAMES_KEPT 512 /* 49 s */
#define COMMANDS_KEPT 64
#define STOP_WITHIN_MS 1900

const char *
attune_engine_state_name(attune_engine_state state)
{
  static const char *const names[] = {"opening", "running",   "paused", "waiting",
                                      "resting", "reporting", "ended",  "failed"};
  return names[state];
}

static void
init_lock(attune_engine *engine)
{
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&engine->is_through, &attributes);
  pthread_condattr_destroy(&attributes);
  pthread_mutex_init(&engine->lock, NULL);
}

attune_engine *
attune_engine_new(const attune_engine_config *config)
{
  g_assert(config->n_steps <= ATTUNE_ENGINE_MAX_STEPS);
  attune_engine *engine = g_new0(attune_engine, 1);
  engine->config = *config;
  engine->config.wish = attune_source_wish_copy(&config->wish);
  engine->frames = attune_ring_new(sizeof(attune_frame), FRAMES_KEPT);
  engine->commands = attune_ring_new(sizeof(attune_session_command), COMMANDS_KEPT);
  engine->n_users = 1;
  init_lock(engine);
  return engine;
}

static void
destroy(attune_engine *engine)
{
  attune_source_free(engine->config.source); /* never started, or NULL */
  attune_source_wish_clear(&engine->config.wish);
  attune_ring_free(engine->frames);
  attune_ring_free(engine->commands);
  attune_report_free(engine->report);
  pthread_cond_destroy(&engine->is_through);
  pthread_mutex_destroy(&engine->lock);
  g_free(engine);
}

/* Under the lock, which is given up. */
static void
let_go(attune_engine *engine)
{
  gboolean is_last = --engine->n_users == 0;
  pthread_mutex_unlock(&engine->lock);
  if (is_last) destroy(engine);
}

static void *
run(void *data)
{
  attune_engine *engine = data;
  attune_session_run(engine);
  pthread_mutex_lock(&engine->lock);
  engine->is_over = TRUE;
  pthread_cond_broadcast(&engine->is_through);
  let_go(engine);
  return NULL;
}

void
attune_engine_start(attune_engine *engine)
{
  g_assert(!engine->is_begun);
  engine->is_begun = TRUE;
  engine->n_users = 2;
  if (pthread_create(&engine->thread, NULL, run, engine) != 0) g_error("no thread for analysis");
  pthread_detach(engine->thread); /* nobody joins: it could hang with the sound system */
}

static void
wait_until_over(attune_engine *engine)
{
  struct timespec end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  int64_t ns = end.tv_nsec + (int64_t)STOP_WITHIN_MS * 1000000;
  end.tv_sec += ns / 1000000000;
  end.tv_nsec = ns % 1000000000;
  while (!engine->is_over)
    if (pthread_cond_timedwait(&engine->is_through, &engine->lock, &end) != 0) return;
}

void
attune_engine_free(attune_engine *engine)
{
  if (engine == NULL) return;
  atomic_store(&engine->is_stopping, true);
  pthread_mutex_lock(&engine->lock);
  if (engine->source != NULL) attune_source_cancel(engine->source);
  if (engine->is_begun) wait_until_over(engine);
  let_go(engine);
}

static gboolean
command(attune_engine *engine, attune_session_word word, attune_part part)
{
  attune_session_command c = {word, part};
  return attune_ring_write(engine->commands, &c);
}

gboolean
attune_engine_begin(attune_engine *engine, attune_part part)
{
  return command(engine, ATTUNE_COMMAND_BEGIN, part);
}

gboolean
attune_engine_pause(attune_engine *engine, gboolean is_paused)
{
  return command(engine, is_paused ? ATTUNE_COMMAND_PAUSE : ATTUNE_COMMAND_RESUME,
                 ATTUNE_PART_WAIT);
}

gboolean
attune_engine_learn(attune_engine *engine)
{
  return command(engine, ATTUNE_COMMAND_LEARN, ATTUNE_PART_WAIT);
}

gboolean
attune_engine_set_guided(attune_engine *engine, gboolean is_guided)
{
  return command(engine, is_guided ? ATTUNE_COMMAND_GUIDED : ATTUNE_COMMAND_UNGUIDED,
                 ATTUNE_PART_WAIT);
}

gboolean
attune_engine_conclude(attune_engine *engine)
{
  return command(engine, ATTUNE_COMMAND_CONCLUDE, ATTUNE_PART_WAIT);
}

/* The lock keeps the source from being freed. */
static gboolean
has_couple(const attune_engine *engine)
{
  return engine->source != NULL && strcmp(engine->source->ops->kind, "couple") == 0;
}

void
attune_engine_nudge(attune_engine *engine, attune_couple_nudge nudge, attune_partner partner)
{
  pthread_mutex_lock(&engine->lock);
  if (has_couple(engine)) attune_couple_source_nudge(engine->source, nudge, partner);
  pthread_mutex_unlock(&engine->lock);
}

void
attune_engine_steer(attune_engine *engine, double closeness)
{
  pthread_mutex_lock(&engine->lock);
  if (has_couple(engine)) attune_couple_source_steer(engine->source, closeness);
  pthread_mutex_unlock(&engine->lock);
}

gboolean
attune_engine_rest(attune_engine *engine, gboolean is_resting)
{
  return command(engine, is_resting ? ATTUNE_COMMAND_REST : ATTUNE_COMMAND_WAKE, ATTUNE_PART_WAIT);
}

gboolean
attune_engine_finish(attune_engine *engine)
{
  return command(engine, ATTUNE_COMMAND_FINISH, ATTUNE_PART_DONE);
}

bool
attune_engine_pop(attune_engine *engine, attune_frame *frame)
{
  return attune_ring_read(engine->frames, frame);
}

attune_engine_status
attune_engine_get_status(attune_engine *engine)
{
  pthread_mutex_lock(&engine->lock);
  attune_engine_status status = engine->status;
  pthread_mutex_unlock(&engine->lock);
  status.n_dropped = atomic_load(&engine->n_dropped);
  return status;
}

gboolean
attune_engine_is_over(attune_engine *engine)
{
  pthread_mutex_lock(&engine->lock);
  gboolean is_over = engine->is_over;
  pthread_mutex_unlock(&engine->lock);
  return is_over;
}

attune_report *
attune_engine_take_report(attune_engine *engine)
{
  pthread_mutex_lock(&engine->lock);
  attune_report *report = engine->report;
  engine->report = NULL;
  pthread_mutex_unlock(&engine->lock);
  return report;
}
