// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_GATES_H
#define ATTUNE_LISTEN_GATES_H

/*
 * When the sound is not to be believed, and why (attune_unheard bits for each row).
 *
 * Every gate looks at the rows up to now, so that a live session and a recording agree. A gate
 * that closes stays closed for a short while after its cause has gone.
 *
 * Plain data, one thread, no allocation.
 */
#include "base/setup.h"
#include "listen/heard.h"
#include "listen/spectrum.h"

typedef struct attune_gates attune_gates;

attune_gates *attune_gates_new(attune_mics mics, double rate_hz);
void attune_gates_free(attune_gates *gates);
void attune_gates_reset(attune_gates *gates);

/** @return attune_unheard bits of this row */
uint32_t attune_gates_push(attune_gates *gates, const attune_spectrum_row *row);

#endif
