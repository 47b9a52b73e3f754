// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/cycles.h"

#include "base/circle.h"

#include <glib.h>
#include <math.h>

#define ROW0_S 12.5
#define ROWS 1000
#define ROOM (ROWS / 10)

/* A phase that runs evenly, first at 0 at `first_s` after the first row. */
static attune_breath *
make_even(double period_s, double first_s)
{
  attune_breath *breath = g_new0(attune_breath, ROWS);
  for (size_t t = 0; t < ROWS; t++) {
    double turns = ((double)t * ATTUNE_ROW_S - first_s) / period_s;
    breath[t].phase_rad = (float)attune_wrap_tau(ATTUNE_TAU * turns);
    breath[t].clarity = 0.75f;
    breath[t].present = 1;
  }
  return breath;
}

static void
test_exact(void)
{
  const double periods_s[] = {2.5, 4.0, 6.7, 10.0, 15.0};
  for (size_t i = 0; i < G_N_ELEMENTS(periods_s); i++) {
    double p = periods_s[i], first_s = 0.37 * p;
    g_autofree attune_breath *breath = make_even(p, first_s);
    attune_breath_cycle c[ROOM];
    size_t n = attune_find_cycles(breath, ROWS, ROW0_S, 1, c, ROOM);
    g_assert_cmpuint(n, ==, (size_t)floor(((ROWS - 1) * ATTUNE_ROW_S - first_s) / p));
    for (size_t k = 0; k < n; k++) {
      double in_s = ROW0_S + first_s + (double)k * p;
      g_assert_cmpint(c[k].partner, ==, 1);
      g_assert_cmpfloat_with_epsilon(c[k].in_s, in_s, 1e-4);
      g_assert_cmpfloat_with_epsilon(c[k].out_s, in_s + 0.5 * p, 1e-4);
      g_assert_cmpfloat_with_epsilon(c[k].end_s, in_s + p, 1e-4);
      g_assert_cmpfloat_with_epsilon(c[k].confidence, 0.75, 0.05);
    }
  }
}

/* An estimate that trembles about every half cycle must not make breaths of it. */
static void
test_wobble(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  g_autofree attune_breath *even = make_even(5.0, 2.0);
  g_autofree attune_breath *shaky = make_even(5.0, 2.0);
  attune_breath_cycle c[ROOM], d[ROOM];
  for (size_t t = 0; t < ROWS; t++)
    shaky[t].phase_rad =
        (float)attune_wrap_tau((double)shaky[t].phase_rad + g_rand_double_range(rand, -0.5, 0.5));
  size_t n = attune_find_cycles(even, ROWS, ROW0_S, 0, c, ROOM);
  g_assert_cmpuint(attune_find_cycles(shaky, ROWS, ROW0_S, 0, d, ROOM), ==, n);
  /* 0.5 rad of 5 s are 0.4 s. The first passage counts, so they are early on the whole. */
  double late_s = 0.0;
  for (size_t k = 0; k < n; k++) {
    g_assert_cmpfloat(fabs(d[k].in_s - c[k].in_s), <, 0.5);
    g_assert_cmpfloat(fabs(d[k].out_s - c[k].out_s), <, 0.5);
    late_s += (d[k].in_s - c[k].in_s + d[k].out_s - c[k].out_s) / (2.0 * (double)n);
  }
  g_assert_cmpfloat(late_s, <, 0.0);
}

static unsigned
count_ends(const attune_breath_cycle *c, size_t n, double end_s)
{
  unsigned count = 0;
  for (size_t k = 0; k < n; k++) {
    g_assert_cmpfloat(c[k].in_s, <, c[k].out_s);
    g_assert_cmpfloat(c[k].out_s, <=, c[k].end_s);
    count += fabs(c[k].end_s - end_s) < 1e-9;
  }
  return count;
}

/* In-breaths at 1, 6, ... 41, 46 s. A rest in the out-breath ends the breath there and then; one in
   the in-breath leaves a breath without an out-breath, which is none. */
static void
test_rest(void)
{
  g_autofree attune_breath *breath = make_even(5.0, 1.0);
  attune_breath_cycle c[ROOM];
  for (size_t t = 500; t < 600; t++) breath[t].present = 0; /* 48.0 s, in-breath */
  size_t n = attune_find_cycles(breath, ROWS, 0.0, 0, c, ROOM);
  g_assert_cmpuint(count_ends(c, n, 500 * ATTUNE_ROW_S), ==, 0);
  g_assert_cmpuint(count_ends(c, n, 600 * ATTUNE_ROW_S), ==, 0);
  for (size_t k = 0; k < n; k++) g_assert_false(c[k].end_s > 46.01 && c[k].in_s < 57.5);
  for (size_t t = 460; t < 500; t++) breath[t].present = 0; /* 44.16 s, out-breath */
  g_assert_cmpuint(attune_find_cycles(breath, ROWS, 0.0, 0, c, ROOM), ==, n);
  g_assert_cmpuint(count_ends(c, n, 460 * ATTUNE_ROW_S), ==, 1);
}

static void
test_unknown(void)
{
  g_autofree attune_breath *breath = make_even(5.0, 1.0);
  attune_breath_cycle c[ROOM];
  for (size_t t = 0; t < ROWS; t++) breath[t].phase_rad = NAN;
  g_assert_cmpuint(attune_find_cycles(breath, ROWS, 0.0, 0, c, ROOM), ==, 0);
  g_assert_cmpuint(attune_find_cycles(breath, 0, 0.0, 0, c, ROOM), ==, 0);
}

static void
test_room(void)
{
  g_autofree attune_breath *breath = make_even(2.5, 0.0);
  attune_breath_cycle c[4] = {{.partner = 9}, {.partner = 9}, {.partner = 9}, {.partner = 9}};
  g_assert_cmpuint(attune_find_cycles(breath, ROWS, 0.0, 0, c, 3), ==, 3);
  g_assert_cmpint(c[3].partner, ==, 9);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/breath/cycles/exact", test_exact);
  g_test_add_func("/breath/cycles/wobble", test_wobble);
  g_test_add_func("/breath/cycles/rest", test_rest);
  g_test_add_func("/breath/cycles/unknown", test_unknown);
  g_test_add_func("/breath/cycles/room", test_room);
  return g_test_run();
}
