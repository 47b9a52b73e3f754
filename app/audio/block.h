// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_BLOCK_H
#define ATTUNE_AUDIO_BLOCK_H

#include <stddef.h>
#include <stdint.h>

/** Most channels that any source may have. */
#define ATTUNE_MAX_CHANNELS 8

/** A run of sound. Borrowed: valid only during the call that it is passed to. */
typedef struct {
  const float *samples; /* [n_frames x n_channels], interleaved, full scale = 1; finite */
  size_t n_frames;
  unsigned n_channels;  /* 1..ATTUNE_MAX_CHANNELS */
  double rate_hz;       /* 8000..192000 */
  uint64_t first_frame; /* index of the first frame in the stream; jumps where sound was lost */
} attune_block;

#endif
