// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/segmentation_chain.h"

#include "base/circle.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define ROUNDS 10        /* at most; usually labels stand still after 4 */
#define LATEST_EVER 0.26 /* of a cycle: no later than this, nor much earlier than the guide */
#define EARLIEST_EVER -0.08
#define USUAL_LOUDER_DB 3.0 /* out-breath over in-breath: one unit of polarity each */
#define USUAL_PAUSE_S 0.6
#define USUAL_LONGER 0.25   /* ln of the lengths' ratio */
#define POLARITY_WEIGHT 4.0 /* beside a guide it only tips the scales */

/* Circular mean of how far the onsets on the path lie behind the guide, in turns. */
static double
measure_lateness(const attune_chain *c, const unsigned char *label)
{
  double s = 0.0, k = 0.0;
  for (size_t t = 1; t < c->n_rows; t++) {
    if (label[t] == label[t - 1]) continue;
    bool in = label[t] == ATTUNE_SEG_IN;
    if (!in && label[t] != ATTUNE_SEG_OUT) continue;
    double u =
        attune_chain_guide_turns(c, attune_chain_onset_s(c, t)) - (in ? 0.0 : c->in_fraction);
    s += sin(ATTUNE_TAU * u);
    k += cos(ATTUNE_TAU * u);
  }
  return s == 0.0 && k == 0.0 ? c->lateness : atan2(s, k) / ATTUNE_TAU;
}

static double
improve(attune_chain *c, unsigned char *label)
{
  attune_state_sound sounds[3];
  double score = ATTUNE_NEVER;
  unsigned char *last = g_memdup2(label, c->n_rows);
  for (int round = 0; round < ROUNDS; round++) {
    attune_chain_learn_sounds(c, label, sounds);
    attune_chain_weigh_rows(c, sounds);
    score = attune_chain_find_path(c, label);
    if (score <= ATTUNE_NEVER) break;
    score += attune_chain_price_lateness(c, c->lateness);
    if (memcmp(label, last, c->n_rows) == 0) break;
    memcpy(last, label, c->n_rows);
    if (!attune_chain_is_free(c))
      c->lateness = CLAMP(measure_lateness(c, label), EARLIEST_EVER, LATEST_EVER);
  }
  g_free(last);
  return score;
}

static void
collect_onsets(const attune_chain *c, const unsigned char *label, attune_segmentation *r)
{
  for (size_t t = 1; t < c->n_rows; t++) {
    if (label[t] == label[t - 1]) continue;
    if (label[t] == ATTUNE_SEG_IN && r->n_in < ATTUNE_MAX_ONSETS)
      r->in_s[r->n_in++] = attune_chain_onset_s(c, t);
    if (label[t] == ATTUNE_SEG_OUT && r->n_out < ATTUNE_MAX_ONSETS)
      r->out_s[r->n_out++] = attune_chain_onset_s(c, t);
  }
}

static void
measure_following(const attune_chain *c, attune_segmentation *r)
{
  r->late_s = c->lateness * c->period_s;
  if (attune_chain_is_free(c)) return;
  for (unsigned i = 0; i < r->n_in; i++) {
    double d = attune_chain_guide_turns(c, r->in_s[i]) - c->lateness;
    r->jitter_s += fabs(d - round(d)) * c->period_s / r->n_in;
  }
}

static void
allocate_chain(attune_chain *c)
{
  c->loud = g_new0(double, c->n_rows);
  for (size_t t = 0; t < c->n_rows; t++)
    for (unsigned f = 0; f < c->n; f++) c->loud[t] += (double)c->rows[t].x[f] / c->n;
  for (unsigned s = 0; s < 3; s++) c->cumulated[s] = g_new(double, c->n_rows + 1);
  c->enter = g_new0(double, c->n_rows *ATTUNE_CHAIN_STATES);
  c->from = g_new0(unsigned char, c->n_rows *ATTUNE_CHAIN_STATES);
  c->best = g_new0(double, (c->n_rows + 1) * ATTUNE_CHAIN_STATES);
  c->length = g_new0(short, (c->n_rows + 1) * ATTUNE_CHAIN_STATES);
  c->before = g_new0(unsigned char, (c->n_rows + 1) * ATTUNE_CHAIN_STATES);
}

static void
clear_chain(attune_chain *c)
{
  g_free(c->loud);
  for (unsigned s = 0; s < 3; s++) g_free(c->cumulated[s]);
  g_free(c->enter);
  g_free(c->from);
  g_free(c->best);
  g_free(c->length);
  g_free(c->before);
}

