// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_SYNC_PAIRING_H
#define ATTUNE_SYNC_PAIRING_H

/*
 * Two breaths of one window, prepared once for all metrics. Filled by the scorer; read by metrics.
 * Times and lengths without a unit suffix are in samples of the window.
 */
#include "sync/onsets.h"
#include "sync/sync.h"

/** One partner's breath. */
typedef struct {
  float *weight;  /* [n] 0 = not heard */
  float *re, *im; /* [n] weight e^(i phase); 0 where not heard */
  attune_onset *onset;
  size_t n_onsets;
  size_t n_heard;       /* samples heard */
  double cycles;        /* breaths' worth of phase travelled */
  double median_breath; /* median length of a whole breath; NaN when there is none */
} attune_strand;

/** The relative phase theta = phase A - phase B at the in-breaths of both. */
typedef struct {
  size_t n_samples;            /* in-breaths of A and of B where both were heard */
  size_t n_breaths;            /* N: the smaller of the two counts */
  double mean_re, mean_im;     /* z = mean e^(i theta); NaN when there are no samples */
  double double_re, double_im; /* mean e^(2 i theta) */
} attune_relation;

/** What the spectra of the two breath curves share. */
typedef struct {
  double gamma2, threshold, freq_hz, lag_rad; /* NaN = unknown */
} attune_coherence;

/** What two strangers with these breaths would score. */
typedef struct {
  double alignment_p95, p_value; /* NaN = unknown */
} attune_chance;

typedef struct {
  size_t n;
  double dt_s;
  attune_strand strand[ATTUNE_PARTNERS];
  size_t n_both; /* samples in which both were heard */
  double span;   /* one breath of the pair: geometric mean of the medians; NaN = unknown */
  attune_relation relation;
  attune_coherence coherence;
  attune_chance chance;
  double *sum_re, *sum_im; /* [n + 1] room for running sums */
} attune_pairing;

/** Makes room for windows of up to `max_samples`. */
void attune_pairing_init(attune_pairing *pairing, size_t max_samples);
void attune_pairing_clear(attune_pairing *pairing);

/** One partner's part: room for `max_samples`. */
void attune_strand_init(attune_strand *strand, size_t max_samples);
void attune_strand_clear(attune_strand *strand);

/**
 * Finds both strands and their relation; leaves coherence and chance unknown. No allocation; time
 * in proportion to the window.
 */
void attune_pairing_prepare(attune_pairing *pairing, const attune_phases *phases);

/**
 * Relative phase of two strands of n samples at their in-breaths, each averaged over one breath:
 *
 *   u_t = sum over |s - t| <= span / 2 of wA wB e^(i (phase A - phase B)),  theta = arg u_t
 *
 * Averaging takes out what is the same in every breath (the in:out ratio, the shape of an
 * estimator's errors) before the angle is taken; it neither shrinks locked pairs nor lifts
 * strangers.
 *
 * @param span            length of the average, > 0
 * @param sum_re, sum_im  [n + 1] room to work in
 */
attune_relation attune_relate(const attune_strand *a, const attune_strand *b, size_t n, double span,
                              double *sum_re, double *sum_im);

#endif
