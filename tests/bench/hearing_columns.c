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
    {"live_deg", "live error, °", BENCH_MEDIAN_WORST, FIELD(live.error_deg), MOST(12, 12, 14)},
    {"smoothed_deg", "smoothed error, °", BENCH_MEDIAN_WORST, FIELD(smoothed.error_deg),
     MOST(8, 8, 9)},
    {"usual_deg", "usual method turned to fit, °", BENCH_MEDIAN_WORST, FIELD(usual.error_deg),
     NONE},
    {"sure_live", "sure and wrong, live, %", BENCH_PERCENT, FIELD(live.sure_share), MOST(3, 3, 4)},
    {"sure_smoothed", "smoothed, %", BENCH_PERCENT, FIELD(smoothed.sure_share), MOST(1.5, 1.5, 2)},
    {"slip_usual", "usual method turned to fit, %", BENCH_PERCENT, FIELD(usual.slip_share), NONE},
    {"inside_live", "truth inside the spread, live", BENCH_SHARE, FIELD(live.in_share),
     WITHIN(0.60, 0.76)},
    {"inside_smoothed", "smoothed", BENCH_SHARE, FIELD(smoothed.in_share), WITHIN(0.60, 0.76)},
};

static const bench_column score[] = {
    {"withheld", "no score though due", BENCH_COUNT, FIELD(withheld), NONE},
    {"undue", "score though not due", BENCH_COUNT, FIELD(undue), NONE},
    {"alignment_error",
     "alignment error, points",
     BENCH_MEDIAN_WORST,
     FIELD(score.error_points),
     {{NAN, 6, 20}, {NAN, 6, 20}, {NAN, 8, 25}}},
    {"alignment_error_all", "withheld scores counted", BENCH_MEDIAN_WORST,
     FIELD(thought.error_points), NONE},
    {"alignment_error_usual", "usual method", BENCH_MEDIAN_WORST, FIELD(usual_score.error_points),
     NONE},
    {"alignment_error_turned", "turned to fit", BENCH_MEDIAN_WORST,
     FIELD(turned_score.error_points), NONE},
    {"lag_error_deg", "lag error, °", BENCH_MEDIAN_WORST, FIELD(score.lag_error_deg),
     MOST(6, 6, 8)},
    {"lag_error_usual_deg", "usual method, °", BENCH_MEDIAN_WORST, FIELD(usual_score.lag_error_deg),
     NONE},
    {"locking_lost", "locking lost", BENCH_MEDIAN, FIELD(score.locking_lost), NONE},
    {"locking_lost_usual", "usual method", BENCH_MEDIAN, FIELD(usual_score.locking_lost), NONE},
    {"above_chance", "strangers above chance", BENCH_COUNT, FIELD(score.above_chance),
     MOST(5, 5, 5)},
    {"above_chance_usual", "usual method", BENCH_COUNT, FIELD(usual_score.above_chance), NONE},
};

static const bench_column presence[] = {
    {"heard", "heard while breathing", BENCH_SHARE, FIELD(heard), LEAST(0.95, 0.93, 0.90)},
    {"ghost", "heard while silent", BENCH_SHARE, FIELD(ghost), MOST(0.05, 0.07, 0.10)},
    {"coverage", "coverage", BENCH_SHARE, FIELD(coverage), NONE},
    {"octaves", "rate an octave off, %", BENCH_PERCENT, FIELD(octaves), MOST(1, 1, 2)},
    {"octaves_usual", "usual method, %", BENCH_PERCENT, FIELD(usual_octaves), NONE},
    {"rehearsal_deg", "rehearsal error, °", BENCH_MEDIAN_WORST, FIELD(rehearsal_deg), NONE},
};

const bench_chapter bench_chapters[3] = {
    {"Phase", phase, G_N_ELEMENTS(phase)},
    {"Score", score, G_N_ELEMENTS(score)},
    {"Presence and rate", presence, G_N_ELEMENTS(presence)},
};
