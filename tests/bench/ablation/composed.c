// SPDX-License-Identifier: GPL-3.0-or-later
#include "ablation/composed.h"

#include "base/circle.h"
#include "engine/calibrator.h"
#include "engine/record.h"
#include "listen/gates.h"

#include <math.h>
#include <string.h>

#define GUIDE_DELAY_S 0.3

typedef struct {
  attune_spectrum_row row;
  uint32_t unheard;
  double complete_s; /* when its last sample came: a row belongs to the part of that moment */
} heard_row;

struct bench_spectra {
  attune_couple_config config;
  attune_source *source; /* for its truth */
  attune_couple_plan plan;
  GArray *rows; /* of heard_row */
};

/* ------------------------------------------------ spectra ----------------------------------- */

static attune_spectrum *
make_spectrum(const attune_source *source, attune_mics mics)
{
  unsigned mean = ATTUNE_CHANNEL_MEAN, both[] = {0, 1};
  bool single = mics == ATTUNE_MICS_SINGLE;
  return attune_spectrum_new(source->rate_hz, single ? 1 : 2, single ? &mean : both);
}

static void
read_rows(bench_spectra *s)
{
  attune_spectrum *spectrum = make_spectrum(s->source, s->config.mics);
  attune_gates *gates = attune_gates_new(s->config.mics, s->source->rate_hz);
  attune_block block;
  heard_row heard;
  while (attune_source_read(s->source, 4096, 1000, &block, NULL) == ATTUNE_READ_SOUND)
    for (size_t offset = 0, taken; offset < block.n_frames; offset += taken) {
      if (!attune_spectrum_push(spectrum, &block, offset, &taken, &heard.row)) continue;
      heard.unheard = attune_gates_push(gates, &heard.row);
      heard.complete_s = (double)(block.first_frame + offset + taken - 1) / s->source->rate_hz;
      g_array_append_val(s->rows, heard);
    }
  attune_spectrum_free(spectrum);
  attune_gates_free(gates);
}

bench_spectra *
bench_spectra_new(const attune_couple_config *config)
{
  g_autoptr(GError) error = NULL;
  bench_spectra *s = g_new0(bench_spectra, 1);
  s->config = *config;
  s->source = attune_couple_source_new(config, &error);
  if (s->source == NULL || !attune_source_start(s->source, &error)) g_error("%s", error->message);
  s->plan = attune_couple_source_plan(s->source);
  s->rows = g_array_new(FALSE, FALSE, sizeof(heard_row));
  read_rows(s);
  return s;
}

void
bench_spectra_free(bench_spectra *s)
{
  attune_source_free(s->source);
  g_array_unref(s->rows);
  g_free(s);
}

static bool
is_within(const heard_row *heard, attune_couple_span span)
{
  return heard->row.t_s >= span.start_s && heard->complete_s < span.end_s;
}

static const heard_row *
get_row(const bench_spectra *s, size_t i)
{
  return &g_array_index(s->rows, heard_row, i);
}

/* ------------------------------------------------ what is left out -------------------------- */

static attune_tracker_terms
choose_terms(const bench_without *without)
{
  attune_tracker_terms terms = ATTUNE_TRACKER_TERMS_DEFAULTS;
  if (without->tempering) terms.pair.temper = 0.5f;
  if (without->loudness) terms.pair.loudness_db = 0.0f;
  if (without->rest) {
    terms.pointer.rest_late = 0.05f;
    terms.pointer.rest_early = 0.004f;
    terms.pointer.wake = 0.03f;
  }
  return terms;
}

/* Templates on the guide's own phase, from the features of the solo part on its own floor. */
static void
learn_from_guide(const bench_spectra *s, unsigned p, const attune_front *front, attune_voice *voice)
{
  attune_couple_span span = s->plan.solo[p];
  double period_s = s->plan.guide_in_s + s->plan.guide_out_s;
  g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(attune_features));
  g_autoptr(GArray) turns = g_array_new(FALSE, FALSE, sizeof(double));
  g_autofree float *power = g_new(float, s->rows->len *ATTUNE_MAX_FEATURES);
  float level[ATTUNE_MAX_FEATURES];
  for (size_t i = 0; i < s->rows->len; i++) {
    if (!is_within(get_row(s, i), span) || get_row(s, i)->unheard != 0) continue;
    attune_features row = {.t_s = get_row(s, i)->row.t_s};
    double cycles = (row.t_s - span.start_s - GUIDE_DELAY_S) / period_s,
           turn = cycles - floor(cycles);
    attune_front_powers(front, &get_row(s, i)->row, power + rows->len * ATTUNE_MAX_FEATURES);
    g_array_append_val(rows, row);
    g_array_append_val(turns, turn);
  }
  attune_features *all = (attune_features *)(void *)rows->data;
  attune_floor_of(power, rows->len, ATTUNE_MAX_FEATURES, front->n_features, level);
  for (size_t t = 0; t < rows->len; t++)
    attune_floor_features(power + t * ATTUNE_MAX_FEATURES, level, front->n_features, all[t].x);
  voice->in_fraction = (float)(s->plan.guide_in_s / period_s);
  voice->learnt_per_min = (float)(60.0 / period_s);
  attune_voice_learn(voice, front->n_features, all, (const double *)(void *)turns->data, rows->len);
}

