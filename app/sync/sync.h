// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_SYNC_SYNC_H
#define ATTUNE_SYNC_SYNC_H

/*
 * How well two breaths go together: one input, one result (DESIGN.md section 4).
 * Unknown numbers are NaN, never 0. Angles: positive = A leads.
 */
#include "base/setup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Two phases side by side on one even time grid. Borrowed; float arrays of length n. */
typedef struct {
  size_t n;
  double t0_s, dt_s;                       /* time of the first sample, step (0.02..0.5 s) */
  const float *phase_rad[ATTUNE_PARTNERS]; /* [0, 2 pi) or NaN */
  const float *weight[ATTUNE_PARTNERS];    /* 0..1 resultant length of the phase's posterior;
                                              0 = this partner is not heard here */
} attune_phases;

/** The conditions under which a number may be said. */
typedef struct {
  double min_duration_s; /* 60 */
  unsigned min_breaths;  /* 6, each partner */
  double min_coverage;   /* 0.70 */
  bool guided;           /* both followed the same guide: no word about chance */
  unsigned n_surrogates; /* 0 = leave chance out (live); else >= 200 */
  uint64_t seed;         /* of the surrogates */
} attune_sync_terms;

#define ATTUNE_SYNC_TERMS_DEFAULTS                                                                 \
  (attune_sync_terms)                                                                              \
  {                                                                                                \
    60.0, 6, 0.70, false, 500, 1                                                                   \
  }

/** Why there is no score. */
typedef enum {
  ATTUNE_REASON_NONE,
  ATTUNE_REASON_TOO_SHORT,     /* under min_duration_s */
  ATTUNE_REASON_FEW_BREATHS,   /* under min_breaths of one partner */
  ATTUNE_REASON_LOW_COVERAGE,  /* both were heard for too small a share of the time */
  ATTUNE_REASON_NOT_SEPARABLE, /* the rehearsal could not tell the two apart */
  ATTUNE_REASON_NOT_CALIBRATED /* a solo part failed */
} attune_sync_reason;

/** A gentle sentence for each reason; NULL for NONE; static storage, untranslated. */
const char *attune_sync_reason_text(attune_sync_reason reason);

typedef struct {
  attune_sync_reason reason;
  double coverage;                      /* 0..1 share of the window in which both were heard */
  double rate_per_min[ATTUNE_PARTNERS]; /* median of the breaths */
  unsigned breaths[ATTUNE_PARTNERS];    /* in-breaths while present */
  double present[ATTUNE_PARTNERS];      /* 0..1 share of the window */
  double alignment;                     /* 0..100 */
  double locking;                       /* R, 0..1 */
  double ppc;                           /* -1/(N-1)..1 */
  double lag_rad;                       /* mu, (-pi, pi] */
  double lag_s;
  double lag_error_rad;       /* standard error of lag_rad */
  int leader;                 /* ATTUNE_A, ATTUNE_B or -1: no leader */
  double coherence;           /* gamma^2 at the shared peak, 0..1 */
  double coherence_threshold; /* its alpha = 0.05 chance level */
  double coherence_freq_hz;
  double fft_lag_rad; /* cross-spectral lag at that peak */
  double chance_p95;  /* 95th percentile of the surrogates' alignment */
  double p_value;     /* rank of the alignment among them */
} attune_sync;

/** Takes a score back and gives the reason; coverage, presence, breaths and rates stay. */
void attune_sync_withdraw(attune_sync *sync, attune_sync_reason reason);

/** Nothing is known yet: every number NaN, TOO_SHORT. */
void attune_sync_forget(attune_sync *sync);

typedef struct attune_scorer attune_scorer;

/**
 * Makes a scorer: FFT plans, tapers and surrogate memory, reused from call to call.
 *
 * @param max_samples  longest attune_phases.n it will be given
 */
attune_scorer *attune_scorer_new(size_t max_samples);
void attune_scorer_free(attune_scorer *scorer);

/**
 * Scores one window. Deterministic: the same phases, terms and seed give the same numbers.
 * Does not allocate when n_surrogates == 0. Any one thread at a time.
 *
 * `reason` != NONE leaves alignment, locking, ppc, lag, leader, coherence, fft lag and chance
 * unknown (NaN, -1); coverage, presence, breaths and rates are always filled where they exist.
 */
void attune_scorer_measure(attune_scorer *scorer, const attune_phases *phases,
                           const attune_sync_terms *terms, attune_sync *sync);

#endif
