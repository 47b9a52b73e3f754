// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathing.h"

#include "base/circle.h"

#include <math.h>
#include <stdlib.h>

#define RAMP 0.02 /* turns until a burst is at its level */

timbre
timbre_of(unsigned who, attune_mics mics)
{
  bool two = mics == ATTUNE_MICS_TWO;
  timbre t = {.n = two ? 16 : 8, .in_fraction = who == 0 ? 0.40 : 0.44};
  for (unsigned f = 0; f < t.n; f++) {
    double band = (double)(f % 8), leak = two && f / 8 != who ? 10.0 : 0.0;
    /* 0 breathes darkly, 1 brightly; the in-breath is the brighter half of both. */
    double tilt = who == 0 ? -1.0 : 1.2;
    t.in_db[f] = fmax(12.0 + (tilt + 0.9) * (band - 3.5) - leak, 0.5);
    t.out_db[f] = fmax(16.0 + (tilt - 0.5) * (band - 3.5) - leak, 0.5);
  }
  return t;
}

static double
ramp(double u, double from, double to)
{
  return CLAMP(fmin((u - from) / RAMP, (to - u) / RAMP), 0.0, 1.0);
}

double
timbre_power(const timbre *t, unsigned feature, double turns)
{
  if (isnan(turns)) return 0.0;
  double w = t->in_fraction, in = ramp(turns, 0.0, 0.9 * w);
  double out = ramp(turns, w, w + 0.75 * (1.0 - w));
  return in * pow(10.0, t->in_db[feature] / 10.0) + out * pow(10.0, t->out_db[feature] / 10.0);
}

static double
tell_db(double power)
{
  return 10.0 * log10(pow(10.0, PAUSE_DB / 10.0) + power);
}

void
timbre_fill_voice(const timbre *t, double noise_db, attune_voice *voice)
{
  *voice = (attune_voice){.n = t->n, .in_fraction = (float)t->in_fraction, .learnt_per_min = 12.0f};
  for (unsigned f = 0; f < t->n; f++) {
    unsigned diagonal = f * t->n + f;
    voice->silent[f] = (float)PAUSE_DB;
    voice->silent_cov[diagonal] = (float)(noise_db * noise_db);
    for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
      voice->mean[j][f] = (float)tell_db(timbre_power(t, f, (double)j / ATTUNE_PHASES));
      voice->cov[j][diagonal] = (float)(noise_db * noise_db + 1.0);
    }
  }
}

double
normal(GRand *rand)
{
  double u = 1.0 - g_rand_double(rand);
  return sqrt(-2.0 * log(u)) * cos(ATTUNE_TAU * g_rand_double(rand));
}

rhythm
rhythm_of(double start_s, double end_s, double length_s, double in_fraction, double cv, GRand *rand)
{
  rhythm r = {.in_s = {start_s}};
  while (r.in_s[r.n] < end_s && r.n < MAX_BREATHS) {
    double length = length_s * (1.0 + cv * CLAMP(normal(rand), -2.0, 2.0));
    r.out_s[r.n] =
        r.in_s[r.n] + in_fraction * length * (1.0 + 0.5 * cv * CLAMP(normal(rand), -2.0, 2.0));
    r.in_s[r.n + 1] = r.in_s[r.n] + length;
    r.n++;
  }
  return r;
}

double
rhythm_turns(const rhythm *r, double in_fraction, double t_s)
{
  for (unsigned i = 0; i < r->n; i++) {
    if (t_s < r->in_s[i] || t_s >= r->in_s[i + 1]) continue;
    double in = r->in_s[i], out = r->out_s[i], end = r->in_s[i + 1], w = in_fraction;
    return t_s < out ? w * (t_s - in) / (out - in) : w + (1.0 - w) * (t_s - out) / (end - out);
  }
  return NAN;
}

attune_features *
rows_of(size_t n_rows, const timbre *a, const rhythm *when_a, const timbre *b, const rhythm *when_b,
        double noise_db, GRand *rand)
{
  attune_features *rows = g_new0(attune_features, n_rows);
  for (size_t t = 0; t < n_rows; t++) {
    rows[t].t_s = ((double)t + 0.5) * ATTUNE_ROW_S;
    double turns_a = rhythm_turns(when_a, a->in_fraction, rows[t].t_s);
    double turns_b = b == NULL ? NAN : rhythm_turns(when_b, b->in_fraction, rows[t].t_s);
    for (unsigned f = 0; f < a->n; f++) {
      double power = timbre_power(a, f, turns_a) + (b == NULL ? 0.0 : timbre_power(b, f, turns_b));
      rows[t].x[f] = (float)fmax(tell_db(power) + noise_db * normal(rand), 0.0);
    }
  }
  return rows;
}

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

double
median_of(double *value, size_t n)
{
  g_assert_cmpuint(n, >, 0);
  qsort(value, n, sizeof *value, compare_doubles);
  return value[n / 2];
}
