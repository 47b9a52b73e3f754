// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene.h"

#include <math.h>

typedef struct {
  attune_part part;
  uint64_t from, to; /* frames */
} stretch;

typedef struct {
  const bench_scene *scene;
  attune_pipeline *pipeline;
  bench_loudness *loudness;
  stretch parts[3];
  attune_part now;
} hearing;

static stretch
make_stretch(attune_part part, attune_couple_span span, double rate_hz)
{
  return (stretch){part, (uint64_t)llround(span.start_s * rate_hz),
                   (uint64_t)llround(span.end_s * rate_hz)};
}

/* The part at a frame, and how many frames it is sure to last. */
static attune_part
find_part(const hearing *h, uint64_t frame, uint64_t *n)
{
  *n = UINT64_MAX;
  for (size_t i = 0; i < G_N_ELEMENTS(h->parts); i++) {
    const stretch *s = &h->parts[i];
    if (frame >= s->from && frame < s->to) {
      *n = s->to - frame;
      return s->part;
    }
    if (frame < s->from) *n = MIN(*n, s->from - frame);
  }
  return ATTUNE_PART_WAIT;
}

static void
drop_frames(attune_pipeline *pipeline)
{
  attune_frame frame;
  while (attune_pipeline_pop(pipeline, &frame)) continue;
}

static void
push_block(hearing *h, const attune_block *block)
{
  for (size_t done = 0; done < block->n_frames;) {
    uint64_t left, frame = block->first_frame + done;
    attune_part part = find_part(h, frame, &left);
    attune_block piece = *block;
    piece.samples += done * block->n_channels;
    piece.n_frames = (size_t)MIN(left, block->n_frames - done);
    piece.first_frame = frame;
    if (part != h->now) attune_pipeline_begin(h->pipeline, part);
    h->now = part;
    attune_pipeline_push(h->pipeline, &piece);
    bench_loudness_push(h->loudness, &piece, part == ATTUNE_PART_LIVE);
    done += piece.n_frames;
  }
  drop_frames(h->pipeline);
}

static void
note_truth(const bench_scene *scene, bench_take *take)
{
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    take->truth[p] = g_new(float, take->n + 1);
    for (size_t t = 0; t < take->n; t++)
      take->truth[p][t] =
          (float)scene->true_phase(scene->user, p, take->row0_s + (double)t * ATTUNE_ROW_S);
  }
}

bench_take *
bench_take_new(const bench_scene *scene)
{
  attune_pipeline_config config = {.mics = scene->mics,
                                   .n_channels = scene->n_channels,
                                   .rate_hz = scene->rate_hz,
                                   .channel_of = {0, 1},
                                   .guide_in_s = scene->guide_in_s,
                                   .guide_out_s = scene->guide_out_s};
  hearing h = {.scene = scene, .pipeline = attune_pipeline_new(&config), .now = ATTUNE_PART_WAIT};
  h.loudness = bench_loudness_new(MIN(scene->n_channels, 2), scene->rate_hz);
  h.parts[0] = make_stretch(ATTUNE_PART_SOLO_A, scene->solo[ATTUNE_A], scene->rate_hz);
  h.parts[1] = make_stretch(ATTUNE_PART_SOLO_B, scene->solo[ATTUNE_B], scene->rate_hz);
  h.parts[2] = make_stretch(ATTUNE_PART_LIVE, scene->live, scene->rate_hz);
  attune_block block;
  while (scene->read(scene->user, &block)) push_block(&h, &block);
  bench_take *take = g_new0(bench_take, 1);
  take->mics = scene->mics;
  take->loudness = h.loudness;
  take->report = attune_pipeline_report(h.pipeline, NULL, NULL);
  take->n = take->report->n_rows;
  take->row0_s = take->report->row0_s;
  note_truth(scene, take);
  attune_pipeline_free(h.pipeline);
  return take;
}

void
bench_take_free(bench_take *take)
{
  if (take == NULL) return;
  for (int p = 0; p < ATTUNE_PARTNERS; p++) g_free(take->truth[p]);
  attune_report_free(take->report);
  bench_loudness_free(take->loudness);
  g_free(take);
}

/* ------------------------------------------------ the simulated couple ---------------------- */

static bool
read_source(void *user, attune_block *block)
{
  return attune_source_read(user, 4096, 1000, block, NULL) == ATTUNE_READ_SOUND;
}

static double
tell_couple(void *user, attune_partner partner, double t_s)
{
  return attune_couple_true_phase(user, partner, t_s);
}

bench_take *
bench_take_couple(const attune_couple_config *config)
{
  g_autoptr(GError) error = NULL;
  attune_source *source = attune_couple_source_new(config, &error);
  if (source == NULL || !attune_source_start(source, &error)) g_error("%s", error->message);
  attune_couple_plan plan = attune_couple_source_plan(source);
  bench_scene scene = {.mics = config->mics,
                       .n_channels = source->n_channels,
                       .rate_hz = source->rate_hz,
                       .solo = {plan.solo[ATTUNE_A], plan.solo[ATTUNE_B]},
                       .live = plan.live,
                       .guide_in_s = plan.guide_in_s,
                       .guide_out_s = plan.guide_out_s,
                       .read = read_source,
                       .true_phase = tell_couple,
                       .user = source};
  bench_take *take = bench_take_new(&scene);
  attune_source_free(source);
  return take;
}
