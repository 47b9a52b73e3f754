// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/extremes.h"

#include <glib.h>
#include <math.h>
#include <string.h>

void
attune_extremes_init(attune_extremes *e, unsigned n_blocks, unsigned block_len)
{
  memset(e, 0, sizeof *e);
  e->n_blocks = n_blocks;
  e->block_len = block_len;
}

void
attune_extremes_push(attune_extremes *e, float value)
{
  if (e->filled == 0 || e->at == e->block_len) {
    e->newest = e->filled == 0 ? 0 : (e->newest + 1) % e->n_blocks;
    e->filled = MIN(e->filled + 1, e->n_blocks);
    e->low[e->newest] = e->high[e->newest] = value;
    e->at = 1;
    return;
  }
  e->low[e->newest] = fminf(e->low[e->newest], value);
  e->high[e->newest] = fmaxf(e->high[e->newest], value);
  e->at++;
}

unsigned
attune_extremes_rows(const attune_extremes *e)
{
  return e->filled == 0 ? 0 : (e->filled - 1) * e->block_len + e->at;
}

float
attune_extremes_low(const attune_extremes *e)
{
  float low = e->low[0];
  for (unsigned b = 1; b < e->filled; b++) low = fminf(low, e->low[b]);
  return low;
}

float
attune_extremes_high(const attune_extremes *e)
{
  float high = e->high[0];
  for (unsigned b = 1; b < e->filled; b++) high = fmaxf(high, e->high[b]);
  return high;
}
