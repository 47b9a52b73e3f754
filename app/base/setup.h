// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BASE_SETUP_H
#define ATTUNE_BASE_SETUP_H

#include <stdbool.h>

/** The two people. Index of every per-partner array in the program. */
typedef enum { ATTUNE_A = 0, ATTUNE_B = 1, ATTUNE_PARTNERS = 2 } attune_partner;

/** How the microphones stand: one per partner, a laptop's stereo pair, or a single one. */
typedef enum { ATTUNE_MICS_TWO, ATTUNE_MICS_ARRAY, ATTUNE_MICS_SINGLE } attune_mics;

/** "two", "array" or "single"; static storage. */
const char *attune_mics_name(attune_mics mics);

/**
 * Reads a set-up by its name.
 *
 * @param name       text or NULL
 * @param[out] mics  untouched when the name is unknown
 * @return whether the name is known
 */
bool attune_mics_parse(const char *name, attune_mics *mics);

#endif
