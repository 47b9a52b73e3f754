// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ring.h"

#include <glib.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#define CACHE_LINE 64
#define SLOT_ALIGNMENT 16

/*
 * Both counters only rise; slot = counter modulo the capacity, full when they are a capacity
 * apart. Each side loads the other's counter (acquire: what that side did to the slots before is
 * seen), works on the slots, then stores its own (release: so that the other side sees the work).
 * The counters have a cache line each, so that the two threads do not fight over one.
 */
struct attune_ring {
  size_t slot_bytes, stride, mask;
  unsigned char *slots;
  _Alignas(CACHE_LINE) atomic_size_t n_written;
  _Alignas(CACHE_LINE) atomic_size_t n_read;
};

static size_t
round_up_to_power_of_two(size_t n)
{
  size_t power = 1;
  while (power < n) power *= 2;
  return power;
}

attune_ring *
attune_ring_new(size_t slot_bytes, size_t n_slots)
{
  g_assert(slot_bytes > 0 && n_slots > 0 && n_slots <= SIZE_MAX / 4);
  attune_ring *ring = g_aligned_alloc0(1, sizeof *ring, CACHE_LINE);
  size_t capacity = round_up_to_power_of_two(n_slots);
  ring->slot_bytes = slot_bytes;
  ring->stride = (slot_bytes + SLOT_ALIGNMENT - 1) / SLOT_ALIGNMENT * SLOT_ALIGNMENT;
  ring->mask = capacity - 1;
  ring->slots = g_aligned_alloc(capacity, ring->stride, CACHE_LINE);
  memset(ring->slots, 0, capacity * ring->stride);
  return ring;
}

void
attune_ring_free(attune_ring *ring)
{
  if (ring == NULL) return;
  g_aligned_free(ring->slots);
  g_aligned_free(ring);
}

void
attune_ring_reset(attune_ring *ring)
{
  atomic_store_explicit(&ring->n_written, 0, memory_order_relaxed);
  atomic_store_explicit(&ring->n_read, 0, memory_order_relaxed);
}

static void *
find_slot(attune_ring *ring, size_t counter)
{
  return ring->slots + (counter & ring->mask) * ring->stride;
}

void *
attune_ring_claim(attune_ring *ring)
{
  size_t n_written = atomic_load_explicit(&ring->n_written, memory_order_relaxed);
  size_t n_read = atomic_load_explicit(&ring->n_read, memory_order_acquire);
  return n_written - n_read > ring->mask ? NULL : find_slot(ring, n_written);
}

void
attune_ring_commit(attune_ring *ring)
{
  size_t n_written = atomic_load_explicit(&ring->n_written, memory_order_relaxed);
  atomic_store_explicit(&ring->n_written, n_written + 1, memory_order_release);
}

bool
attune_ring_write(attune_ring *ring, const void *slot)
{
  void *free_slot = attune_ring_claim(ring);
  if (free_slot == NULL) return false;
  memcpy(free_slot, slot, ring->slot_bytes);
  attune_ring_commit(ring);
  return true;
}

void *
attune_ring_peek(attune_ring *ring)
{
  size_t n_read = atomic_load_explicit(&ring->n_read, memory_order_relaxed);
  size_t n_written = atomic_load_explicit(&ring->n_written, memory_order_acquire);
  return n_written == n_read ? NULL : find_slot(ring, n_read);
}

void
attune_ring_release(attune_ring *ring)
{
  size_t n_read = atomic_load_explicit(&ring->n_read, memory_order_relaxed);
  atomic_store_explicit(&ring->n_read, n_read + 1, memory_order_release);
}

bool
attune_ring_read(attune_ring *ring, void *slot)
{
  const void *full_slot = attune_ring_peek(ring);
  if (full_slot == NULL) return false;
  memcpy(slot, full_slot, ring->slot_bytes);
  attune_ring_release(ring);
  return true;
}

size_t
attune_ring_count(const attune_ring *ring)
{
  /* The read counter first: the other way round the difference could come out negative. */
  size_t n_read = atomic_load_explicit(&ring->n_read, memory_order_acquire);
  size_t n_written = atomic_load_explicit(&ring->n_written, memory_order_acquire);
  return MIN(n_written - n_read, ring->mask + 1);
}

size_t
attune_ring_capacity(const attune_ring *ring)
{
  return ring->mask + 1;
}
