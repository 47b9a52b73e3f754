// SPDX-License-Identifier: GPL-3.0-or-later
/* The control thread: answers in time, calls that come back late, calls that never begin. */
#include "audio/control.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct {
  int take_ms, value;
} job;

static atomic_int n_run, n_late;
static pthread_t ran_on;

static void
run_job(void *work)
{
  job *j = work;
  g_usleep((gulong)j->take_ms * 1000);
  j->value++;
  ran_on = pthread_self();
  atomic_fetch_add(&n_run, 1);
}

static void
end_late(void *work)
{
  g_free(work);
  atomic_fetch_add(&n_late, 1);
}

static void
run_and_free(void *work)
{
  run_job(work);
  g_free(work);
}

static job *
make_job(int take_ms)
{
  job *j = g_new0(job, 1);
  j->take_ms = take_ms;
  return j;
}

static void
wait_until(atomic_int *counter, int value)
{
  for (int i = 0; i < 5000 && atomic_load(counter) != value; i++) g_usleep(1000);
  g_assert_cmpint(atomic_load(counter), ==, value);
}

static void
test_answers(void)
{
  atomic_store(&n_run, 0);
  for (int k = 0; k < 100; k++) {
    job j = {0, k};
    g_assert_cmpint(attune_control_run(run_job, end_late, &j, 5000, NULL), ==, ATTUNE_CALL_DONE);
    g_assert_cmpint(j.value, ==, k + 1);
    g_assert_false(pthread_equal(ran_on, pthread_self()));
  }
  g_assert_cmpint(atomic_load(&n_run), ==, 100);
}

static void
test_late_and_not_begun(void)
{
  atomic_store(&n_late, 0);
  atomic_store(&n_run, 0);
  gint64 begin = g_get_monotonic_time();
  g_assert_cmpint(attune_control_run(run_job, end_late, make_job(600), 100, NULL), ==,
                  ATTUNE_CALL_LATE);
  job other = {0, 7};
  g_assert_cmpint(attune_control_run(run_job, end_late, &other, 100, NULL), ==,
                  ATTUNE_CALL_NOT_BEGUN);
  g_assert_cmpint(g_get_monotonic_time() - begin, <, 500000);
  wait_until(&n_late, 1);
  g_usleep(50000);
  g_assert_cmpint(other.value, ==, 7);
  g_assert_cmpint(atomic_load(&n_run), ==, 1);
  /* and then it answers again */
  g_assert_cmpint(attune_control_run(run_job, end_late, &other, 5000, NULL), ==, ATTUNE_CALL_DONE);
  g_assert_cmpint(other.value, ==, 8);
}

static void
test_finish_happens_for_certain(void)
{
  atomic_store(&n_run, 0);
  atomic_store(&n_late, 0);
  g_assert_true(attune_control_finish(run_and_free, make_job(0), 5000));
  g_assert_cmpint(attune_control_run(run_job, end_late, make_job(400), 50, NULL), ==,
                  ATTUNE_CALL_LATE);
  g_assert_false(attune_control_finish(run_and_free, make_job(0), 50)); /* waits in the queue */
  wait_until(&n_run, 3);
  g_assert_cmpint(atomic_load(&n_late), ==, 1);
}

static void *
cancel_soon(void *flag)
{
  g_usleep(100000);
  __atomic_store_n((int *)flag, 1, __ATOMIC_RELEASE);
  return NULL;
}

static void
test_cancel_ends_the_wait(void)
{
  int is_cancelled = 0;
  pthread_t other;
  atomic_store(&n_late, 0);
  g_assert_cmpint(pthread_create(&other, NULL, cancel_soon, &is_cancelled), ==, 0);
  gint64 begin = g_get_monotonic_time();
  g_assert_cmpint(attune_control_run(run_job, end_late, make_job(1000), 5000, &is_cancelled), ==,
                  ATTUNE_CALL_LATE);
  g_assert_cmpint(g_get_monotonic_time() - begin, <, 800000);
  pthread_join(other, NULL);
  wait_until(&n_late, 1);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/audio/control/answers", test_answers);
  g_test_add_func("/audio/control/late-and-not-begun", test_late_and_not_begun);
  g_test_add_func("/audio/control/finish-happens-for-certain", test_finish_happens_for_certain);
  g_test_add_func("/audio/control/cancel-ends-the-wait", test_cancel_ends_the_wait);
  return g_test_run();
}
