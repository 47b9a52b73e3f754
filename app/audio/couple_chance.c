// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/couple_chance.h"

#include "base/circle.h"

#include <math.h>

GRand *
attune_couple_chance(uint64_t seed, uint32_t stream)
{
  guint32 key[3] = {(guint32)seed, (guint32)(seed >> 32), stream};
  return g_rand_new_with_seed_array(key, G_N_ELEMENTS(key));
}

double
attune_couple_draw(GRand *rand, double low, double high)
{
  return low + (high - low) * g_rand_double(rand);
}

double
attune_couple_draw_normal(GRand *rand)
{
  double radius = sqrt(-2.0 * log(1.0 - g_rand_double(rand))); /* Box-Muller */
  double x = radius * cos(ATTUNE_TAU * g_rand_double(rand));
  return CLAMP(x, -2.5, 2.5);
}

gboolean
attune_couple_draw_if(GRand *rand, double probability)
{
  return g_rand_double(rand) < probability;
}

attune_couple_white
attune_couple_white_make(GRand *rand)
{
  uint64_t high = g_rand_int(rand), low = g_rand_int(rand);
  return (attune_couple_white){(high << 32 | low) | 1u};
}

float
attune_couple_white_one(attune_couple_white *white)
{
  /* splitmix64 (Steele, Lea & Flood 2014); the sum of four uniforms is nearly normal. */
  uint64_t z = white->state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  z ^= z >> 31;
  int sum = (int16_t)z + (int16_t)(z >> 16) + (int16_t)(z >> 32) + (int16_t)(z >> 48);
  return (float)(sum + 2) * (0.8660254f / 32768.0f); /* + 2: an int16 has mean -1/2 */
}

void
attune_couple_white_fill(attune_couple_white *white, float *out)
{
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) out[i] = attune_couple_white_one(white);
}
