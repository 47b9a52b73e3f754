// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_TESTS_FAKE_MICROPHONE_H
#define ATTUNE_TESTS_FAKE_MICROPHONE_H

/*
 * A microphone on a clock of the test's: its true rate differs from what it says, its sound is
 * noticed late and in bursts, and it can lose sound or go away. What it "hears" is the time: a
 * ramp, so that every single frame tells when it was recorded.
 */
#include "audio/source.h"
#include "base/clock.h"

typedef struct {
  attune_clock ops;
  int64_t now_ns;
} fake_clock;

void fake_clock_init(fake_clock *clock);

typedef struct {
  attune_source shared;
  const fake_clock *clock;
  double true_rate_hz, start_s; /* by the test's clock */
  double max_late_s;            /* how late a buffer may be noticed */
  double lose_from_s, lose_s;   /* sound lost from .. on, and how much of it */
  double gone_from_s;           /* infinity: never */
  GRand *random;
  gboolean is_running;
  uint64_t next_frame;
  double late_s; /* of the next buffer */
  float *buffer;
} fake_microphone;

#define FAKE_RAMP_S 20.0

/** Free with attune_source_free. Set the other fields before start. */
fake_microphone *fake_microphone_new(const fake_clock *clock, double rate_hz, double true_rate_hz,
                                     unsigned n_channels, guint32 seed);

#endif
