// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_MODEL_TROUBLE_H
#define ATTUNE_MODEL_TROUBLE_H

/*
 * What stands between two people and being heard: one trouble at a time, the most telling one.
 *
 * The rows' bits flicker; words must not. A trouble shows when its bit held for most of the last
 * moments and goes when it has been away for a while. Plain data, one thread, no allocation. What
 * is said of each trouble stands in ui/words/.
 */
#include "engine/frame.h"

typedef enum {
  ATTUNE_TROUBLE_NONE,

  /* Of the microphone; told by whoever opens it. */
  ATTUNE_TROUBLE_NO_DEVICE,   /* there is none */
  ATTUNE_TROUBLE_BUSY,        /* it cannot be opened */
  ATTUNE_TROUBLE_UNPLUGGED,   /* it went away while it was heard */
  ATTUNE_TROUBLE_INTERRUPTED, /* the computer slept */

  /* Of the sound; told by this file. */
  ATTUNE_TROUBLE_MUTED,       /* silence, and the desktop says that it is muted */
  ATTUNE_TROUBLE_SILENT,      /* exact zeros: a switch is off */
  ATTUNE_TROUBLE_ONE_CHANNEL, /* one of two channels is silent */
  ATTUNE_TROUBLE_COPIES,      /* two channels carry the same */
  ATTUNE_TROUBLE_FILTERED,    /* a noise filter is on */
  ATTUNE_TROUBLE_TOO_QUIET,
  ATTUNE_TROUBLE_TOO_LOUD,
  ATTUNE_TROUBLE_NOISE, /* a steady sound covers the breath */
  ATTUNE_TROUBLE_GAIN,  /* the level changed by itself */
  ATTUNE_TROUBLE_TALKING,
  ATTUNE_TROUBLE_BUMPS, /* knocks in more than a fifth of the time */

  /* Of the two; told by this file in a live part. */
  ATTUNE_TROUBLE_NOT_SEPARABLE,
  ATTUNE_TROUBLE_A_UNHEARD, /* for 15 s, while B is heard */
  ATTUNE_TROUBLE_B_UNHEARD,
  ATTUNE_TROUBLE_HOLDING, /* nobody breathes audibly for 20 s */
  ATTUNE_TROUBLE_FAST,    /* somebody breathes very fast for 30 s */

  ATTUNE_N_TROUBLES
} attune_trouble;

/** One word for logs and tests; static storage. */
const char *attune_trouble_name(attune_trouble trouble);

typedef struct {
  bool muted;     /* set by the owner: the desktop says so */
  bool separable; /* set by the owner: the rehearsal could tell the two apart */
  double last_s;
  float share[ATTUNE_UNHEARD_KINDS]; /* of the last moments, 0..1 */
  bool is_on[ATTUNE_UNHEARD_KINDS];
  double unheard_s[ATTUNE_PARTNERS]; /* seconds of fine sound without this partner, in a row */
  double fast_s[ATTUNE_PARTNERS];    /* seconds of very fast breath, in a row */
} attune_trouble_watch;

/** As new; `muted` false, `separable` true. */
void attune_trouble_watch_reset(attune_trouble_watch *watch);

/** Takes a frame, in the order they come. Frames may be lost. */
void attune_trouble_watch_hear(attune_trouble_watch *watch, const attune_frame *frame);

/** What is to be said now; NONE when all is well. */
attune_trouble attune_trouble_watch_tell(const attune_trouble_watch *watch);

#endif
