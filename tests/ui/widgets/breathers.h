// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_TESTS_UI_BREATHERS_H
#define ATTUNE_TESTS_UI_BREATHERS_H

/* Two breathers whose rows are known, and a clock that stands where it is put. */
#include "base/clock.h"
#include "widgets/attune-figure.h"

typedef struct {
  attune_clock base;
  gint64 now_us;
} test_clock;

test_clock test_clock_make(gint64 now_us);

/** What the figure should be told: rates per minute, lag of B in radians. */
typedef struct {
  const char *name;
  double rate_a, rate_b, lag_rad;
  double closeness;
  double spread_rad;
  gboolean a_away, b_away, unsure, no_guide, demo, paused, has_gap;
} breathers;

/** The row at t_s, which speaks of the moment row_us. */
AttuneFigureInput breathers_row(const breathers *pair, double t_s, gint64 row_us);

/** Tells the figure `from_s` to `to_s`, a row each 96 ms, 0.2 s late, and puts the clock to to_s.
 */
void breathers_tell(const breathers *pair, AttuneFigure *figure, test_clock *clock, double from_s,
                    double to_s);

#endif
