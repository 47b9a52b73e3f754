// SPDX-License-Identifier: GPL-3.0-or-later
/* Every metric of the list, held to its own row: range, exchange of partners, repeatability. */
#include "sync/metric.h"
#include "support/pair.h"

#include <string.h>

/* A pair of any kind: tied or not, quick or slow, with errors and holes. */
static pair
random_pair(GRand *rand)
{
  const double steps_s[] = {0.05, 0.096, 0.25, 0.5};
  pair p = pair_new(g_rand_double_range(rand, 62.0, 400.0), steps_s[g_rand_int_range(rand, 0, 4)]);
  pair_breather who = {g_rand_double_range(rand, 5.0, 20.0), g_rand_double_range(rand, 0.02, 0.25),
                       0.3, 0.0};
  guint32 seed = g_rand_int(rand);
  for (int i = 0; i < ATTUNE_PARTNERS; i++) {
    gboolean tied = i == 1 && g_rand_boolean(rand);
    g_autoptr(GRand) own = g_rand_new_with_seed(tied ? seed : seed + (guint32)i);
    if (!tied) who.rate_per_min *= g_rand_double_range(rand, 0.9, 1.1);
    pair_fill_breather(&p, i, own, &who);
    pair_blur(&p, i, rand, g_rand_double_range(rand, 0.0, 0.4));
    double hole_s = g_rand_double_range(rand, 0.0, 50.0);
    pair_silence(&p, i, hole_s, hole_s + g_rand_double_range(rand, 0.0, 8.0));
  }
  return p;
}

static double
field_of(const attune_sync *sync, const attune_metric *m)
{
  double value;
  memcpy(&value, (const char *)sync + m->field, sizeof value);
  return value;
}

static void
assert_same(double a, double b)
{
  if (isnan(a) && isnan(b)) return;
  g_assert_cmpfloat(a, ==, b);
}

static void
check_swap(const attune_sync *sync, const attune_sync *swapped)
{
  for (size_t i = 0; i < attune_n_metrics; i++) {
    const attune_metric *m = &attune_metrics[i];
    double value = field_of(sync, m);
    switch (m->swap) {
    case ATTUNE_SWAP_SAME:
      assert_same(field_of(swapped, m), value);
      break;
    case ATTUNE_SWAP_NEGATED:
      assert_same(field_of(swapped, m), -value);
      break;
    case ATTUNE_SWAP_FIRST:
      assert_same(field_of(swapped, m + 1), value);
      break;
    case ATTUNE_SWAP_SECOND:
      assert_same(field_of(swapped, m - 1), value);
      break;
    }
  }
  g_assert_cmpint(swapped->leader, ==, sync->leader < 0 ? -1 : 1 - sync->leader);
  g_assert_cmpint(swapped->reason, ==, sync->reason);
}

static void
check_ranges(const attune_sync *sync)
{
  for (size_t i = 0; i < attune_n_metrics; i++) {
    const attune_metric *m = &attune_metrics[i];
    double value = field_of(sync, m);
    if (sync->reason != ATTUNE_REASON_NONE && !m->always) g_assert_true(isnan(value));
    if (!isnan(value)) {
      g_assert_cmpfloat(value, >=, m->lowest);
      g_assert_cmpfloat(value, <=, m->highest);
    }
  }
}

static void
test_random_pairs(void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed(21);
  unsigned scored = 0;
  for (int trial = 0; trial < 150; trial++) {
    pair p = random_pair(rand);
    attune_phases phases = pair_phases(&p), exchanged = pair_swapped(&p);
    attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
    terms.n_surrogates = trial % 6 == 0 ? 200 : 0;
    attune_sync sync = pair_measure(&phases, &terms), again = pair_measure(&phases, &terms);
    attune_sync swapped = pair_measure(&exchanged, &terms);
    for (size_t i = 0; i < attune_n_metrics; i++)
      assert_same(field_of(&again, &attune_metrics[i]), field_of(&sync, &attune_metrics[i]));
    check_ranges(&sync);
    check_swap(&sync, &swapped);
    scored += sync.reason == ATTUNE_REASON_NONE;
    pair_clear(&p);
  }
  g_assert_cmpuint(scored, >, 75);
}

/* A reason not to score leaves every number of the score unknown, and no others. */
static void
test_unknown(void)
{
  pair p = pair_new(30.0, 0.1);
  pair_fill_steady(&p, ATTUNE_A, 12.0, 0.0);
  pair_fill_steady(&p, ATTUNE_B, 12.0, 0.0);
  attune_phases phases = pair_phases(&p);
  attune_sync_terms terms = ATTUNE_SYNC_TERMS_DEFAULTS;
  attune_sync sync = pair_measure(&phases, &terms);
  for (size_t i = 0; i < attune_n_metrics; i++)
    g_assert_true(isnan(field_of(&sync, &attune_metrics[i])) != attune_metrics[i].always);
  pair_clear(&p);
}

static void
test_rows(void)
{
  for (size_t i = 0; i < attune_n_metrics; i++) {
    const attune_metric *m = &attune_metrics[i];
    g_assert_true(attune_metric_find(m->id) == m); /* so ids are unique */
    g_assert_true(*m->name != '\0' && m->unit != NULL && *m->source != '\0' && m->value != NULL);
    g_assert_cmpfloat(m->lowest, <, m->highest);
    for (size_t j = 0; j < i; j++) g_assert_cmpuint(attune_metrics[j].field, !=, m->field);
    if (m->swap == ATTUNE_SWAP_FIRST) g_assert_cmpint(m[1].swap, ==, ATTUNE_SWAP_SECOND);
  }
  g_assert_null(attune_metric_find("nothing"));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sync/metrics/rows", test_rows);
  g_test_add_func("/sync/metrics/random-pairs", test_random_pairs);
  g_test_add_func("/sync/metrics/unknown", test_unknown);
  return g_test_run();
}
