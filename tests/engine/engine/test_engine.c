// SPDX-License-Identifier: GPL-3.0-or-later
/* The engine's threads: script, commands, loss and return, stop in every state, nothing lost.
 * Meant for ThreadSanitizer as well. */
#include "engine/engine.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

/* --- A source that does as it is told ------------------------------------------------------ */

#define RATE_HZ 16000
#define CHUNK 480

typedef struct {
  attune_source shared;
  atomic_int start_hangs_ms; /* of every start; does not hear a cancel */
  atomic_int n_fails;        /* coming starts that fail */
  atomic_long lose_at;       /* frames after a start; LONG_MAX: never */
  atomic_int n_starts;
  atomic_int is_open;
  double duration_s; /* NaN: for ever */
  double speed;      /* 1 = real time */
  gint64 begin_us;
  uint64_t next_frame;
  guint32 noise;
  float buffer[CHUNK * 2];
} obedient;

static gboolean
start_obedient(attune_source *source, GError **error)
{
  obedient *o = (obedient *)source;
  atomic_fetch_add(&o->n_starts, 1);
  g_usleep((gulong)atomic_load(&o->start_hangs_ms) * 1000);
  if (atomic_load(&o->n_fails) > 0) {
    atomic_fetch_sub(&o->n_fails, 1);
    return attune_audio_fail(error, ATTUNE_AUDIO_ERROR_NO_DEVICE, "It is not there.");
  }
  o->next_frame = 0;
  atomic_store(&o->is_open, 1);
  __atomic_store_n(&o->begin_us, g_get_monotonic_time(), __ATOMIC_RELAXED);
  return TRUE;
}

static attune_read_state
read_obedient(attune_source *source, size_t max_frames, int timeout_ms, attune_block *block,
              GError **error)
{
  obedient *o = (obedient *)source;
  g_assert_cmpuint(max_frames, >=, CHUNK);
  double passed_s =
      (double)(g_get_monotonic_time() - __atomic_load_n(&o->begin_us, __ATOMIC_RELAXED)) * 1e-6 *
      o->speed;
  if ((double)o->next_frame >= o->duration_s * RATE_HZ) return ATTUNE_READ_END;
  if ((long)o->next_frame >= atomic_load(&o->lose_at)) {
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_LOST, "It went away.");
    return ATTUNE_READ_LOST;
  }
  if ((double)(o->next_frame + CHUNK) > passed_s * RATE_HZ) {
    g_usleep((gulong)timeout_ms * 1000);
    return ATTUNE_READ_WAIT;
  }
  for (size_t i = 0; i < CHUNK * 2; i++) {
    o->noise = o->noise * 1664525u + 1013904223u;
    o->buffer[i] = 0.01f * ((float)(o->noise >> 8) / 8388608.0f - 1.0f);
  }
  *block = (attune_block){o->buffer, CHUNK, 2, RATE_HZ, o->next_frame};
  o->next_frame += CHUNK;
  return ATTUNE_READ_SOUND;
}

static void
stop_obedient(attune_source *source)
{
  atomic_store(&((obedient *)source)->is_open, 0);
}

static void
free_obedient(attune_source *source)
{
  g_free(source);
}

static const attune_source_ops obedient_ops = {.kind = "obedient",
                                               .start = start_obedient,
                                               .read = read_obedient,
                                               .stop = stop_obedient,
                                               .free = free_obedient};

static obedient *
make_obedient(double speed)
{
  obedient *o = g_new0(obedient, 1);
  o->shared = (attune_source){.ops = &obedient_ops,
                              .label = g_strdup("Obedient"),
                              .n_channels = 2,
                              .rate_hz = RATE_HZ,
                              .duration_s = NAN};
  o->duration_s = NAN;
  o->speed = speed;
  atomic_store(&o->lose_at, LONG_MAX);
  return o;
}

