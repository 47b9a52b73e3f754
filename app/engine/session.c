// SPDX-License-Identifier: GPL-3.0-or-later
/* The analysis thread's side: open, read, begin parts, recover, report. */
#include "engine/session.h"
#include "base/clock.h"

#include <math.h>
#include <string.h>

#define READ_FRAMES 4096
#define READ_TIMEOUT_MS 20
#define MIN_LIVE_ROWS 10 /* a second: less is no live part */
#define NAP_NS 20000000
#define FIRST_TRY_NS 100000000
#define LAST_TRY_NS 1000000000

typedef struct {
  attune_engine *engine;
  attune_source *source;
  attune_pipeline *pipeline;
  unsigned next_step;
  attune_part part;
  gboolean is_paused, is_done;
  gboolean is_finishing; /* asked to end: what the microphone's ring still holds is heard first */
  gboolean is_resting;   /* asked to close the microphone for a while */
  unsigned n_live_rows;  /* of the newest live part */

  /* The session's own count of frames goes on where the source's begins anew. */
  uint64_t next_frame; /* one past the last pushed */
  uint64_t base;       /* session frame of the source's frame 0 */
  gboolean is_rejoining;
  int64_t last_sound_ns; /* monotonic time of the last sound */
  int64_t lost_ns;       /* monotonic time at which it was lost; 0: it is not */

  double lost_s;
  unsigned n_losses, n_gaps;
  GError *error;
} session;

/* --- Telling the owner --------------------------------------------------------------------- */

static double
now_s(const session *s)
{
  double heard_s = (double)s->next_frame / s->source->rate_hz;
  if (s->last_sound_ns == 0) return 0.0;
  int64_t silent_ns = attune_clock_now_ns(attune_clock_monotonic()) - s->last_sound_ns;
  /* Between two blocks time stands still; while the microphone is away it goes on. */
  return s->is_rejoining ? heard_s + (double)silent_ns * 1e-9 : heard_s;
}

static void
tell(session *s, attune_engine_state state)
{
  attune_engine *e = s->engine;
  pthread_mutex_lock(&e->lock);
  attune_engine_status *status = &e->status;
  status->state = state;
  status->part = s->part;
  status->lost_s = s->lost_s;
  status->n_losses = s->n_losses;
  status->n_gaps = s->n_gaps;
  if (s->source != NULL) {
    status->now_s = now_s(s);
    status->is_demo = s->source->is_demo;
    status->is_muted = s->source->is_muted;
    g_strlcpy(status->label, s->source->label, sizeof status->label);
  }
  gboolean is_fine = s->error == NULL || state == ATTUNE_ENGINE_RUNNING;
  g_strlcpy(status->message, is_fine ? "" : s->error->message, sizeof status->message);
  pthread_mutex_unlock(&e->lock);
}

static void
tell_running(session *s)
{
  tell(s, s->is_paused ? ATTUNE_ENGINE_PAUSED : ATTUNE_ENGINE_RUNNING);
}

static void
publish_source(attune_engine *engine, attune_source *source)
{
  pthread_mutex_lock(&engine->lock);
  engine->source = source;
  pthread_mutex_unlock(&engine->lock);
}

static void
publish_frames(session *s)
{
  attune_frame frame;
  while (attune_pipeline_pop(s->pipeline, &frame)) {
    if (frame.part == ATTUNE_PART_LIVE) s->n_live_rows++;
    if (!attune_ring_write(s->engine->frames, &frame)) atomic_fetch_add(&s->engine->n_dropped, 1);
  }
}

static gboolean
is_stopping(const session *s)
{
  return atomic_load(&s->engine->is_stopping);
}

/* --- Parts and commands -------------------------------------------------------------------- */

static gboolean
tell_progress(double share, void *data)
{
  session *s = data;
  pthread_mutex_lock(&s->engine->lock);
  s->engine->status.report_share = share;
  pthread_mutex_unlock(&s->engine->lock);
  return !is_stopping(s);
}

static void
report(session *s)
{
  tell(s, ATTUNE_ENGINE_REPORTING);
  if (s->n_live_rows < MIN_LIVE_ROWS || is_stopping(s)) return;
  attune_report *made = attune_pipeline_report(s->pipeline, tell_progress, s);
  pthread_mutex_lock(&s->engine->lock);
  attune_report_free(s->engine->report);
  s->engine->report = made;
  if (made != NULL) s->engine->status.n_reports++;
  pthread_mutex_unlock(&s->engine->lock);
}

static void
tell_rehearsal(session *s)
{
  pthread_mutex_lock(&s->engine->lock);
  s->engine->status.rehearsal = *attune_pipeline_rehearsal(s->pipeline);
  s->engine->status.n_learnt++;
  pthread_mutex_unlock(&s->engine->lock);
}

