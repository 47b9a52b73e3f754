// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BASE_RING_H
#define ATTUNE_BASE_RING_H

/*
 * A ring of equal slots between one writing and one reading thread. Nobody waits: a full ring
 * refuses, an empty one says so. Slots are plain bytes, aligned to 16, written and read in place.
 */
#include <stdbool.h>
#include <stddef.h>

typedef struct attune_ring attune_ring;

/* --- Set-up: while no other thread uses the ring ------------------------------------------- */

/**
 * Makes a ring and touches all its memory, so that no page is first met in an audio callback.
 *
 * @param slot_bytes  size of a slot, > 0
 * @param n_slots     > 0, rounded up to a power of two
 * @return never NULL; free with attune_ring_free
 */
attune_ring *attune_ring_new(size_t slot_bytes, size_t n_slots);
void attune_ring_free(attune_ring *ring);

/** Empties it. */
void attune_ring_reset(attune_ring *ring);

/* --- The writing thread only; no lock, no allocation --------------------------------------- */

/** @return the next free slot to be filled, or NULL when the ring is full */
void *attune_ring_claim(attune_ring *ring);

/** Hands the claimed slot to the reader. */
void attune_ring_commit(attune_ring *ring);

/** Copies one slot in. @return false: full, nothing written */
bool attune_ring_write(attune_ring *ring, const void *slot);

/* --- The reading thread only; no lock, no allocation --------------------------------------- */

/** @return the oldest slot, the reader's own until it is released; NULL when the ring is empty */
void *attune_ring_peek(attune_ring *ring);

/** Gives the peeked slot back to the writer. */
void attune_ring_release(attune_ring *ring);

/** Copies the oldest slot out. @return false: empty, nothing read */
bool attune_ring_read(attune_ring *ring, void *slot);

/* --- Either thread -------------------------------------------------------------------------- */

/** How many slots hold something: exact for neither side, never more than the capacity. */
size_t attune_ring_count(const attune_ring *ring);
size_t attune_ring_capacity(const attune_ring *ring);

#endif
