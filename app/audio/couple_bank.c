// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/couple_bank.h"

#include "base/circle.h"

#include <complex.h>

#define Q 3.6 /* neighbours, 0.28 octave apart, meet about 3 dB down */

typedef struct {
  double b, a1, a2;
} pole_pair;

static pole_pair
make_pair(int band, double rate_hz)
{
  double hz = attune_couple_band_hz(band);
  if (hz > 0.45 * rate_hz) return (pole_pair){0.0, 0.0, 0.0};
  double w = ATTUNE_TAU * hz / rate_hz, alpha = sin(w) / (2.0 * Q), a0 = 1.0 + alpha;
  return (pole_pair){alpha / a0, -2.0 * cos(w) / a0, (1.0 - alpha) / a0};
}

attune_couple_bank
attune_couple_bank_make(double rate_hz)
{
  attune_couple_bank bank = {0};
  for (int i = 0; i < ATTUNE_COUPLE_BANDS; i++) {
    pole_pair p = make_pair(i, rate_hz);
    bank.b[i / ATTUNE_COUPLE_LANES][i % ATTUNE_COUPLE_LANES] = (float)p.b;
    bank.a1[i / ATTUNE_COUPLE_LANES][i % ATTUNE_COUPLE_LANES] = (float)p.a1;
    bank.a2[i / ATTUNE_COUPLE_LANES][i % ATTUNE_COUPLE_LANES] = (float)p.a2;
  }
  return bank;
}

/* One group of bands over one step: four bands side by side in a register. */
static void
run_group(attune_couple_bank *bank, int g, const float *noise, const float *gain,
          attune_couple_lanes *sum)
{
  attune_couple_lanes b = bank->b[g], a1 = bank->a1[g], a2 = bank->a2[g];
  attune_couple_lanes s1 = bank->s1[g], s2 = bank->s2[g], level = bank->gain[g], target;
  for (int l = 0; l < ATTUNE_COUPLE_LANES; l++) target[l] = gain[g * ATTUNE_COUPLE_LANES + l];
  attune_couple_lanes rise = (target - level) * (1.0f / ATTUNE_COUPLE_STEP);
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
    attune_couple_lanes x = b * noise[i], y = x + s1;
    s1 = s2 - a1 * y;
    s2 = -x - a2 * y;
    level += rise;
    sum[i] += level * y;
  }
  bank->s1[g] = s1;
  bank->s2[g] = s2;
  bank->gain[g] = target;
}

static gboolean
is_silent(const attune_couple_bank *bank, const float *gain)
{
  float loudest = 0.0f;
  for (int i = 0; i < ATTUNE_COUPLE_BANDS; i++)
    loudest = fmaxf(loudest,
                    fmaxf(gain[i], bank->gain[i / ATTUNE_COUPLE_LANES][i % ATTUNE_COUPLE_LANES]));
  return loudest <= 0.0f;
}

void
attune_couple_bank_run(attune_couple_bank *bank, const float *noise, const float *gain, float *out)
{
  attune_couple_lanes sum[ATTUNE_COUPLE_STEP] = {{0}};
  if (!is_silent(bank, gain))
    for (int g = 0; g < ATTUNE_COUPLE_GROUPS; g++) run_group(bank, g, noise, gain, sum);
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++)
    out[i] = (sum[i][0] + sum[i][1]) + (sum[i][2] + sum[i][3]);
}

double
attune_couple_bank_rms(double rate_hz, const float *gain_db)
{
  enum { POINTS = 160 };
  double top_hz = fmin(7000.0, 0.49 * rate_hz), power = 0.0;
  for (int n = 0; n < POINTS; n++) {
    double hz = 200.0 + (n + 0.5) * (top_hz - 200.0) / POINTS, w = ATTUNE_TAU * hz / rate_hz;
    double complex z = cexp(-I * w), sum = 0.0;
    for (int i = 0; i < ATTUNE_COUPLE_BANDS; i++) {
      pole_pair p = make_pair(i, rate_hz);
      sum += pow(10.0, gain_db[i] / 20.0) * p.b * (1.0 - z * z) / (1.0 + p.a1 * z + p.a2 * z * z);
    }
    power += creal(sum * conj(sum)) / POINTS;
  }
  return sqrt(power * (top_hz - 200.0) / (0.5 * rate_hz));
}
