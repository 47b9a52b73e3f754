// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_PAIR_H
#define ATTUNE_BREATH_PAIR_H

/*
 * The joint account of the sound: how likely is a row of features when A is at class i and B at
 * class j of their cycles?
 *
 * With powers over the pauses a = 10^(muA/10) - n0 and b likewise, every pair predicts
 * 10 log10(n0 + a + b) with covariance wa wa' SA + wb wb' SB + wn wn' Ss/2 + 1.5 dB^2, w = each
 * share of the power. Multivariate Student t with 8 degrees of freedom: residuals have heavy
 * tails. The log-likelihood is tempered by lambda, because residuals stay correlated
 * for about a second: one burst is one observation, not ten (ours; measured in tests/bench).
 *
 * All inverses are made once, in _new. One thread may evaluate at a time.
 */
#include "breath/voice.h"

#define ATTUNE_PAIRS (ATTUNE_CLASSES * ATTUNE_CLASSES)

typedef struct {
  float temper;        /* lambda, 0..1 per row */
  float loudness_db;   /* sd of a whole breath's level, added to each voice's covariance */
  float extra_var_db2; /* what no template explains, per feature */
} attune_pair_terms;

#define ATTUNE_PAIR_TERMS_DEFAULTS ((attune_pair_terms){0.08f, 2.0f, 1.5f})

typedef struct attune_pair attune_pair;

/** @param voice_a,voice_b  the same number of features; copied */
attune_pair *attune_pair_new(const attune_voice *voice_a, const attune_voice *voice_b,
                             const attune_pair_terms *terms);
void attune_pair_free(attune_pair *pair);

/**
 * Log-likelihood (natural, untempered, up to a constant) of rows for every pair of classes.
 *
 * @param rows      [n_rows], n_rows <= ATTUNE_PAIR_BATCH
 * @param[out] log_l  [n_rows x ATTUNE_PAIRS], index i_a * ATTUNE_CLASSES + j_b
 */
#define ATTUNE_PAIR_BATCH 8
void attune_pair_evaluate(const attune_pair *pair, const attune_features *rows, unsigned n_rows,
                          float *log_l);

/**
 * Evidence from log-likelihoods: min(1, e^(temper (l - max l))) + 1e-5.
 *
 * @param[out] evidence  [ATTUNE_PAIRS]; may be log_l itself
 */
void attune_pair_temper(const float *log_l, float temper, float *evidence);

/** Evidence of A's classes given what is believed of B: sum_j e(i, j) b(j). */
void attune_pair_evidence_a(const float *evidence, const float *classes_b, float *evidence_a);
void attune_pair_evidence_b(const float *evidence, const float *classes_a, float *evidence_b);

/**
 * How different exchanging the two partners would look: mean over pairs of phases of
 * d' S^-1 d with d = mean(i, j) - mean(j, i). Under about 8 who is who is a guess.
 */
double attune_pair_separability(const attune_pair *pair);

#endif
