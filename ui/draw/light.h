// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_LIGHT_H
#define ATTUNE_UI_DRAW_LIGHT_H

/*
 * The soft light of the figure, as a small picture that is drawn enlarged: each ring glows from its
 * rim inwards, the lens fills, and a halo around both grows as they come together. It is smooth, so
 * a small picture is enough and costs a fraction of a millisecond.
 */
#include "draw/circles.h"
#include "draw/colours.h"

#include <stddef.h>
#include <stdint.h>

/** Side of the picture, in its own pixels. */
#define ATTUNE_LIGHT_SIDE 176

typedef struct {
  attune_rings rings;
  attune_point middle;              /* px, as the rings */
  double half_px;                   /* half the side of the square that the picture covers */
  double presence[ATTUNE_PARTNERS]; /* 0..1: each ring's own light */
  double closeness;                 /* 0..1: light of the lens and of the halo */
  const attune_colours *colours;    /* borrowed */
} attune_light;

/**
 * Paints the light.
 *
 * @param[out] bgra  [SIDE x SIDE x 4], rows from the top; premultiplied blue, green, red, opacity:
 *                   the order of 32-bit ARGB words on little-endian machines. No allocation
 */
void attune_light_paint(const attune_light *light, uint8_t *bgra);

#endif
