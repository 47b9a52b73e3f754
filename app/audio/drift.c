// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/drift.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#define N_POINTS 90
#define POINT_S 1.0
#define MIN_SPAN_S 8.0
#define MAX_DEVIATION 0.002

/* Seconds since the first notice; the frame counted from the first notice's. */
typedef struct {
  double frame, lateness_s; /* against the device's own rate */
} point;

struct attune_drift {
  double rate_hz; /* what the device says */
  double slope;   /* seconds late per second, > 0: the device is slower than it says */
  double offset_s;
  gboolean has_origin;
  int64_t origin_ns;
  uint64_t origin_frame;
  point points[N_POINTS + 1]; /* a ring; the newest is still being lowered */
  size_t n_points, newest;
  double *slopes; /* [pairs of points], scratch */
};

attune_drift *
attune_drift_new(double rate_hz)
{
  attune_drift *drift = g_new0(attune_drift, 1);
  drift->rate_hz = rate_hz;
  drift->slopes = g_new(double, (N_POINTS + 1) * N_POINTS / 2);
  return drift;
}

void
attune_drift_free(attune_drift *drift)
{
  if (drift == NULL) return;
  g_free(drift->slopes);
  g_free(drift);
}

void
attune_drift_reset(attune_drift *drift)
{
  drift->slope = drift->offset_s = 0.0;
  drift->has_origin = FALSE;
  drift->n_points = drift->newest = 0;
}

static int
compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double
median(double *values, size_t n)
{
  qsort(values, n, sizeof *values, compare);
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

static double
span_s(const attune_drift *drift)
{
  size_t oldest = drift->n_points <= N_POINTS ? 0 : (drift->newest + 1) % (N_POINTS + 1);
  return (drift->points[drift->newest].frame - drift->points[oldest].frame) / drift->rate_hz;
}

static double
find_slope(attune_drift *drift)
{
  size_t n = 0;
  for (size_t i = 0; i < drift->n_points; i++)
    for (size_t k = 0; k < i; k++) {
      const point *p = &drift->points[i], *q = &drift->points[k];
      if (p->frame == q->frame) continue;
      drift->slopes[n++] = (p->lateness_s - q->lateness_s) * drift->rate_hz / (p->frame - q->frame);
    }
  return n == 0 ? 0.0 : CLAMP(median(drift->slopes, n), -MAX_DEVIATION, MAX_DEVIATION);
}

/* Called once for each finished point, every 2 s. */
static void
lay_line(attune_drift *drift)
{
  drift->slope = span_s(drift) < MIN_SPAN_S ? 0.0 : find_slope(drift);
  for (size_t i = 0; i < drift->n_points; i++)
    drift->slopes[i] =
        drift->points[i].lateness_s - drift->slope * drift->points[i].frame / drift->rate_hz;
  drift->offset_s = median(drift->slopes, drift->n_points);
}

static void
add_point(attune_drift *drift, point p)
{
  if (drift->n_points > 0) drift->newest = (drift->newest + 1) % (N_POINTS + 1);
  drift->points[drift->newest] = p;
  if (drift->n_points <= N_POINTS) drift->n_points++;
}

void
attune_drift_push(attune_drift *drift, uint64_t frame, int64_t time_ns)
{
  if (!drift->has_origin) {
    drift->has_origin = TRUE;
    drift->origin_ns = time_ns;
    drift->origin_frame = frame;
  }
  double f = (double)(frame - drift->origin_frame);
  point p = {f, (double)(time_ns - drift->origin_ns) * 1e-9 - f / drift->rate_hz};
  point *newest = &drift->points[drift->newest];
  size_t slot = (size_t)(f / drift->rate_hz / POINT_S);
  gboolean is_new =
      drift->n_points == 0 || slot != (size_t)(newest->frame / drift->rate_hz / POINT_S);
  if (is_new) {
    if (drift->n_points > 0) lay_line(drift);
    add_point(drift, p);
  } else if (p.lateness_s < newest->lateness_s) {
    *newest = p;
  }
  /* Until there is a line: the least late so far. */
  if (drift->n_points == 1) drift->offset_s = drift->points[0].lateness_s;
}

double
attune_drift_rate_hz(const attune_drift *drift)
{
  return drift->rate_hz / (1.0 + drift->slope);
}

double
attune_drift_time_ns(const attune_drift *drift, double frame)
{
  if (!drift->has_origin) return NAN;
  double f = frame - (double)drift->origin_frame;
  return (double)drift->origin_ns +
         1e9 * (drift->offset_s + f * (1.0 + drift->slope) / drift->rate_hz);
}

double
attune_drift_frame(const attune_drift *drift, double time_ns)
{
  if (!drift->has_origin) return NAN;
  double s = (time_ns - (double)drift->origin_ns) * 1e-9 - drift->offset_s;
  return (double)drift->origin_frame + s * drift->rate_hz / (1.0 + drift->slope);
}
