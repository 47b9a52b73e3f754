// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/light.h"

#include "base/clones.h"

#include <math.h>
#include <string.h>

/* It runs sixty times a second: in floats, in vectors, without a branch. There are no NaNs here. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3", "fast-math")
#endif
#define SIMD ATTUNE_CLONES("avx2", "default")
#define INLINE static inline __attribute__((always_inline)) /* or else they are not cloned */

/* All in the picture's own pixels. */
typedef struct {
  float x, y, radius, inverse; /* inverse: of the radius */
  float strength;
  float r, g, b;
} disc;

typedef struct {
  disc disc[ATTUNE_PARTNERS];
  float lens, core, halo, halo_inverse2; /* strengths; 1 / radius squared of the halo */
  float depth_inverse;                   /* of the lens's middle, seen from its edge */
  float middle, border_inverse2;         /* 1 / half side squared */
  float r, g, b, core_r, core_g, core_b;
} scene;

typedef struct {
  float r, g, b, a; /* premultiplied */
} pixel;

INLINE float
clamp01(float x)
{
  return fminf(fmaxf(x, 0.0f), 1.0f);
}

static disc
make_disc(const attune_light *light, int p, double scale)
{
  const attune_circle_px *ring = &light->rings.ring[p];
  const attune_colour *c = &light->colours->partner[p];
  double radius = ring->radius_px * scale;
  return (disc){.x = (float)((ring->centre.x - light->middle.x + light->half_px) * scale),
                .y = (float)((ring->centre.y - light->middle.y + light->half_px) * scale),
                .radius = (float)radius,
                .inverse = (float)(1.0 / fmax(radius, 1.0)),
                .strength = (float)(light->presence[p] * light->colours->light),
                .r = (float)c->r,
                .g = (float)c->g,
                .b = (float)c->b};
}

/* How far the middle of the lens lies from the nearer rim. */
static double
lens_depth_px(const attune_rings *rings)
{
  double a = rings->ring[0].radius_px, b = rings->ring[1].radius_px;
  double apart = rings->ring[1].centre.x - rings->ring[0].centre.x;
  return fmax(1.0, fmin((a + b - apart) / 2.0, fmin(a, b)));
}

static double
halo_px(const attune_rings *rings, double closeness)
{
  return 0.5 * (rings->ring[0].radius_px + rings->ring[1].radius_px) * (1.05 + 0.75 * closeness);
}

double
attune_light_reach_px(const attune_rings *rings, double closeness)
{
  double reach = 0.0;
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    const attune_circle_px *ring = &rings->ring[p];
    double aside = fabs(ring->centre.x - 0.5 * (rings->ring[0].centre.x + rings->ring[1].centre.x));
    reach = fmax(reach, aside + 1.45 * ring->radius_px);
  }
  return fmax(reach, 1.9 * halo_px(rings, closeness) * fmin(1.0, 3.0 * closeness));
}

static scene
make_scene(const attune_light *light, int side)
{
  double scale = side / (2.0 * light->half_px), strength = light->colours->light;
  double halo = halo_px(&light->rings, light->closeness) * scale;
  double seen = light->presence[0] * light->presence[1] * strength;
  const attune_colour *c = &light->colours->shared, *core = &light->colours->core;
  scene s = {.lens = (float)(seen * (0.20 + 0.36 * light->closeness)),
             .core = (float)(seen * light->closeness),
             .halo = (float)(0.24 * seen * light->closeness),
             .halo_inverse2 = (float)(1.0 / fmax(halo * halo, 1.0)),
             .depth_inverse = (float)(1.0 / (lens_depth_px(&light->rings) * scale)),
             .middle = (float)(side / 2.0),
             .border_inverse2 = 4.0f / ((float)side * (float)side),
             .r = (float)c->r,
             .g = (float)c->g,
             .b = (float)c->b,
             .core_r = (float)core->r,
             .core_g = (float)core->g,
             .core_b = (float)core->b};
  for (int p = 0; p < ATTUNE_PARTNERS; p++) s.disc[p] = make_disc(light, p, scale);
  return s;
}

INLINE pixel
lay_over(pixel under, float r, float g, float b, float a)
{
  float keep = 1.0f - a;
  return (pixel){under.r * keep + r * a, under.g * keep + g * a, under.b * keep + b * a,
                 under.a * keep + a};
}

/* Inside a ring it is bright near the rim, outside it fades fast. @param[out] inside 0..1
 * @param[out] depth from the rim, pixels */
INLINE float
glow_of(const disc *d, float x, float y, float *inside, float *depth)
{
  float dx = x - d->x, dy = y - d->y, distance = sqrtf(dx * dx + dy * dy);
  float in = clamp01(d->radius - distance + 0.5f); /* its edge lies under the line */
  float rim = distance * d->inverse;
  float body = 0.07f + 0.33f * rim * rim * rim * rim;
  float far = 1.0f + 7.0f * fmaxf(rim - 1.0f, 0.0f);
  *inside = in;
  *depth = d->radius - distance;
  return d->strength * (in * body + (1.0f - in) * 0.15f / (far * far * far));
}

