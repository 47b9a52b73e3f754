// SPDX-License-Identifier: GPL-3.0-or-later
/* The window's session, without a window: a main loop, the engine's thread, the simulated couple.
 */
#include "model/attune-session.h"

#include <math.h>

#define SPEED 25.0
#define PATIENCE_S 40

typedef struct {
  AttuneSession *session;
  unsigned n_frames, n_learnt, n_concluded, n_marked;
  double last_t_s;
  gboolean is_late; /* waited in vain */
} looker;

static void
on_frame(looker *l, const attune_frame *frame)
{
  g_assert_cmpfloat(frame->t_s, >, l->last_t_s);
  l->last_t_s = frame->t_s;
  l->n_frames++;
}

static void
count(unsigned *n)
{
  ++*n;
}

static void
count_mark(unsigned *n, unsigned number)
{
  g_assert_cmpuint(number, ==, 7);
  ++*n;
}

static void
begin_looking(looker *l)
{
  *l = (looker){.session = attune_session_new(), .last_t_s = -1};
  g_signal_connect_swapped(l->session, "frame", G_CALLBACK(on_frame), l);
  g_signal_connect_swapped(l->session, "learnt", G_CALLBACK(count), &l->n_learnt);
  g_signal_connect_swapped(l->session, "concluded", G_CALLBACK(count), &l->n_concluded);
  g_signal_connect_swapped(l->session, "marked", G_CALLBACK(count_mark), &l->n_marked);
}

static void
end_looking(looker *l)
{
  gint64 begin_us = g_get_monotonic_time();
  g_assert_finalize_object(l->session);
  g_assert_cmpint(g_get_monotonic_time() - begin_us, <, 2000000);
}

static gboolean
give_up(gpointer late)
{
  *(gboolean *)late = TRUE;
  return G_SOURCE_CONTINUE;
}

