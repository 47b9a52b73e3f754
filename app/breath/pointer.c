// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/pointer.h"

#include "base/circle.h"
#include "base/clones.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

/* A newer processor runs the version made for it, any other the plain one. */
#define SIMD ATTUNE_CLONES("avx2", "default") __attribute__((optimize("O3")))

#define SLOWEST_PER_MIN 3.9
#define FASTEST_PER_MIN 31.0
#define LATE_PHASE (ATTUNE_PHASES * 4 / 5)
/* The tempered posterior is a little too wide: with this the truth lies inside the stated spread in
   0.68 +- 0.08 of the time on the simulated couples that the constants were tuned on. */
#define SPREAD_SCALE 0.9
#define REST_TEMPO_MIXING 0.05f /* while resting the tempo is slowly forgotten */

/* Between the bins the pointer moves by interpolation, which widens it: by 0.6 bins^2 for each bin
   of way at 6/min, by nothing at 15.6/min, where a step is one bin. At least this much everywhere:
   no two breaths are alike at any rate. */
#define LEAST_WIDENING 0.3
#define TAPS 4

/* Constants of the tempi: share of a phase bin's mass that moves by 0..3 bins in a step; logarithm
   of the rate. Written once, before anybody reads. */
static float taps[TAPS][ATTUNE_TEMPI];
static double log_rate[ATTUNE_TEMPI];
static pthread_once_t tables_once = PTHREAD_ONCE_INIT;

float
attune_tempo_rate_per_min(unsigned k)
{
  return (float)(SLOWEST_PER_MIN *
                 pow(FASTEST_PER_MIN / SLOWEST_PER_MIN, (double)k / (ATTUNE_TEMPI - 1)));
}

/* Two neighbouring bins for the mean; more of the outer ones until it is wide enough. */
static void
fill_taps(unsigned k, double bins)
{
  double whole = floor(bins), part = bins - whole;
  double more = 0.5 * fmax(LEAST_WIDENING * bins - part * (1.0 - part), 0.0);
  double p[TAPS] = {1.0 - part, part};
  if (whole < 1.0) { /* backward is no way to breathe: only further on, and the rest stays */
    p[2] = more;
    p[1] -= 2.0 * more;
    p[0] += more;
  } else {
    p[0] = more * (1.0 - part);
    p[1] = (1.0 - 2.0 * more) * (1.0 - part) + more * part;
    p[2] = (1.0 - 2.0 * more) * part + more * (1.0 - part);
    p[3] = more * part;
  }
  for (unsigned i = 0; i < TAPS; i++) taps[i][k] = (float)p[i];
}

static void
fill_tables(void)
{
  for (unsigned k = 0; k < ATTUNE_TEMPI; k++) {
    double rate_per_min = (double)attune_tempo_rate_per_min(k);
    double bins = rate_per_min / 60.0 * ATTUNE_ROW_S * ATTUNE_PHASES; /* < 2 */
    log_rate[k] = log(rate_per_min);
    fill_taps(k, bins);
  }
}

static unsigned
wrap_phase(unsigned j)
{
  return j % ATTUNE_PHASES;
}

void
attune_belief_start(attune_belief *belief)
{
  for (unsigned c = 0; c < ATTUNE_CLASSES; c++)
    for (unsigned k = 0; k < ATTUNE_TEMPI; k++)
      belief->p[c][k] = (c == ATTUNE_REST ? 0.5f : 0.5f / ATTUNE_PHASES) / ATTUNE_TEMPI;
}

void
attune_belief_start_near(attune_belief *belief, float rate_per_min, float sd)
{
  for (unsigned k = 0; k < ATTUNE_TEMPI; k++) {
    float z = logf(attune_tempo_rate_per_min(k) / rate_per_min) / sd;
    for (unsigned c = 0; c < ATTUNE_PHASES; c++) belief->p[c][k] = expf(-0.5f * z * z);
    belief->p[ATTUNE_REST][k] = 0.0f;
  }
  attune_belief_normalise(belief);
}

/* Eight partial sums, so that the compiler may use vectors and the order is fixed. */
static inline float
sum_lanes(const float *p, unsigned n)
{
  float lane[8] = {0};
  for (unsigned i = 0; i < n; i += 8)
    for (unsigned l = 0; l < 8; l++) lane[l] += p[i + l];
  return ((lane[0] + lane[4]) + (lane[1] + lane[5])) + ((lane[2] + lane[6]) + (lane[3] + lane[7]));
}

