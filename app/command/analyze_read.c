// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/analyze_read.h"
#include "command/failure.h"
#include "command/interrupt.h"

#include <math.h>

#define BLOCK_FRAMES 8192
#define READING_SHARE 0.85 /* of the whole work; the rest is smoothing and scoring */

typedef struct {
  attune_source *source;
  attune_pipeline *pipeline;
  attune_progress *progress;
  gboolean is_mixed;
  uint64_t n_pushed, n_planned; /* frames; the pipeline hears one stream without jumps */
  float mixed[BLOCK_FRAMES];
} reading;

static void
show(attune_progress *progress, double share)
{
  if (progress != NULL) attune_progress_show(progress, share);
}

static void
mix_down(const attune_block *block, float *mixed)
{
  for (size_t i = 0; i < block->n_frames; i++) {
    float sum = 0.0f;
    for (unsigned c = 0; c < block->n_channels; c++)
      sum += block->samples[i * block->n_channels + c];
    mixed[i] = sum / (float)block->n_channels;
  }
}

static void
push_block(reading *r, attune_block block)
{
  if (r->is_mixed) {
    mix_down(&block, r->mixed);
    block.samples = r->mixed;
    block.n_channels = 1;
  }
  block.first_frame = r->n_pushed;
  attune_pipeline_push(r->pipeline, &block);
  r->n_pushed += block.n_frames;
  for (attune_frame frame; attune_pipeline_pop(r->pipeline, &frame);) continue;
  show(r->progress, READING_SHARE * (double)r->n_pushed / (double)r->n_planned);
}

static uint64_t
frame_at(const reading *r, double t_s)
{
  return (uint64_t)llround(t_s * r->source->rate_hz);
}

/* Such a file was damaged by whatever made it; what else is wrong with it nobody knows. */
static gboolean
check_numbers(const reading *r, const attune_block *block, GError **error)
{
  if (attune_file_source_non_finite(r->source) == 0) return TRUE;
  return attune_command_fail(
      error, ATTUNE_COMMAND_ERROR_INPUT,
      "“%s” holds samples near %.1f s that are no numbers (NaN or infinite).", r->source->label,
      (double)block->first_frame / r->source->rate_hz);
}

/* Reads one stretch into the part that was begun. A file may end a little before it says. */
static gboolean
read_span(reading *r, double start_s, double end_s, GError **error)
{
  uint64_t n_left = frame_at(r, end_s) - frame_at(r, start_s);
  if (!attune_file_source_seek(r->source, frame_at(r, start_s), error)) return FALSE;
  while (n_left > 0) {
    attune_block block;
    size_t n_wanted = (size_t)MIN(n_left, BLOCK_FRAMES);
    if (!attune_interrupt_check(error)) return FALSE;
    attune_read_state state = attune_source_read(r->source, n_wanted, 1000, &block, error);
    if (state == ATTUNE_READ_LOST) return FALSE;
    if (state == ATTUNE_READ_END) break;
    if (state == ATTUNE_READ_WAIT) continue;
    if (!check_numbers(r, &block, error)) return FALSE;
    push_block(r, block);
    n_left -= block.n_frames;
  }
  if (n_left <= frame_at(r, 0.5)) return TRUE;
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_INPUT,
                             "“%s” breaks off %.1f s before its end.", r->source->label,
                             (double)n_left / r->source->rate_hz);
}

static gboolean
read_part(reading *r, attune_part part, const attune_span *span, GError **error)
{
  attune_pipeline_begin(r->pipeline, part);
  return read_span(r, span->start_s, span->end_s, error);
}

static gboolean
read_parts(reading *r, const attune_analyze_plan *plan, GError **error)
{
  const attune_analyze_request *wanted = &plan->request;
  if (wanted->has_solo && (!read_part(r, ATTUNE_PART_SOLO_A, &wanted->solo[ATTUNE_A], error) ||
                           !read_part(r, ATTUNE_PART_SOLO_B, &wanted->solo[ATTUNE_B], error)))
    return FALSE;
  attune_span lead_in = {wanted->live.start_s - plan->lead_in_s, wanted->live.start_s};
  return read_part(r, ATTUNE_PART_WAIT, &lead_in, error) &&
         read_part(r, ATTUNE_PART_LIVE, &wanted->live, error);
}

static double
planned_s(const attune_analyze_plan *plan)
{
  const attune_analyze_request *wanted = &plan->request;
  double sum_s = plan->lead_in_s + wanted->live.end_s - wanted->live.start_s;
  for (int p = 0; wanted->has_solo && p < ATTUNE_PARTNERS; p++)
    sum_s += wanted->solo[p].end_s - wanted->solo[p].start_s;
  return sum_s;
}

static attune_pipeline *
make_pipeline(const attune_source *source, const attune_analyze_plan *plan)
{
  const attune_analyze_request *wanted = &plan->request;
  attune_pipeline_config config = {.mics = wanted->mics,
                                   .n_channels = plan->is_mixed ? 1 : source->n_channels,
                                   .rate_hz = source->rate_hz,
                                   .channel_of = {0, wanted->mics == ATTUNE_MICS_SINGLE ? 0 : 1},
                                   .guide_in_s = wanted->guide_in_s,
                                   .guide_out_s = wanted->guide_out_s,
                                   .guided_live = wanted->is_guided != FALSE,
                                   .live_view = false};
  return attune_pipeline_new(&config);
}

static gboolean
on_progress(double share, void *user)
{
  show(user, READING_SHARE + (1.0 - READING_SHARE) * share);
  return !attune_interrupt_asked();
}

static void
shift_times(attune_report *report, double shift_s)
{
  report->live_start_s += shift_s;
  report->live_end_s += shift_s;
  report->row0_s += shift_s;
  for (size_t i = 0; i < report->n_cycles; i++) {
    report->cycles[i].in_s += shift_s;
    report->cycles[i].out_s += shift_s;
    report->cycles[i].end_s += shift_s;
  }
}

attune_report *
attune_analyze_read(attune_source *source, const attune_analyze_plan *plan,
                    attune_progress *progress, GError **error)
{
  if (!attune_source_start(source, error)) return NULL;
  reading *r = g_new0(reading, 1);
  r->source = source;
  r->progress = progress;
  r->is_mixed = plan->is_mixed;
  r->n_planned = MAX(frame_at(r, planned_s(plan)), 1);
  r->pipeline = make_pipeline(source, plan);
  attune_report *report = NULL;
  if (read_parts(r, plan, error)) {
    attune_pipeline_begin(r->pipeline, ATTUNE_PART_DONE);
    report = attune_pipeline_report(r->pipeline, on_progress, progress);
    if (report == NULL)
      attune_command_fail(error, ATTUNE_COMMAND_ERROR_STOPPED, "Stopped");
    else
      shift_times(report, plan->request.live.end_s - (double)r->n_pushed / source->rate_hz);
  }
  attune_pipeline_free(r->pipeline);
  attune_source_stop(source);
  g_free(r);
  return report;
}
