// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/progress.h"

#include <stdio.h>
#include <unistd.h>

#define QUIET_US (2 * G_USEC_PER_SEC) /* shorter work needs no bar */
#define STEP_US (G_USEC_PER_SEC / 10)
#define WIDTH 30

struct attune_progress {
  const char *label;
  gboolean is_terminal, is_drawn;
  double share;
  gint64 next_us; /* when the bar may be drawn again, monotonic */
};

attune_progress *
attune_progress_new(const char *label)
{
  attune_progress *progress = g_new0(attune_progress, 1);
  progress->label = label;
  progress->is_terminal = isatty(STDERR_FILENO) == 1;
  progress->next_us = g_get_monotonic_time() + QUIET_US;
  return progress;
}

static void
draw(const attune_progress *progress)
{
  char bar[WIDTH + 1];
  for (int i = 0; i < WIDTH; i++) bar[i] = i < (int)(progress->share * WIDTH) ? '=' : ' ';
  bar[WIDTH] = '\0';
  fprintf(stderr, "\r%s [%s] %3d %%", progress->label, bar, (int)(100.0 * progress->share));
  fflush(stderr);
}

void
attune_progress_show(attune_progress *progress, double share)
{
  if (!progress->is_terminal) return;
  progress->share = CLAMP(share, progress->share, 1.0);
  gint64 now_us = g_get_monotonic_time();
  if (now_us < progress->next_us) return;
  progress->next_us = now_us + STEP_US;
  progress->is_drawn = TRUE;
  draw(progress);
}

void
attune_progress_free(attune_progress *progress)
{
  if (progress == NULL) return;
  if (progress->is_drawn) fputs("\r\033[K", stderr);
  g_free(progress);
}
