// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/light.h"

#include <math.h>

#define SIDE ATTUNE_LIGHT_SIDE

/* All in the picture's own pixels and in floats: it runs sixty times a second. */
typedef struct {
  float x, y, radius, inverse; /* inverse: of the radius */
  float strength;
  float r, g, b;
} disc;

typedef struct {
  disc disc[ATTUNE_PARTNERS];
  float lens, core, halo, halo_inverse2; /* strengths; 1 / radius squared of the halo */
  float depth_inverse;                   /* of the lens's middle, seen from its edge */
  float middle_x, middle_y;
  float r, g, b, core_r, core_g, core_b;
} scene;

static float
clamp01(float x)
{
  return x < 0.0f ? 0.0f : x > 1.0f ? 1.0f : x;
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

static scene
make_scene(const attune_light *light)
{
  double scale = SIDE / (2.0 * light->half_px);
  double both = light->presence[0] * light->presence[1] * light->closeness;
  double fill = 0.5 * (light->rings.ring[0].radius_px + light->rings.ring[1].radius_px);
  double halo = fill * scale * (1.05 + 0.75 * light->closeness);
  const attune_colour *c = &light->colours->shared;
  const attune_colour *core = &light->colours->core;
  double seen = light->presence[0] * light->presence[1] * light->colours->light;
  scene s = {.lens = (float)(seen * (0.20 + 0.36 * light->closeness)),
             .core = (float)(seen * light->closeness),
             .halo = (float)(0.24 * both * light->colours->light),
             .halo_inverse2 = (float)(1.0 / fmax(halo * halo, 1.0)),
             .depth_inverse = (float)(1.0 / (lens_depth_px(&light->rings) * scale)),
             .middle_x = SIDE / 2.0f,
             .middle_y = SIDE / 2.0f,
             .r = (float)c->r,
             .g = (float)c->g,
             .b = (float)c->b,
             .core_r = (float)core->r,
             .core_g = (float)core->g,
             .core_b = (float)core->b};
  for (int p = 0; p < ATTUNE_PARTNERS; p++) s.disc[p] = make_disc(light, p, scale);
  return s;
}

typedef struct {
  float r, g, b, a; /* premultiplied */
} pixel;

static void
lay_over(pixel *under, float r, float g, float b, float a)
{
  float keep = 1.0f - a;
  under->r = under->r * keep + r * a;
  under->g = under->g * keep + g * a;
  under->b = under->b * keep + b * a;
  under->a = under->a * keep + a;
}

/* Inside a ring it is bright near the rim, outside it fades fast. @param[out] inside 0..1
 * @param[out] depth from the rim, pixels */
static float
glow_of(const disc *d, float x, float y, float *inside, float *depth)
{
  float dx = x - d->x, dy = y - d->y, distance = sqrtf(dx * dx + dy * dy);
  float in = clamp01(d->radius - distance + 0.5f); /* an edge one pixel soft, under the line */
  float out = (distance - d->radius) * d->inverse;
  float rim = distance * d->inverse;
  rim *= rim;
  float body = 0.07f + 0.33f * rim * rim;
  float far = out > 0.0f ? 1.0f + 7.0f * out : 1.0f;
  float beyond = 0.15f / (far * far * far);
  *inside = in;
  *depth = d->radius - distance;
  return d->strength * (in * body + (1.0f - in) * beyond);
}

/* The lens takes the shape of both rims: from its edge to its heart without a crease. */
static void
lay_lens(const scene *s, const float *inside, const float *depth, pixel *p)
{
  float a = clamp01(depth[0] * s->depth_inverse), b = clamp01(depth[1] * s->depth_inverse);
  float heart = 2.0f * a * b / (a + b + 1e-6f), both = inside[0] * inside[1];
  lay_over(p, s->r, s->g, s->b, s->lens * both * (0.7f + 0.3f * heart));
  lay_over(p, s->core_r, s->core_g, s->core_b,
           0.92f * s->core * both * heart * heart * (3.0f - 2.0f * heart));
}

static pixel
light_at(const scene *s, float x, float y)
{
  pixel p = {0};
  float inside[ATTUNE_PARTNERS], depth[ATTUNE_PARTNERS];
  float dx = x - s->middle_x, dy = y - s->middle_y, r2 = (dx * dx + dy * dy) * s->halo_inverse2;
  /* to nothing at the picture's border, however large the halo */
  float border = 1.0f - (dx * dx + dy * dy) * (4.0f / (SIDE * SIDE));
  border = border > 0.0f ? border : 0.0f;
  float halo = s->halo * border / ((1.0f + r2) * (1.0f + r2));
  lay_over(&p, s->r, s->g, s->b, halo);
  float edge = border > 0.15f ? 1.0f : border / 0.15f;
  float a = edge * glow_of(&s->disc[0], x, y, &inside[0], &depth[0]);
  float b = edge * glow_of(&s->disc[1], x, y, &inside[1], &depth[1]);
  float one = a / (a + b + 1e-6f), other = 1.0f - one; /* neither lies over the other */
  lay_over(&p, s->disc[0].r * one + s->disc[1].r * other, s->disc[0].g * one + s->disc[1].g * other,
           s->disc[0].b * one + s->disc[1].b * other, a + b - a * b);
  if (inside[0] * inside[1] > 0.0f) lay_lens(s, inside, depth, &p);
  return p;
}

/* A fixed grain of less than one step hides the steps of eight bits. */
static uint8_t
to_byte(float value, float grain)
{
  return (uint8_t)(clamp01(value) * 254.0f + grain);
}

void
attune_light_paint(const attune_light *light, uint8_t *bgra)
{
  scene s = make_scene(light);
  uint32_t noise = 1;
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++, bgra += 4) {
      pixel p = light_at(&s, (float)x + 0.5f, (float)y + 0.5f);
      noise = noise * 1664525u + 1013904223u;
      float grain = (float)(noise >> 9) * (1.0f / 8388608.0f);
      if (p.a <= 0.0f) grain = 0.0f;
      uint8_t a = to_byte(p.a, grain);
      uint8_t b = to_byte(p.b, grain), g = to_byte(p.g, grain), r = to_byte(p.r, grain);
      bgra[0] = b < a ? b : a; /* premultiplied: no colour above its opacity */
      bgra[1] = g < a ? g : a;
      bgra[2] = r < a ? r : a;
      bgra[3] = a;
    }
}
