// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_PIXELS_H
#define ATTUNE_UI_DRAW_PIXELS_H

/*
 * Rings and marks, painted straight into pixels: each pixel's share of a line follows from its
 * distance to it. Where no graphics processor draws, this costs a tenth of stroking paths.
 */
#include "draw/circles.h"
#include "draw/colours.h"

#include <stdint.h>

/** A picture: premultiplied, opacity in the highest byte, then red, green, blue. */
typedef struct {
  uint32_t *pixel; /* [height x width], rows from the top */
  int width, height;
  attune_point origin; /* px of the figure, at the picture's top left corner */
  double scale;        /* the picture's pixels in one px of the figure */
} attune_pixels;

/**
 * A ring's line around a circle, over what is there.
 *
 * @param line_px  its width
 * @param n        dashes with round ends; 0 = one line
 * @param share    0..1 of each dash and gap is dash
 */
void attune_pixels_ring(attune_pixels *to, const attune_circle_px *ring, double line_px, int n,
                        double share, attune_colour colour);

/** A filled disc, and a diamond on its corner. @param half_px  from the middle to the edge or to a
 * corner */
void attune_pixels_disc(attune_pixels *to, attune_point middle, double half_px,
                        attune_colour colour);
void attune_pixels_diamond(attune_pixels *to, attune_point middle, double half_px,
                           attune_colour colour);

#endif
