// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_HEARD_H
#define ATTUNE_LISTEN_HEARD_H

#include <stdint.h>

/** Why a stretch of sound is not heard: bits, several may hold at once. */
typedef enum {
  ATTUNE_UNHEARD_SPEECH = 1u << 0,       /* somebody talks */
  ATTUNE_UNHEARD_CLIPPING = 1u << 1,     /* too loud for the microphone */
  ATTUNE_UNHEARD_SILENCE = 1u << 2,      /* digital silence: exact zeros, a switch is off */
  ATTUNE_UNHEARD_FILTERED = 1u << 3,     /* a noise filter sets the pauses to zero */
  ATTUNE_UNHEARD_TOO_QUIET = 1u << 4,    /* level under what the microphone can resolve */
  ATTUNE_UNHEARD_NOISE = 1u << 5,        /* a steady sound covers the breath */
  ATTUNE_UNHEARD_GAIN_JUMP = 1u << 6,    /* the microphone's level changed by itself */
  ATTUNE_UNHEARD_DEAD_CHANNEL = 1u << 7, /* one of two channels is silent */
  ATTUNE_UNHEARD_COPIES = 1u << 8,       /* two channels are copies of each other */
  ATTUNE_UNHEARD_GAP = 1u << 9,          /* sound was lost before this row */
  ATTUNE_UNHEARD_BUMP = 1u << 10         /* a key, a knock: a short transient */
} attune_unheard;

#define ATTUNE_UNHEARD_KINDS 11
#define ATTUNE_UNHEARD_ALL ((1u << ATTUNE_UNHEARD_KINDS) - 1u)

/** Bits that keep a row from being used for breath. Not COPIES: copies are one good microphone,
    so only a set-up of two channels must give way (to single), not the row. */
#define ATTUNE_UNHEARD_EXCLUDES (ATTUNE_UNHEARD_ALL & ~(uint32_t)ATTUNE_UNHEARD_COPIES)

/** Bits that are not worth a word to anybody unless they come often (a fifth of the time). */
#define ATTUNE_UNHEARD_WORDLESS ((uint32_t)ATTUNE_UNHEARD_BUMP)

/** Short name of bit number `kind` (0..ATTUNE_UNHEARD_KINDS-1): "talking", "clipping", ... */
const char *attune_unheard_name(unsigned kind);

#endif
