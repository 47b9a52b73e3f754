// SPDX-License-Identifier: GPL-3.0-or-later
#include "loudness.h"

#include "base/circle.h"

#include <glib.h>
#include <math.h>

#define LOW_HZ 200.0
#define HIGH_HZ 4000.0

/* Bilinear transform of the second-order Butterworth prototype, corner prewarped. */
static bench_biquad
make_biquad(double corner_hz, double rate_hz, bool is_high)
{
  double c = tan(ATTUNE_PI * fmin(corner_hz / rate_hz, 0.49)), q = sqrt(2.0) * c;
  double scale = 1.0 / (1.0 + q + c * c), gain = is_high ? scale : c * c * scale;
  return (bench_biquad){.b = {gain, is_high ? -2.0 * gain : 2.0 * gain, gain},
                        .a = {2.0 * (c * c - 1.0) * scale, (1.0 - q + c * c) * scale}};
}

static double
filter(bench_biquad *f, double x)
{
  double y = f->b[0] * x + f->z[0];
  f->z[0] = f->b[1] * x - f->a[0] * y + f->z[1];
  f->z[1] = f->b[2] * x - f->a[1] * y;
  return y;
}

bench_loudness *
bench_loudness_new(unsigned n_channels, double rate_hz)
{
  bench_loudness *l = g_new0(bench_loudness, 1);
  l->n_channels = n_channels;
  l->rate_hz = rate_hz;
  for (unsigned c = 0; c < n_channels; c++) {
    l->high[c] = make_biquad(LOW_HZ, rate_hz, true);
    l->low[c] = make_biquad(HIGH_HZ, rate_hz, false);
  }
  return l;
}

void
bench_loudness_free(bench_loudness *l)
{
  if (l == NULL) return;
  for (unsigned c = 0; c < 2; c++) g_free(l->rms[c]);
  g_free(l);
}

static void
keep_value(bench_loudness *l)
{
  if (l->n == l->room) {
    l->room = MAX(1024, 2 * l->room);
    for (unsigned c = 0; c < l->n_channels; c++) l->rms[c] = g_renew(float, l->rms[c], l->room);
  }
  for (unsigned c = 0; c < l->n_channels; c++) {
    l->rms[c][l->n] = (float)sqrt(l->sum[c] / l->frames);
    l->sum[c] = 0.0;
  }
  l->n++;
  l->frames = 0.0;
}

static void
begin(bench_loudness *l, const attune_block *block)
{
  l->is_begun = true;
  l->start_s = (double)block->first_frame / l->rate_hz;
  l->frames = l->sum[0] = l->sum[1] = 0.0;
}

void
bench_loudness_push(bench_loudness *l, const attune_block *block, bool keep)
{
  if (keep && !l->is_begun) begin(l, block);
  for (size_t i = 0; i < block->n_frames; i++) {
    for (unsigned c = 0; c < l->n_channels; c++) {
      double x = (double)block->samples[i * block->n_channels + c];
      double y = filter(&l->low[c], filter(&l->high[c], x));
      l->sum[c] += y * y;
    }
    l->frames += 1.0;
    if (!keep || l->frames < l->rate_hz / BENCH_LOUDNESS_HZ) continue;
    keep_value(l);
  }
}
