// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/wave_out.h"

#include "audio/source.h"

#include <errno.h>
#include <math.h>
#include <sndfile.h>

#define HEAD_BYTES 4096

struct attune_wave_out {
  SNDFILE *file;
};

uint64_t
attune_wave_out_most_frames(unsigned n_channels, gboolean use_float)
{
  return (UINT32_MAX - HEAD_BYTES) / (n_channels * (use_float ? 4u : 2u));
}

static gboolean
set_failed(GError **error, int problem, const char *otherwise)
{
  g_set_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_OPEN,
              "The sound cannot be written: %s.", problem != 0 ? g_strerror(problem) : otherwise);
  return FALSE;
}

attune_wave_out *
attune_wave_out_new(const char *path, unsigned n_channels, double rate_hz, gboolean use_float,
                    GError **error)
{
  SF_INFO info = {.samplerate = (int)lround(rate_hz),
                  .channels = (int)n_channels,
                  .format = SF_FORMAT_WAV | (use_float ? SF_FORMAT_FLOAT : SF_FORMAT_PCM_16)};
  errno = 0;
  SNDFILE *file = sf_open(path, SFM_WRITE, &info);
  if (file == NULL) {
    set_failed(error, errno, sf_strerror(NULL));
    return NULL;
  }
  sf_command(file, SFC_SET_CLIPPING, NULL, SF_TRUE);
  attune_wave_out *out = g_new0(attune_wave_out, 1);
  out->file = file;
  return out;
}

gboolean
attune_wave_out_write(attune_wave_out *out, const attune_block *block, GError **error)
{
  sf_count_t wanted = (sf_count_t)block->n_frames;
  errno = 0;
  if (sf_writef_float(out->file, block->samples, wanted) == wanted) return TRUE;
  return set_failed(error, errno, sf_strerror(out->file));
}

gboolean
attune_wave_out_finish(attune_wave_out *out, GError **error)
{
  errno = 0;
  int fault = sf_close(out->file);
  out->file = NULL;
  return fault == 0 ? TRUE : set_failed(error, errno, sf_error_number(fault));
}

void
attune_wave_out_free(attune_wave_out *out)
{
  if (out == NULL) return;
  if (out->file != NULL) sf_close(out->file);
  g_free(out);
}