#define WAIT_FOR(l, condition)                                                                     \
  do {                                                                                             \
    guint id = g_timeout_add_seconds(PATIENCE_S, give_up, &(l)->is_late);                          \
    while (!(condition) && !(l)->is_late) g_main_context_iteration(NULL, TRUE);                    \
    g_source_remove(id);                                                                           \
    if ((l)->is_late) g_error("waited in vain for " #condition);                                   \
  } while (0)

static AttuneSessionState
state_of(looker *l)
{
  return attune_session_get_state(l->session);
}

static void
introduce(looker *l)
{
  attune_session_demonstrate(l->session, SPEED);
  g_assert_cmpint(state_of(l), ==, ATTUNE_SESSION_OPENING);
  WAIT_FOR(l, l->n_learnt == 1);
  g_assert_cmpint(state_of(l), ==, ATTUNE_SESSION_READY);
}

/* ------------------------------------------------------------------------------------------- */

static void
test_couple_introduces_itself(void)
{
  looker l;
  begin_looking(&l);
  introduce(&l);
  const attune_rehearsal_result *result = attune_session_get_rehearsal(l.session);
  g_assert_true(attune_session_get_is_demo(l.session));
  g_assert_true(attune_session_get_is_calibrated(l.session));
  g_assert_true(result->separable);
  g_assert_cmpstr(result->word, ==, "well");
  g_assert_cmpfloat(attune_session_get_part_s(l.session, g_get_monotonic_time()), ==, 0);
  attune_session_stop(l.session);
  g_assert_cmpint(state_of(&l), ==, ATTUNE_SESSION_IDLE);
  g_assert_false(attune_session_get_is_calibrated(l.session));
  end_looking(&l);
}

static void
test_practice_ends_by_itself(void)
{
  looker l;
  attune_practice practice = attune_practice_usual();
  practice.length_s = 100;
  begin_looking(&l);
  introduce(&l);
  attune_session_begin_practice(l.session, &practice);
  g_assert_cmpint(state_of(&l), ==, ATTUNE_SESSION_LIVE);
  WAIT_FOR(&l, attune_session_get_part_s(l.session, g_get_monotonic_time()) > 40);
  attune_pace_now guide = attune_session_get_guide(l.session, g_get_monotonic_time());
  g_assert_cmpfloat(guide.opacity, >, 0.9);
  g_assert_cmpfloat(guide.rate_per_min, >=, ATTUNE_PACE_MIN_PER_MIN);
  g_assert_cmpfloat(attune_session_get_closeness(l.session), >, 0.5);
  attune_session_mark(l.session, 7);
  WAIT_FOR(&l, l.n_concluded == 1);
  g_assert_cmpint(state_of(&l), ==, ATTUNE_SESSION_READY);
  const attune_outcome *outcome = attune_session_get_outcome(l.session);
  g_assert_nonnull(outcome);
  g_assert_true(outcome->is_demo);
  g_assert_true(outcome->is_scored);
  g_assert_cmpfloat_with_epsilon(outcome->live_s, 100, 3 + SPEED / 5);
  g_assert_cmpfloat(outcome->heard_s, >, 85);
  g_assert_cmpfloat(outcome->together_s, >, 60);
  g_assert_cmpfloat_with_epsilon(outcome->free_from_s, 75, 0.5);
  g_assert_cmpuint(outcome->n_marks, ==, 1);
  g_assert_cmpuint(l.n_marked, ==, 1);
  g_assert_true(isnan(outcome->report->sync.p_value)); /* they followed the same guide */
  end_looking(&l);
}

static void
test_two_practices_one_calibration(void)
{
  looker l;
  attune_practice practice = attune_practice_usual();
  practice.length_s = 70;
  begin_looking(&l);
  introduce(&l);
  attune_session_begin_practice(l.session, &practice);
  WAIT_FOR(&l, l.n_concluded == 1);
  double end_s = attune_session_get_outcome(l.session)->report->live_end_s;
  practice.pace.kind = ATTUNE_PACE_NONE;
  attune_session_begin_practice(l.session, &practice);
  g_assert_null(attune_session_get_outcome(l.session));
  g_assert_true(isnan(attune_session_get_guide(l.session, g_get_monotonic_time()).phase_rad));
  WAIT_FOR(&l, l.n_concluded == 2);
  const attune_outcome *outcome = attune_session_get_outcome(l.session);
  g_assert_cmpfloat(outcome->report->live_start_s, >=, end_s);
  g_assert_false(isnan(outcome->report->sync.p_value)); /* nobody led them */
  g_assert_true(isinf(outcome->free_from_s));
  g_assert_cmpuint(l.n_learnt, ==, 1);
  end_looking(&l);
}

static void
test_pause_stops_the_clock(void)
{
  looker l;
  attune_practice practice = attune_practice_usual();
  begin_looking(&l);
  introduce(&l);
  attune_session_begin_practice(l.session, &practice);
  WAIT_FOR(&l, attune_session_get_part_s(l.session, g_get_monotonic_time()) > 20);
  attune_session_pause(l.session, TRUE);
  g_assert_cmpint(state_of(&l), ==, ATTUNE_SESSION_PAUSED);
  unsigned n = l.n_frames;
  WAIT_FOR(&l, l.n_frames >= n); /* what was under way still comes */
  gint64 until_us = g_get_monotonic_time() + 600000;
  WAIT_FOR(&l, g_get_monotonic_time() > until_us);
  double paused_s = attune_session_get_part_s(l.session, g_get_monotonic_time());
  until_us = g_get_monotonic_time() + 600000; /* 15 s of the couple's time */
  WAIT_FOR(&l, g_get_monotonic_time() > until_us);
  g_assert_cmpfloat(attune_session_get_part_s(l.session, g_get_monotonic_time()), ==, paused_s);
  attune_session_pause(l.session, FALSE);
  g_assert_cmpint(state_of(&l), ==, ATTUNE_SESSION_LIVE);
  double before_s = paused_s;
  n = l.n_frames;
  WAIT_FOR(&l, l.n_frames > n);
  g_assert_cmpfloat(attune_session_get_part_s(l.session, g_get_monotonic_time()), <, before_s + 14);
  attune_session_end_part(l.session);
  g_assert_cmpint(state_of(&l), ==, ATTUNE_SESSION_CONCLUDING);
  WAIT_FOR(&l, l.n_concluded == 1);
  end_looking(&l);
}

static void
test_a_stop_at_once_says_nothing(void)
{
  looker l;
  attune_practice practice = attune_practice_usual();
  begin_looking(&l);
  introduce(&l);
  attune_session_begin_practice(l.session, &practice);
  attune_session_end_part(l.session);
  WAIT_FOR(&l, l.n_concluded == 1);
  g_assert_cmpint(state_of(&l), ==, ATTUNE_SESSION_READY);
  end_looking(&l);
}

static void
test_solo_parts_end_by_themselves(void)
{
  looker l;
  attune_couple_config couple = ATTUNE_COUPLE_DEFAULTS;
  couple.rate_hz = 16000;
  couple.real_time = TRUE;
  couple.speed = SPEED;
  couple.duration_s = 3600;
  begin_looking(&l);
  attune_session_listen_to(l.session, attune_couple_source_new(&couple, NULL), SPEED,
                           (attune_hearing){ATTUNE_MICS_TWO, FALSE});
  WAIT_FOR(&l, l.last_t_s > 3.5); /* the couple's own solo parts begin at 4 and 46 s */
  attune_session_begin_solo(l.session, ATTUNE_A);
  WAIT_FOR(&l, attune_session_get_part_s(l.session, g_get_monotonic_time()) > 11);
  attune_pace_now guide = attune_session_get_guide(l.session, g_get_monotonic_time());
  g_assert_cmpfloat(guide.rate_per_min, ==, 6);
  g_assert_cmpfloat(guide.breaths, >, 1);
  WAIT_FOR(&l, state_of(&l) == ATTUNE_SESSION_READY);
  g_assert_cmpfloat(l.last_t_s, <, 52);
  WAIT_FOR(&l, l.last_t_s > 45.5);
  attune_session_begin_solo(l.session, ATTUNE_B);
  WAIT_FOR(&l, state_of(&l) == ATTUNE_SESSION_READY);
  attune_session_learn(l.session);
  g_assert_cmpint(state_of(&l), ==, ATTUNE_SESSION_LEARNING);
  WAIT_FOR(&l, l.n_learnt == 1);
  g_assert_nonnull(attune_session_get_rehearsal(l.session)->word);
  end_looking(&l);
}

static void
test_a_solo_that_was_broken_off_is_forgotten(void)
{
  looker l;
  begin_looking(&l);
  introduce(&l);
  attune_session_begin_solo(l.session, ATTUNE_A);
  WAIT_FOR(&l, attune_session_get_part_s(l.session, g_get_monotonic_time()) > 3);
  attune_session_end_part(l.session);
  g_assert_cmpint(state_of(&l), ==, ATTUNE_SESSION_READY);
  attune_session_learn(l.session); /* of three seconds nothing can be learnt, and that is told */
  WAIT_FOR(&l, l.n_learnt == 2);
  g_assert_false(attune_session_get_is_calibrated(l.session));
  end_looking(&l);
}

static void
test_a_microphone_that_is_not_there(void)
{
  looker l;
  begin_looking(&l);
  attune_session_listen(l.session, "pulse:nobody-has-this", (attune_hearing){0});
  WAIT_FOR(&l, state_of(&l) == ATTUNE_SESSION_FAILED);
  g_assert_cmpstr(attune_session_get_message(l.session), !=, "");
  g_assert_cmpint(attune_session_get_trouble(l.session), ==, ATTUNE_TROUBLE_BUSY);
  attune_session_begin_solo(l.session, ATTUNE_A); /* nothing comes of it, and nothing breaks */
  end_looking(&l);
}

static void
test_commands_without_a_microphone(void)
{
  looker l;
  attune_practice practice = attune_practice_usual();
  begin_looking(&l);
  attune_session_begin_solo(l.session, ATTUNE_A);
  attune_session_begin_practice(l.session, &practice);
  attune_session_learn(l.session);
  attune_session_pause(l.session, TRUE);
  attune_session_end_part(l.session);
  attune_session_rest(l.session, TRUE);
  attune_session_mark(l.session, 7);
  attune_session_nudge(l.session, ATTUNE_COUPLE_NUDGE_APART, ATTUNE_A);
  attune_session_stop(l.session);
  g_assert_cmpint(state_of(&l), ==, ATTUNE_SESSION_IDLE);
  g_assert_null(attune_session_get_outcome(l.session));
  end_looking(&l);
}

static void
test_nudges_reach_the_couple(void)
{
  looker l;
  attune_practice practice = attune_practice_usual();
  practice.length_s = 300;
  practice.pace.kind = ATTUNE_PACE_NONE;
  begin_looking(&l);
  introduce(&l);
  attune_session_begin_practice(l.session, &practice);
  WAIT_FOR(&l, attune_session_get_closeness(l.session) > 0.8);
  attune_session_nudge(l.session, ATTUNE_COUPLE_NUDGE_APART, ATTUNE_A);
  WAIT_FOR(&l, attune_session_get_closeness(l.session) < 0.3);
  end_looking(&l);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/session/couple-introduces-itself", test_couple_introduces_itself);
  g_test_add_func("/session/practice-ends-by-itself", test_practice_ends_by_itself);
  g_test_add_func("/session/two-practices", test_two_practices_one_calibration);
  g_test_add_func("/session/pause", test_pause_stops_the_clock);
  g_test_add_func("/session/stop-at-once", test_a_stop_at_once_says_nothing);
  g_test_add_func("/session/solo-parts", test_solo_parts_end_by_themselves);
  g_test_add_func("/session/broken-solo", test_a_solo_that_was_broken_off_is_forgotten);
  g_test_add_func("/session/no-such-microphone", test_a_microphone_that_is_not_there);
  g_test_add_func("/session/without-a-microphone", test_commands_without_a_microphone);
  g_test_add_func("/session/nudges", test_nudges_reach_the_couple);
  return g_test_run();
}
