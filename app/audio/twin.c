// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/twin.h"
#include "audio/lane.h"
#include "dsp/resampling.h"

#include <math.h>
#include <string.h>

#define POLL_NS 20000000
#define OUT_FRAMES 4096
#define ALIGN_AFTER_S 0.3 /* enough notices for a first idea of each clock */
#define STEER_EVERY_S 0.5
#define STEER_TIME_S 8.0 /* an error is halved in about 6 s */
#define MAX_STEER 0.003  /* of the rate: far below what would move a breath */
#define RESTART_ERROR_S 0.15

typedef struct {
  attune_source shared;
  attune_lane *lane[2];
  const attune_clock *clock;
  attune_resampling *resampling; /* the second to the first one's rate */
  gboolean is_running, is_aligned;
  float *second; /* [OUT_FRAMES] resampled, waiting */
  size_t n_second;
  double second_frame; /* the second's own frame that the next resampled one describes */
  double ratio, error_s;
  size_t since_steer; /* output frames */
  float *out;         /* [OUT_FRAMES x 2] */
  unsigned n_restarts;
} twin;

static gboolean
start_twin(attune_source *source, GError **error)
{
  twin *t = (twin *)source;
  source->ops->stop(source);
  for (int i = 0; i < 2; i++) {
    attune_lane_reset(t->lane[i]);
    if (attune_source_start(t->lane[i]->source, error)) continue;
    source->ops->stop(source);
    return FALSE;
  }
  t->is_aligned = FALSE;
  t->n_restarts = 0;
  t->is_running = TRUE;
  return TRUE;
}

/* Where the second should be for the first one's frame. */
static double
matching_frame(const twin *t, double first_frame)
{
  double time_ns = attune_drift_time_ns(t->lane[0]->drift, first_frame);
  return attune_drift_frame(t->lane[1]->drift, time_ns);
}

static double
natural_ratio(const twin *t)
{
  return attune_drift_rate_hz(t->lane[0]->drift) / attune_drift_rate_hz(t->lane[1]->drift);
}

/* Lays the two runs together: drops what only one of them has. @return FALSE: not enough yet */
static gboolean
align(twin *t)
{
  attune_lane *a = t->lane[0], *b = t->lane[1];
  if ((double)a->n_frames < ALIGN_AFTER_S * a->source->rate_hz) return FALSE;
  if ((double)b->n_frames < ALIGN_AFTER_S * b->source->rate_hz) return FALSE;
  double ahead = matching_frame(t, (double)a->first_frame) - (double)b->first_frame;
  if (ahead < 0) {
    double n = ceil(-ahead * natural_ratio(t));
    attune_lane_drop(a, (size_t)fmin(n, (double)a->n_frames));
    if (n > (double)a->n_frames) return FALSE;
    ahead = fmax(0.0, matching_frame(t, (double)a->first_frame) - (double)b->first_frame);
  }
  attune_lane_drop(b, (size_t)fmin(ahead, (double)b->n_frames));
  if (ahead > (double)b->n_frames) return FALSE;
  attune_resampling_reset(t->resampling);
  t->ratio = natural_ratio(t);
  attune_resampling_set_ratio(t->resampling, t->ratio);
  t->second_frame = (double)b->first_frame;
  t->n_second = t->since_steer = 0;
  t->is_aligned = TRUE;
  return TRUE;
}

/* Everything up to the break was given: begin again behind it. */
static void
restart(twin *t)
{
  for (int i = 0; i < 2; i++)
    if (t->lane[i]->n_pending > 0) attune_lane_begin_run(t->lane[i]);
  t->is_aligned = FALSE;
  t->n_restarts++;
}

/* Turns the ratio a little so that the error goes; tells when that would take too long. */
static gboolean
steer(twin *t)
{
  const attune_lane *a = t->lane[0];
  double now = (double)a->first_frame + (double)t->n_second;
  double error_frames = matching_frame(t, now) - t->second_frame;
  double rate_hz = a->source->rate_hz;
  t->error_s = error_frames / t->lane[1]->source->rate_hz;
  t->since_steer = 0;
  if (fabs(t->error_s) > RESTART_ERROR_S) return FALSE;
  double step = 1.0 / natural_ratio(t);
  double correction = error_frames / (STEER_TIME_S * rate_hz);
  step += CLAMP(correction, -MAX_STEER * step, MAX_STEER * step);
  t->ratio = 1.0 / step;
  attune_resampling_set_ratio(t->resampling, t->ratio);
  return TRUE;
}

static void
resample_second(twin *t)
{
  attune_lane *b = t->lane[1];
  size_t n_used = 0;
  size_t n_made =
      attune_resampling_process(t->resampling, b->samples, b->n_frames, t->second + t->n_second,
                                OUT_FRAMES - t->n_second, &n_used);
  attune_lane_drop(b, n_used);
  t->n_second += n_made;
  t->second_frame += (double)n_made / t->ratio;
}

