// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Measuring without surrogates does not allocate, and is quick: it runs each second of a session.
 * malloc and its kin are replaced for the whole process, so libraries are counted too.
 */
#include "sync/sync.h"
#include "support/pair.h"

#include <errno.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define CAN_COUNT 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CAN_COUNT 0
#endif
#endif
#ifndef CAN_COUNT
#define CAN_COUNT 1
#endif

static size_t allocations;

#if CAN_COUNT
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *
malloc(size_t size)
{
  allocations++;
  return __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
  allocations++;
  return __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
  allocations++;
  return __libc_realloc(old, size);
}

int
posix_memalign(void **out, size_t alignment, size_t size)
{
  allocations++;
  *out = __libc_memalign(alignment, size);
  return *out != NULL ? 0 : ENOMEM;
}
#endif

static attune_scorer *scorer;
static pair breaths;

static void
set_up(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  pair_breather who = {9.0, 0.1, 0.3, 0.0};
  breaths = pair_new(1200.0, 0.096);
  for (int i = 0; i < ATTUNE_PARTNERS; i++) pair_fill_breather(&breaths, i, rand, &who);
  scorer = attune_scorer_new(breaths.n);
}

/* Live windows of one length, windows that grow, and a whole session. */
static void
test_nothing_is_allocated(void)
{
  const double windows_s[] = {60.0, 60.0, 61.0, 120.0, 10.0, 179.9, 1200.0};
  attune_phases phases = pair_phases(&breaths);
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  attune_sync sync;
  terms.n_surrogates = 0;
  if (!CAN_COUNT) {
    g_test_skip("allocations cannot be counted under a sanitizer");
    return;
  }
  size_t before = allocations;
  g_free(g_malloc(100));
  g_assert_cmpuint(allocations, ==, before + 1); /* the counter counts */
  before = allocations;
  for (size_t i = 0; i < G_N_ELEMENTS(windows_s); i++) {
    phases.n = (size_t)(windows_s[i] / breaths.dt_s);
    attune_scorer_measure(scorer, &phases, &terms, &sync);
  }
  size_t after = allocations;
  g_assert_cmpuint(after, ==, before);
}

static void
test_quick(void)
{
  attune_phases phases = pair_phases(&breaths);
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  attune_sync sync;
  double best_s = 1.0;
  terms.n_surrogates = 0;
  phases.n = (size_t)(60.0 / breaths.dt_s);
  for (int i = 0; i < 50; i++) {
    gint64 start = g_get_monotonic_time();
    attune_scorer_measure(scorer, &phases, &terms, &sync);
    best_s = MIN(best_s, (double)(g_get_monotonic_time() - start) * 1e-6);
  }
  g_test_message("a window of 60 s takes %.3f ms", best_s * 1e3);
  if (CAN_COUNT) g_assert_cmpfloat(best_s, <, 2e-3);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  set_up();
  g_test_add_func("/sync/allocation/nothing-is-allocated", test_nothing_is_allocated);
  g_test_add_func("/sync/allocation/quick", test_quick);
  int code = g_test_run();
  attune_scorer_free(scorer);
  pair_clear(&breaths);
  return code;
}
