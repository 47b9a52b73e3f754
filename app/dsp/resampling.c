// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/resampling.h"

#include <glib.h>
#include <samplerate.h>

struct attune_resampling {
  SRC_STATE *state;
  double ratio;
};

static gboolean
is_allowed(double ratio)
{
  return ratio >= ATTUNE_RESAMPLING_MIN_RATIO && ratio <= ATTUNE_RESAMPLING_MAX_RATIO;
}

attune_resampling *
attune_resampling_new(unsigned n_channels, double ratio, attune_resampling_quality quality)
{
  g_assert(n_channels >= 1 && n_channels <= 8 && is_allowed(ratio));
  int converter = quality == ATTUNE_RESAMPLING_FAST ? SRC_SINC_FASTEST : SRC_SINC_MEDIUM_QUALITY;
  int problem = 0;
  attune_resampling *resampling = g_new0(attune_resampling, 1);
  resampling->state = src_new(converter, (int)n_channels, &problem);
  if (resampling->state == NULL) g_error("src_new: %s", src_strerror(problem)); /* no memory */
  resampling->ratio = ratio;
  return resampling;
}

void
attune_resampling_free(attune_resampling *resampling)
{
  if (resampling == NULL) return;
  src_delete(resampling->state);
  g_free(resampling);
}

void
attune_resampling_reset(attune_resampling *resampling)
{
  src_reset(resampling->state);
}

void
attune_resampling_set_ratio(attune_resampling *resampling, double ratio)
{
  g_assert(is_allowed(ratio));
  resampling->ratio = ratio;
  src_set_ratio(resampling->state, ratio); /* else it would glide there over the next call */
}

size_t
attune_resampling_process(attune_resampling *resampling, const float *in, size_t n_in, float *out,
                          size_t max_out, size_t *n_used)
{
  const float silence[8] = {0}; /* libsamplerate wants a place even for no input */
  SRC_DATA data = {.data_in = n_in > 0 ? in : silence,
                   .input_frames = (long)MIN(n_in, (size_t)G_MAXINT),
                   .data_out = out,
                   .output_frames = (long)MIN(max_out, (size_t)G_MAXINT),
                   .src_ratio = resampling->ratio};
  int problem = src_process(resampling->state, &data);
  g_assert(problem == 0); /* only a broken argument is left, and those were checked */
  *n_used = (size_t)data.input_frames_used;
  return (size_t)data.output_frames_gen;
}
