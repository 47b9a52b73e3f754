// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_LIGHT_H
#define ATTUNE_UI_DRAW_LIGHT_H

/*
 * The soft light of the figure: each ring glows from its rim inwards, the lens fills, and a halo
 * around both grows as they come together.
 */
#include "draw/circles.h"
#include "draw/colours.h"

#include <stddef.h>
#include <stdint.h>

/** Widest picture, in its own pixels. */
#define ATTUNE_LIGHT_MOST 1400

typedef struct {
  attune_rings rings;               /* all at the height of the middle */
  attune_point middle;              /* px, as the rings */
  double half_px;                   /* half the side of the square that the picture covers */
  double presence[ATTUNE_PARTNERS]; /* 0..1: each ring's own light */
  double closeness;                 /* 0..1: light of the lens and of the halo */
  const attune_colours *colours;    /* borrowed */
} attune_light;

/** Half the side, px, of a square around the middle beyond which there is no light to see, for a
 * closeness of 0..1. */
double attune_light_reach_px(const attune_rings *rings, double closeness);

/**
 * Paints the light. It is smooth: it is worked out for blocks of pixels, and a fixed grain hides
 * the steps between them. No allocation.
 *
 * @param side         2..MOST pixels, even: of the picture's own
 * @param block        1..4 pixels are one in each direction; divides side / 2
 * @param[out] pixel   [side x side], rows from the top; premultiplied, opacity in the highest byte,
 *                     then red, green, blue
 */
void attune_light_paint(const attune_light *light, int side, int block, uint32_t *pixel);

#endif
