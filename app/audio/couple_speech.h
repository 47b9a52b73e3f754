// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_SPEECH_H
#define ATTUNE_AUDIO_COUPLE_SPEECH_H

/*
 * Sound that has what a gate for speech looks for: a pitch that glides, formants that move from
 * syllable to syllable, hissing consonants, 3-6 syllables a second. No words. After the cascade
 * formant synthesiser of Klatt (1980), much reduced.
 */
#include "audio/couple_chance.h"

typedef struct {
  double rate_hz, pitch_hz;
  double cycle;            /* 0..1 of the glottal cycle */
  double left_s, length_s; /* of this syllable */
  double hiss_s;           /* consonant at its begin */
  double formant_hz[3], target_hz[3], glide;
  double tone; /* pitch of this syllable against the voice's */
  float source, source2, y1[3], y2[3], hiss1, hiss2;
  GRand *rand; /* borrowed */
  attune_couple_white white;
} attune_couple_speech;

attune_couple_speech attune_couple_speech_make(double rate_hz, double pitch_hz, GRand *rand);

/** Adds one step of speech, RMS near `level`, to out. */
void attune_couple_speech_add(attune_couple_speech *speech, float level, float *out);

#endif