static gboolean
give_frames(twin *t, size_t max_frames, attune_block *block)
{
  attune_lane *a = t->lane[0];
  size_t n = MIN(MIN(max_frames, t->n_second), a->n_frames);
  if (n == 0) return FALSE;
  for (size_t i = 0; i < n; i++) {
    t->out[2 * i] = a->samples[i];
    t->out[2 * i + 1] = t->second[i];
  }
  *block = (attune_block){.samples = t->out,
                          .n_frames = n,
                          .n_channels = 2,
                          .rate_hz = t->shared.rate_hz,
                          .first_frame = a->first_frame};
  attune_lane_drop(a, n);
  t->n_second -= n;
  memmove(t->second, t->second + n, t->n_second * sizeof *t->second);
  t->since_steer += n;
  return TRUE;
}

static gboolean
is_broken(const twin *t)
{
  return t->lane[0]->n_pending > 0 || t->lane[1]->n_pending > 0;
}

/* One round: what can be given now? */
static gboolean
work(twin *t, size_t max_frames, attune_block *block)
{
  if (!t->is_aligned) {
    if (is_broken(t)) restart(t);
    if (!align(t)) return FALSE;
  }
  resample_second(t);
  if (give_frames(t, max_frames, block)) {
    if ((double)t->since_steer > STEER_EVERY_S * t->shared.rate_hz && !steer(t)) restart(t);
    return TRUE;
  }
  if (is_broken(t)) restart(t);
  return FALSE;
}

static attune_read_state
pull(twin *t, GError **error)
{
  attune_read_state first = attune_lane_pull(t->lane[0], t->clock, error);
  if (first == ATTUNE_READ_LOST) return first;
  attune_read_state second = attune_lane_pull(t->lane[1], t->clock, error);
  if (second == ATTUNE_READ_LOST) return second;
  t->shared.is_muted = t->lane[0]->source->is_muted || t->lane[1]->source->is_muted;
  return first == ATTUNE_READ_END || second == ATTUNE_READ_END ? ATTUNE_READ_END : ATTUNE_READ_WAIT;
}

static attune_read_state
read_twin(attune_source *source, size_t max_frames, int timeout_ms, attune_block *block,
          GError **error)
{
  twin *t = (twin *)source;
  if (!t->is_running) return ATTUNE_READ_END;
  max_frames = MIN(max_frames, OUT_FRAMES);
  int64_t end_ns = attune_clock_now_ns(t->clock) + (int64_t)timeout_ms * 1000000;
  for (;;) {
    attune_read_state state = pull(t, error);
    if (state == ATTUNE_READ_LOST) return state;
    if (work(t, max_frames, block)) return ATTUNE_READ_SOUND;
    if (state == ATTUNE_READ_END || attune_source_is_cancelled(source)) return ATTUNE_READ_END;
    int64_t left_ns = end_ns - attune_clock_now_ns(t->clock);
    if (left_ns <= 0) return ATTUNE_READ_WAIT;
    attune_clock_sleep_ns(t->clock, MIN(left_ns, POLL_NS));
  }
}

static void
stop_twin(attune_source *source)
{
  twin *t = (twin *)source;
  t->is_running = FALSE;
  for (int i = 0; i < 2; i++) attune_source_stop(t->lane[i]->source);
}

static void
free_twin(attune_source *source)
{
  twin *t = (twin *)source;
  for (int i = 0; i < 2; i++) attune_lane_free(t->lane[i]);
  attune_resampling_free(t->resampling);
  g_free(t->second);
  g_free(t->out);
  g_free(t);
}

static const attune_source_ops twin_ops = {
    .kind = "twin", .start = start_twin, .read = read_twin, .stop = stop_twin, .free = free_twin};

attune_source *
attune_twin_source_new(attune_source *first, attune_source *second, const attune_clock *clock)
{
  twin *t = g_new0(twin, 1);
  t->shared = (attune_source){.ops = &twin_ops,
                              .label = g_strdup_printf("%s + %s", first->label, second->label),
                              .n_channels = 2,
                              .rate_hz = first->rate_hz,
                              .duration_s = fmin(first->duration_s, second->duration_s),
                              .is_demo = first->is_demo || second->is_demo};
  t->lane[0] = attune_lane_new(first);
  t->lane[1] = attune_lane_new(second);
  t->clock = clock;
  t->ratio = first->rate_hz / second->rate_hz;
  t->resampling = attune_resampling_new(1, t->ratio, ATTUNE_RESAMPLING_FAST);
  t->second = g_new0(float, OUT_FRAMES);
  t->out = g_new0(float, OUT_FRAMES * 2);
  return &t->shared;
}

attune_twin_health
attune_twin_source_health(const attune_source *source)
{
  g_assert(source->ops == &twin_ops);
  const twin *t = (const twin *)source;
  double first = attune_drift_rate_hz(t->lane[0]->drift) / t->lane[0]->source->rate_hz;
  double second = attune_drift_rate_hz(t->lane[1]->drift) / t->lane[1]->source->rate_hz;
  return (attune_twin_health){.drift_ppm = (second / first - 1.0) * 1e6,
                              .error_s = t->error_s,
                              .n_restarts = t->n_restarts};
}
