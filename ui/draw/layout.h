// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_LAYOUT_H
#define ATTUNE_UI_DRAW_LAYOUT_H

/* What goes where in the figure, from 320 px wide to a full screen. All in px. */
#include "draw/circles.h"

typedef struct {
  double x, y, width, height; /* px */
} attune_box;

typedef enum {
  ATTUNE_LAYOUT_RINGS,
  ATTUNE_LAYOUT_RIBBONS,
  ATTUNE_LAYOUT_WORDS,
  ATTUNE_LAYOUT_SOLO /* one ring and words */
} attune_layout_view;

/** A box without height is not shown. */
typedef struct {
  attune_point middle; /* of the rings */
  double half_px;      /* half the side of their square */
  attune_box words, ribbons;
  attune_box bar[3]; /* WORDS: partner, partner, guide */
  double word_px;    /* size of the words' letters */
  double line_px;    /* width of a ring's line */
} attune_layout;

/**
 * @param width_px, height_px  all there is, > 0
 * @param text_px   size of the usual text, > 0; nothing is written smaller
 * @param is_quiet  the figure alone
 */
attune_layout attune_layout_make(double width_px, double height_px, double text_px,
                                 attune_layout_view view, bool is_quiet);

#endif