static double
measure_contrast(const attune_chain *c, const unsigned char *label, unsigned which)
{
  double sum[2] = {0}, count[2] = {0};
  for (size_t t = 0; t < c->n_rows; t++) {
    unsigned s = attune_chain_sound(label[t]);
    if ((s != which && s != 2) || c->rows[t].unheard != 0) continue;
    sum[s == 2] += c->loud[t];
    count[s == 2] += 1.0;
  }
  return count[0] == 0.0 || count[1] == 0.0 ? 0.0 : sum[0] / count[0] - sum[1] / count[1];
}

/* Seconds that the rows of each state last, summed. */
static void
measure_states(const attune_chain *c, const unsigned char *label, double *sum_s)
{
  memset(sum_s, 0, ATTUNE_CHAIN_STATES * sizeof *sum_s);
  for (size_t t = 0; t < c->n_rows; t++) sum_s[label[t]] += ATTUNE_ROW_S;
}

/*
 * Which burst is the in-breath? The usual: the out-breath is louder, lasts longer and is followed
 * by the longer pause. Positive when the labels agree with that; one unit is weak evidence.
 */
static double
measure_polarity(const attune_chain *c, const unsigned char *label)
{
  double sum_s[ATTUNE_CHAIN_STATES],
      louder_db = measure_contrast(c, label, 1) - measure_contrast(c, label, 0);
  measure_states(c, label, sum_s);
  double breaths = fmax((double)c->n_rows * ATTUNE_ROW_S / c->period_s, 1.0);
  double pause_s = (sum_s[ATTUNE_SEG_PAUSE_OUT] - sum_s[ATTUNE_SEG_PAUSE_IN]) / breaths;
  double longer = log((sum_s[ATTUNE_SEG_OUT] + 0.1) / (sum_s[ATTUNE_SEG_IN] + 0.1));
  return louder_db / USUAL_LOUDER_DB + pause_s / USUAL_PAUSE_S + longer / USUAL_LONGER;
}

/* Without a guide the labels are exchanged when the usual says so. @return how clearly it speaks */
static double
settle_polarity(const attune_chain *c, unsigned char *label)
{
  double z = measure_polarity(c, label);
  if (z < 0.0)
    for (size_t t = 0; t < c->n_rows; t++)
      label[t] = (unsigned char)((label[t] + 2) % ATTUNE_CHAIN_STATES);
  return fabs(z);
}

/* Tries every start; keeps the labels of the best. @return its score */
static double
try_starts(attune_chain *c, unsigned char *label)
{
  static const double late[] = {-0.05, 0.03, 0.10, 0.17, 0.25};
  unsigned n_starts = attune_chain_is_free(c) ? 4 : G_N_ELEMENTS(late);
  unsigned char *tried = g_new(unsigned char, c->n_rows);
  double best = ATTUNE_NEVER, lateness = 0.0;
  for (unsigned i = 0; i < n_starts; i++) {
    c->lateness = attune_chain_is_free(c) ? 0.0 : late[i];
    if (attune_chain_is_free(c))
      attune_chain_label_by_sound(c, i, tried);
    else
      attune_chain_label_by_guide(c, tried);
    double score = improve(c, tried);
    if (score > ATTUNE_NEVER && !attune_chain_is_free(c))
      score += POLARITY_WEIGHT * CLAMP(measure_polarity(c, tried), -2.5, 2.5);
    if (score <= best) continue;
    best = score;
    lateness = c->lateness;
    memcpy(label, tried, c->n_rows);
  }
  g_free(tried);
  c->lateness = lateness;
  return best;
}

bool
attune_segment(const attune_features *rows, size_t n_rows, unsigned n,
               const attune_solo_guide *guide, unsigned char *label, attune_segmentation *result)
{
  memset(result, 0, sizeof *result);
  attune_chain c = {.rows = rows, .n_rows = n_rows, .n = n, .guide = guide};
  c.period_s = guide->in_s + guide->out_s;
  c.in_fraction = guide->in_s / c.period_s;
  if ((double)n_rows * ATTUNE_ROW_S < c.period_s) return false;
  allocate_chain(&c);
  attune_chain_price_durations(&c);
  result->score = try_starts(&c, label);
  bool found = result->score > ATTUNE_NEVER;
  if (found) {
    if (attune_chain_is_free(&c)) result->polarity = settle_polarity(&c, label);
    collect_onsets(&c, label, result);
    measure_following(&c, result);
    result->contrast_in_db = measure_contrast(&c, label, 0);
    result->contrast_out_db = measure_contrast(&c, label, 1);
  }
  clear_chain(&c);
  return found;
}
