// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/trail.h"

#include <math.h>
#include <string.h>

#define BREAK_US 500000 /* rows farther apart are not joined */

void
attune_trail_clear(attune_trail *trail)
{
  trail->n_rows = trail->n_gaps = 0;
}

static const attune_trail_row *
row_at(const attune_trail *trail, unsigned i)
{
  return &trail->row[i % ATTUNE_TRAIL_ROWS];
}

void
attune_trail_add(attune_trail *trail, const attune_trail_row *row)
{
  if (trail->n_rows > 0 && row->at_us <= row_at(trail, trail->n_rows - 1)->at_us) return;
  trail->row[trail->n_rows++ % ATTUNE_TRAIL_ROWS] = *row;
}

static attune_trail_gap *
newest_gap(attune_trail *trail)
{
  return trail->n_gaps == 0 ? NULL : &trail->gap[(trail->n_gaps - 1) % ATTUNE_TRAIL_GAPS];
}

void
attune_trail_mark_gap(attune_trail *trail, const char *why, int64_t now_us)
{
  attune_trail_gap *open = newest_gap(trail);
  if (open != NULL && open->until_us != 0) open = NULL;
  if (open != NULL && why != NULL && strcmp(open->why, why) == 0) return;
  if (open != NULL) open->until_us = now_us;
  if (why == NULL) return;
  attune_trail_gap *gap = &trail->gap[trail->n_gaps++ % ATTUNE_TRAIL_GAPS];
  *gap = (attune_trail_gap){.from_us = now_us};
  size_t n = strlen(why) < sizeof gap->why ? strlen(why) : sizeof gap->why - 1;
  while (n > 0 && ((unsigned char)why[n] & 0xc0) == 0x80) n--; /* whole characters only */
  memcpy(gap->why, why, n);
}

static double
x_of(const attune_trail_frame *frame, int64_t at_us)
{
  double ago_s = (double)(frame->now_us - at_us) * 1e-6;
  return frame->x + frame->width * (1.0 - ago_s / frame->last_s);
}

static float
value_of(const attune_trail_row *row, int curve)
{
  return curve < ATTUNE_PARTNERS ? row->size[curve] : row->guide;
}

unsigned
attune_trail_curve(const attune_trail *trail, const attune_trail_frame *frame, int curve,
                   attune_point *point)
{
  unsigned n = 0, first = trail->n_rows > ATTUNE_TRAIL_ROWS ? trail->n_rows - ATTUNE_TRAIL_ROWS : 0;
  bool broken = true;
  int64_t last_us = 0;
  for (unsigned i = first; i < trail->n_rows; i++) {
    const attune_trail_row *row = row_at(trail, i);
    double x = x_of(frame, row->at_us), value = (double)value_of(row, curve);
    bool is_unknown = isnan(value);
    bool is_far = row->at_us - last_us > BREAK_US;
    last_us = row->at_us;
    if (x < frame->x || x > frame->x + frame->width + 0.5) continue;
    if ((is_unknown || is_far) && !broken) point[n++] = (attune_point){NAN, NAN}, broken = true;
    if (is_unknown || n + 1 >= ATTUNE_TRAIL_ROWS) continue;
    point[n++] = (attune_point){x, frame->y + frame->height * (1.0 - value)};
    broken = false;
  }
  return n;
}

bool
attune_trail_gap_at(const attune_trail *trail, const attune_trail_frame *frame, unsigned i,
                    double *left_px, double *right_px, const char **why)
{
  unsigned kept = trail->n_gaps < ATTUNE_TRAIL_GAPS ? trail->n_gaps : ATTUNE_TRAIL_GAPS;
  if (i >= kept) return false;
  const attune_trail_gap *gap = &trail->gap[(trail->n_gaps - 1 - i) % ATTUNE_TRAIL_GAPS];
  double right = gap->until_us == 0 ? frame->x + frame->width : x_of(frame, gap->until_us);
  *left_px = fmax(frame->x, x_of(frame, gap->from_us));
  *right_px = fmin(frame->x + frame->width, right);
  *why = gap->why;
  return *right_px > *left_px;
}

unsigned
attune_hatch(double x, double y, double width, double height, double step, attune_point (*line)[2],
             unsigned most)
{
  unsigned n = 0;
  /* Each line runs from (c, bottom) up to (c + height, top); c in whole steps of the screen. */
  for (double c = step * ceil((x - height) / step); c < x + width && n < most; c += step) {
    double left = fmax(c, x), right = fmin(c + height, x + width);
    if (right <= left) continue;
    line[n][0] = (attune_point){left, y + height - (left - c)};
    line[n][1] = (attune_point){right, y + height - (right - c)};
    n++;
  }
  return n;
}