static attune_engine_config
make_config(obedient *source)
{
  return (attune_engine_config){.source = source == NULL ? NULL : &source->shared,
                                .mics = ATTUNE_MICS_TWO,
                                .channel_of = {0, 1},
                                .guide_in_s = 4,
                                .guide_out_s = 6,
                                .give_up_s = INFINITY};
}

/* --- Looking on ---------------------------------------------------------------------------- */

static double
seconds_since(gint64 begin)
{
  return (double)(g_get_monotonic_time() - begin) * 1e-6;
}

static double
wait_for_state(attune_engine *engine, attune_engine_state state, double at_most_s)
{
  gint64 begin = g_get_monotonic_time();
  while (attune_engine_get_status(engine).state != state) {
    if (seconds_since(begin) > at_most_s)
      g_error("still %s, not %s", attune_engine_state_name(attune_engine_get_status(engine).state),
              attune_engine_state_name(state));
    g_usleep(2000);
  }
  return seconds_since(begin);
}

static void
free_quickly(attune_engine *engine)
{
  gint64 begin = g_get_monotonic_time();
  attune_engine_free(engine);
  g_assert_cmpfloat(seconds_since(begin), <, 2.0);
}

typedef struct {
  unsigned n_frames, n_of_part[ATTUNE_PART_DONE + 1];
  double begin_s[ATTUNE_PART_DONE + 1], last_s;
} seen;

static void
look(attune_engine *engine, seen *s)
{
  attune_frame frame;
  while (attune_engine_pop(engine, &frame)) {
    if (s->n_frames > 0) g_assert_cmpfloat(frame.t_s, >, s->last_s);
    s->n_of_part[frame.part]++;
    if (frame.part_s > 0) s->begin_s[frame.part] = frame.t_s - frame.part_s;
    s->last_s = frame.t_s;
    s->n_frames++;
  }
}

static void
look_until_over(attune_engine *engine, seen *s, double at_most_s)
{
  gint64 begin = g_get_monotonic_time();
  while (!attune_engine_is_over(engine)) {
    look(engine, s);
    g_assert_cmpfloat(seconds_since(begin), <, at_most_s);
    g_usleep(2000);
  }
  look(engine, s);
}

/* --- The laws ------------------------------------------------------------------------------ */

