// SPDX-License-Identifier: GPL-3.0-or-later
/* Gives every file of a folder to a fuzz target, where there is no libFuzzer. */
#include "fuzz.h"

#include <glib.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
  unsigned n = 0;
  g_assert_cmpint(argc, ==, 2);
  g_autoptr(GDir) folder = g_dir_open(argv[1], 0, NULL);
  g_assert_nonnull(folder);
  for (const char *name; (name = g_dir_read_name(folder)) != NULL; n++) {
    g_autofree char *path = g_build_filename(argv[1], name, NULL);
    g_autofree char *data = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    LLVMFuzzerTestOneInput((const uint8_t *)data, size);
  }
  printf("%u seeds\n", n);
  return n > 0 ? 0 : 1;
}