static void
begin_part(session *s, attune_part part)
{
  s->part = part;
  if (part == ATTUNE_PART_DONE) {
    s->is_done = TRUE;
    return;
  }
  if (part == ATTUNE_PART_LIVE) {
    s->n_live_rows = 0;
    if (attune_pipeline_learn(s->pipeline)) tell_rehearsal(s);
  }
  attune_pipeline_begin(s->pipeline, part);
}

/* The live part is over, the session goes on. */
static void
conclude(session *s)
{
  if (s->part != ATTUNE_PART_LIVE) return;
  report(s);
  s->n_live_rows = 0;
  begin_part(s, ATTUNE_PART_WAIT);
}

/* Session frame at which the next step is due; UINT64_MAX: none. */
static uint64_t
next_step_frame(const session *s)
{
  const attune_engine_config *config = &s->engine->config;
  if (s->next_step >= config->n_steps) return UINT64_MAX;
  return (uint64_t)llround(config->step[s->next_step].t_s * s->source->rate_hz);
}

static void
begin_due_steps(session *s, uint64_t frame)
{
  while (!s->is_done && next_step_frame(s) <= frame)
    begin_part(s, s->engine->config.step[s->next_step++].part);
}

static void
obey(session *s, const attune_session_command *command)
{
  switch (command->word) {
  case ATTUNE_COMMAND_BEGIN:
    begin_part(s, command->part);
    break;
  case ATTUNE_COMMAND_PAUSE:
  case ATTUNE_COMMAND_RESUME:
    s->is_paused = command->word == ATTUNE_COMMAND_PAUSE;
    break;
  case ATTUNE_COMMAND_LEARN:
    attune_pipeline_learn(s->pipeline);
    tell_rehearsal(s);
    break;
  case ATTUNE_COMMAND_GUIDED:
  case ATTUNE_COMMAND_UNGUIDED:
    attune_pipeline_set_guided(s->pipeline, command->word == ATTUNE_COMMAND_GUIDED);
    break;
  case ATTUNE_COMMAND_CONCLUDE:
    conclude(s);
    break;
  case ATTUNE_COMMAND_REST:
  case ATTUNE_COMMAND_WAKE:
    s->is_resting = command->word == ATTUNE_COMMAND_REST;
    break;
  case ATTUNE_COMMAND_FINISH:
    s->is_finishing = TRUE;
    break;
  }
}

static void
take_commands(session *s)
{
  attune_session_command command;
  while (!s->is_done && attune_ring_read(s->engine->commands, &command)) obey(s, &command);
  if (is_stopping(s)) s->is_done = TRUE;
}

/* --- Sound --------------------------------------------------------------------------------- */

/* After a loss: how much time passed decides where the session goes on. */
static void
rejoin(session *s, const attune_block *block)
{
  int64_t away_ns = attune_clock_now_ns(attune_clock_monotonic()) - s->last_sound_ns;
  double away = fmax(1.0, (double)away_ns * 1e-9 * s->source->rate_hz - (double)block->n_frames);
  s->base = s->next_frame + (uint64_t)away - block->first_frame;
  s->is_rejoining = FALSE;
}

/* Pushes in pieces, so that each step begins with exactly its own sample. */
static void
push_block(session *s, attune_block block)
{
  while (block.n_frames > 0 && !s->is_done) {
    begin_due_steps(s, block.first_frame);
    if (s->is_done) return;
    attune_block piece = block;
    uint64_t until_step = next_step_frame(s) - block.first_frame;
    if (until_step < piece.n_frames) piece.n_frames = (size_t)until_step;
    attune_pipeline_push(s->pipeline, &piece);
    s->next_frame = piece.first_frame + piece.n_frames;
    block.samples += piece.n_frames * block.n_channels;
    block.first_frame += piece.n_frames;
    block.n_frames -= piece.n_frames;
  }
}

static void
take_sound(session *s, attune_block *block)
{
  if (s->is_rejoining && s->last_sound_ns != 0) rejoin(s, block);
  s->is_rejoining = FALSE;
  s->lost_ns = 0;
  s->last_sound_ns = attune_clock_now_ns(attune_clock_monotonic());
  block->first_frame += s->base;
  if (s->is_paused) return; /* the jump that this leaves is the gap */
  if (s->next_frame > 0 && block->first_frame > s->next_frame) {
    s->n_gaps++;
    s->lost_s += (double)(block->first_frame - s->next_frame) / block->rate_hz;
  }
  push_block(s, *block);
  publish_frames(s);
}

/* --- A microphone that went away ----------------------------------------------------------- */

static gboolean
may_come_back(const session *s)
{
  return isnan(s->source->duration_s); /* a file that broke off stays broken */
}

/* A nap that commands and due steps end early. @return FALSE: it is over */
static gboolean
nap(session *s, int64_t until_ns)
{
  const attune_clock *clock = attune_clock_monotonic();
  while (attune_clock_now_ns(clock) < until_ns) {
    attune_clock_sleep_ns(clock, NAP_NS);
    take_commands(s);
    begin_due_steps(s, (uint64_t)(now_s(s) * s->source->rate_hz));
    if (s->is_done || s->is_finishing) return FALSE;
    tell(s, ATTUNE_ENGINE_WAITING);
  }
  return TRUE;
}

