// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/zerophase.h"

#include "base/circle.h"

#include <glib.h>
#include <math.h>

typedef struct {
  double b0, b1, b2, a1, a2;
} biquad;

static biquad
make_biquad(attune_pass pass, double corner)
{
  double w = tan(ATTUNE_PI * corner), d = 1.0 + G_SQRT2 * w + w * w;
  double a1 = 2.0 * (w * w - 1.0) / d, a2 = (1.0 - G_SQRT2 * w + w * w) / d;
  if (pass == ATTUNE_PASS_LOW) return (biquad){w * w / d, 2.0 * w * w / d, w * w / d, a1, a2};
  return (biquad){1.0 / d, -2.0 / d, 1.0 / d, a1, a2};
}

/* One run, from the state that the first value would have left had it stood for ever. */
static void
run(const biquad *q, double *x, size_t n, int step)
{
  double gain = (q->b0 + q->b1 + q->b2) / (1.0 + q->a1 + q->a2), first = x[0];
  double s2 = (q->b2 - q->a2 * gain) * first;
  double s1 = s2 + (q->b1 - q->a1 * gain) * first;
  for (size_t i = 0; i < n; i++, x += step) {
    double in = *x, out = q->b0 * in + s1;
    s1 = q->b1 * in - q->a1 * out + s2;
    s2 = q->b2 * in - q->a2 * out;
    *x = out;
  }
}

void
attune_zerophase(double *x, size_t n, attune_pass pass, double corner)
{
  g_assert(corner > 0.0 && corner < 0.5);
  if (n < 2) return;
  biquad q = make_biquad(pass, corner);
  size_t pad = MIN(n - 1, (size_t)(1.5 / corner)), whole = n + 2 * pad;
  g_autofree double *y = g_new(double, whole);
  for (size_t i = 0; i < n; i++) y[pad + i] = x[i];
  for (size_t i = 0; i < pad; i++) {
    y[pad - 1 - i] = 2.0 * x[0] - x[i + 1];
    y[pad + n + i] = 2.0 * x[n - 1] - x[n - 2 - i];
  }
  run(&q, y, whole, 1);
  run(&q, y + whole - 1, whole, -1);
  for (size_t i = 0; i < n; i++) x[i] = y[pad + i];
}
