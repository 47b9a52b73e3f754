// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_CONTROL_H
#define ATTUNE_AUDIO_CONTROL_H

/*
 * The control thread: it alone makes the slow calls into the sound system, one after the other,
 * and whoever asked waits no longer than a deadline. A call that never comes back (a frozen sound
 * server) keeps the control thread; later calls are then not begun, until it does come back.
 *
 * Any thread may ask. Memory that a call works on is owned by the call while it runs.
 */
#include <glib.h>

typedef enum {
  ATTUNE_CALL_DONE,     /* it ran; `work` is the caller's again */
  ATTUNE_CALL_LATE,     /* it runs still; `work` is the control thread's, which ends it by late() */
  ATTUNE_CALL_NOT_BEGUN /* an earlier call is in the way; `work` is the caller's, untouched */
} attune_call_state;

/**
 * Runs run(work) on the control thread and waits for it.
 *
 * @param late          called on the control thread with `work` when run() came back after the
 *                      deadline: undoes what nobody waits for any more, frees `work`
 * @param deadline_ms   longest wait
 * @param is_cancelled  atomic, ends the wait early when it becomes non-zero; may be NULL
 */
attune_call_state attune_control_run(void (*run)(void *work), void (*late)(void *work), void *work,
                                     int deadline_ms, const int *is_cancelled);

/**
 * Lets run(work) happen for certain, waiting for it at most deadline_ms; `work` is the control
 * thread's from now on and run() has to free it.
 *
 * @return whether it is done
 */
gboolean attune_control_finish(void (*run)(void *work), void *work, int deadline_ms);

#endif
