// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/pixels.h"

#include "base/circle.h"

#include <math.h>

/* As in light.c: sixty times a second, and there are no NaNs here. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3", "fast-math")
#endif

/* Premultiplied, 0..255. */
typedef struct {
  float r, g, b, a;
} ink;

static ink
make_ink(attune_colour c)
{
  float a = (float)c.a * 255.0f;
  return (ink){(float)c.r * a, (float)c.g * a, (float)c.b * a, a};
}

static void
lay(uint32_t *pixel, const ink *with, float cover)
{
  float keep = 1.0f - cover * with->a / 255.0f;
  float a = (float)(*pixel >> 24) * keep + cover * with->a + 0.5f;
  float r = (float)(*pixel >> 16 & 255) * keep + cover * with->r + 0.5f;
  float g = (float)(*pixel >> 8 & 255) * keep + cover * with->g + 0.5f;
  float b = (float)(*pixel & 255) * keep + cover * with->b + 0.5f;
  *pixel = (uint32_t)a << 24 | (uint32_t)r << 16 | (uint32_t)g << 8 | (uint32_t)b;
}

static int
bound(double x, int most)
{
  return x < 0.0 ? 0 : x > most ? most : (int)x;
}

/* ---- rings ---- */

/* In the picture's own pixels. */
typedef struct {
  float x, y, radius, half_line;
  int n;
  float step, half_dash; /* angle of a dash and its gap; half a dash's length along the line */
} line;

/* atan2 to 1e-4 radians, after Abramowitz & Stegun (1964) 4.4.49; much faster than the exact one.
 */
static float
angle_of(float y, float x)
{
  float ax = fabsf(x), ay = fabsf(y), most = fmaxf(ax, ay), t = fminf(ax, ay) / (most + 1e-12f);
  float s = t * t;
  float a =
      ((((0.0208351f * s - 0.0851330f) * s + 0.1801410f) * s - 0.3302995f) * s + 0.9998660f) * t;
  if (ay > ax) a = 1.57079637f - a;
  if (x < 0.0f) a = 3.14159274f - a;
  return y < 0.0f ? -a : a;
}

/* From the nearest dash's middle, along the line, less half the dash: negative within it. */
static float
beyond_dash(const line *l, float dx, float dy)
{
  float turns = angle_of(dy, dx) / l->step;
  return fabsf(turns - roundf(turns)) * l->step * l->radius - l->half_dash;
}

static float
cover_of(const line *l, float dx, float dy)
{
  float off = fabsf(sqrtf(dx * dx + dy * dy) - l->radius);
  if (l->n == 0 || off > l->half_line + 0.5f) return l->half_line + 0.5f - off;
  float beyond = beyond_dash(l, dx, dy);
  if (beyond > 0.0f) off = sqrtf(off * off + beyond * beyond);
  return l->half_line + 0.5f - off;
}

static void
paint_span(attune_pixels *to, const line *l, const ink *with, int y, int from, int until)
{
  uint32_t *row = to->pixel + (long)y * to->width;
  float dy = (float)y + 0.5f - l->y;
  float thin = fminf(1.0f, 2.0f * l->half_line); /* thinner than a pixel: fainter */
  for (int x = from; x < until; x++) {
    float cover = cover_of(l, (float)x + 0.5f - l->x, dy);
    if (cover > 0.0f) lay(&row[x], with, fminf(cover, thin));
  }
}

void
attune_pixels_ring(attune_pixels *to, const attune_circle_px *ring, double line_px, int n,
                   double share, attune_colour colour)
{
  line l = {.x = (float)((ring->centre.x - to->origin.x) * to->scale),
            .y = (float)((ring->centre.y - to->origin.y) * to->scale),
            .radius = (float)(ring->radius_px * to->scale),
            .half_line = (float)(0.5 * line_px * to->scale),
            .n = n};
  if (n > 0)
    l.step = (float)(ATTUNE_TAU / n), l.half_dash = 0.5f * (float)share * l.step * l.radius;
  ink with = make_ink(colour);
  double outer = (double)(l.radius + l.half_line) + 1.0;
  double inner = (double)(l.radius - l.half_line) - 1.0, cx = (double)l.x;
  for (int y = bound((double)l.y - outer, to->height);
       y < bound((double)l.y + outer + 1.0, to->height); y++) {
    double dy = (double)y + 0.5 - (double)l.y, out2 = outer * outer - dy * dy;
    if (out2 <= 0.0) continue;
    double far = sqrt(out2), near = fabs(dy) < inner ? sqrt(inner * inner - dy * dy) : 0.0;
    int left = bound(cx - far, to->width), right = bound(cx + far + 1.0, to->width);
    int hole = bound(cx - near + 1.0, to->width), after = bound(cx + near, to->width);
    if (near < 2.0 || hole >= after) {
      paint_span(to, &l, &with, y, left, right);
    } else {
      paint_span(to, &l, &with, y, left, hole);
      paint_span(to, &l, &with, y, after, right);
    }
  }
}

/* ---- marks ---- */

static void
paint_mark(attune_pixels *to, attune_point middle, double half_px, attune_colour colour,
           bool is_diamond)
{
  ink with = make_ink(colour);
  double x0 = (middle.x - to->origin.x) * to->scale, y0 = (middle.y - to->origin.y) * to->scale;
  double half = half_px * to->scale, reach = half + 1.0;
  for (int y = bound(y0 - reach, to->height); y < bound(y0 + reach + 1.0, to->height); y++)
    for (int x = bound(x0 - reach, to->width); x < bound(x0 + reach + 1.0, to->width); x++) {
      double dx = fabs(x + 0.5 - x0), dy = fabs(y + 0.5 - y0);
      double beyond = is_diamond ? (dx + dy - half) * 0.70710678 : hypot(dx, dy) - half;
      float cover = (float)fmin(1.0, 0.5 - beyond);
      if (cover > 0.0f) lay(&to->pixel[(long)y * to->width + x], &with, cover);
    }
}

void
attune_pixels_disc(attune_pixels *to, attune_point middle, double half_px, attune_colour colour)
{
  paint_mark(to, middle, half_px, colour, false);
}

void
attune_pixels_diamond(attune_pixels *to, attune_point middle, double half_px, attune_colour colour)
{
  paint_mark(to, middle, half_px, colour, true);
}
