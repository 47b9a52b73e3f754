// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline.h"

#include "engine/calibrator.h"
#include "engine/record.h"
#include "engine/selfcalibration.h"
#include "listen/gates.h"

#include <math.h>
#include <string.h>

#define LIVE_WINDOW_ROWS 625  /* 60 s */
#define SLOW_WINDOW_ROWS 1000 /* 96 s: six breaths at 3.9/min */
#define SCORE_EVERY_ROWS 10   /* about once a second */
#define MAX_WAITING 4096      /* frames not yet popped; a push of 1 s makes 11 */

struct attune_pipeline {
  attune_pipeline_config config;
  attune_tracker_terms terms;
  attune_spectrum *spectrum;
  attune_gates *gates;
  attune_calibrator *calibrator;
  attune_calibration *calibration; /* of this session */
  attune_rehearsal_result rehearsal;
  attune_floor *floor;
  attune_tracker *tracker; /* NULL until both voices are known */
  attune_record *record;
  attune_scorer *scorer;
  attune_sync sync; /* of the last 60 s */
  attune_part part;
  double part_start_s, now_s; /* end of the pushed sound */
  bool part_is_new;
  bool is_learnt; /* the calibration is that of the solo parts as they are now */
  /* Rows of the live part whose breath is not yet known. */
  unsigned n_held;
  attune_frame held[ATTUNE_PAIR_BATCH];
  attune_features held_features[ATTUNE_PAIR_BATCH];
  float *log_l;    /* [ATTUNE_PAIR_BATCH x ATTUNE_PAIRS] */
  GArray *waiting; /* of attune_frame */
  size_t popped;
};

static attune_spectrum *
make_spectrum(const attune_pipeline_config *config)
{
  bool single = config->mics == ATTUNE_MICS_SINGLE;
  unsigned mean = ATTUNE_CHANNEL_MEAN;
  return attune_spectrum_new(config->rate_hz, single ? 1 : 2, single ? &mean : config->channel_of);
}

attune_pipeline *
attune_pipeline_new(const attune_pipeline_config *config)
{
  g_return_val_if_fail(config->n_channels >= 1 && config->n_channels <= ATTUNE_MAX_CHANNELS, NULL);
  g_return_val_if_fail(config->mics == ATTUNE_MICS_SINGLE || config->n_channels >= 2, NULL);
  attune_pipeline *p = g_new0(attune_pipeline, 1);
  p->config = *config;
  p->terms = ATTUNE_TRACKER_TERMS_DEFAULTS;
  p->terms.tell_stage = config->live_view;
  p->log_l = g_new(float, ATTUNE_PAIR_BATCH *ATTUNE_PAIRS);
  p->spectrum = make_spectrum(config);
  p->gates = attune_gates_new(config->mics, config->rate_hz);
  p->calibrator = attune_calibrator_new(config->mics);
  p->calibration = g_new0(attune_calibration, 1);
  p->floor = g_new0(attune_floor, 1);
  p->record = attune_record_new();
  p->scorer = attune_scorer_new(SLOW_WINDOW_ROWS + 1);
  p->waiting = g_array_sized_new(FALSE, FALSE, sizeof(attune_frame), 64);
  p->rehearsal.rehearsal_error_deg = p->rehearsal.swap_share = NAN;
  attune_sync_forget(&p->sync);
  return p;
}

void
attune_pipeline_free(attune_pipeline *p)
{
  if (p == NULL) return;
  attune_spectrum_free(p->spectrum);
  attune_gates_free(p->gates);
  attune_calibrator_free(p->calibrator);
  g_free(p->calibration);
  g_free(p->floor);
  attune_tracker_free(p->tracker);
  attune_record_free(p->record);
  attune_scorer_free(p->scorer);
  g_free(p->log_l);
  g_array_unref(p->waiting);
  g_free(p);
}

/* ------------------------------------------------ parts ------------------------------------- */

