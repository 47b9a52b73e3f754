// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/quiet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Quiet to audible breath reaches a headset at -40 to -31 dBFS and a laptop at -50 to -38
 * (audio/couple.c); hearing wants the room some decibels under that. */
#define VERY_DBFS -62.0
#define FINE_DBFS -50.0
#define NOISY_DBFS -40.0

#define PASSING (ATTUNE_UNHEARD_BUMP | ATTUNE_UNHEARD_SPEECH | ATTUNE_UNHEARD_SILENCE)

void
attune_quiet_hear(attune_quiet *quiet, const attune_frame *frame)
{
  if (quiet->n_rows >= ATTUNE_QUIET_ROWS || (frame->unheard & PASSING) != 0) return;
  quiet->level_dbfs[quiet->n_rows++] =
      fmaxf(frame->level_dbfs[ATTUNE_A], frame->level_dbfs[ATTUNE_B]);
}

double
attune_quiet_share(const attune_quiet *quiet)
{
  return (double)quiet->n_rows / ATTUNE_QUIET_ROWS;
}

static int
compare_floats(const void *a, const void *b)
{
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

double
attune_quiet_level_dbfs(const attune_quiet *quiet)
{
  float sorted[ATTUNE_QUIET_ROWS];
  if (quiet->n_rows == 0) return NAN;
  memcpy(sorted, quiet->level_dbfs, sizeof sorted);
  qsort(sorted, quiet->n_rows, sizeof *sorted, compare_floats);
  return (double)sorted[quiet->n_rows / 2];
}

attune_quiet_word
attune_quiet_tell(const attune_quiet *quiet)
{
  if (quiet->n_rows < ATTUNE_QUIET_ROWS) return ATTUNE_QUIET_UNKNOWN;
  double level_dbfs = attune_quiet_level_dbfs(quiet);
  if (level_dbfs < VERY_DBFS) return ATTUNE_QUIET_VERY;
  if (level_dbfs < FINE_DBFS) return ATTUNE_QUIET_FINE;
  return level_dbfs < NOISY_DBFS ? ATTUNE_QUIET_NOISY : ATTUNE_QUIET_LOUD;
}
