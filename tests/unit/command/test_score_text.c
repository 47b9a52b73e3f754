// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/score_text.h"
#include "base/circle.h"

#include <glib.h>
#include <math.h>
#include <string.h>

static attune_sync
together(void)
{
  return (attune_sync){.coverage = 1.0,
                       .rate_per_min = {6.04, 5.96},
                       .alignment = 91.2,
                       .locking = 0.94,
                       .ppc = 0.87,
                       .lag_rad = attune_rad(21.0),
                       .lag_s = 0.58,
                       .leader = ATTUNE_A,
                       .coherence = 0.97,
                       .coherence_threshold = 0.53,
                       .chance_p95 = 40.0,
                       .p_value = 0.004};
}

static void
assert_says(const attune_sync *sync, bool guided, const char *words)
{
  const char *const notes[] = {"A note.", NULL};
  g_autofree char *text = attune_score_text(sync, guided, notes);
  if (strstr(text, words) == NULL) g_error("\"%s\" is not in:\n%s", words, text);
  g_assert_null(strstr(text, "nan"));
  g_assert_null(strstr(text, "!"));
  g_assert_true(g_str_has_suffix(text, "A note.\n"));
}

static void
test_words(void)
{
  attune_sync s = together();
  assert_says(&s, false, "Closely together.\n");
  assert_says(&s, false, "91 of 100   (strangers: up to 40 in 19 of 20 cases, p = 0.004)");
  assert_says(&s, false, "A leads by 0.6 s   (21\302\260)");
  assert_says(&s, false, "A 6.0, B 6.0");
  s.p_value = 0.2; /* high, and yet no more than chance gives */
  assert_says(&s, false, "No nearer than two strangers may come by chance.");
  s.p_value = s.chance_p95 = s.coherence = NAN;
  assert_says(&s, true, "(both followed the same guide)");
  s.alignment = 45.0;
  assert_says(&s, true, "Partly together.");
  s.alignment = 0.0;
  s.lag_rad = ATTUNE_PI;
  s.leader = -1;
  assert_says(&s, false, "Taking turns");
  assert_says(&s, false, "neither leads");
  s.ppc = 0.0;
  assert_says(&s, false, "Each in a rhythm of their own.");
}

static void
test_unknown(void)
{
  attune_sync s = together();
  s.reason = ATTUNE_REASON_LOW_COVERAGE;
  s.alignment = s.locking = s.lag_rad = s.rate_per_min[ATTUNE_B] = NAN;
  assert_says(&s, false, attune_sync_reason_text(s.reason));
  assert_says(&s, false, "B unknown");
  s.rate_per_min[ATTUNE_A] = NAN;
  assert_says(&s, false, "100 % of the time");
}

static void
test_bands(void)
{
  g_assert_cmpstr(attune_score_word(0.0), ==, "own rhythms");
  g_assert_cmpstr(attune_score_word(30.0), ==, "partly together");
  g_assert_cmpstr(attune_score_word(60.0), ==, "together");
  g_assert_cmpstr(attune_score_word(85.1), ==, "closely together");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/command/score-text/words", test_words);
  g_test_add_func("/command/score-text/unknown", test_unknown);
  g_test_add_func("/command/score-text/bands", test_bands);
  return g_test_run();
}
