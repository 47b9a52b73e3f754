// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_CIRCLES_H
#define ATTUNE_UI_DRAW_CIRCLES_H

/*
 * Where the rings lie, and what they make together. Plain geometry: pixels, x to the right, y down;
 * angles in radians, 0 to the right, growing clockwise as cairo's do.
 */
#include "base/setup.h"

typedef struct {
  double x, y;
} attune_point;

typedef struct {
  attune_point centre; /* px */
  double radius_px;
} attune_circle_px;

/** How far a breath has filled, 0..1: 0 where the in-breath begins, 1 where the out-breath begins,
 * slow at both ends. NaN gives NaN. */
double attune_size_of_phase(double phase_rad);

/** The three rings. */
typedef struct {
  attune_circle_px ring[ATTUNE_PARTNERS];
  attune_circle_px guide;
  double reach_px; /* nothing of the rings lies farther from the middle */
} attune_rings;

/**
 * Lays out the rings in a square around the middle. The nearer the two are, the more their rings
 * lie on each other. The guide is the ring that two partners who breathe with it just fill.
 *
 * @param half_px    half the square's side
 * @param size       [2] 0..1 how far each breath has filled
 * @param guide      0..1, the guide's
 * @param closeness  0..1
 */
attune_rings attune_rings_make(attune_point middle, double half_px, const double *size,
                               double guide, double closeness);

/** The overlap of two circles: two arcs between the same two points. */
typedef struct {
  double from_rad[2], to_rad[2]; /* the arc of each circle, from < to */
  attune_point corner[2];
  double area_px;   /* square pixels */
  bool is_whole[2]; /* this circle lies wholly in the other: the lens is this circle */
  bool is_empty;
} attune_lens;

attune_lens attune_lens_of(const attune_circle_px *a, const attune_circle_px *b);

/** Dashes that close evenly around a circle: `n` of them, and the gap after each. */
typedef struct {
  int n;
  double dash_px, gap_px;
} attune_dashes;

/** @param dash_share  0..1 of each dash and gap is dash */
attune_dashes attune_dashes_around(double radius_px, int n, double dash_share);

/** The four corners of a diamond mark, clockwise from the top. */
void attune_diamond(attune_point middle, double half_px, attune_point corner[4]);

#endif