/* The engine adds threads, not numbers: the same as the pipeline by hand, to the bit. */
static void
test_script_is_exact(void)
{
  const attune_engine_step steps[] = {{1, ATTUNE_PART_SOLO_A},  {19, ATTUNE_PART_WAIT},
                                      {20, ATTUNE_PART_SOLO_B}, {38, ATTUNE_PART_WAIT},
                                      {39, ATTUNE_PART_LIVE},   {70, ATTUNE_PART_DONE}};
  attune_source_wish wish = {.couple = ATTUNE_COUPLE_DEFAULTS};
  wish.couple.rate_hz = RATE_HZ;
  attune_engine_config config = make_config(NULL);
  config.source_kind = "couple";
  config.wish = wish;
  config.n_steps = G_N_ELEMENTS(steps);
  memcpy(config.step, steps, sizeof steps);
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  seen s = {0};
  look_until_over(engine, &s, 300);
  attune_engine_status status = attune_engine_get_status(engine);
  g_assert_cmpint(status.state, ==, ATTUNE_ENGINE_ENDED);
  g_assert_cmpstr(status.message, ==, "");
  g_assert_true(status.is_demo);
  g_assert_cmpfloat(status.now_s, ==, 70.0);
  g_assert_cmpuint(s.n_frames + status.n_dropped, >=, (unsigned)(70 / ATTUNE_ROW_S) - 3);
  g_assert_cmpfloat_with_epsilon(s.begin_s[ATTUNE_PART_LIVE], 39.0, 1e-9);
  attune_report *report = attune_engine_take_report(engine);
  g_assert_nonnull(report);
  g_assert_null(attune_engine_take_report(engine));

  attune_pipeline_config by_hand = {ATTUNE_MICS_TWO, 2, RATE_HZ, {0, 1}, 4, 6, false, true};
  attune_pipeline *pipeline = attune_pipeline_new(&by_hand);
  attune_source *couple = attune_couple_source_new(&wish.couple, NULL);
  attune_source_start(couple, NULL);
  unsigned step = 0;
  attune_block block;
  for (uint64_t at = 0; at < 70 * RATE_HZ; at += block.n_frames) {
    uint64_t next = step < G_N_ELEMENTS(steps) ? (uint64_t)steps[step].t_s * RATE_HZ : 0;
    if (at == next) attune_pipeline_begin(pipeline, steps[step++].part);
    next = (uint64_t)steps[step].t_s * RATE_HZ;
    g_assert_cmpint(attune_source_read(couple, MIN(1000, next - at), 0, &block, NULL), ==,
                    ATTUNE_READ_SOUND);
    attune_pipeline_push(pipeline, &block);
  }
  attune_report *expected = attune_pipeline_report(pipeline, NULL, NULL);
  g_assert_cmpuint(report->n_rows, ==, expected->n_rows);
  g_assert_cmpuint(report->n_cycles, ==, expected->n_cycles);
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    g_assert_cmpmem(report->smoothed[p].phase_rad, report->n_rows * sizeof(float),
                    expected->smoothed[p].phase_rad, expected->n_rows * sizeof(float));
  g_assert_cmpmem(&report->sync.alignment, sizeof(double), &expected->sync.alignment,
                  sizeof(double));
  attune_report_free(report);
  attune_report_free(expected);
  attune_pipeline_free(pipeline);
  attune_source_free(couple);
  free_quickly(engine);
}

static void
test_commands(void)
{
  obedient *source = make_obedient(1);
  attune_engine_config config = make_config(source);
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  wait_for_state(engine, ATTUNE_ENGINE_RUNNING, 1);
  seen s = {0};
  const attune_part parts[] = {ATTUNE_PART_WAIT, ATTUNE_PART_SOLO_A, ATTUNE_PART_LIVE};
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
    g_assert_true(attune_engine_begin(engine, parts[i]));
    for (int tries = 0; tries < 100 && s.n_of_part[parts[i]] < 2; tries++) {
      g_usleep(100000);
      look(engine, &s);
    }
    g_assert_cmpuint(s.n_of_part[parts[i]], >=, 2);
    g_assert_cmpint(attune_engine_get_status(engine).part, ==, parts[i]);
  }
  g_assert_true(attune_engine_pause(engine, TRUE));
  wait_for_state(engine, ATTUNE_ENGINE_PAUSED, 1);
  look(engine, &s);
  unsigned before = s.n_frames;
  g_usleep(400000);
  look(engine, &s);
  g_assert_cmpuint(s.n_frames, ==, before);
  g_assert_true(attune_engine_pause(engine, FALSE));
  wait_for_state(engine, ATTUNE_ENGINE_RUNNING, 1);
  g_usleep(400000);
  look(engine, &s);
  g_assert_cmpuint(s.n_frames, >, before);
  g_assert_cmpuint(attune_engine_get_status(engine).n_gaps, ==, 1);
  g_assert_true(attune_engine_finish(engine));
  g_assert_cmpfloat(wait_for_state(engine, ATTUNE_ENGINE_ENDED, 2), <, 1);
  attune_report *report = attune_engine_take_report(engine);
  g_assert_nonnull(report);
  g_assert_true(isnan(report->sync.alignment)); /* two seconds of noise are no score */
  attune_report_free(report);
  free_quickly(engine);
}

static void
test_full_command_ring_refuses(void)
{
  obedient *source = make_obedient(1);
  atomic_store(&source->start_hangs_ms, 400);
  attune_engine_config config = make_config(source);
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  unsigned n = 0;
  while (n < 1000 && attune_engine_begin(engine, ATTUNE_PART_WAIT)) n++;
  g_assert_cmpuint(n, >=, 16);
  g_assert_cmpuint(n, <, 1000);
  free_quickly(engine);
}

