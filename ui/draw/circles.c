// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/circles.h"

#include "base/circle.h"

#include <math.h>

/* In half sides of the square. */
#define REACH 0.94      /* the fullest rings, from the middle */
#define APART 0.43      /* from the middle to a ring's centre: they hardly touch when full ... */
#define TOGETHER 0.13   /* ... or lie on each other */
#define EMPTY_SHARE 0.5 /* an empty ring's radius against a full one's */
#define GUIDE_AIR 0.02

double
attune_size_of_phase(double phase_rad)
{
  return 0.5 - 0.5 * cos(phase_rad);
}

attune_rings
attune_rings_make(attune_point middle, double half_px, const double *size, double guide,
                  double closeness)
{
  double way = closeness * closeness * (3.0 - 2.0 * closeness);
  double aside = half_px * (APART + (TOGETHER - APART) * way);
  double full = half_px * REACH - aside;
  attune_rings rings = {.reach_px = half_px * (REACH + GUIDE_AIR)};
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    rings.ring[p].centre = (attune_point){middle.x + (p == ATTUNE_A ? -aside : aside), middle.y};
    rings.ring[p].radius_px = full * (EMPTY_SHARE + (1.0 - EMPTY_SHARE) * size[p]);
  }
  rings.guide.centre = middle;
  rings.guide.radius_px =
      aside + full * (EMPTY_SHARE + (1.0 - EMPTY_SHARE) * guide) + GUIDE_AIR * half_px;
  return rings;
}

static attune_lens
lens_inside(const attune_circle_px *a, const attune_circle_px *b)
{
  attune_lens lens = {.is_empty = false};
  int inner = a->radius_px <= b->radius_px ? 0 : 1;
  const attune_circle_px *c = inner == 0 ? a : b;
  lens.is_whole[inner] = true;
  lens.to_rad[inner] = ATTUNE_TAU;
  lens.area_px = ATTUNE_PI * c->radius_px * c->radius_px;
  lens.corner[0] = lens.corner[1] = (attune_point){c->centre.x + c->radius_px, c->centre.y};
  return lens;
}

/* Area of the part of a circle beyond a chord at `to_chord` from its centre. */
static double
segment_area(double radius, double half_angle)
{
  return radius * radius * (half_angle - sin(half_angle) * cos(half_angle));
}

attune_lens
attune_lens_of(const attune_circle_px *a, const attune_circle_px *b)
{
  double dx = b->centre.x - a->centre.x, dy = b->centre.y - a->centre.y, d = hypot(dx, dy);
  double ra = a->radius_px, rb = b->radius_px;
  if (d >= ra + rb || ra <= 0.0 || rb <= 0.0) return (attune_lens){.is_empty = true};
  if (d <= fabs(ra - rb)) return lens_inside(a, b);
  double to_chord = (d * d + ra * ra - rb * rb) / (2.0 * d); /* from a, along the line to b */
  double half_a = acos(fmin(1.0, fmax(-1.0, to_chord / ra)));
  double half_b = acos(fmin(1.0, fmax(-1.0, (d - to_chord) / rb)));
  double towards = atan2(dy, dx);
  attune_lens lens = {.is_empty = false};
  lens.from_rad[0] = towards - half_a, lens.to_rad[0] = towards + half_a;
  lens.from_rad[1] = towards + ATTUNE_PI - half_b, lens.to_rad[1] = towards + ATTUNE_PI + half_b;
  for (int i = 0; i < 2; i++) {
    double angle = i == 0 ? lens.from_rad[0] : lens.to_rad[0];
    lens.corner[i] = (attune_point){a->centre.x + ra * cos(angle), a->centre.y + ra * sin(angle)};
  }
  lens.area_px = segment_area(ra, half_a) + segment_area(rb, half_b);
  return lens;
}

attune_dashes
attune_dashes_around(double radius_px, int n, double dash_share)
{
  double both = ATTUNE_TAU * radius_px / n;
  return (attune_dashes){n, both * dash_share, both * (1.0 - dash_share)};
}

void
attune_diamond(attune_point middle, double half_px, attune_point corner[4])
{
  corner[0] = (attune_point){middle.x, middle.y - half_px};
  corner[1] = (attune_point){middle.x + half_px, middle.y};
  corner[2] = (attune_point){middle.x, middle.y + half_px};
  corner[3] = (attune_point){middle.x - half_px, middle.y};
}
