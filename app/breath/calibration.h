// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_CALIBRATION_H
#define ATTUNE_BREATH_CALIBRATION_H

/*
 * A solo part becomes a voice: segment it, let the onsets found be the origin of the phase
 * (0 = in-breath begins, in_fraction = out-breath begins), learn the templates on that phase.
 */
#include "breath/segmentation.h"
#include "breath/voice.h"

typedef enum {
  ATTUNE_CALIBRATED,
  ATTUNE_CALIBRATION_TOO_SHORT,  /* under 15 s of heard sound */
  ATTUNE_CALIBRATION_TOO_FAINT,  /* bursts hardly rise over the pauses */
  ATTUNE_CALIBRATION_NO_RHYTHM,  /* fewer than three breaths, or none near the guide's pace */
  ATTUNE_CALIBRATION_UNHEARD,    /* more than half of it could not be heard */
  ATTUNE_CALIBRATION_NO_POLARITY /* nobody guided, and in-breath and out-breath are too alike */
} attune_calibration_outcome;

/** A gentle sentence for each outcome; NULL for ATTUNE_CALIBRATED; static storage. */
const char *attune_calibration_text(attune_calibration_outcome outcome);

/**
 * @param rows        [n_rows] features of the solo part
 * @param[out] voice  filled unless TOO_SHORT
 * @param[out] turns  [n_rows] position in the cycle of each row, 0..1, NaN where unknown
 * @param[out] segmentation  what was found
 */
attune_calibration_outcome attune_calibrate(const attune_features *rows, size_t n_rows, unsigned n,
                                            const attune_solo_guide *guide, attune_voice *voice,
                                            double *turns, attune_segmentation *segmentation);

#endif
