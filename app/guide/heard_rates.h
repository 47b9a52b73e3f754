// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_GUIDE_HEARD_RATES_H
#define ATTUNE_GUIDE_HEARD_RATES_H

/* The rates heard of the pair in the last seconds: one a second, however often they are told. */
#include "base/setup.h"

/** Seconds that are remembered. */
#define ATTUNE_HEARD_RATES_S 24

typedef struct {
  double rate_per_min[ATTUNE_PARTNERS]
                     [ATTUNE_HEARD_RATES_S]; /* of second s in slot s mod 24; NaN */
  long second;                               /* of the newest slot; -1 = none */
} attune_heard_rates;

void attune_heard_rates_reset(attune_heard_rates *rates);

/** Tells both rates at t_s seconds (rising); NaN = unknown, which does not take back a known one.
 */
void attune_heard_rates_add(attune_heard_rates *rates, double t_s, const double *rate_per_min);

/**
 * Median rates per minute of the last `last_s` whole seconds, for partners that were known in at
 * least `known_s` of them. Both: geometric mean of the two; any: of those known; fastest: the
 * higher one. NaN when not known.
 */
double attune_heard_rates_both(const attune_heard_rates *rates, int last_s, int known_s);
double attune_heard_rates_any(const attune_heard_rates *rates, int last_s, int known_s);
double attune_heard_rates_fastest(const attune_heard_rates *rates, int last_s, int known_s);

#endif
