// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_POINTER_H
#define ATTUNE_BREATH_POINTER_H

/*
 * One partner's bar pointer: a hidden Markov chain over phase, tempo and rest.
 *
 * Whiteley, Cemgil & Godsill (2006), ISMIR, "Bayesian modelling of temporal structure in musical
 * audio": a pointer moves through the cycle with the tempo, the tempo diffuses. Ours adds one rest
 * state per tempo (holding, silent, gone), entered mostly late in the cycle and left into phase 0.
 * A class is what the sound can tell apart: one of the phases, or rest.
 *
 * Plain arithmetic on memory of the caller; any one thread; no allocation; deterministic.
 */
#include "breath/breath.h"

#define ATTUNE_PHASES 40
#define ATTUNE_CLASSES (ATTUNE_PHASES + 1) /* the last class is rest */
#define ATTUNE_REST ATTUNE_PHASES
#define ATTUNE_TEMPI 24 /* log-spaced, 3.9-31 breaths/min */

/** The constants of the chain, per row of 96 ms. */
typedef struct {
  float tempo_diffusion; /* share that moves to the neighbouring tempi, half to each */
  float tempo_jump;      /* share that moves to any tempo */
  float rest_late;       /* to rest from the last fifth of the cycle */
  float rest_early;      /* to rest from elsewhere */
  float wake;            /* from rest to phase 0 */
} attune_pointer_terms;

#define ATTUNE_POINTER_TERMS_DEFAULTS                                                              \
  ((attune_pointer_terms){0.03f, 0.0005f, 0.001f, 0.0003f, 0.003f})

/** Probabilities of all states; rows of tempi, so that the tempi of a class lie side by side. */
typedef union {
  float p[ATTUNE_CLASSES][ATTUNE_TEMPI];
  float flat[ATTUNE_CLASSES * ATTUNE_TEMPI];
} attune_belief;

/** Rate of tempo k, breaths per minute. */
float attune_tempo_rate_per_min(unsigned k);

/** Half at rest, half anywhere in the cycle, every tempo alike; sums to 1. */
void attune_belief_start(attune_belief *belief);

/** Anywhere in the cycle with tempi around a rate (log-normal, sd in ln units); no rest. */
void attune_belief_start_near(attune_belief *belief, float rate_per_min, float sd);

/** One step of time: what is believed of the next row before it is heard. `to` != `from`. */
void attune_belief_predict(const attune_belief *from, const attune_pointer_terms *terms,
                           attune_belief *to);

/** The same step backward: evidence of the next row's states as evidence of this row's. */
void attune_belief_retrodict(const attune_belief *from, const attune_pointer_terms *terms,
                             attune_belief *to);

/** @param[out] sum  [ATTUNE_CLASSES] probability of each class */
void attune_belief_classes(const attune_belief *belief, float *sum);

/** Weighs every class by its evidence and makes the sum 1. @param evidence [ATTUNE_CLASSES] >= 0 */
void attune_belief_weigh(attune_belief *belief, const float *evidence);

/** Makes the sum 1; a belief that has vanished becomes the start again. */
void attune_belief_normalise(attune_belief *belief);

/** Where each position of the cycle lies on the circle that is told: made once per voice. */
typedef struct {
  float cosine[ATTUNE_PHASES], sine[ATTUNE_PHASES];
  double in_fraction;    /* of the cycle, where the out-breath begins */
  double learnt_per_min; /* rate of the solo part */
} attune_phase_map;

/**
 * @param in_fraction  0.2..0.7 share of the cycle before the out-breath begins: the pointer is
 *                     linear in time, the phase that is told has pi at the out-breath's onset
 * @param learnt_per_min  rate at which the voice was learnt: at others the phase that is told is
 *                     corrected for the time by which sound follows the flow of air
 */
void attune_phase_map_fill(attune_phase_map *map, double in_fraction, double learnt_per_min);

/** Reads phase, spread, rate, presence and clarity out of a belief; `present` and `stage` are left
 * as they are. */
void attune_belief_read(const attune_belief *belief, const attune_phase_map *map,
                        attune_breath *breath);

/** The told phase (0 in, pi out; radians) of a pointer position in turns. */
double attune_told_phase(double turns, double in_fraction);

#endif