static void
test_frames_that_nobody_takes(void)
{
  obedient *source = make_obedient(1000);
  source->duration_s = 200;
  attune_engine_config config = make_config(source);
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  wait_for_state(engine, ATTUNE_ENGINE_ENDED, 30);
  unsigned n_dropped = attune_engine_get_status(engine).n_dropped;
  seen s = {0};
  look(engine, &s);
  g_assert_cmpuint(n_dropped, >, 1000);
  g_assert_cmpuint(s.n_frames + n_dropped, >=, (unsigned)(200 / ATTUNE_ROW_S) - 3);
  g_assert_null(attune_engine_take_report(engine)); /* there was no live part */
  free_quickly(engine);
}

static void
test_loss_and_return(void)
{
  obedient *source = make_obedient(1);
  atomic_store(&source->lose_at, RATE_HZ);
  atomic_store(&source->n_fails, 0);
  attune_engine_config config = make_config(source);
  config.step[0] = (attune_engine_step){0, ATTUNE_PART_LIVE};
  config.n_steps = 1;
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  seen s = {0};
  wait_for_state(engine, ATTUNE_ENGINE_RUNNING, 1);
  atomic_store(&source->n_fails, 3);
  g_assert_cmpfloat(wait_for_state(engine, ATTUNE_ENGINE_WAITING, 3), <, 1.5);
  gint64 lost = g_get_monotonic_time();
  attune_engine_status status = attune_engine_get_status(engine);
  g_assert_cmpstr(status.message, ==, "It went away.");
  g_assert_cmpuint(status.n_losses, ==, 1);
  look(engine, &s);
  unsigned before = s.n_frames;
  double before_s = s.last_s;
  g_assert_cmpuint(before, >=, 9); /* the second that was heard is there */
  while (atomic_load(&source->n_fails) > 0) g_usleep(1000);
  gint64 back = g_get_monotonic_time();
  atomic_store(&source->lose_at, LONG_MAX);
  wait_for_state(engine, ATTUNE_ENGINE_RUNNING, 5);
  g_assert_cmpfloat(seconds_since(back), <, 3.0);
  double away_s = seconds_since(lost);
  g_usleep(700000);
  look(engine, &s);
  status = attune_engine_get_status(engine);
  g_assert_cmpstr(status.message, ==, "");
  g_assert_cmpuint(s.n_frames, >=, before + 4);
  g_assert_cmpuint(status.n_gaps, ==, 1);
  g_assert_cmpfloat(fabs(status.lost_s - away_s), <, 0.2);
  g_assert_cmpfloat(s.last_s - before_s, >, away_s); /* time went on meanwhile */
  attune_engine_finish(engine);
  wait_for_state(engine, ATTUNE_ENGINE_ENDED, 2);
  attune_report *report = attune_engine_take_report(engine);
  g_assert_nonnull(report);
  g_assert_cmpuint(report->n_rows, >=, before);
  attune_report_free(report);
  free_quickly(engine);
}

static void
test_giving_up_keeps_what_was_heard(void)
{
  obedient *source = make_obedient(1);
  atomic_store(&source->lose_at, RATE_HZ);
  attune_engine_config config = make_config(source);
  config.step[0] = (attune_engine_step){0, ATTUNE_PART_LIVE};
  config.n_steps = 1;
  config.give_up_s = 0.5;
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  wait_for_state(engine, ATTUNE_ENGINE_RUNNING, 1);
  atomic_store(&source->n_fails, 1000);
  wait_for_state(engine, ATTUNE_ENGINE_ENDED, 5);
  g_assert_cmpstr(attune_engine_get_status(engine).message, ==, "It went away.");
  attune_report *report = attune_engine_take_report(engine);
  g_assert_nonnull(report);
  g_assert_cmpuint(report->n_rows, >=, 9);
  attune_report_free(report);
  free_quickly(engine);
}

