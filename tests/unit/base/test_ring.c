// SPDX-License-Identifier: GPL-3.0-or-later
/* The ring: order, fullness, wrap-around, and every message delivered between two threads. Run it
 * under ThreadSanitizer too: with wrong orderings it passes on x86 otherwise. */
#include "base/ring.h"

#include <glib.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>

typedef struct {
  uint64_t number;
  unsigned char pattern[53]; /* odd size: slots must not run into each other */
} message;

static message
make_message(uint64_t number)
{
  message m = {.number = number};
  for (size_t i = 0; i < sizeof m.pattern; i++) m.pattern[i] = (unsigned char)(number * 31 + i);
  return m;
}

static gboolean
is_whole(const message *m)
{
  message expected = make_message(m->number);
  return memcmp(m->pattern, expected.pattern, sizeof m->pattern) == 0;
}

static void
test_order_and_full(void)
{
  const struct {
    size_t asked, given;
  } sizes[] = {{1, 1}, {2, 2}, {3, 4}, {5, 8}, {64, 64}};
  for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
    attune_ring *ring = attune_ring_new(sizeof(message), sizes[s].asked);
    g_assert_cmpuint(attune_ring_capacity(ring), ==, sizes[s].given);
    uint64_t in = 0, out = 0;
    message m;
    for (int round = 0; round < 5; round++) {
      while (m = make_message(in), attune_ring_write(ring, &m)) in++;
      g_assert_cmpuint(in - out, ==, sizes[s].given);
      g_assert_cmpuint(attune_ring_count(ring), ==, sizes[s].given);
      g_assert_null(attune_ring_claim(ring));
      while (attune_ring_read(ring, &m)) {
        g_assert_cmpuint(m.number, ==, out++);
        g_assert_true(is_whole(&m));
      }
      g_assert_cmpuint(in, ==, out);
      g_assert_null(attune_ring_peek(ring));
    }
    attune_ring_write(ring, &m);
    attune_ring_reset(ring);
    g_assert_cmpuint(attune_ring_count(ring), ==, 0);
    attune_ring_free(ring);
  }
  attune_ring_free(NULL);
}

static void
test_in_place(void)
{
  attune_ring *ring = attune_ring_new(7, 2);
  for (unsigned char k = 0; k < 9; k++) {
    unsigned char *slot = attune_ring_claim(ring);
    g_assert_cmpuint((uintptr_t)slot % 16, ==, 0);
    memset(slot, k, 7);
    g_assert_null(attune_ring_peek(ring)); /* not there before it is committed */
    attune_ring_commit(ring);
    const unsigned char *got = attune_ring_peek(ring);
    g_assert_true(got == slot && got[0] == k && got[6] == k);
    attune_ring_release(ring);
  }
  attune_ring_free(ring);
}

#define N_MESSAGES 200000

/* In place with plain stores: those are what ThreadSanitizer surely watches; it may be told to look
 * away from memcpy. */
static gboolean
write_in_place(attune_ring *ring, uint64_t number)
{
  message *m = attune_ring_claim(ring);
  if (m == NULL) return FALSE;
  m->number = number;
  for (size_t i = 0; i < sizeof m->pattern; i++) m->pattern[i] = (unsigned char)(number * 31 + i);
  attune_ring_commit(ring);
  return TRUE;
}

static gboolean
write_copy(attune_ring *ring, uint64_t number)
{
  message m = make_message(number);
  return attune_ring_write(ring, &m);
}

static void *
write_all(void *data)
{
  attune_ring *ring = data;
  for (uint64_t k = 0; k < N_MESSAGES;) {
    if (k % 2 == 0 ? write_in_place(ring, k) : write_copy(ring, k))
      k++;
    else
      sched_yield();
  }
  return NULL;
}

/* Counts delivered messages, not loop turns: an idle reader would never end. */
static void
test_every_message_is_delivered(void)
{
  const size_t sizes[] = {1, 4, 128};
  for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
    attune_ring *ring = attune_ring_new(sizeof(message), sizes[s]);
    pthread_t writer;
    g_assert_cmpint(pthread_create(&writer, NULL, write_all, ring), ==, 0);
    for (uint64_t next = 0; next < N_MESSAGES;) {
      const message *m = attune_ring_peek(ring);
      if (m == NULL) {
        sched_yield();
        continue;
      }
      g_assert_cmpuint(m->number, ==, next++);
      g_assert_true(is_whole(m));
      g_assert_cmpuint(attune_ring_count(ring), <=, sizes[s]);
      attune_ring_release(ring);
    }
    pthread_join(writer, NULL);
    g_assert_cmpuint(attune_ring_count(ring), ==, 0);
    attune_ring_free(ring);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/base/ring/order-and-full", test_order_and_full);
  g_test_add_func("/base/ring/in-place", test_in_place);
  g_test_add_func("/base/ring/every-message-is-delivered", test_every_message_is_delivered);
  return g_test_run();
}