static void
tell_rehearsal(attune_pipeline *p)
{
  attune_rehearsal_result *r = &p->rehearsal;
  const attune_calibration *c = p->calibration;
  for (unsigned i = 0; i < ATTUNE_PARTNERS; i++) {
    const char *problem = attune_calibration_text(c->outcome[i]);
    r->calibrated[i] = c->outcome[i] == ATTUNE_CALIBRATED;
    g_strlcpy(r->problem[i], problem == NULL ? "" : problem, sizeof r->problem[i]);
  }
  bool both = r->calibrated[ATTUNE_A] && r->calibrated[ATTUNE_B];
  r->separable = both && c->rehearsal.separable;
  r->rehearsal_error_deg = both ? c->rehearsal.error_deg : NAN;
  r->swap_share = both ? c->rehearsal.swap_share : NAN;
  r->word = both ? c->rehearsal.word : "not";
}

/* Makes the tracker of the calibration, or none when a voice is missing: a voice that was learnt
   from hardly anything would find its breath in any noise. */
static void
make_tracker(attune_pipeline *p)
{
  tell_rehearsal(p);
  attune_tracker_free(p->tracker);
  p->tracker = NULL;
  if (p->calibration->outcome[ATTUNE_A] == ATTUNE_CALIBRATED &&
      p->calibration->outcome[ATTUNE_B] == ATTUNE_CALIBRATED)
    p->tracker = attune_tracker_new(&p->calibration->voice[ATTUNE_A],
                                    &p->calibration->voice[ATTUNE_B], &p->terms);
}

/* The floor and the tracker of a live part, as the solo parts left them. */
static void
begin_calibrated(attune_pipeline *p)
{
  attune_floor_init(p->floor, p->calibration->front.n_features);
  attune_calibrator_warm(p->calibrator, &p->calibration->front, p->floor);
  attune_floor_calibrate(p->floor, p->calibration->floor);
  make_tracker(p);
}

/* Two microphones without solo parts: features are gathered on a floor of their own, voices are
   learnt from them when the report is made. */
static void
begin_uncalibrated(attune_pipeline *p)
{
  p->calibration->front.n_bands = 0; /* set from the first row */
  attune_floor_init(p->floor, 0);
  attune_tracker_free(p->tracker);
  p->tracker = NULL;
}

static bool
has_solos(const attune_pipeline *p)
{
  return attune_calibrator_has(p->calibrator, ATTUNE_A) &&
         attune_calibrator_has(p->calibrator, ATTUNE_B);
}

bool
attune_pipeline_learn(attune_pipeline *p)
{
  if (!has_solos(p)) return false;
  if (!p->is_learnt)
    attune_calibrator_learn(p->calibrator, p->config.guide_in_s, p->config.guide_out_s, &p->terms,
                            p->calibration);
  p->is_learnt = true;
  tell_rehearsal(p);
  return true;
}

static void
begin_live(attune_pipeline *p)
{
  if (attune_pipeline_learn(p))
    begin_calibrated(p);
  else
    begin_uncalibrated(p);
  attune_record_begin(p->record);
  attune_sync_forget(&p->sync);
}

static void flush_held(attune_pipeline *p);

void
attune_pipeline_begin(attune_pipeline *p, attune_part part)
{
  flush_held(p);
  p->part = part;
  p->part_is_new = true;
  if (part == ATTUNE_PART_SOLO_A || part == ATTUNE_PART_SOLO_B) p->is_learnt = false;
  if (part == ATTUNE_PART_LIVE) begin_live(p);
}

void
attune_pipeline_set_guided(attune_pipeline *p, bool guided_live)
{
  p->config.guided_live = guided_live;
}

/* The part begins with this sample. */
static void
mark_part_start(attune_pipeline *p, double t_s)
{
  p->part_is_new = false;
  p->part_start_s = t_s;
  if (p->part == ATTUNE_PART_SOLO_A) attune_calibrator_begin(p->calibrator, ATTUNE_A, t_s);
  if (p->part == ATTUNE_PART_SOLO_B) attune_calibrator_begin(p->calibrator, ATTUNE_B, t_s);
  if (p->part == ATTUNE_PART_LIVE) attune_record_set_start(p->record, t_s);
}

