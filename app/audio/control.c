// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/control.h"
#include "base/clock.h"

#include <pthread.h>

#define POLL_NS 20000000

typedef enum { CALL_WAITS, CALL_RUNS, CALL_IS_DONE } call_stage;

typedef struct call {
  void (*run)(void *work);
  void (*late)(void *work);
  void *work;
  call_stage stage;
  gboolean is_abandoned; /* nobody waits: the control thread frees it */
  struct call *next;
} call;

/* pthread locks, because ThreadSanitizer sees those and not GLib's. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t call_came = PTHREAD_COND_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_cond_t call_ended; /* on the monotonic clock */
static call *queue;               /* those that wait, oldest first; under the lock */

/* The lock is held around; it is given up while the call runs. */
static void
run_call(call *c)
{
  c->stage = CALL_RUNS;
  pthread_mutex_unlock(&lock);
  c->run(c->work);
  pthread_mutex_lock(&lock);
  c->stage = CALL_IS_DONE;
  if (c->is_abandoned) {
    pthread_mutex_unlock(&lock);
    if (c->late != NULL) c->late(c->work);
    g_free(c);
    pthread_mutex_lock(&lock);
  } else {
    pthread_cond_broadcast(&call_ended);
  }
}

static void *
serve(void *nothing)
{
  pthread_mutex_lock(&lock);
  for (;;) {
    while (queue == NULL) pthread_cond_wait(&call_came, &lock);
    call *c = queue;
    queue = c->next;
    run_call(c);
  }
  return nothing;
}

static void
begin_thread(void)
{
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&call_ended, &attributes);
  pthread_condattr_destroy(&attributes);
  pthread_t thread;
  if (pthread_create(&thread, NULL, serve, NULL) != 0) g_error("no thread for sound control");
  pthread_detach(thread); /* lives as long as the program: it may never come back */
}

static void
append(call *c)
{
  call **end = &queue;
  while (*end != NULL) end = &(*end)->next;
  *end = c;
  pthread_cond_signal(&call_came);
}

static void
take_out(call *c)
{
  call **place = &queue;
  while (*place != c) place = &(*place)->next;
  *place = c->next;
}

static gboolean
is_set(const int *is_cancelled)
{
  return is_cancelled != NULL && __atomic_load_n(is_cancelled, __ATOMIC_ACQUIRE) != 0;
}

/* Waits until the call is done, the time is over, or it is cancelled. */
static void
wait_for(const call *c, int deadline_ms, const int *is_cancelled)
{
  const attune_clock *clock = attune_clock_monotonic();
  int64_t end = attune_clock_now_ns(clock) + (int64_t)deadline_ms * 1000000;
  while (c->stage != CALL_IS_DONE && !is_set(is_cancelled)) {
    int64_t now = attune_clock_now_ns(clock);
    if (now >= end) return;
    int64_t until = is_cancelled == NULL ? end : MIN(end, now + POLL_NS);
    struct timespec t = {.tv_sec = until / 1000000000, .tv_nsec = until % 1000000000};
    pthread_cond_timedwait(&call_ended, &lock, &t);
  }
}

static call *
ask(void (*run)(void *work), void (*late)(void *work), void *work)
{
  pthread_once(&once, begin_thread);
  call *c = g_new0(call, 1);
  *c = (call){.run = run, .late = late, .work = work, .stage = CALL_WAITS};
  pthread_mutex_lock(&lock);
  append(c);
  return c;
}

attune_call_state
attune_control_run(void (*run)(void *work), void (*late)(void *work), void *work, int deadline_ms,
                   const int *is_cancelled)
{
  attune_call_state state = ATTUNE_CALL_DONE;
  call *c = ask(run, late, work);
  wait_for(c, deadline_ms, is_cancelled);
  if (c->stage == CALL_RUNS) {
    c->is_abandoned = TRUE;
    state = ATTUNE_CALL_LATE;
  } else {
    if (c->stage == CALL_WAITS) {
      take_out(c);
      state = ATTUNE_CALL_NOT_BEGUN;
    }
    g_free(c);
  }
  pthread_mutex_unlock(&lock);
  return state;
}

gboolean
attune_control_finish(void (*run)(void *work), void *work, int deadline_ms)
{
  call *c = ask(run, NULL, work);
  wait_for(c, deadline_ms, NULL);
  gboolean is_done = c->stage == CALL_IS_DONE;
  c->is_abandoned = !is_done; /* also while it waits: it stays in the queue */
  if (is_done) g_free(c);
  pthread_mutex_unlock(&lock);
  return is_done;
}
