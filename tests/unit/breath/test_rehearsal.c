// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathing.h"

#include "breath/rehearsal.h"

#include <math.h>
#include <string.h>

#define ROWS 417 /* 40 s */
#define NOISE_DB 1.5

/* Two people who breathe alone with the guide, learnt perfectly. */
static attune_rehearsal
rehearse(unsigned who_a, unsigned who_b, attune_mics mics, guint32 seed)
{
  attune_tracker_terms terms = ATTUNE_TRACKER_TERMS_DEFAULTS;
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  unsigned who[ATTUNE_PARTNERS] = {who_a, who_b};
  attune_voice voice[ATTUNE_PARTNERS];
  attune_solo solo[ATTUNE_PARTNERS];
  double turns[ATTUNE_PARTNERS][ROWS];
  attune_features *rows[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    timbre t = timbre_of(who[p], mics);
    rhythm when = rhythm_of(0.3, 45.0, 10.0, t.in_fraction, 0.03, rand);
    rows[p] = rows_of(ROWS, &t, &when, NULL, NULL, NOISE_DB, rand);
    for (size_t i = 0; i < ROWS; i++)
      turns[p][i] = rhythm_turns(&when, t.in_fraction, rows[p][i].t_s);
    timbre_fill_voice(&t, NOISE_DB, &voice[p]);
    solo[p] = (attune_solo){rows[p], turns[p], ROWS};
  }
  attune_rehearsal result;
  attune_rehearse(voice, solo, &terms, &result);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) g_free(rows[p]);
  g_test_message("error %.1f, worst %.1f degrees, swapped %.2f, separability %.1f: %s",
                 result.error_deg, result.worst_deg, result.swap_share, result.separability,
                 result.word);
  return result;
}

static void
test_different(void)
{
  const attune_mics mics[] = {ATTUNE_MICS_TWO, ATTUNE_MICS_SINGLE};
  for (unsigned i = 0; i < 2; i++) {
    attune_rehearsal r = rehearse(0, 1, mics[i], 1 + i);
    g_assert_true(r.separable);
    g_assert_cmpstr(r.word, !=, "not");
    g_assert_cmpfloat(r.error_deg, <, 20.0);
    g_assert_cmpfloat(r.worst_deg, >=, r.error_deg);
    g_assert_cmpfloat(r.swap_share, <, 0.35);
    g_assert_cmpfloat(r.separability, >, 8.0);
  }
}

static void
test_same_voice(void)
{
  for (unsigned who = 0; who < 2; who++) {
    attune_rehearsal r = rehearse(who, who, ATTUNE_MICS_SINGLE, 3 + who);
    g_assert_false(r.separable);
    g_assert_cmpstr(r.word, ==, "not");
    g_assert_cmpfloat(r.separability, <, 1.0);
  }
}

/* Exchanging the two people exchanges nothing else. */
static void
test_exchange(void)
{
  attune_rehearsal ab = rehearse(0, 1, ATTUNE_MICS_TWO, 5), ba = rehearse(1, 0, ATTUNE_MICS_TWO, 5);
  g_assert_cmpint(ab.separable, ==, ba.separable);
  g_assert_cmpfloat_with_epsilon(ab.separability, ba.separability, 0.05 * ab.separability);
  g_assert_cmpfloat_with_epsilon(ab.error_deg, ba.error_deg, 5.0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/breath/rehearsal/different", test_different);
  g_test_add_func("/breath/rehearsal/same-voice", test_same_voice);
  g_test_add_func("/breath/rehearsal/exchange", test_exchange);
  return g_test_run();
}