/* To the neighbours, and a little to any tempo: from a wrong one there must be a way out. It is its
   own transpose, so both directions of time use it. */
static inline void
diffuse_tempi(const float *from, const attune_pointer_terms *terms, float *to)
{
  float half = 0.5f * terms->tempo_diffusion, stay = 1.0f - terms->tempo_diffusion;
  for (unsigned k = 1; k + 1 < ATTUNE_TEMPI; k++)
    to[k] = stay * from[k] + half * (from[k - 1] + from[k + 1]);
  to[0] = stay * from[0] + half * (from[0] + from[1]);
  to[ATTUNE_TEMPI - 1] =
      stay * from[ATTUNE_TEMPI - 1] + half * (from[ATTUNE_TEMPI - 2] + from[ATTUNE_TEMPI - 1]);
  float each = terms->tempo_jump * sum_lanes(from, ATTUNE_TEMPI) / ATTUNE_TEMPI;
  for (unsigned k = 0; k < ATTUNE_TEMPI; k++) to[k] = (1.0f - terms->tempo_jump) * to[k] + each;
}

static void
mix_rest_tempi(float *rest)
{
  float sum = 0.0f;
  for (unsigned k = 0; k < ATTUNE_TEMPI; k++) sum += rest[k];
  float each = REST_TEMPO_MIXING * sum / ATTUNE_TEMPI;
  for (unsigned k = 0; k < ATTUNE_TEMPI; k++) rest[k] = (1.0f - REST_TEMPO_MIXING) * rest[k] + each;
}

SIMD void
attune_belief_predict(const attune_belief *from, const attune_pointer_terms *terms,
                      attune_belief *to)
{
  pthread_once(&tables_once, fill_tables);
  float rest[ATTUNE_TEMPI], woken[ATTUNE_TEMPI];
  memcpy(rest, from->p[ATTUNE_REST], sizeof rest);
  mix_rest_tempi(rest);
  for (unsigned k = 0; k < ATTUNE_TEMPI; k++) {
    woken[k] = terms->wake * rest[k];
    rest[k] -= woken[k];
  }
  for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
    const float *p0 = from->p[j];
    const float *p1 = from->p[wrap_phase(j + ATTUNE_PHASES - 1)];
    const float *p2 = from->p[wrap_phase(j + ATTUNE_PHASES - 2)];
    const float *p3 = from->p[wrap_phase(j + ATTUNE_PHASES - 3)];
    float leave = j >= LATE_PHASE ? terms->rest_late : terms->rest_early;
    float moved[ATTUNE_TEMPI];
    for (unsigned k = 0; k < ATTUNE_TEMPI; k++)
      moved[k] = taps[0][k] * p0[k] + taps[1][k] * p1[k] + taps[2][k] * p2[k] + taps[3][k] * p3[k];
    for (unsigned k = 0; k < ATTUNE_TEMPI; k++) rest[k] += leave * moved[k];
    for (unsigned k = 0; k < ATTUNE_TEMPI; k++)
      moved[k] = (1.0f - leave) * moved[k] + (j == 0 ? woken[k] : 0.0f);
    diffuse_tempi(moved, terms, to->p[j]);
  }
  memcpy(to->p[ATTUNE_REST], rest, sizeof rest);
}

SIMD void
attune_belief_retrodict(const attune_belief *from, const attune_pointer_terms *terms,
                        attune_belief *to)
{
  pthread_once(&tables_once, fill_tables);
  float arrived[ATTUNE_PHASES][ATTUNE_TEMPI], rest[ATTUNE_TEMPI];
  const float *at_rest = from->p[ATTUNE_REST];
  for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
    diffuse_tempi(from->p[j], terms, arrived[j]);
  }
  for (unsigned k = 0; k < ATTUNE_TEMPI; k++)
    rest[k] = (1.0f - terms->wake) * at_rest[k] + terms->wake * arrived[0][k];
  for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
    float leave = j >= LATE_PHASE ? terms->rest_late : terms->rest_early;
    for (unsigned k = 0; k < ATTUNE_TEMPI; k++)
      arrived[j][k] = (1.0f - leave) * arrived[j][k] + leave * at_rest[k];
  }
  for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
    const float *p0 = arrived[j];
    const float *p1 = arrived[wrap_phase(j + 1)];
    const float *p2 = arrived[wrap_phase(j + 2)];
    const float *p3 = arrived[wrap_phase(j + 3)];
    for (unsigned k = 0; k < ATTUNE_TEMPI; k++)
      to->p[j][k] =
          taps[0][k] * p0[k] + taps[1][k] * p1[k] + taps[2][k] * p2[k] + taps[3][k] * p3[k];
  }
  mix_rest_tempi(rest);
  memcpy(to->p[ATTUNE_REST], rest, sizeof rest);
}

