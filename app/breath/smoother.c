// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/smoother.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define STRIDE ATTUNE_SMOOTH_STRIDE

static void
weigh_in_place(attune_belief *belief, const float *evidence)
{
  for (unsigned c = 0; c < ATTUNE_CLASSES; c++)
    for (unsigned k = 0; k < ATTUNE_TEMPI; k++) belief->p[c][k] *= evidence[c];
}

/* Forward belief after row t from the one before it. */
static void
step_forward(const attune_belief *from, const attune_pointer_terms *terms, const float *evidence,
             attune_belief *to)
{
  attune_belief_predict(from, terms, to);
  attune_belief_weigh(to, evidence);
}

static void
read_row(const attune_belief *forward, const attune_belief *backward, const attune_phase_map *map,
         attune_breath *breath, float *classes)
{
  attune_belief both;
  const float *f = forward->flat, *b = backward->flat;
  float *p = both.flat;
  for (unsigned i = 0; i < ATTUNE_CLASSES * ATTUNE_TEMPI; i++) p[i] = f[i] * b[i];
  attune_belief_normalise(&both);
  attune_belief_read(&both, map, breath);
  breath->present = breath->presence > 0.5f;
  breath->stage = ATTUNE_STAGE_UNKNOWN;
  if (classes != NULL) attune_belief_classes(&both, classes);
}

void
attune_smooth_pointer(const float *evidence, size_t n_rows, const attune_belief *start,
                      const attune_pointer_terms *terms, const attune_phase_map *map,
                      attune_breath *breath, float *classes, attune_belief *work)
{
  if (n_rows == 0) return;
  size_t n_kept = (n_rows + STRIDE - 1) / STRIDE;
  attune_belief *kept = work; /* after rows 0, 64, 128, ... */
  attune_belief *stretch = work + n_kept;
  attune_belief now, next;
  now = *start;
  for (size_t t = 0; t < n_rows; t++) {
    step_forward(&now, terms, evidence + t * ATTUNE_CLASSES, &next);
    now = next;
    if (t % STRIDE == 0) kept[t / STRIDE] = now;
  }
  attune_belief backward, weighed;
  for (unsigned i = 0; i < ATTUNE_CLASSES * ATTUNE_TEMPI; i++) backward.flat[i] = 1.0f;
  for (size_t s = n_kept; s-- > 0;) {
    size_t from = s * STRIDE, n = MIN(STRIDE, n_rows - from);
    stretch[0] = kept[s];
    for (size_t i = 1; i < n; i++)
      step_forward(&stretch[i - 1], terms, evidence + (from + i) * ATTUNE_CLASSES, &stretch[i]);
    for (size_t i = n; i-- > 0;) {
      size_t t = from + i;
      read_row(&stretch[i], &backward, map, &breath[t],
               classes == NULL ? NULL : classes + t * ATTUNE_CLASSES);
      weighed = backward;
      weigh_in_place(&weighed, evidence + t * ATTUNE_CLASSES);
      attune_belief_normalise(&weighed);
      attune_belief_retrodict(&weighed, terms, &backward);
    }
  }
}

/* Evidence of B's classes given A's smoothed marginals; unheard rows say nothing. */
static void
fill_evidence_b(const attune_tracker *tracker, float temper, const attune_features *rows,
                size_t n_rows, const float *classes_a, float *evidence_b)
{
  float *log_l = g_new(float, ATTUNE_PAIR_BATCH *ATTUNE_PAIRS);
  for (size_t from = 0; from < n_rows; from += ATTUNE_PAIR_BATCH) {
    unsigned n = (unsigned)MIN(ATTUNE_PAIR_BATCH, n_rows - from);
    attune_pair_evaluate(attune_tracker_pair(tracker), rows + from, n, log_l);
    for (unsigned r = 0; r < n; r++) {
      size_t t = from + r;
      float *evidence = log_l + (size_t)r * ATTUNE_PAIRS, *to = evidence_b + t * ATTUNE_CLASSES;
      attune_pair_temper(evidence, temper, evidence);
      attune_pair_evidence_b(evidence, classes_a + t * ATTUNE_CLASSES, to);
      for (unsigned c = 0; rows[t].unheard != 0 && c < ATTUNE_CLASSES; c++) to[c] = 1.0f;
    }
  }
  g_free(log_l);
}

void
attune_smooth_pair(const attune_tracker *tracker, const attune_tracker_terms *terms,
                   const attune_features *rows, const attune_tracker_trace *trace, size_t n_rows,
                   attune_breath *const breath[ATTUNE_PARTNERS])
{
  float *evidence = g_new(float, n_rows *ATTUNE_CLASSES);
  float *classes_a = g_new(float, n_rows *ATTUNE_CLASSES);
  attune_belief *work = g_new(attune_belief, ATTUNE_SMOOTH_WORK(n_rows));
  attune_belief start;
  attune_belief_start(&start);
  for (size_t t = 0; t < n_rows; t++)
    memcpy(evidence + t * ATTUNE_CLASSES, trace[t].evidence[ATTUNE_A],
           sizeof trace[t].evidence[ATTUNE_A]);
  attune_smooth_pointer(evidence, n_rows, &start, &terms->pointer,
                        attune_tracker_map(tracker, ATTUNE_A), breath[ATTUNE_A], classes_a, work);
  fill_evidence_b(tracker, terms->pair.temper, rows, n_rows, classes_a, evidence);
  attune_smooth_pointer(evidence, n_rows, &start, &terms->pointer,
                        attune_tracker_map(tracker, ATTUNE_B), breath[ATTUNE_B], NULL, work);
  g_free(evidence);
  g_free(classes_a);
  g_free(work);
}
