// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_DRAW_COLOURS_H
#define ATTUNE_UI_DRAW_COLOURS_H

/*
 * The colours of the two and of what they share. Colour only helps: circle and diamond, solid and
 * dashed, left and right say who is who. Okabe & Ito (2008), chosen so that everybody can tell
 * them.
 */
#include "base/setup.h"

/** Not premultiplied, 0..1, sRGB. */
typedef struct {
  double r, g, b, a; /* 0..1 */
} attune_colour;

typedef struct {
  attune_colour partner[ATTUNE_PARTNERS];
  attune_colour shared; /* the lens, and the light around both */
  attune_colour core;   /* the heart of the lens, when they are close */
  attune_colour guide, text, quiet_text, hatch;
  attune_colour paper;   /* what the window's own background is taken to be */
  double light;          /* 0..1, strength of the light that fills the rings */
  bool is_high_contrast; /* no light, thicker lines */
} attune_colours;

attune_colours attune_colours_for(bool is_dark, bool is_high_contrast);

/** The same colour with its opacity times `share`, 0..1. */
attune_colour attune_colour_fade(attune_colour colour, double share);

/** Between two colours: 0 = one, 1 = other. */
attune_colour attune_colour_mix(attune_colour one, attune_colour other, double share);

/** Contrast ratio 1..21 of two opaque colours, WCAG 2.2. */
double attune_colour_contrast_ratio(attune_colour one, attune_colour other);

#endif
