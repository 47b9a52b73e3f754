// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_ENGINE_FRAME_H
#define ATTUNE_ENGINE_FRAME_H

/* The one message out of the analysis: plain data, no pointers, copied by value between threads. */
#include "base/setup.h"
#include "breath/breath.h"
#include "listen/heard.h"
#include "sync/sync.h"

/** The parts of a session, in their order. */
typedef enum {
  ATTUNE_PART_WAIT,   /* sound is read, levels are shown, nothing is learnt */
  ATTUNE_PART_SOLO_A, /* A breathes with the guide, B keeps still */
  ATTUNE_PART_SOLO_B,
  ATTUNE_PART_LIVE, /* both breathe */
  ATTUNE_PART_DONE
} attune_part;

typedef struct {
  double t_s; /* middle of the row, seconds since the stream began */
  attune_part part;
  double part_s;                         /* seconds since this part began */
  uint32_t unheard;                      /* attune_unheard bits: why this row does not count */
  float level_dbfs[ATTUNE_PARTNERS];     /* loudness of channel 0 / 1, RMS; -200 = digital zero */
  attune_breath breath[ATTUNE_PARTNERS]; /* causal: what is known now; phase NaN outside LIVE */
  attune_sync sync;                      /* of the last 60 s, renewed once a second in LIVE */
} attune_frame;

#endif
