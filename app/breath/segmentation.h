// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_SEGMENTATION_H
#define ATTUNE_BREATH_SEGMENTATION_H

/*
 * Where in-breaths and out-breaths begin in a solo part, from the sound itself.
 *
 * The rows are explained by the cyclic chain in-breath, pause, out-breath, pause, each with an
 * explicit duration (hidden semi-Markov model, Viterbi; Yu 2010, Artificial Intelligence
 * 174:215). The guide only says roughly when; sound, durations and order say exactly when, and
 * how far the partner follows late. Several starts; the best final score wins.
 */
#include "listen/features.h"

#include <stdbool.h>
#include <stddef.h>

#define ATTUNE_MAX_ONSETS 160

/** When the guide of a solo part breathes. */
typedef struct {
  double start_s; /* its first in-breath begins, stream time; NaN = nobody guided */
  double in_s;    /* 1..15; without a guide a guess at the usual breath */
  double out_s;   /* 1..15 */
} attune_solo_guide;

/** What a row was taken for. */
typedef enum {
  ATTUNE_SEG_IN,
  ATTUNE_SEG_PAUSE_IN,
  ATTUNE_SEG_OUT,
  ATTUNE_SEG_PAUSE_OUT
} attune_seg;

typedef struct {
  unsigned n_in, n_out;
  double in_s[ATTUNE_MAX_ONSETS];  /* in-breath onsets, stream time, rising */
  double out_s[ATTUNE_MAX_ONSETS]; /* out-breath onsets */
  double late_s;                   /* how far the partner follows the guide, seconds; 0 without */
  double jitter_s;                 /* mean |deviation| of in-onsets from that */
  double contrast_in_db,
      contrast_out_db; /* level of the bursts over the pauses, mean of features */
  double score;
  double polarity; /* without a guide: how clearly in and out are told apart, > 0; about 1 is a
                      guess */
} attune_segmentation;

/**
 * @param rows    [n_rows] features of the solo part, 96 ms apart
 * @param n       features in each row
 * @param[out] label  [n_rows] attune_seg of each row
 * @return false when there are too few rows for one breath
 *
 * Allocates its tables. About 5 ms for 40 s.
 */
bool attune_segment(const attune_features *rows, size_t n_rows, unsigned n,
                    const attune_solo_guide *guide, unsigned char *label,
                    attune_segmentation *result);

#endif