SIMD void
attune_belief_classes(const attune_belief *belief, float *sum)
{
  for (unsigned c = 0; c < ATTUNE_CLASSES; c++) sum[c] = sum_lanes(belief->p[c], ATTUNE_TEMPI);
}

SIMD void
attune_belief_weigh(attune_belief *belief, const float *evidence)
{
  for (unsigned c = 0; c < ATTUNE_CLASSES; c++)
    for (unsigned k = 0; k < ATTUNE_TEMPI; k++) belief->p[c][k] *= evidence[c];
  attune_belief_normalise(belief);
}

SIMD void
attune_belief_normalise(attune_belief *belief)
{
  float *p = belief->flat;
  float sum = sum_lanes(p, ATTUNE_CLASSES * ATTUNE_TEMPI);
  if (!(sum > 1e-30f)) {
    attune_belief_start(belief);
    return;
  }
  /* A trace of everything keeps single precision from locking a state out for good. */
  float scale = 1.0f / sum, trace = 1e-9f / (ATTUNE_CLASSES * ATTUNE_TEMPI);
  for (unsigned i = 0; i < ATTUNE_CLASSES * ATTUNE_TEMPI; i++) p[i] = p[i] * scale + trace;
}

double
attune_told_phase(double turns, double in_fraction)
{
  double u = turns - floor(turns);
  double half =
      u < in_fraction ? 0.5 * u / in_fraction : 0.5 + 0.5 * (u - in_fraction) / (1.0 - in_fraction);
  return attune_wrap_tau(ATTUNE_TAU * half);
}

void
attune_phase_map_fill(attune_phase_map *map, double in_fraction)
{
  for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
    double phase = attune_told_phase((double)j / ATTUNE_PHASES, in_fraction);
    map->cosine[j] = (float)cos(phase);
    map->sine[j] = (float)sin(phase);
  }
}

SIMD static void
sum_tempi(const attune_belief *belief, float *tempo)
{
  memset(tempo, 0, ATTUNE_TEMPI * sizeof *tempo);
  for (unsigned j = 0; j < ATTUNE_PHASES; j++)
    for (unsigned k = 0; k < ATTUNE_TEMPI; k++) tempo[k] += belief->p[j][k];
}

void
attune_belief_read(const attune_belief *belief, const attune_phase_map *map, attune_breath *breath)
{
  pthread_once(&tables_once, fill_tables);
  float sum[ATTUNE_CLASSES], tempo[ATTUNE_TEMPI];
  attune_belief_classes(belief, sum);
  sum_tempi(belief, tempo);
  double c = 0.0, s = 0.0, active = 0.0, rate = 0.0;
  for (unsigned j = 0; j < ATTUNE_PHASES; j++) {
    c += (double)(sum[j] * map->cosine[j]);
    s += (double)(sum[j] * map->sine[j]);
    active += (double)sum[j];
  }
  for (unsigned k = 0; k < ATTUNE_TEMPI; k++) rate += (double)tempo[k] * log_rate[k];
  double r = active > 0.0 ? hypot(c, s) / active : 0.0;
  breath->phase_rad = (float)attune_wrap_tau(atan2(s, c));
  breath->clarity = (float)fmin(r, 1.0);
  breath->spread_rad = (float)(SPREAD_SCALE * attune_circle_spread(r));
  breath->rate_per_min = (float)exp(rate / fmax(active, 1e-12));
  breath->presence = (float)fmin(active / (active + (double)sum[ATTUNE_REST]), 1.0);
}
