// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/layout.h"

#include <math.h>

#define LEAST_FOR_RIBBONS 360.0

static double
between(double low, double x, double high)
{
  return fmin(fmax(low, x), high);
}

static void
lay_out_rings(attune_layout *l, double width, double height, bool has_words, bool has_ribbons)
{
  double margin = between(12.0, 0.03 * fmin(width, height), 40.0);
  double side = fmin(width - 2.0 * margin, 920.0), words = has_words ? l->word_px * 1.5 : 0.0;
  bool fits = has_ribbons && height >= LEAST_FOR_RIBBONS;
  double ribbons = fits ? between(40.0, 0.1 * height, 110.0) : 0.0;
  double room = height - words - ribbons - (fits ? 2.0 * margin : 0.0);
  l->half_px = fmax(40.0, fmin(width - margin, room - margin) / 2.0);
  double spare = fmax(0.0, room - 2.0 * l->half_px);
  l->middle = (attune_point){width / 2.0, spare / 2.0 + l->half_px};
  double y = l->middle.y + l->half_px + spare / 4.0;
  l->words = (attune_box){0.0, y, width, words};
  double wide = fmax(side, fmin(width - 2.0 * margin, 2.2 * l->half_px));
  l->ribbons = (attune_box){(width - wide) / 2.0, y + words + margin, wide, ribbons};
}

static void
lay_out_ribbons(attune_layout *l, double width, double height)
{
  double margin = between(12.0, 0.04 * fmin(width, height), 48.0), words = l->word_px * 1.5;
  double room = height - words - 3.0 * margin, tall = fmin(room, fmax(0.26 * width, 140.0));
  double y = margin + (room - tall) / 2.0;
  l->ribbons = (attune_box){margin, y, width - 2.0 * margin, fmax(tall, 0.0)};
  l->words = (attune_box){0.0, y + tall + margin, width, words};
  l->middle = (attune_point){width / 2.0, y + tall / 2.0};
  l->half_px = tall / 2.0;
}

static void
lay_out_words(attune_layout *l, double width, double height)
{
  double wide = fmin(0.8 * width, 640.0), bar = between(10.0, 0.035 * height, 26.0);
  double step = bar * 2.4, x = (width - wide) / 2.0;
  l->word_px = fmin(l->word_px * 1.9, width / 8.0);
  double words = l->word_px * 1.6, all = words + step * 3.0 + bar;
  double y = fmax(0.0, (height - all) / 2.0);
  l->words = (attune_box){0.0, y, width, words};
  for (int i = 0; i < 3; i++)
    l->bar[i] = (attune_box){x + bar * 1.6, y + words + bar + step * i, wide - bar * 1.6, bar};
  l->middle = (attune_point){width / 2.0, height / 2.0};
  l->half_px = fmin(width, height) / 2.0;
}

attune_layout
attune_layout_make(double width, double height, double text, attune_layout_view view, bool is_quiet)
{
  attune_layout l = {.word_px = fmax(1.5 * text, between(18.0, 0.052 * fmin(width, height), 44.0))};
  switch (view) {
  case ATTUNE_LAYOUT_RIBBONS:
    lay_out_ribbons(&l, width, height);
    break;
  case ATTUNE_LAYOUT_WORDS:
    lay_out_words(&l, width, height);
    break;
  case ATTUNE_LAYOUT_RINGS:
  case ATTUNE_LAYOUT_SOLO:
  default:
    lay_out_rings(&l, width, height, !is_quiet, !is_quiet && view == ATTUNE_LAYOUT_RINGS);
    break;
  }
  l.middle = (attune_point){round(l.middle.x), round(l.middle.y)}; /* between pixels */
  l.half_px = floor(l.half_px);
  l.line_px = between(2.5, 0.017 * l.half_px, 7.0);
  return l;
}
