// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/lane.h"

#include <string.h>

#define CAPACITY_S 3
#define CHUNK 4096

attune_lane *
attune_lane_new(attune_source *source)
{
  attune_lane *lane = g_new0(attune_lane, 1);
  lane->source = source;
  lane->drift = attune_drift_new(source->rate_hz);
  lane->capacity = (size_t)(CAPACITY_S * source->rate_hz) + CHUNK;
  lane->samples = g_new0(float, lane->capacity);
  lane->pending = g_new0(float, CHUNK);
  return lane;
}

void
attune_lane_free(attune_lane *lane)
{
  if (lane == NULL) return;
  attune_source_free(lane->source);
  attune_drift_free(lane->drift);
  g_free(lane->samples);
  g_free(lane->pending);
  g_free(lane);
}

void
attune_lane_reset(attune_lane *lane)
{
  attune_drift_reset(lane->drift);
  lane->n_frames = lane->n_pending = 0;
  lane->has_run = FALSE;
}

/* One microphone hears one person: its channels together are one. */
static void
mix(const attune_block *block, float *out)
{
  float share = 1.0f / (float)block->n_channels;
  for (size_t i = 0; i < block->n_frames; i++) {
    float sum = 0.0f;
    for (unsigned c = 0; c < block->n_channels; c++)
      sum += block->samples[i * block->n_channels + c];
    out[i] = sum * share;
  }
}

static void
take_block(attune_lane *lane, const attune_block *block)
{
  if (lane->has_run && block->first_frame != lane->next_frame) {
    mix(block, lane->pending);
    lane->n_pending = block->n_frames;
    lane->pending_frame = block->first_frame;
    return;
  }
  if (!lane->has_run) lane->first_frame = block->first_frame;
  lane->has_run = TRUE;
  mix(block, lane->samples + lane->n_frames);
  lane->n_frames += block->n_frames;
  lane->next_frame = block->first_frame + block->n_frames;
}

static void
notice_time(attune_lane *lane, const attune_block *block, const attune_clock *clock)
{
  if (lane->source->stamp_ns != 0)
    attune_drift_push(lane->drift, lane->source->stamp_frame, lane->source->stamp_ns);
  else
    attune_drift_push(lane->drift, block->first_frame + block->n_frames,
                      attune_clock_now_ns(clock));
}

attune_read_state
attune_lane_pull(attune_lane *lane, const attune_clock *clock, GError **error)
{
  gboolean has_read = FALSE;
  while (lane->n_pending == 0 && lane->capacity - lane->n_frames >= CHUNK) {
    attune_block block;
    attune_read_state state = attune_source_read(lane->source, CHUNK, 0, &block, error);
    if (state == ATTUNE_READ_WAIT) break;
    if (state != ATTUNE_READ_SOUND) return state;
    notice_time(lane, &block, clock);
    take_block(lane, &block);
    has_read = TRUE;
  }
  return has_read ? ATTUNE_READ_SOUND : ATTUNE_READ_WAIT;
}

void
attune_lane_drop(attune_lane *lane, size_t n)
{
  g_assert(n <= lane->n_frames);
  lane->n_frames -= n;
  lane->first_frame += n;
  memmove(lane->samples, lane->samples + n, lane->n_frames * sizeof *lane->samples);
}

void
attune_lane_begin_run(attune_lane *lane)
{
  lane->n_frames = lane->n_pending;
  memcpy(lane->samples, lane->pending, lane->n_pending * sizeof *lane->samples);
  lane->first_frame = lane->pending_frame;
  lane->next_frame = lane->pending_frame + lane->n_pending;
  lane->has_run = lane->n_pending > 0;
  lane->n_pending = 0;
}
