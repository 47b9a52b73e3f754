// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_ENGINE_SELFCALIBRATION_H
#define ATTUNE_ENGINE_SELFCALIBRATION_H

/*
 * Two microphones and no solo parts: both voices from the live part itself.
 *
 * The rows are unmixed (breath/unmixing.h), each partner's period is guessed from the
 * autocorrelation of what is left, and the segmentation without a guide chooses between the two
 * readings of in-breath and out-breath. Weaker than solo parts: which burst is
 * the in-breath rests on usual lengths of breaths and pauses alone.
 */
#include "engine/calibrator.h"

/**
 * @param rows    [n_rows] features of the set-up "two", at least 60 s of them
 * @param front   of those rows
 * @param result  filled as by attune_calibrator_learn, without the floor
 */
void attune_self_calibrate(const attune_features *rows, size_t n_rows, const attune_front *front,
                           const attune_tracker_terms *terms, attune_calibration *result);

#endif
