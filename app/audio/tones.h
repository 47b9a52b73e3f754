// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_TONES_H
#define ATTUNE_AUDIO_TONES_H

/*
 * The guide for closed eyes: a sound that rises with the in-breath and falls with the out-breath,
 * and a bell. It stays out of the 200-7000 Hz in which breaths are heard:
 *
 * - AIR lies between 7.7 and 11 kHz, a soft rustle of many faint partials. Every laptop's
 *   loudspeaker plays it, and what it distorts lies higher still.
 * - LOW is a sine of 65-104 Hz, for headphones and real loudspeakers. A laptop's cannot play it,
 *   and what it makes of it, the harmonics, would be heard among the breaths.
 *
 * The bell has no such manners: it is for when nobody listens any more.
 *
 * Plain memory, no allocation but in _new: made for an audio callback.
 */
#include <stddef.h>
#include <stdint.h>

typedef enum { ATTUNE_TONES_OFF, ATTUNE_TONES_AIR, ATTUNE_TONES_LOW } attune_tones_kind;

/** Where the guide is at one moment. */
typedef struct {
  int64_t at_ns;    /* of the monotonic clock */
  double phase_rad; /* 0 = in-breath begins, pi = out-breath begins; NaN = silent */
  double rate_per_min;
  double in_share; /* 0..1 of the cycle is in-breath */
  double volume;   /* 0..1 */
  attune_tones_kind kind;
} attune_tones_cue;

typedef struct attune_tones attune_tones;

/** @param rate_hz  of the samples, 32000..192000 */
attune_tones *attune_tones_new(double rate_hz);
void attune_tones_free(attune_tones *tones);

/** Follows this cue from now on: softly, in phase and in loudness. */
void attune_tones_follow(attune_tones *tones, const attune_tones_cue *cue);

/** Strikes the bell, at 0..1 of its volume. */
void attune_tones_strike(attune_tones *tones, double volume);

/**
 * Makes sound, full scale = 1; its peaks stay under 0.5.
 *
 * @param now_ns        when the first frame sounds, on the cue's clock
 * @param[out] samples  [n_frames]
 */
void attune_tones_process(attune_tones *tones, int64_t now_ns, float *samples, size_t n_frames);

#endif
