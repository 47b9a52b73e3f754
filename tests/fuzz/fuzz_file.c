// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a recording: opened, read, sought, read again. Nothing but finite sound comes out.
 */
#include "audio/file.h"
#include "fuzz.h"

#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST_BLOCKS 40

static void
check_block(const attune_source *source, const attune_block *block, uint64_t *next)
{
  g_assert_cmpuint(block->n_frames, >, 0);
  g_assert_cmpuint(block->n_frames, <=, 1000);
  g_assert_cmpuint(block->n_channels, ==, source->n_channels);
  g_assert_cmpuint(block->first_frame, >=, *next);
  *next = block->first_frame + block->n_frames;
  for (size_t i = 0; i < block->n_frames * block->n_channels; i++)
    g_assert_true(isfinite(block->samples[i]));
}

static void
read_some(attune_source *source, uint64_t next)
{
  for (int i = 0; i < MOST_BLOCKS; i++) {
    attune_block block;
    g_autoptr(GError) error = NULL;
    attune_read_state state = attune_source_read(source, 1000, 0, &block, &error);
    g_assert_true((state == ATTUNE_READ_LOST) == (error != NULL));
    if (state != ATTUNE_READ_SOUND) return;
    check_block(source, &block, &next);
  }
}

static void
use(attune_source *source)
{
  g_assert_cmpuint(source->n_channels, >=, 1);
  g_assert_cmpuint(source->n_channels, <=, ATTUNE_MAX_CHANNELS);
  g_assert_cmpfloat(source->rate_hz, >=, 8000.0);
  g_assert_cmpfloat(source->rate_hz, <=, 192000.0);
  g_assert_cmpfloat(source->duration_s, >, 0.0);
  if (!attune_source_start(source, NULL)) return;
  read_some(source, 0);
  uint64_t middle = (uint64_t)(source->duration_s * source->rate_hz * 0.5);
  if (attune_file_source_seek(source, middle, NULL)) read_some(source, middle);
  attune_source_stop(source);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  int fd = memfd_create("recording", 0);
  g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
  g_autoptr(GError) error = NULL;
  g_assert_cmpint(write(fd, data, size), ==, (ssize_t)size);
  attune_source *source = attune_file_source_new(path, FALSE, &error);
  g_assert_true((source == NULL) == (error != NULL));
  if (source != NULL) use(source);
  attune_source_free(source);
  close(fd);
  return 0;
}