/* @return whether sound can be read again; else the session is over */
static gboolean
wait_for_source(session *s)
{
  const attune_clock *clock = attune_clock_monotonic();
  int64_t pause_ns = FIRST_TRY_NS;
  if (s->lost_ns == 0) { /* else it came back without a sound and went again */
    s->lost_ns = attune_clock_now_ns(clock);
    s->n_losses++;
  }
  s->is_rejoining = TRUE;
  tell(s, ATTUNE_ENGINE_WAITING);
  while (nap(s, attune_clock_now_ns(clock) + pause_ns)) {
    double away_s = (double)(attune_clock_now_ns(clock) - s->lost_ns) * 1e-9;
    if (away_s > s->engine->config.give_up_s) return FALSE;
    if (attune_source_start(s->source, NULL)) return TRUE;
    pause_ns = MIN(pause_ns * 2, LAST_TRY_NS);
  }
  return FALSE;
}

/* The microphone is closed until somebody wants to be heard again. @return FALSE: it is over */
static gboolean
rest(session *s)
{
  const attune_clock *clock = attune_clock_monotonic();
  attune_source_stop(s->source);
  s->is_rejoining = TRUE;
  while (s->is_resting && !s->is_done && !s->is_finishing) {
    tell(s, ATTUNE_ENGINE_RESTING);
    attune_clock_sleep_ns(clock, NAP_NS);
    take_commands(s);
  }
  if (s->is_done || s->is_finishing) return FALSE;
  return attune_source_start(s->source, &s->error) || wait_for_source(s);
}

/* --- The whole session --------------------------------------------------------------------- */

static gboolean
check_channels(session *s)
{
  const attune_engine_config *config = &s->engine->config;
  unsigned needed = config->mics == ATTUNE_MICS_SINGLE
                        ? 1
                        : 1 + MAX(config->channel_of[0], config->channel_of[1]);
  if (s->source->n_channels >= needed) return TRUE;
  return attune_audio_fail(&s->error, ATTUNE_AUDIO_ERROR_UNSUPPORTED,
                           "“%s” has one channel, so it can only be used as a single microphone.",
                           s->source->label);
}

static gboolean
open_source(session *s)
{
  attune_engine *e = s->engine;
  s->source = g_steal_pointer(&e->config.source);
  if (s->source == NULL)
    s->source = attune_sources_open(e->config.source_kind, &e->config.wish, &s->error);
  if (s->source == NULL) return FALSE;
  publish_source(e, s->source); /* from here on it is cancelled; before, is_stopping tells */
  return !is_stopping(s) && check_channels(s) && attune_source_start(s->source, &s->error);
}

static void
make_pipeline(session *s)
{
  const attune_engine_config *config = &s->engine->config;
  attune_pipeline_config p = {.mics = config->mics,
                              .n_channels = s->source->n_channels,
                              .rate_hz = s->source->rate_hz,
                              .channel_of = {config->channel_of[0], config->channel_of[1]},
                              .guide_in_s = config->guide_in_s,
                              .guide_out_s = config->guide_out_s,
                              .guided_live = config->guided_live,
                              .live_view = true};
  s->pipeline = attune_pipeline_new(&p);
}

static void
listen(session *s)
{
  begin_due_steps(s, 0);
  tell_running(s);
  while (!s->is_done) {
    attune_block block;
    g_clear_error(&s->error);
    int timeout_ms = s->is_finishing ? 0 : READ_TIMEOUT_MS;
    attune_read_state state =
        attune_source_read(s->source, READ_FRAMES, timeout_ms, &block, &s->error);
    if (s->is_finishing && (state != ATTUNE_READ_SOUND || !may_come_back(s))) return;
    if (state == ATTUNE_READ_SOUND) take_sound(s, &block);
    if (state == ATTUNE_READ_END) return;
    if (state == ATTUNE_READ_LOST && (!may_come_back(s) || !wait_for_source(s))) return;
    take_commands(s);
    tell_running(s);
    if (s->is_resting && !rest(s)) return;
  }
}

/* The microphone is given back before the report is made: others may want it. */
static void
put_source_away(session *s)
{
  if (s->source == NULL) return;
  publish_source(s->engine, NULL);
  attune_source_stop(s->source);
}

void
attune_session_run(attune_engine *engine)
{
  session s = {.engine = engine, .part = ATTUNE_PART_WAIT};
  gboolean is_open = open_source(&s);
  if (is_open) {
    make_pipeline(&s);
    listen(&s);
  }
  put_source_away(&s);
  if (is_open) report(&s);
  s.part = ATTUNE_PART_DONE;
  tell(&s, is_open ? ATTUNE_ENGINE_ENDED : ATTUNE_ENGINE_FAILED);
  attune_pipeline_free(s.pipeline);
  attune_source_free(s.source);
  g_clear_error(&s.error);
}
