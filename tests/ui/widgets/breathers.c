// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathers.h"

#include "base/circle.h"

#include <math.h>

#define LATE_S 0.2

static int64_t
now_of(const attune_clock *clock)
{
  return ((const test_clock *)clock)->now_us * 1000;
}

static void
sleep_never(const attune_clock *clock, int64_t duration_ns)
{
  (void)clock, (void)duration_ns;
}

test_clock
test_clock_make(gint64 now_us)
{
  return (test_clock){{now_of, sleep_never}, now_us};
}

/* Quicker in than out, as people breathe. */
static double
phase_at(double rate_per_min, double t_s, double lag_rad)
{
  double part = attune_wrap_tau(ATTUNE_TAU * rate_per_min / 60.0 * t_s - lag_rad) / ATTUNE_TAU;
  return part < 0.4 ? ATTUNE_PI * part / 0.4 : ATTUNE_PI * (1.0 + (part - 0.4) / 0.6);
}

AttuneFigureInput
breathers_row(const breathers *pair, double t_s, gint64 row_us)
{
  AttuneFigureInput row = {.clock_us = row_us,
                           .closeness = pair->closeness,
                           .is_demo = pair->demo,
                           .guide = {.phase_rad = phase_at(6.0, t_s, 0.0),
                                     .rate_per_min = 6.0,
                                     .in_share = 0.4,
                                     .opacity = 1.0,
                                     .is_shown = !pair->no_guide}};
  double rate[2] = {pair->rate_a, pair->rate_b};
  gboolean away[2] = {pair->a_away, pair->b_away};
  for (int p = 0; p < 2; p++)
    row.partner[p] = (AttuneFigurePartner){
        .phase_rad = away[p] ? NAN : phase_at(rate[p], t_s, p * pair->lag_rad),
        .rate_per_min = away[p] ? NAN : rate[p],
        .spread_rad = pair->spread_rad,
        .is_present = !away[p],
        .is_sure = !away[p] && !pair->unsure};
  return row;
}

void
breathers_tell(const breathers *pair, AttuneFigure *figure, test_clock *clock, double from_s,
               double to_s)
{
  gint64 start_us = clock->now_us - (gint64)(from_s * 1e6);
  for (double t_s = from_s; t_s <= to_s; t_s += 0.096) {
    clock->now_us = start_us + (gint64)(t_s * 1e6);
    if (pair->has_gap && t_s > to_s - 22.0)
      attune_figure_set_gap(figure, t_s < to_s - 16.0 ? "talking" : NULL);
    AttuneFigureInput row =
        breathers_row(pair, t_s - LATE_S, clock->now_us - (gint64)(LATE_S * 1e6));
    attune_figure_push(figure, &row);
  }
  clock->now_us = start_us + (gint64)(to_s * 1e6);
}
