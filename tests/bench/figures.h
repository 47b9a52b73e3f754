// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_FIGURES_H
#define ATTUNE_BENCH_FIGURES_H

/*
 * How far what was told lies from the truth, for one recording. Plain numbers, NaN = does not
 * apply. Rows in which the program says "not heard", the first 6 s, and rows in which the partner
 * truly does not breathe are left out of every phase figure.
 */
#include "baseline.h"

/** Of one set of phases: what a live session shows, the diary's, or the usual method's. */
typedef struct {
  double error_deg;  /* median |phase error| of each partner, mean of both */
  double worse_deg;  /* of the worse partner */
  double slip_share; /* of rows off by more than 60 degrees */
  double sure_share; /* of rows off by more than 60 degrees while the stated spread is under 40 */
  double in_share;   /* of rows whose error is under the stated spread */
} bench_phase_figures;

/** Of one score. */
typedef struct {
  double alignment;     /* points, 0..100 */
  double error_points;  /* against the same scorer on the true phases */
  double locking;       /* 0..1 */
  double locking_lost;  /* true locking less this one, only where the true one is over 0.6 */
  double lag_error_deg; /* only where the true locking is over 0.6 */
  double above_chance;  /* 1: p < 0.05; only of strangers, and only with a score */
} bench_score_figures;

typedef struct {
  bench_phase_figures live, smoothed, usual;
  bench_score_figures score;        /* as reported; NaN without a score */
  bench_score_figures thought;      /* what it would have been had it not been withheld */
  bench_score_figures usual_score;  /* the usual method as it comes */
  bench_score_figures turned_score; /* and with its phases turned to fit the truth */
  double usual_plv;
  double truth_points; /* alignment of the true phases */
  double reason;       /* attune_sync_reason */
  double withheld; /* 1: no score though both truly breathe for 70 % of the time; NaN = not due */
  double undue;    /* 1: a score though they do not; NaN = due */
  double coverage; /* as reported, 0..1 */
  double heard, ghost; /* share of breathing / silent (after 6 s) rows called present, live */
  double octaves, usual_octaves; /* share of 60 s windows whose rate is an octave off, 0..1 */
  double rehearsal_deg, swap_share;
  double verdict; /* 0 "not", 1 "a little", 2 "well"; NaN when there was no rehearsal */
} bench_figures;

/**
 * Compares a take with its truth. Without loudness the usual method's figures stay NaN.
 *
 * @param is_strangers  whether the rhythms are independent
 */
bench_figures bench_measure(const bench_take *take, bool is_strangers);

#endif
