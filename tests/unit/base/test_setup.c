// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/setup.h"

#include <glib.h>

static void
test_parse__reads_every_name(void)
{
  for (int i = ATTUNE_MICS_TWO; i <= ATTUNE_MICS_SINGLE; i++) {
    attune_mics mics = ATTUNE_MICS_TWO;
    g_assert_true(attune_mics_parse(attune_mics_name((attune_mics)i), &mics));
    g_assert_cmpint(mics, ==, i);
  }
}

static void
test_parse__leaves_the_answer_alone_when_unknown(void)
{
  const char *const words[] = {"", "Two", "two ", "stereo", NULL};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    attune_mics mics = ATTUNE_MICS_ARRAY;
    g_assert_false(attune_mics_parse(words[i], &mics));
    g_assert_cmpint(mics, ==, ATTUNE_MICS_ARRAY);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/setup/parse", test_parse__reads_every_name);
  g_test_add_func("/setup/parse/unknown", test_parse__leaves_the_answer_alone_when_unknown);
  return g_test_run();
}