static void
change_voices(const bench_spectra *s, const bench_without *without, attune_calibration *c)
{
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    attune_voice *voice = &c->voice[p];
    if (without->origin) learn_from_guide(s, p, &c->front, voice);
    if (!without->silence) continue;
    memset(voice->silent_cov, 0, sizeof voice->silent_cov);
    for (unsigned f = 0; f < voice->n; f++) voice->silent[f] = (float)(10.0 * log10(2.0));
  }
}

/* ------------------------------------------------ hearing ----------------------------------- */

static attune_calibrator *
gather_solos(const bench_spectra *s)
{
  attune_calibrator *calibrator = attune_calibrator_new(s->config.mics);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    attune_calibrator_begin(calibrator, p, s->plan.solo[p].start_s);
    for (size_t i = 0; i < s->rows->len; i++)
      if (is_within(get_row(s, i), s->plan.solo[p]))
        attune_calibrator_add(calibrator, p, &get_row(s, i)->row, get_row(s, i)->unheard);
  }
  return calibrator;
}

/* The live part, row by row. */
static void
follow(const bench_spectra *s, const bench_without *without, const attune_calibration *c,
       attune_floor *floor, attune_tracker *tracker, attune_record *record)
{
  float power[ATTUNE_MAX_FEATURES], level[ATTUNE_MAX_FEATURES];
  attune_breath breath[ATTUNE_PARTNERS];
  attune_tracker_trace trace;
  for (size_t i = 0; i < s->rows->len; i++) {
    const heard_row *heard = get_row(s, i);
    if (!is_within(heard, s->plan.live)) continue;
    attune_features row = {.t_s = heard->row.t_s,
                           .unheard = heard->unheard & ATTUNE_UNHEARD_EXCLUDES};
    attune_front_powers(&c->front, &heard->row, power);
    if (row.unheard == 0) attune_floor_push(floor, power);
    attune_floor_level(floor, level);
    attune_floor_features(power, without->floor ? c->floor : level, c->front.n_features, row.x);
    attune_tracker_step(tracker, &row, breath, &trace);
    attune_record_add(record, &row, breath, &trace);
  }
}

static bench_take *
make_take(const bench_spectra *s, attune_report *report)
{
  bench_take *take = g_new0(bench_take, 1);
  take->mics = s->config.mics;
  take->report = report;
  take->n = report->n_rows;
  take->row0_s = report->row0_s;
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    take->truth[p] = g_new(float, take->n + 1);
    for (size_t t = 0; t < take->n; t++)
      take->truth[p][t] =
          (float)attune_couple_true_phase(s->source, p, take->row0_s + (double)t * ATTUNE_ROW_S);
  }
  return take;
}

bench_take *
bench_take_composed(const bench_spectra *s, const bench_without *without)
{
  attune_tracker_terms terms = choose_terms(without);
  attune_calibration *c = g_new0(attune_calibration, 1);
  attune_calibrator *calibrator = gather_solos(s);
  attune_calibrator_learn(calibrator, s->plan.guide_in_s, s->plan.guide_out_s, &terms, c);
  change_voices(s, without, c);
  attune_floor *floor = g_new0(attune_floor, 1);
  attune_floor_init(floor, c->front.n_features);
  attune_calibrator_warm(calibrator, &c->front, floor);
  attune_floor_calibrate(floor, c->floor);
  attune_tracker *tracker = attune_tracker_new(&c->voice[ATTUNE_A], &c->voice[ATTUNE_B], &terms);
  attune_record *record = attune_record_new();
  attune_record_begin(record);
  attune_record_set_start(record, s->plan.live.start_s);
  follow(s, without, c, floor, tracker, record);
  attune_record_set_end(record, s->plan.live.end_s);
  attune_report *report = attune_record_report(record, tracker, &terms, false, NULL, NULL);
  report->rehearsal.rehearsal_error_deg = c->rehearsal.error_deg;
  report->rehearsal.word = c->rehearsal.word;
  report->rehearsal.swap_share = c->rehearsal.swap_share;
  bench_take *take = make_take(s, report);
  attune_record_free(record);
  attune_tracker_free(tracker);
  attune_calibrator_free(calibrator);
  g_free(floor);
  g_free(c);
  return take;
}
