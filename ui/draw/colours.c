// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/colours.h"

#include <math.h>

#define RGB(hex)                                                                                   \
  {                                                                                                \
    ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex)&255) / 255.0, 1.0              \
  }

static const attune_colours LIGHT = {
    .partner = {RGB(0x0072b2), RGB(0xd55e00)},
    .shared = RGB(0x8d5f96),
    .core = RGB(0xfff2ea),
    .guide = {0.18, 0.22, 0.26, 0.42},
    .text = RGB(0x2b333b),
    .quiet_text = {0.17, 0.20, 0.23, 0.72},
    .hatch = {0.17, 0.20, 0.23, 0.30},
    .paper = RGB(0xfafafa),
    .light = 0.8,
};

static const attune_colours DARK = {
    .partner = {RGB(0x56b4e9), RGB(0xe69f00)},
    .shared = RGB(0xd9b98f),
    .core = RGB(0xfff8ea),
    .guide = {0.86, 0.90, 0.94, 0.42},
    .text = RGB(0xe8edf0),
    .quiet_text = {0.91, 0.93, 0.94, 0.72},
    .hatch = {0.91, 0.93, 0.94, 0.30},
    .paper = RGB(0x242424),
    .light = 1.0,
};

attune_colours
attune_colours_for(bool is_dark, bool is_high_contrast)
{
  attune_colours colours = is_dark ? DARK : LIGHT;
  colours.is_high_contrast = is_high_contrast;
  if (!is_high_contrast) return colours;
  attune_colour ink = is_dark ? (attune_colour)RGB(0xffffff) : (attune_colour)RGB(0x000000);
  colours.guide = attune_colour_fade(ink, 0.8);
  colours.text = colours.quiet_text = ink;
  colours.hatch = attune_colour_fade(ink, 0.7);
  if (!is_dark) colours.partner[ATTUNE_A] = (attune_colour)RGB(0x004b76);
  if (!is_dark) colours.partner[ATTUNE_B] = (attune_colour)RGB(0x9a3f00);
  colours.light *= 0.35;
  return colours;
}

attune_colour
attune_colour_fade(attune_colour colour, double share)
{
  colour.a *= share;
  return colour;
}

attune_colour
attune_colour_mix(attune_colour one, attune_colour other, double share)
{
  double keep = 1.0 - share;
  return (attune_colour){keep * one.r + share * other.r, keep * one.g + share * other.g,
                         keep * one.b + share * other.b, keep * one.a + share * other.a};
}

static double
linear(double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4);
}

static double
luminance(attune_colour c)
{
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

double
attune_colour_contrast_ratio(attune_colour one, attune_colour other)
{
  double a = luminance(one), b = luminance(other);
  return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}
