// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_TWIN_H
#define ATTUNE_AUDIO_TWIN_H

/*
 * Two devices as one source of two channels: the first device's sound (its channels mixed) is
 * channel 0, the second's channel 1, on the first one's clock.
 *
 * Two devices start at different moments and their clocks run apart by up to some 300 millionths.
 * Both clocks are measured against the machine's (audio/drift.h); the second is resampled with a
 * ratio that follows slowly, so that the two stay together within 10 ms (what the sound system
 * itself delays one more than the other is not known and comes on top).
 *
 * Sound that one of them lost is lost for both: first_frame jumps. When one device is gone, read
 * says LOST; a start begins both anew.
 */
#include "audio/source.h"
#include "base/clock.h"

/**
 * @param first, second  stopped sources, taken over
 * @param clock          the machine's clock, or a test's
 * @return a stopped source, never NULL, free with attune_source_free
 */
attune_source *attune_twin_source_new(attune_source *first, attune_source *second,
                                      const attune_clock *clock);

/** What is known of the two clocks. The reading thread. */
typedef struct {
  double drift_ppm;    /* the second's rate over its own claim, less the first's, in millionths */
  double error_s;      /* how far the second is from where it should be; positive: it lags */
  unsigned n_restarts; /* how often the two had to be laid together anew */
} attune_twin_health;

attune_twin_health attune_twin_source_health(const attune_source *source);

#endif
