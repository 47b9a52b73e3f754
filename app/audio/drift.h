// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_DRIFT_H
#define ATTUNE_AUDIO_DRIFT_H

/*
 * A microphone's own clock, as the machine's clock sees it: time = origin + frame / true rate.
 *
 * Frames are noticed late by anything from nothing to tens of milliseconds, never early. So only
 * the least late notice of each second counts, and a straight line is laid through those of the
 * last 90 s by Theil and Sen's median of slopes (Sen 1968, JASA 63:1379), which a few odd moments
 * do not move. One thread; no allocation after new.
 */
#include <stddef.h>
#include <stdint.h>

typedef struct attune_drift attune_drift;

/** @param rate_hz  what the device says of itself, 8000..192000 */
attune_drift *attune_drift_new(double rate_hz);
void attune_drift_free(attune_drift *drift);
void attune_drift_reset(attune_drift *drift);

/**
 * Tells that all frames before `frame` had come by `time_ns`. Both must not go back.
 *
 * A line is there from the first notice on, with the device's own rate until 8 s are seen.
 */
void attune_drift_push(attune_drift *drift, uint64_t frame, int64_t time_ns);

/** Frames a second by the machine's clock; within 0.2 % of what the device says. */
double attune_drift_rate_hz(const attune_drift *drift);

/** The moment of a frame, ns; NaN before the first push. */
double attune_drift_time_ns(const attune_drift *drift, double frame);

/** The frame of a moment, may be negative; NaN before the first push. */
double attune_drift_frame(const attune_drift *drift, double time_ns);

#endif