/* It comes back, gives no sound and goes again: that is one loss, and it does give up. */
static void
test_coming_back_in_name_only(void)
{
  obedient *source = make_obedient(1);
  atomic_store(&source->lose_at, 0);
  attune_engine_config config = make_config(source);
  config.give_up_s = 1.0;
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  wait_for_state(engine, ATTUNE_ENGINE_ENDED, 8);
  attune_engine_status status = attune_engine_get_status(engine);
  g_assert_cmpuint(status.n_losses, ==, 1);
  g_assert_cmpstr(status.message, ==, "It went away.");
  g_assert_null(attune_engine_take_report(engine));
  free_quickly(engine);
}

/* Ended within a second of its beginning: there is no report, and no harm. */
static void
test_hardly_any_live_part(void)
{
  const double lives_s[] = {0.0, 0.05, 0.3, 1.3};
  for (size_t i = 0; i < G_N_ELEMENTS(lives_s); i++) {
    obedient *source = make_obedient(50);
    attune_engine_config config = make_config(source);
    config.step[0] = (attune_engine_step){0.5, ATTUNE_PART_LIVE};
    config.step[1] = (attune_engine_step){0.5 + lives_s[i], ATTUNE_PART_DONE};
    config.n_steps = 2;
    attune_engine *engine = attune_engine_new(&config);
    attune_engine_start(engine);
    wait_for_state(engine, ATTUNE_ENGINE_ENDED, 10);
    attune_report *report = attune_engine_take_report(engine);
    g_assert_cmpint(report != NULL, ==, lives_s[i] > 1.0);
    if (report != NULL) attune_report_free(report);
    free_quickly(engine);
  }
}

/* What waits in the source when the session is ended is heard before it ends. */
static void
test_finish_hears_the_rest(void)
{
  obedient *source = make_obedient(1);
  attune_engine_config config = make_config(source);
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  wait_for_state(engine, ATTUNE_ENGINE_RUNNING, 1);
  /* The reader is behind by five seconds. */
  __atomic_fetch_sub(&source->begin_us, 5 * G_USEC_PER_SEC, __ATOMIC_RELAXED);
  attune_engine_finish(engine);
  wait_for_state(engine, ATTUNE_ENGINE_ENDED, 5);
  g_assert_cmpfloat(attune_engine_get_status(engine).now_s, >, 4.9);
  free_quickly(engine);
}

static void
test_failing_to_open(void)
{
  attune_engine_config config = make_config(NULL);
  config.source_kind = "file";
  config.wish.path = "/nowhere/at-all.wav";
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  wait_for_state(engine, ATTUNE_ENGINE_FAILED, 2);
  g_assert_nonnull(strstr(attune_engine_get_status(engine).message, "at-all.wav"));
  free_quickly(engine);

  obedient *source = make_obedient(1);
  source->shared.n_channels = 1;
  config = make_config(source);
  engine = attune_engine_new(&config);
  attune_engine_start(engine);
  wait_for_state(engine, ATTUNE_ENGINE_FAILED, 2);
  g_assert_nonnull(strstr(attune_engine_get_status(engine).message, "one channel"));
  free_quickly(engine);
}

static void
prepare_opening(obedient *source)
{
  atomic_store(&source->start_hangs_ms, 3000);
}

static void
prepare_waiting(obedient *source)
{
  atomic_store(&source->lose_at, CHUNK * 4);
}

static void
prepare_failing(obedient *source)
{
  atomic_store(&source->n_fails, 1);
}

static void
prepare_ending(obedient *source)
{
  source->duration_s = 0.3;
}

