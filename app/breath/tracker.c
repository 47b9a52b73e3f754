// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/tracker.h"

#include "base/circle.h"
#include "base/setup.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define SURE_SPREAD_RAD 1.0f /* wider than this, no word for in or out is used */

struct attune_tracker {
  attune_voice voice[ATTUNE_PARTNERS];
  attune_phase_map map[ATTUNE_PARTNERS];
  attune_tracker_terms terms;
  attune_pair *pair;
  attune_belief belief[ATTUNE_PARTNERS], next;
  bool present[ATTUNE_PARTNERS];
  float log_l[ATTUNE_PAIRS], evidence[ATTUNE_PAIRS];
};

attune_tracker *
attune_tracker_new(const attune_voice *voice_a, const attune_voice *voice_b,
                   const attune_tracker_terms *terms)
{
  attune_tracker *tracker = g_new0(attune_tracker, 1);
  tracker->voice[ATTUNE_A] = *voice_a;
  tracker->voice[ATTUNE_B] = *voice_b;
  tracker->terms = *terms;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    attune_phase_map_fill(&tracker->map[p], (double)tracker->voice[p].in_fraction,
                          (double)tracker->voice[p].learnt_per_min);
  tracker->pair = attune_pair_new(voice_a, voice_b, &terms->pair);
  attune_tracker_reset(tracker);
  return tracker;
}

void
attune_tracker_free(attune_tracker *tracker)
{
  if (tracker == NULL) return;
  attune_pair_free(tracker->pair);
  g_free(tracker);
}

void
attune_tracker_reset(attune_tracker *tracker)
{
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    attune_belief_start(&tracker->belief[p]);
    tracker->present[p] = false;
  }
}

static void
predict(attune_tracker *tracker, unsigned p)
{
  attune_belief_predict(&tracker->belief[p], &tracker->terms.pointer, &tracker->next);
  memcpy(&tracker->belief[p], &tracker->next, sizeof tracker->next);
}

/* "Track slowly, read fast": the word for this moment comes from the rest of the likelihood, which
   the tempered tracking left out; it is never fed back. */
static attune_breath_stage
read_stage(const attune_tracker *tracker, unsigned p, const float *fast)
{
  unsigned split = (unsigned)lroundf(tracker->voice[p].in_fraction * ATTUNE_PHASES);
  float share[3] = {0}, size[3] = {(float)split, (float)(ATTUNE_PHASES - split), 1.0f};
  for (unsigned c = 0; c < ATTUNE_CLASSES; c++) share[c == ATTUNE_REST ? 2 : c >= split] += fast[c];
  if (share[2] > 0.5f) return ATTUNE_STAGE_REST;
  return share[0] / size[0] > share[1] / size[1] ? ATTUNE_STAGE_IN : ATTUNE_STAGE_OUT;
}

static void
read_breath(attune_tracker *tracker, unsigned p, bool heard, const float *fast,
            attune_breath *breath)
{
  attune_belief_read(&tracker->belief[p], &tracker->map[p], breath);
  if (breath->presence > tracker->terms.present_on) tracker->present[p] = true;
  if (breath->presence < tracker->terms.present_off) tracker->present[p] = false;
  breath->present = tracker->present[p] && heard;
  breath->stage = ATTUNE_STAGE_UNKNOWN;
  if (heard && fast != NULL)
    breath->stage = !tracker->present[p]                   ? ATTUNE_STAGE_REST
                    : breath->spread_rad > SURE_SPREAD_RAD ? ATTUNE_STAGE_UNKNOWN
                                                           : read_stage(tracker, p, fast);
}

static void
read_fast(attune_tracker *tracker, const float *log_l, float fast[][ATTUNE_CLASSES])
{
  float marginal[ATTUNE_PARTNERS][ATTUNE_CLASSES];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    attune_belief_classes(&tracker->belief[p], marginal[p]);
  attune_pair_temper(log_l, 1.0f - tracker->terms.pair.temper, tracker->evidence);
  attune_pair_evidence_a(tracker->evidence, marginal[ATTUNE_B], fast[ATTUNE_A]);
  attune_pair_evidence_b(tracker->evidence, marginal[ATTUNE_A], fast[ATTUNE_B]);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    float sum = 0.0f;
    for (unsigned c = 0; c < ATTUNE_CLASSES; c++) sum += fast[p][c] *= marginal[p][c];
    for (unsigned c = 0; c < ATTUNE_CLASSES; c++) fast[p][c] /= fmaxf(sum, 1e-30f);
  }
}

static void
leave_trace(const attune_tracker *tracker, bool heard, attune_tracker_trace *trace)
{
  float a[ATTUNE_CLASSES], b[ATTUNE_CLASSES];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    for (unsigned c = 0; c < ATTUNE_CLASSES; c++) trace->evidence[p][c] = 1.0f;
  if (!heard) return;
  attune_belief_classes(&tracker->belief[ATTUNE_A], a);
  attune_belief_classes(&tracker->belief[ATTUNE_B], b);
  attune_pair_evidence_a(tracker->evidence, b, trace->evidence[ATTUNE_A]);
  attune_pair_evidence_b(tracker->evidence, a, trace->evidence[ATTUNE_B]);
}

void
attune_tracker_step_evaluated(attune_tracker *tracker, const attune_features *row,
                              const float *log_l, attune_breath *breath,
                              attune_tracker_trace *trace)
{
  bool heard = row->unheard == 0;
  float evidence_a[ATTUNE_CLASSES], evidence_b[ATTUNE_CLASSES];
  float a[ATTUNE_CLASSES], b[ATTUNE_CLASSES];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) predict(tracker, p);
  if (heard) {
    attune_pair_temper(log_l, tracker->terms.pair.temper, tracker->evidence);
    attune_belief_classes(&tracker->belief[ATTUNE_A], a);
    attune_belief_classes(&tracker->belief[ATTUNE_B], b);
    attune_pair_evidence_a(tracker->evidence, b, evidence_a);
    attune_pair_evidence_b(tracker->evidence, a, evidence_b);
    attune_belief_weigh(&tracker->belief[ATTUNE_A], evidence_a);
    attune_belief_weigh(&tracker->belief[ATTUNE_B], evidence_b);
  }
  if (trace != NULL) leave_trace(tracker, heard, trace);
  float fast[ATTUNE_PARTNERS][ATTUNE_CLASSES];
  bool tell = heard && tracker->terms.tell_stage;
  if (tell) read_fast(tracker, log_l, fast);
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++)
    read_breath(tracker, p, heard, tell ? fast[p] : NULL, &breath[p]);
}

void
attune_tracker_step(attune_tracker *tracker, const attune_features *row, attune_breath *breath,
                    attune_tracker_trace *trace)
{
  if (row->unheard == 0) attune_pair_evaluate(tracker->pair, row, 1, tracker->log_l);
  attune_tracker_step_evaluated(tracker, row, tracker->log_l, breath, trace);
}

const attune_pair *
attune_tracker_pair(const attune_tracker *tracker)
{
  return tracker->pair;
}

const attune_phase_map *
attune_tracker_map(const attune_tracker *tracker, attune_partner partner)
{
  return &tracker->map[partner];
}