/* ------------------------------------------------ rows -------------------------------------- */

static float
tell_dbfs(float rms)
{
  return rms > 1e-10f ? 20.0f * log10f(rms) : -200.0f;
}

static void
forget_breath(attune_breath *breath)
{
  *breath = (attune_breath){NAN, NAN, NAN, 0.0f, 0.0f, 0, ATTUNE_STAGE_UNKNOWN};
}

/* The last minute, or more of it when both breathe too slowly for a number of one minute. */
static void
score_live(attune_pipeline *p)
{
  size_t n_rows = attune_record_length(p->record);
  if (p->tracker == NULL || n_rows % SCORE_EVERY_ROWS != 0) return;
  static const size_t windows[] = {LIVE_WINDOW_ROWS, SLOW_WINDOW_ROWS};
  for (size_t i = 0; i < G_N_ELEMENTS(windows); i++) {
    if (i > 0 && (p->sync.reason != ATTUNE_REASON_FEW_BREATHS || n_rows <= windows[i - 1])) return;
    attune_record_score_recent(p->record, p->tracker, &p->terms, p->scorer, windows[i],
                               p->config.guided_live, &p->sync);
  }
}

static void
give_frame(attune_pipeline *p, const attune_frame *frame)
{
  if (p->waiting->len - p->popped < MAX_WAITING) g_array_append_vals(p->waiting, frame, 1);
}

/* Finds the breath in all rows that are held, and lets their frames go. */
static void
flush_held(attune_pipeline *p)
{
  attune_tracker_trace trace;
  if (p->tracker != NULL && p->n_held > 0)
    attune_pair_evaluate(attune_tracker_pair(p->tracker), p->held_features, p->n_held, p->log_l);
  for (unsigned r = 0; r < p->n_held; r++) {
    attune_frame *frame = &p->held[r];
    if (p->tracker != NULL)
      attune_tracker_step_evaluated(p->tracker, &p->held_features[r],
                                    p->log_l + (size_t)r * ATTUNE_PAIRS, frame->breath, &trace);
    attune_record_add(p->record, &p->held_features[r], frame->breath,
                      p->tracker == NULL ? NULL : &trace);
    if (p->config.live_view) score_live(p);
    frame->sync = p->sync;
    give_frame(p, frame);
  }
  p->n_held = 0;
}

static void
push_live_row(attune_pipeline *p, const attune_spectrum_row *row, const attune_frame *frame)
{
  attune_front *front = &p->calibration->front;
  if (front->n_bands == 0) {
    attune_front_init(front, p->config.mics, row->n_bins);
    attune_floor_init(p->floor, front->n_features);
  }
  float power[ATTUNE_MAX_FEATURES], level[ATTUNE_MAX_FEATURES];
  attune_features *features = &p->held_features[p->n_held];
  uint32_t excluded = frame->unheard & ATTUNE_UNHEARD_EXCLUDES;
  *features = (attune_features){.t_s = row->t_s, .unheard = excluded};
  attune_front_powers(front, row, power);
  if (excluded == 0) attune_floor_push(p->floor, power);
  attune_floor_level(p->floor, level);
  attune_floor_features(power, level, front->n_features, features->x);
  p->held[p->n_held++] = *frame;
  if (p->config.live_view || p->n_held == ATTUNE_PAIR_BATCH) flush_held(p);
}

