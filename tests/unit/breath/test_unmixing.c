// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathing.h"

#include "breath/unmixing.h"

#include <math.h>

#define ROWS 1250 /* two minutes */
#define BANDS 8
#define NOISE_POWER 1.3
#define SHRINK 1.3 /* a rest after each breath: more than a third of the time is quiet */

/* The leaks put in, and the excess powers of each partner alone on the own microphone. */
typedef struct {
  attune_leak leak;
  double *excess[ATTUNE_PARTNERS]; /* [ROWS x BANDS] */
  attune_features *rows;
} scene;

static float
tell_feature(double excess)
{
  return (float)(10.0 * log10(excess + NOISE_POWER + 1.0));
}

static void
fill_scene(scene *s)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  s->rows = g_new0(attune_features, ROWS);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    timbre t = timbre_of(p, ATTUNE_MICS_SINGLE);
    rhythm when = rhythm_of(0.5, 125.0, p == 0 ? 4.6 : 5.9, t.in_fraction, 0.06, rand);
    s->excess[p] = g_new(double, ROWS *BANDS);
    for (unsigned b = 0; b < BANDS; b++) {
      s->leak.ratio[p][b] = 0.04 + 0.03 * b + (p == 1 ? 0.05 : 0.0); /* -14 to -5 dB */
      t.in_db[b] = fmax(t.in_db[b], 12.0); /* every band is heard well now and then */
      t.out_db[b] = fmax(t.out_db[b], 14.0);
      for (size_t i = 0; i < ROWS; i++) {
        double turns = rhythm_turns(&when, t.in_fraction, ((double)i + 0.5) * ATTUNE_ROW_S);
        s->excess[p][i * BANDS + b] =
            timbre_power(&t, b, turns < 1 / SHRINK ? turns * SHRINK : NAN);
      }
    }
  }
  for (size_t i = 0; i < ROWS; i++)
    for (unsigned b = 0; b < BANDS; b++) {
      double a = s->excess[0][i * BANDS + b], c = s->excess[1][i * BANDS + b];
      s->rows[i].t_s = (double)i * ATTUNE_ROW_S;
      s->rows[i].x[b] = tell_feature(a + s->leak.ratio[ATTUNE_B][b] * c);
      s->rows[i].x[BANDS + b] = tell_feature(c + s->leak.ratio[ATTUNE_A][b] * a);
    }
}

static void
clear_scene(scene *s)
{
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) g_free(s->excess[p]);
  g_free(s->rows);
}

static void
check_leak(const attune_leak *found, const attune_leak *truth)
{
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    for (unsigned b = 0; b < BANDS; b++)
      g_assert_cmpfloat_with_epsilon(found->ratio[p][b], truth->ratio[p][b],
                                     0.1 * truth->ratio[p][b] + 0.005);
}

static void
test_leak(void)
{
  scene s;
  attune_leak leak;
  fill_scene(&s);
  attune_find_leak(s.rows, ROWS, BANDS, &leak);
  check_leak(&leak, &s.leak);
  for (size_t t = 0; t < 200; t++) { /* unheard rows teach nothing */
    s.rows[t].unheard = 1;
    for (unsigned f = 0; f < 2 * BANDS; f++) s.rows[t].x[f] = 40.0f;
  }
  attune_find_leak(s.rows, ROWS, BANDS, &leak);
  check_leak(&leak, &s.leak);
  clear_scene(&s);
}

/* With the leak known, each partner's own sound comes back on the own microphone, and what it
   leaks on the other one. */
static void
test_unmix(void)
{
  scene s;
  fill_scene(&s);
  s.rows[7].unheard = 5;
  g_autofree attune_features *alone = g_new0(attune_features, ROWS);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    attune_unmix(s.rows, ROWS, BANDS, &s.leak, (attune_partner)p, alone);
    unsigned own = p == 0 ? 0 : BANDS, other = BANDS - own;
    for (size_t t = 0; t < ROWS; t++)
      for (unsigned b = 0; b < BANDS; b++) {
        double e = s.excess[p][t * BANDS + b];
        g_assert_cmpfloat_with_epsilon(alone[t].x[own + b], tell_feature(e), 0.01);
        g_assert_cmpfloat_with_epsilon(alone[t].x[other + b], tell_feature(s.leak.ratio[p][b] * e),
                                       0.01);
      }
    g_assert_cmpfloat(alone[100].t_s, ==, s.rows[100].t_s);
    g_assert_cmpuint(alone[7].unheard, ==, 5);
  }
  clear_scene(&s);
}

/* A quiet room, and microphones that hear the same: finite, within the stated range. */
static void
test_edges(void)
{
  g_autofree attune_features *rows = g_new0(attune_features, ROWS);
  g_autofree attune_features *alone = g_new0(attune_features, ROWS);
  attune_leak leak;
  for (int loud = 0; loud < 2; loud++) {
    for (size_t t = 0; t < ROWS; t++)
      for (unsigned f = 0; f < 2 * BANDS; f++) rows[t].x[f] = loud ? 20.0f : 3.0f;
    attune_find_leak(rows, ROWS, BANDS, &leak);
    for (unsigned b = 0; b < BANDS; b++) {
      g_assert_cmpfloat_with_epsilon(leak.ratio[ATTUNE_A][b], loud ? 0.9 : 0.0, 1e-9);
      g_assert_cmpfloat_with_epsilon(leak.ratio[ATTUNE_B][b], loud ? 0.9 : 0.0, 1e-9);
    }
    attune_unmix(rows, ROWS, BANDS, &leak, ATTUNE_A, alone);
    for (unsigned f = 0; f < 2 * BANDS; f++) {
      g_assert_cmpfloat(alone[0].x[f], >=, 0.0f);
      g_assert_cmpfloat(alone[0].x[f], <=, 20.1f);
    }
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/breath/unmixing/leak", test_leak);
  g_test_add_func("/breath/unmixing/unmix", test_unmix);
  g_test_add_func("/breath/unmixing/edges", test_edges);
  return g_test_run();
}
