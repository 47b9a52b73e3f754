// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_LISTEN_PLAN_H
#define ATTUNE_COMMAND_LISTEN_PLAN_H

/* What `attune listen` does when: from its options to the engine's script. */
#include "command/analyze_plan.h"
#include "engine/engine.h"

/** The options as they were given; NULL for those that were not. Borrowed. */
typedef struct {
  const char *device, *file; /* which source; neither: the default microphone, or the couple */
  gboolean is_demo;
  const char *mics, *solo_a, *solo_b, *guide, *seed, *scenario, *duration;
} attune_listen_options;

/** The session laid out in time. */
typedef struct {
  attune_analyze_request request; /* with has_live; as `analyze` would be asked afterwards */
  double duration_s;              /* of the whole session */
  double guide_after_s;           /* the guide starts this long after a solo part does */
} attune_listen_plan;

/**
 * Opens the source that was asked for. May take some seconds.
 *
 * @return a stopped source in real time, free with attune_source_free; NULL with
 *         ATTUNE_COMMAND_ERROR_USAGE or ATTUNE_AUDIO_ERROR_*
 */
attune_source *attune_listen_open(const attune_listen_options *options, GError **error);

/**
 * Lays the session out: a quiet moment, A alone, B alone, both. Without --solo-a and --solo-b the
 * times are those of the simulated couple; shorter than 40 s in all there are no solo parts.
 *
 * @param source  open; its channels and length decide what was not asked for
 * @return FALSE with ATTUNE_COMMAND_ERROR_USAGE or _INPUT
 */
gboolean attune_listen_lay_out(const attune_listen_options *options, const attune_source *source,
                               attune_listen_plan *plan, GError **error);

/** The engine's settings for that plan. `source` is taken over by the engine made of it. */
attune_engine_config attune_listen_config(const attune_listen_plan *plan, attune_source *source);

#endif
