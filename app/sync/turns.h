// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_SYNC_TURNS_H
#define ATTUNE_SYNC_TURNS_H

/* Where a smooth breathing waveform turns: troughs and peaks, in turn. */
#include <glib.h>

typedef struct {
  double at;    /* samples, with fraction */
  double value; /* of the waveform there, in its own unit */
  gboolean is_peak;
} attune_turn;

/** A swing under this share of the whole recording's amplitude is never a breath. */
#define ATTUNE_TURN_LEAST_SHARE 0.1

/** Distance from the 10th to the 90th percentile of the known values; 0 when none is known. */
double attune_turns_amplitude(const double *x, size_t n);

/**
 * Finds the turning points of one stretch.
 *
 * Every swing of at least `least` is followed; then those under 0.35 of the swings around them
 * (their upper quartile, so that humps do not lower the bar) are taken out, smallest first, and
 * cycles under 1.8 s with them. Peaks and troughs alternate.
 *
 * @param x              [n] finite, smooth
 * @param least          smallest swing, same unit as x
 * @param[out] n_turns   how many
 * @return free with g_free; NULL when there are none
 */
attune_turn *attune_find_turns(const double *x, size_t n, double rate_hz, double least,
                               size_t *n_turns);

#endif