static void
push_row(attune_pipeline *p, const attune_spectrum_row *row)
{
  attune_frame frame = {.t_s = row->t_s, .part = p->part, .sync = p->sync};
  for (unsigned i = 0; i < ATTUNE_PARTNERS; i++) {
    forget_breath(&frame.breath[i]);
    bool one = p->config.mics == ATTUNE_MICS_SINGLE;
    frame.level_dbfs[i] = tell_dbfs(row->level[one ? 0 : i].rms);
  }
  frame.unheard = attune_gates_push(p->gates, row);
  /* A row whose middle lies before the part belongs to what came before it. */
  bool belongs = row->t_s >= p->part_start_s;
  frame.part_s = fmax(row->t_s - p->part_start_s, 0.0);
  if (belongs && p->part == ATTUNE_PART_SOLO_A)
    attune_calibrator_add(p->calibrator, ATTUNE_A, row, frame.unheard);
  if (belongs && p->part == ATTUNE_PART_SOLO_B)
    attune_calibrator_add(p->calibrator, ATTUNE_B, row, frame.unheard);
  if (belongs && p->part == ATTUNE_PART_LIVE)
    push_live_row(p, row, &frame);
  else
    give_frame(p, &frame);
}

void
attune_pipeline_push(attune_pipeline *p, const attune_block *block)
{
  if (block->n_frames == 0) return;
  if (p->part_is_new) mark_part_start(p, (double)block->first_frame / p->config.rate_hz);
  attune_spectrum_row row;
  for (size_t offset = 0; offset < block->n_frames;) {
    size_t taken;
    if (attune_spectrum_push(p->spectrum, block, offset, &taken, &row)) push_row(p, &row);
    offset += taken;
  }
  p->now_s = (double)(block->first_frame + block->n_frames) / p->config.rate_hz;
  if (p->part == ATTUNE_PART_LIVE) attune_record_set_end(p->record, p->now_s);
}

bool
attune_pipeline_pop(attune_pipeline *p, attune_frame *frame)
{
  if (p->popped == p->waiting->len) {
    g_array_set_size(p->waiting, 0);
    p->popped = 0;
    return false;
  }
  *frame = g_array_index(p->waiting, attune_frame, p->popped++);
  return true;
}

const attune_rehearsal_result *
attune_pipeline_rehearsal(const attune_pipeline *p)
{
  return &p->rehearsal;
}

/* Voices from the live part itself, and its rows heard once more with them. */
static void
calibrate_afterwards(attune_pipeline *p)
{
  size_t n = attune_record_length(p->record);
  attune_features *rows = attune_record_features(p->record);
  attune_self_calibrate(rows, n, &p->calibration->front, &p->terms, p->calibration);
  make_tracker(p);
  if (p->tracker == NULL) return;
  for (size_t from = 0; from < n; from += ATTUNE_PAIR_BATCH) {
    unsigned m = (unsigned)MIN(ATTUNE_PAIR_BATCH, n - from);
    attune_pair_evaluate(attune_tracker_pair(p->tracker), rows + from, m, p->log_l);
    for (unsigned r = 0; r < m; r++) {
      attune_breath breath[ATTUNE_PARTNERS];
      attune_tracker_trace trace;
      attune_tracker_step_evaluated(p->tracker, &rows[from + r],
                                    p->log_l + (size_t)r * ATTUNE_PAIRS, breath, &trace);
      attune_record_set_heard(p->record, from + r, breath, &trace);
    }
  }
}

attune_report *
attune_pipeline_report(attune_pipeline *p, gboolean (*progress)(double share, void *user),
                       void *user)
{
  flush_held(p);
  if (p->tracker == NULL && p->calibration->front.mics == ATTUNE_MICS_TWO && !has_solos(p))
    calibrate_afterwards(p);
  attune_report *report =
      attune_record_report(p->record, p->tracker, &p->terms, p->config.guided_live, progress, user);
  if (report == NULL) return NULL;
  report->mics = p->calibration->front.mics; /* copies of one channel count as one */
  report->rehearsal = p->rehearsal;
  if (!p->rehearsal.calibrated[ATTUNE_A] || !p->rehearsal.calibrated[ATTUNE_B])
    attune_report_withdraw(report, ATTUNE_REASON_NOT_CALIBRATED);
  else if (!p->rehearsal.separable)
    attune_report_withdraw(report, ATTUNE_REASON_NOT_SEPARABLE);
  return report;
}
