// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_TESTS_LISTEN_SOUNDS_H
#define ATTUNE_TESTS_LISTEN_SOUNDS_H

/* Sounds for the listen room's tests, and the way from sound to rows and gates. */
#include "listen/gates.h"
#include "listen/spectrum.h"

#include <glib.h>

/** Interleaved sound that grows to any length. */
typedef struct {
  double rate_hz;
  unsigned n_channels;
  size_t n_frames;
  float *samples;
} sound;

sound *sound_new(double rate_hz, unsigned n_channels, double duration_s);
void sound_free(sound *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sound, sound_free)

/** Adds Gaussian noise of the given rms to one channel. */
void sound_add_white(sound *s, unsigned channel, double rms, guint32 seed);

/** Adds pink noise (-3 dB per octave, 20 Hz and up) of the given rms to one channel. */
void sound_add_pink(sound *s, unsigned channel, double rms, guint32 seed);

/** Adds breaths, 12 a minute: an in-breath of 600-3500 Hz and a louder out-breath of 250-1800 Hz;
    `rms` is that of the out-breath at its loudest. */
void sound_add_breath(sound *s, unsigned channel, double rms, guint32 seed);

/** Adds a sine. */
void sound_add_sine(sound *s, unsigned channel, double amplitude, double hz);

/** Adds a voice that says "aa" for 0.25 s three times a second between two times: a glottal pulse
    train gliding about `pitch_hz` through three formants. */
void sound_add_voice(sound *s, unsigned channel, double rms, double pitch_hz, double from_s,
                     double to_s);

/** Multiplies one channel between two times. */
void sound_scale(sound *s, unsigned channel, double gain, double from_s, double to_s);

/** Rounds to steps of `step`. */
void sound_quantise(sound *s, double step);

/** Rows of the sound, pushed in blocks of `block` frames (0: random lengths). */
GArray *sound_rows(const sound *s, unsigned n_heard, size_t block);

/** Gate bits of every row, as guint32. */
GArray *rows_gate(const GArray *rows, attune_mics mics, double rate_hz);

/** Share of rows between two times that have one of the bits. */
double share_of(const GArray *rows, const GArray *bits, guint32 mask, double from_s, double to_s);

/** Middle of the first row at or after `from_s` with one of the bits; infinity if none. */
double first_time(const GArray *rows, const GArray *bits, guint32 mask, double from_s);

#endif