static void
test_stop_in_every_state(void)
{
  const struct {
    attune_engine_state state;
    void (*prepare)(obedient *source);
  } cases[] = {{ATTUNE_ENGINE_OPENING, prepare_opening}, {ATTUNE_ENGINE_RUNNING, NULL},
               {ATTUNE_ENGINE_WAITING, prepare_waiting}, {ATTUNE_ENGINE_ENDED, prepare_ending},
               {ATTUNE_ENGINE_FAILED, prepare_failing},  {ATTUNE_ENGINE_PAUSED, NULL}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    obedient *source = make_obedient(1);
    if (cases[i].prepare != NULL) cases[i].prepare(source);
    attune_engine_config config = make_config(source);
    attune_engine *engine = attune_engine_new(&config);
    attune_engine_start(engine);
    if (cases[i].state == ATTUNE_ENGINE_PAUSED) attune_engine_pause(engine, TRUE);
    wait_for_state(engine, cases[i].state, 3);
    free_quickly(engine);
  }
  obedient *source = make_obedient(1); /* never started */
  attune_engine_config config = make_config(source);
  free_quickly(attune_engine_new(&config));
  attune_engine_free(NULL);
  g_usleep(1500000); /* the one that hung in its start tidies up for itself */
}

/* One calibration for the evening: the rehearsal is told before a live part, and each live part has
 * a report of its own that does not know of the one before. */
static void
test_two_lives_on_one_calibration(void)
{
  const attune_engine_step steps[] = {{4, ATTUNE_PART_SOLO_A},
                                      {44, ATTUNE_PART_WAIT},
                                      {46, ATTUNE_PART_SOLO_B},
                                      {86, ATTUNE_PART_WAIT}};
  attune_engine_config config = make_config(NULL);
  config.source_kind = "couple";
  config.wish = (attune_source_wish){.couple = ATTUNE_COUPLE_DEFAULTS};
  config.wish.couple.rate_hz = RATE_HZ;
  config.wish.couple.duration_s = 3600;
  config.wish.couple.real_time = TRUE;
  config.wish.couple.hurry_s = 88;
  config.wish.couple.speed = 25;
  config.n_steps = G_N_ELEMENTS(steps);
  memcpy(config.step, steps, sizeof steps);
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  while (attune_engine_get_status(engine).now_s < 88) g_usleep(2000);
  g_assert_cmpuint(attune_engine_get_status(engine).n_learnt, ==, 0);
  g_assert_true(attune_engine_learn(engine));
  while (attune_engine_get_status(engine).n_learnt == 0) g_usleep(2000);
  attune_rehearsal_result rehearsal = attune_engine_get_status(engine).rehearsal;
  g_assert_cmpfloat(rehearsal.rehearsal_error_deg, >, 0);
  double end_s[2] = {0};
  for (unsigned i = 0; i < 2; i++) {
    g_assert_true(attune_engine_set_guided(engine, i == 0));
    g_assert_true(attune_engine_begin(engine, ATTUNE_PART_LIVE));
    double begin_s = attune_engine_get_status(engine).now_s;
    while (attune_engine_get_status(engine).now_s < begin_s + 15 + 10 * i) g_usleep(2000);
    g_assert_true(attune_engine_conclude(engine));
    while (attune_engine_get_status(engine).n_reports == i) g_usleep(2000);
    attune_report *report = attune_engine_take_report(engine);
    g_assert_cmpfloat(report->live_start_s, >=, end_s[0]);
    end_s[i] = report->live_end_s;
    g_assert_cmpfloat(report->rehearsal.rehearsal_error_deg, ==, rehearsal.rehearsal_error_deg);
    attune_report_free(report);
    wait_for_state(engine, ATTUNE_ENGINE_RUNNING, 2);
  }
  g_assert_cmpfloat(end_s[1], >, end_s[0] + 20);
  g_assert_true(attune_engine_finish(engine)); /* what was reported is not reported again */
  wait_for_state(engine, ATTUNE_ENGINE_ENDED, 5);
  g_assert_null(attune_engine_take_report(engine));
  free_quickly(engine);
}