/* The lens takes the shape of both rims: from its edge to its heart without a crease. */
INLINE pixel
lay_lens(pixel p, const scene *s, float inside, float depth_a, float depth_b)
{
  float a = clamp01(depth_a * s->depth_inverse), b = clamp01(depth_b * s->depth_inverse);
  float heart = 2.0f * a * b / (a + b + 1e-6f);
  p = lay_over(p, s->r, s->g, s->b, s->lens * inside * (0.7f + 0.3f * heart));
  return lay_over(p, s->core_r, s->core_g, s->core_b,
                  0.92f * s->core * inside * heart * heart * (3.0f - 2.0f * heart));
}

INLINE pixel
light_at(const scene *s, float x, float y)
{
  const disc *one = &s->disc[0], *other = &s->disc[1];
  float in_one, in_other, depth_one, depth_other;
  float dx = x - s->middle, dy = y - s->middle, r2 = dx * dx + dy * dy;
  float border = fmaxf(1.0f - r2 * s->border_inverse2, 0.0f); /* to nothing at the picture's edge */
  float halo = 1.0f + r2 * s->halo_inverse2, edge = fminf(border * 6.0f, 1.0f);
  float a = edge * glow_of(one, x, y, &in_one, &depth_one);
  float b = edge * glow_of(other, x, y, &in_other, &depth_other);
  float share = a / (a + b + 1e-6f), rest = 1.0f - share; /* neither lies over the other */
  pixel p =
      lay_over((pixel){0.0f, 0.0f, 0.0f, 0.0f}, s->r, s->g, s->b, s->halo * border / (halo * halo));
  p = lay_over(p, one->r * share + other->r * rest, one->g * share + other->g * rest,
               one->b * share + other->b * rest, a + b - a * b);
  return lay_lens(p, s, in_one * in_other, depth_one, depth_other);
}

/* A row of blocks, 0..254; no colour above its opacity. */
typedef struct {
  float r[ATTUNE_LIGHT_MOST], g[ATTUNE_LIGHT_MOST], b[ATTUNE_LIGHT_MOST], a[ATTUNE_LIGHT_MOST];
} row;

SIMD static void
work_out(const scene *s, int n, int block, float y, row *restrict to)
{
  float step = (float)block;
  for (int x = 0; x < n; x++) {
    pixel p = light_at(s, ((float)x + 0.5f) * step, y);
    float a = p.a * 254.0f;
    to->a[x] = a;
    to->r[x] = fminf(p.r * 254.0f, a), to->g[x] = fminf(p.g * 254.0f, a);
    to->b[x] = fminf(p.b * 254.0f, a);
  }
}

/* A fixed grain of less than one step hides the steps of eight bits. 0..1 */
INLINE float
grain_at(int32_t x, int32_t y)
{
  uint32_t n = (uint32_t)x * 374761393u + (uint32_t)y * 668265263u;
  n = (n ^ (n >> 13)) * 1274126177u;
  return (float)(int32_t)((n ^ (n >> 16)) & 0xffff) * (1.0f / 65536.0f);
}

INLINE uint32_t
pack_one(const row *from, int i, int x, int y)
{
  float a = from->a[i], grain = a > 0.05f ? grain_at(x, y) : 0.0f;
  int32_t red = (int32_t)(from->r[i] + grain), green = (int32_t)(from->g[i] + grain);
  int32_t blue = (int32_t)(from->b[i] + grain);
  return (uint32_t)(int32_t)(a + grain) << 24 | (uint32_t)(red << 16 | green << 8 | blue);
}

SIMD static void
pack(const row *from, int side, int block, int y, uint32_t *restrict to)
{
  if (block == 2) /* the usual one, in vectors */
    for (int i = 0; i < side / 2; i++) {
      to[2 * i] = pack_one(from, i, 2 * i, y);
      to[2 * i + 1] = pack_one(from, i, 2 * i + 1, y);
    }
  else
    for (int x = 0; x < side; x++) to[x] = pack_one(from, x / block, x, y);
}

/* The rings lie beside each other: the lower half is the upper one, turned over. */
void
attune_light_paint(const attune_light *light, int side, int block, uint32_t *to)
{
  scene s = make_scene(light, side);
  int n = side / block;
  row values;
  for (int y = 0; y < side / 2; y++) {
    uint32_t *line = to + (size_t)y * (size_t)side;
    if (y % block == 0) work_out(&s, n, block, (float)y + 0.5f * (float)block, &values);
    pack(&values, side, block, y, line);
    memcpy(to + (size_t)(side - 1 - y) * (size_t)side, line, (size_t)side * sizeof *to);
  }
}
