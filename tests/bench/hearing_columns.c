// SPDX-License-Identifier: GPL-3.0-or-later
#include "hearing_columns.h"

#include "figures.h"

#include <glib.h>
#include <math.h>

#define FIELD(name) offsetof(bench_figures, name)
#define NONE                                                                                       \
  {                                                                                                \
    {NAN, NAN, NAN}, {NAN, NAN, NAN},                                                              \
    {                                                                                              \
      NAN, NAN, NAN                                                                                \
    }                                                                                              \
  }
#define MOST(two, array, single)                                                                   \
  {                                                                                                \
    {NAN, two, NAN}, {NAN, array, NAN},                                                            \
    {                                                                                              \
      NAN, single, NAN                                                                             \
    }                                                                                              \
  }
#define LEAST(two, array, single)                                                                  \
  {                                                                                                \
    {two, NAN, NAN}, {array, NAN, NAN},                                                            \
    {                                                                                              \
      single, NAN, NAN                                                                             \
    }                                                                                              \
  }
#define WITHIN(low, high)                                                                          \
  {                                                                                                \
    {low, high, NAN}, {low, high, NAN},                                                            \
    {                                                                                              \
      low, high, NAN                                                                               \
    }                                                                                              \
  }

static const bench_column phase[] = {
    {"live error, °", BENCH_MEDIAN_WORST, FIELD(live.error_deg), MOST(12, 12, 14)},
    {"smoothed error, °", BENCH_MEDIAN_WORST, FIELD(smoothed.error_deg), MOST(8, 8, 9)},
    {"usual method turned to fit, °", BENCH_MEDIAN_WORST, FIELD(usual.error_deg), NONE},
    {"sure and wrong, live, %", BENCH_PERCENT, FIELD(live.sure_share), MOST(3, 3, 4)},
    {"smoothed, %", BENCH_PERCENT, FIELD(smoothed.sure_share), MOST(1.5, 1.5, 2)},
    {"usual method turned to fit, %", BENCH_PERCENT, FIELD(usual.slip_share), NONE},
    {"truth inside the spread, live", BENCH_SHARE, FIELD(live.in_share), WITHIN(0.60, 0.76)},
    {"smoothed", BENCH_SHARE, FIELD(smoothed.in_share), WITHIN(0.60, 0.76)},
};

static const bench_column score[] = {
    {"no score though due", BENCH_COUNT, FIELD(withheld), NONE},
    {"score though not due", BENCH_COUNT, FIELD(undue), NONE},
    {"alignment error, points",
     BENCH_MEDIAN_WORST,
     FIELD(score.error_points),
     {{NAN, 6, 20}, {NAN, 6, 20}, {NAN, 8, 25}}},
    {"withheld scores counted", BENCH_MEDIAN_WORST, FIELD(thought.error_points), NONE},
    {"usual method", BENCH_MEDIAN_WORST, FIELD(usual_score.error_points), NONE},
    {"turned to fit", BENCH_MEDIAN_WORST, FIELD(turned_score.error_points), NONE},
    {"lag error, °", BENCH_MEDIAN_WORST, FIELD(score.lag_error_deg), MOST(6, 6, 8)},
    {"usual method, °", BENCH_MEDIAN_WORST, FIELD(usual_score.lag_error_deg), NONE},
    {"locking lost", BENCH_MEDIAN, FIELD(score.locking_lost), NONE},
    {"usual method", BENCH_MEDIAN, FIELD(usual_score.locking_lost), NONE},
    {"strangers above chance", BENCH_COUNT, FIELD(score.above_chance), MOST(5, 5, 5)},
    {"usual method", BENCH_COUNT, FIELD(usual_score.above_chance), NONE},
};

static const bench_column presence[] = {
    {"heard while breathing", BENCH_SHARE, FIELD(heard), LEAST(0.95, 0.93, 0.90)},
    {"heard while silent", BENCH_SHARE, FIELD(ghost), MOST(0.05, 0.07, 0.10)},
    {"coverage", BENCH_SHARE, FIELD(coverage), NONE},
    {"rate an octave off, %", BENCH_PERCENT, FIELD(octaves), MOST(1, 1, 2)},
    {"usual method, %", BENCH_PERCENT, FIELD(usual_octaves), NONE},
    {"rehearsal error, °", BENCH_MEDIAN_WORST, FIELD(rehearsal_deg), NONE},
};

const bench_chapter bench_chapters[3] = {
    {"Phase", phase, G_N_ELEMENTS(phase)},
    {"Score", score, G_N_ELEMENTS(score)},
    {"Presence and rate", presence, G_N_ELEMENTS(presence)},
};
