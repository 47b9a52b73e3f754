// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/couple_delay.h"

#include <string.h>

attune_couple_delay *
attune_couple_delay_new(size_t longest)
{
  attune_couple_delay *delay = g_new0(attune_couple_delay, 1);
  size_t size = 2 * ATTUNE_COUPLE_STEP;
  while (size < longest + ATTUNE_COUPLE_STEP) size *= 2;
  delay->ring = g_new0(float, size);
  delay->mask = size - 1;
  return delay;
}

void
attune_couple_delay_free(attune_couple_delay *delay)
{
  if (delay == NULL) return;
  g_free(delay->ring);
  g_free(delay);
}

void
attune_couple_delay_clear(attune_couple_delay *delay)
{
  memset(delay->ring, 0, (delay->mask + 1) * sizeof(float));
  delay->written = 0;
}

void
attune_couple_delay_write(attune_couple_delay *delay, const float *in)
{
  /* The ring's size is a multiple of the step: a step never wraps. */
  memcpy(delay->ring + (delay->written & delay->mask), in, ATTUNE_COUPLE_STEP * sizeof(float));
  delay->written += ATTUNE_COUPLE_STEP;
}

void
attune_couple_delay_read(const attune_couple_delay *delay, size_t back, float *out, size_t n)
{
  size_t from = (delay->written - back) & delay->mask; /* before the first sample: the ring is 0 */
  size_t whole = delay->mask + 1 - from, first = n < whole ? n : whole;
  memcpy(out, delay->ring + from, first * sizeof(float));
  memcpy(out + first, delay->ring, (n - first) * sizeof(float));
}
