// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_TRAIL_H
#define ATTUNE_UI_DRAW_TRAIL_H

/* The last minute of both breaths, as points of two ribbons, and the stretches that do not count.
 */
#include "draw/circles.h"

#include <stdint.h>

/** Rows and gaps that are remembered: a bit over a minute of rows each 96 ms. */
#define ATTUNE_TRAIL_ROWS 720
#define ATTUNE_TRAIL_GAPS 24

/** One moment. */
typedef struct {
  int64_t at_us;
  float size[ATTUNE_PARTNERS]; /* 0..1; NaN = unknown */
  float guide;                 /* 0..1; NaN = none */
} attune_trail_row;

/** A stretch that was left out, and the word for it; still going on when until_us is 0. */
typedef struct {
  int64_t from_us, until_us;
  char why[24];
} attune_trail_gap;

typedef struct {
  attune_trail_row row[ATTUNE_TRAIL_ROWS];
  attune_trail_gap gap[ATTUNE_TRAIL_GAPS];
  unsigned n_rows, n_gaps; /* ever */
} attune_trail;

void attune_trail_clear(attune_trail *trail);

/** Adds a row; earlier than the last is left away. */
void attune_trail_add(attune_trail *trail, const attune_trail_row *row);

/** From now_us on nothing counts, because `why`; NULL: it counts again. Saying it twice is fine. */
void attune_trail_mark_gap(attune_trail *trail, const char *why, int64_t now_us);

/** A piece of screen for the ribbons: `last_s` seconds end at its right edge. */
typedef struct {
  double x, y, width, height; /* px */
  double last_s;
  int64_t now_us;
} attune_trail_frame;

/**
 * One curve as lines; where the breath is unknown it breaks.
 *
 * @param curve       0, 1: a partner; 2: the guide
 * @param[out] point  [ATTUNE_TRAIL_ROWS] px; x is NaN where a new line begins
 * @return how many
 */
unsigned attune_trail_curve(const attune_trail *trail, const attune_trail_frame *frame, int curve,
                            attune_point *point);

/** A gap in the frame. @return whether gap number i (0 = the newest) can be seen; its left and
 * right edge in px, and its word (borrowed) */
bool attune_trail_gap_at(const attune_trail *trail, const attune_trail_frame *frame, unsigned i,
                         double *left_px, double *right_px, const char **why);

/**
 * Slanting lines that fill a rectangle, for a pattern that also greyscale shows.
 *
 * @param x_px, y_px, width_px, height_px  the rectangle
 * @param step_px      between two lines, along x; the lines stand still on the screen
 * @param[out] line    [most x 2] ends
 * @return how many lines
 */
unsigned attune_hatch(double x_px, double y_px, double width_px, double height_px, double step_px,
                      attune_point (*line)[2], unsigned most);

#endif
