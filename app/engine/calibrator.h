// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_ENGINE_CALIBRATOR_H
#define ATTUNE_ENGINE_CALIBRATOR_H

/*
 * Gathers the solo parts as spectra and makes of them all that the live part needs: the array
 * front, the noise floor, both voices, the rehearsal.
 *
 * One thread. Adding a row does not allocate but for growth (about 2.5 MB for 40 s).
 */
#include "breath/calibration.h"
#include "breath/rehearsal.h"
#include "listen/floor.h"
#include "listen/front.h"
#include "listen/heard.h"

typedef struct attune_calibrator attune_calibrator;

/** What calibration made. */
typedef struct {
  attune_front front;
  float floor[ATTUNE_MAX_FEATURES]; /* power */
  attune_voice voice[ATTUNE_PARTNERS];
  attune_segmentation segmentation[ATTUNE_PARTNERS];
  attune_calibration_outcome outcome[ATTUNE_PARTNERS];
  attune_rehearsal rehearsal; /* only when both outcomes are ATTUNE_CALIBRATED */
} attune_calibration;

attune_calibrator *attune_calibrator_new(attune_mics mics);
void attune_calibrator_free(attune_calibrator *calibrator);

/** Forgets one partner's solo part and begins it anew at start_s. */
void attune_calibrator_begin(attune_calibrator *calibrator, attune_partner partner, double start_s);

/** @param unheard  attune_unheard bits of the row */
void attune_calibrator_add(attune_calibrator *calibrator, attune_partner partner,
                           const attune_spectrum_row *row, uint32_t unheard);

/** Whether a solo part of this partner was gathered at all. */
bool attune_calibrator_has(const attune_calibrator *calibrator, attune_partner partner);

/** Learns. Needs both solo parts; about 0.5 s of work. */
void attune_calibrator_learn(attune_calibrator *calibrator, double guide_in_s, double guide_out_s,
                             const attune_tracker_terms *terms, attune_calibration *result);

/** Gives the last 30 s of heard solo rows to a floor tracker, so that it starts warm. */
void attune_calibrator_warm(const attune_calibrator *calibrator, const attune_front *front,
                            attune_floor *floor);

#endif
