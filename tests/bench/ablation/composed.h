// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_COMPOSED_H
#define ATTUNE_BENCH_COMPOSED_H

/*
 * The hearing put together from its parts, as the pipeline does, with one or more of its
 * improvements left out. Nothing left out gives what the pipeline gives (held by the bench itself).
 */
#include "scene.h"

/** What is left out. All false: as built. */
typedef struct {
  const char *name;
  bool tempering; /* likelihood tempered by 0.5 a row, not 0.08 */
  bool loudness;  /* no common loudness variance */
  bool origin;    /* phase origin and templates from the guide, not from the sound */
  bool rest;      /* rest is entered with 0.05 late in the cycle, 0.004 elsewhere, left with 0.03 */
  bool silence;   /* silent level the constant 10 log10 2 dB, its covariance 0 */
  bool floor;     /* noise floor of the calibration, never renewed */
} bench_without;

/** The rows of spectra of one couple: simulated once, heard many times. */
typedef struct bench_spectra bench_spectra;

/** Simulates a couple. @return free with bench_spectra_free */
bench_spectra *bench_spectra_new(const attune_couple_config *config);
void bench_spectra_free(bench_spectra *spectra);

/** Hears them. @return without loudness, free with bench_take_free */
bench_take *bench_take_composed(const bench_spectra *spectra, const bench_without *without);

#endif
