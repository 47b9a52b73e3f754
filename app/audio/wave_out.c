// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/wave_out.h"

#include "audio/source.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sndfile.h>
#include <unistd.h>

struct attune_wave_out {
  char *path, *hidden; /* hidden: NULL once it has its name */
  int fd;
  SNDFILE *file;
};

static void
set_failed(const attune_wave_out *out, GError **error, const char *why)
{
  g_autofree char *name = g_filename_display_name(out->path);
  g_set_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_OPEN, "\"%s\" cannot be written: %s.",
              name, why);
}

/* A file of its own beside the target, with the rights that a new file would have. */
static int
open_hidden(attune_wave_out *out)
{
  g_autofree char *folder = g_path_get_dirname(out->path);
  g_autofree char *name = g_path_get_basename(out->path);
  for (int attempt = 0; attempt < 20; attempt++) {
    g_autofree char *hidden = g_strdup_printf("%s/.%s.%08x", folder, name, g_random_int());
    int fd = g_open(hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) out->hidden = g_steal_pointer(&hidden);
    if (fd >= 0 || errno != EEXIST) return fd;
  }
  return -1;
}

attune_wave_out *
attune_wave_out_new(const char *path, unsigned n_channels, double rate_hz, gboolean use_float,
                    GError **error)
{
  attune_wave_out *out = g_new0(attune_wave_out, 1);
  SF_INFO info = {.samplerate = (int)lround(rate_hz),
                  .channels = (int)n_channels,
                  .format = SF_FORMAT_WAV | (use_float ? SF_FORMAT_FLOAT : SF_FORMAT_PCM_16)};
  out->path = g_strdup(path);
  out->fd = -1;
  if (g_file_test(path, G_FILE_TEST_IS_DIR))
    set_failed(out, error, "it is a folder");
  else if ((out->fd = open_hidden(out)) < 0)
    set_failed(out, error, g_strerror(errno));
  else if ((out->file = sf_open_fd(out->fd, SFM_WRITE, &info, FALSE)) == NULL)
    set_failed(out, error, sf_strerror(NULL));
  else {
    sf_command(out->file, SFC_SET_CLIPPING, NULL, SF_TRUE);
    return out;
  }
  attune_wave_out_free(out);
  return NULL;
}

gboolean
attune_wave_out_write(attune_wave_out *out, const attune_block *block, GError **error)
{
  sf_count_t wanted = (sf_count_t)block->n_frames;
  errno = 0;
  if (sf_writef_float(out->file, block->samples, wanted) == wanted) return TRUE;
  set_failed(out, error, errno != 0 ? g_strerror(errno) : sf_strerror(out->file));
  return FALSE;
}

gboolean
attune_wave_out_commit(attune_wave_out *out, GError **error)
{
  errno = 0;
  int fault = sf_close(out->file);
  out->file = NULL;
  if (fault != 0 || fsync(out->fd) != 0 || g_rename(out->hidden, out->path) != 0) {
    set_failed(out, error, errno != 0 ? g_strerror(errno) : sf_error_number(fault));
    return FALSE;
  }
  g_clear_pointer(&out->hidden, g_free);
  return TRUE;
}

void
attune_wave_out_free(attune_wave_out *out)
{
  if (out == NULL) return;
  if (out->file != NULL) sf_close(out->file);
  if (out->fd >= 0) close(out->fd);
  if (out->hidden != NULL) g_unlink(out->hidden);
  g_free(out->hidden);
  g_free(out->path);
  g_free(out);
}
