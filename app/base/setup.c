// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/setup.h"

#include <stddef.h>
#include <string.h>

static const char *const mics_names[] = {"two", "array", "single"};

const char *
attune_mics_name(attune_mics mics)
{
  return mics_names[mics];
}

bool
attune_mics_parse(const char *name, attune_mics *mics)
{
  for (size_t i = 0; name != NULL && i < sizeof mics_names / sizeof mics_names[0]; i++)
    if (strcmp(name, mics_names[i]) == 0) {
      *mics = (attune_mics)i;
      return true;
    }
  return false;
}
