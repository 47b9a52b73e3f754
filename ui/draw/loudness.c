// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/loudness.h"

#include <math.h>

#define FALL_DB_PER_S 26.0
#define PEAK_STAYS_S 1.2
#define PEAK_FALL_DB_PER_S 14.0
#define LEAST_RANGE_DB 8.0
#define FLOOR_CREEP_DB_PER_S 0.6
#define TOP_SINK_DB_PER_S 0.9

static double
seconds(int64_t from_us, int64_t to_us)
{
  return to_us <= from_us ? 0.0 : (double)(to_us - from_us) * 1e-6;
}

double
attune_loudness_share(double level_dbfs)
{
  double share = 1.0 - level_dbfs / ATTUNE_LOUDNESS_LEAST_DBFS;
  return isnan(share) ? 0.0 : fmin(1.0, fmax(0.0, share));
}

attune_loudness
attune_loudness_none(void)
{
  return (attune_loudness){.level_dbfs = NAN, .peak_dbfs = NAN};
}

double
attune_loudness_level_dbfs(const attune_loudness *l, int64_t now_us)
{
  return l->level_dbfs - FALL_DB_PER_S * seconds(l->level_us, now_us);
}

double
attune_loudness_peak_dbfs(const attune_loudness *l, int64_t now_us)
{
  double falling_s = fmax(0.0, seconds(l->peak_us, now_us) - PEAK_STAYS_S);
  return l->peak_dbfs - PEAK_FALL_DB_PER_S * falling_s;
}

void
attune_loudness_tell(attune_loudness *l, double level_dbfs, int64_t now_us)
{
  if (isnan(level_dbfs)) {
    *l = attune_loudness_none();
    return;
  }
  if (!(attune_loudness_level_dbfs(l, now_us) > level_dbfs))
    l->level_dbfs = level_dbfs, l->level_us = now_us;
  if (!(attune_loudness_peak_dbfs(l, now_us) > level_dbfs))
    l->peak_dbfs = level_dbfs, l->peak_us = now_us;
}

attune_heard
attune_heard_none(void)
{
  return (attune_heard){NAN, NAN, NAN, 0};
}

void
attune_heard_tell(attune_heard *h, double level_dbfs, int64_t now_us)
{
  double passed_s = isnan(h->level_dbfs) ? 0.0 : seconds(h->told_us, now_us);
  if (isnan(level_dbfs)) return;
  level_dbfs = fmax(level_dbfs, -120.0); /* digital zero says nothing of a room */
  h->floor_dbfs =
      fmin(level_dbfs,
           isnan(h->floor_dbfs) ? level_dbfs : h->floor_dbfs + FLOOR_CREEP_DB_PER_S * passed_s);
  h->top_dbfs = fmax(level_dbfs,
                     isnan(h->top_dbfs) ? level_dbfs : h->top_dbfs - TOP_SINK_DB_PER_S * passed_s);
  h->level_dbfs = level_dbfs;
  h->told_us = now_us;
}

double
attune_heard_share(const attune_heard *h)
{
  double range = fmax(LEAST_RANGE_DB, h->top_dbfs - h->floor_dbfs);
  double share = (h->level_dbfs - h->floor_dbfs) / range;
  return isnan(share) ? 0.0 : fmin(1.0, fmax(0.0, share));
}