static void
test_rest_closes_the_microphone(void)
{
  obedient *source = make_obedient(1);
  attune_engine_config config = make_config(source);
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  wait_for_state(engine, ATTUNE_ENGINE_RUNNING, 1);
  g_usleep(300000);
  g_assert_cmpint(atomic_load(&source->is_open), ==, 1);
  g_assert_true(attune_engine_rest(engine, TRUE));
  wait_for_state(engine, ATTUNE_ENGINE_RESTING, 1);
  g_assert_cmpint(atomic_load(&source->is_open), ==, 0);
  seen s = {0};
  look(engine, &s);
  unsigned before = s.n_frames;
  double before_s = s.last_s;
  g_usleep(500000);
  look(engine, &s);
  g_assert_cmpuint(s.n_frames, ==, before);
  g_assert_true(attune_engine_begin(engine, ATTUNE_PART_LIVE));
  g_assert_true(attune_engine_rest(engine, FALSE));
  wait_for_state(engine, ATTUNE_ENGINE_RUNNING, 1);
  g_usleep(400000);
  look(engine, &s);
  g_assert_cmpuint(s.n_of_part[ATTUNE_PART_LIVE], >, 0);
  g_assert_cmpfloat(s.last_s, >, before_s + 0.5); /* time went on */
  g_assert_cmpuint(attune_engine_get_status(engine).n_losses, ==, 0);
  atomic_store(&source->n_fails, 2); /* it was unplugged meanwhile */
  g_assert_true(attune_engine_rest(engine, TRUE));
  wait_for_state(engine, ATTUNE_ENGINE_RESTING, 1);
  g_assert_true(attune_engine_rest(engine, FALSE));
  wait_for_state(engine, ATTUNE_ENGINE_WAITING, 1);
  wait_for_state(engine, ATTUNE_ENGINE_RUNNING, 3);
  free_quickly(engine);
}

static void
test_stop_while_reporting(void)
{
  obedient *source = make_obedient(4000);
  source->duration_s = 600;
  attune_engine_config config = make_config(source);
  config.step[0] = (attune_engine_step){0, ATTUNE_PART_LIVE};
  config.n_steps = 1;
  attune_engine *engine = attune_engine_new(&config);
  attune_engine_start(engine);
  gint64 begin = g_get_monotonic_time();
  while (attune_engine_get_status(engine).state == ATTUNE_ENGINE_RUNNING ||
         attune_engine_get_status(engine).state == ATTUNE_ENGINE_OPENING)
    g_assert_cmpfloat(seconds_since(begin), <, 300);
  free_quickly(engine);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/engine/script-is-exact", test_script_is_exact);
  g_test_add_func("/engine/commands", test_commands);
  g_test_add_func("/engine/full-command-ring-refuses", test_full_command_ring_refuses);
  g_test_add_func("/engine/frames-that-nobody-takes", test_frames_that_nobody_takes);
  g_test_add_func("/engine/loss-and-return", test_loss_and_return);
  g_test_add_func("/engine/giving-up-keeps-what-was-heard", test_giving_up_keeps_what_was_heard);
  g_test_add_func("/engine/coming-back-in-name-only", test_coming_back_in_name_only);
  g_test_add_func("/engine/hardly-any-live-part", test_hardly_any_live_part);
  g_test_add_func("/engine/finish-hears-the-rest", test_finish_hears_the_rest);
  g_test_add_func("/engine/failing-to-open", test_failing_to_open);
  g_test_add_func("/engine/stop-in-every-state", test_stop_in_every_state);
  g_test_add_func("/engine/two-lives-on-one-calibration", test_two_lives_on_one_calibration);
  g_test_add_func("/engine/rest-closes-the-microphone", test_rest_closes_the_microphone);
  g_test_add_func("/engine/stop-while-reporting", test_stop_while_reporting);
  return g_test_run();
}
