// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Hearing does not allocate once it is under way: neither a step of the tracker nor a push, with
 * somebody watching. malloc and its kin are replaced for the whole process.
 */
#include "audio/couple.h"
#include "breath/tracker.h"
#include "engine/pipeline.h"

#include <errno.h>
#include <stdlib.h>

#define RATE_HZ 16000.0

static size_t allocations;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *
malloc(size_t size)
{
  allocations++;
  return __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
  allocations++;
  return __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
  allocations++;
  return __libc_realloc(old, size);
}

int
posix_memalign(void **out, size_t alignment, size_t size)
{
  allocations++;
  *out = __libc_memalign(alignment, size);
  return *out != NULL ? 0 : ENOMEM;
}

void *
aligned_alloc(size_t alignment, size_t size)
{
  allocations++;
  return __libc_memalign(alignment, size);
}

static void
test_counter(void)
{
  size_t before = allocations;
  g_free(g_malloc(100));
  g_assert_cmpuint(allocations, ==, before + 1);
}

static void
fill_voice(attune_voice *voice, double turn)
{
  *voice = (attune_voice){.n = 16, .in_fraction = 0.4f};
  for (unsigned j = 0; j < ATTUNE_PHASES; j++)
    for (unsigned f = 0; f < 16; f++) {
      voice->mean[j][f] = (float)(10.0 + 6.0 * sin(0.157 * j + turn * f));
      voice->cov[j][f * 17] = 3.0f;
    }
  for (unsigned f = 0; f < 16; f++) voice->silent[f] = 3.0f;
}

static void
test_tracker(void)
{
  attune_tracker_terms terms = ATTUNE_TRACKER_TERMS_DEFAULTS;
  attune_voice voice[ATTUNE_PARTNERS];
  fill_voice(&voice[0], 0.3);
  fill_voice(&voice[1], 0.9);
  attune_tracker *tracker = attune_tracker_new(&voice[0], &voice[1], &terms);
  attune_breath breath[ATTUNE_PARTNERS];
  attune_tracker_trace trace;
  attune_features row = {.t_s = 1.0};
  size_t before = allocations;
  for (unsigned t = 0; t < 300; t++) {
    for (unsigned f = 0; f < 16; f++) row.x[f] = (float)((t * 7 + f * 3) % 20);
    row.unheard = t % 9 == 0;
    attune_tracker_step(tracker, &row, breath, &trace);
  }
  attune_tracker_reset(tracker);
  size_t after = allocations;
  g_assert_cmpuint(after, ==, before);
  attune_tracker_free(tracker);
}

/* Reads the couple into the pipeline until `until_s`; pops as a session does. */
static size_t
push_until(attune_pipeline *p, attune_source *source, double until_s, size_t *n_popped)
{
  size_t counted = 0;
  attune_block block;
  do {
    if (attune_source_read(source, 1024, 0, &block, NULL) != ATTUNE_READ_SOUND) return counted;
    size_t before = allocations;
    attune_pipeline_push(p, &block);
    for (attune_frame frame; attune_pipeline_pop(p, &frame);) *n_popped += 1;
    counted += allocations - before;
  } while ((double)(block.first_frame + block.n_frames) < until_s * RATE_HZ);
  return counted;
}

static void
check_pipeline(attune_mics mics, bool live_view)
{
  attune_couple_config couple = ATTUNE_COUPLE_DEFAULTS;
  couple.mics = mics;
  couple.duration_s = 130.0;
  couple.rate_hz = RATE_HZ;
  attune_source *source = attune_couple_source_new(&couple, NULL);
  g_assert_true(attune_source_start(source, NULL));
  attune_couple_plan plan = attune_couple_source_plan(source);
  attune_pipeline_config config = {.mics = mics,
                                   .n_channels = source->n_channels,
                                   .rate_hz = RATE_HZ,
                                   .channel_of = {0, 1},
                                   .guide_in_s = 4.0,
                                   .guide_out_s = 6.0,
                                   .live_view = live_view};
  attune_pipeline *p = attune_pipeline_new(&config);
  size_t n_popped = 0;
  push_until(p, source, plan.solo[0].start_s, &n_popped);
  attune_pipeline_begin(p, ATTUNE_PART_SOLO_A);
  push_until(p, source, plan.solo[0].end_s, &n_popped);
  attune_pipeline_begin(p, ATTUNE_PART_SOLO_B);
  push_until(p, source, plan.solo[1].end_s, &n_popped);
  attune_pipeline_begin(p, ATTUNE_PART_LIVE);
  g_assert_true(attune_pipeline_rehearsal(p)->calibrated[ATTUNE_A]);
  push_until(p, source, plan.live.start_s + 4.0, &n_popped); /* the window of the live score */
  size_t counted = push_until(p, source, 130.0, &n_popped);
  g_assert_cmpuint(counted, ==, 0);
  g_assert_cmpuint(n_popped, >, 1300);
  attune_pipeline_free(p);
  attune_source_free(source);
}

static void
test_pipeline(void)
{
  check_pipeline(ATTUNE_MICS_TWO, true);
  check_pipeline(ATTUNE_MICS_SINGLE, false);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/engine/allocation/counter", test_counter);
  g_test_add_func("/engine/allocation/tracker", test_tracker);
  g_test_add_func("/engine/allocation/pipeline", test_pipeline);
  return g_test_run();
}
