// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_SYNC_WAVEFORM_H
#define ATTUNE_SYNC_WAVEFORM_H

/*
 * From a breathing waveform (belt, airflow, CO2) to the phase of the breath.
 *
 * The waveform is laid on an even grid of 20 Hz, cleared of drift and noise (zero-phase band of
 * 0.05-0.7 Hz: the usual lower edge of 0.1 Hz would halve a breath of 6/min), and its turning
 * points are taken: trough = the in-breath begins (phase 0), peak = the out-breath begins (pi),
 * linear between. A swing counts only against the swings around it, so double humps and noise do
 * not make breaths. Any thread; allocates.
 */
#include <glib.h>

#define ATTUNE_WAVEFORM_LEAST_HZ 4.0
#define ATTUNE_WAVEFORM_MOST_HZ 1000.0
#define ATTUNE_WAVEFORM_HOLE_S 1.5 /* longer holes leave the phase unknown */

typedef struct {
  size_t n;
  const double *value;  /* [n] any unit; larger = fuller lungs; not finite = missing */
  const double *time_s; /* [n] not falling, finite; or NULL: even steps of 1 / rate_hz from 0 */
  double rate_hz;       /* read only when time_s is NULL */
} attune_waveform;

/**
 * Phase of the breath at start_s + (i + 0.5) step_s.
 *
 * @param inverted         larger = emptier lungs (CO2, some airflow sensors)
 * @param[out] phase_rad   [n_rows] [0, 2 pi), NaN where unknown: before the first turning point,
 *                         after the last, in holes, and in swings under 0.4 or over 12 s
 * @param[out] weight      [n_rows] 1, or 0 where unknown
 */
void attune_waveform_phase(const attune_waveform *waveform, gboolean inverted, double start_s,
                           double step_s, size_t n_rows, float *phase_rad, float *weight);

#endif
