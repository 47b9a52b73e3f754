// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/segmentation_chain.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define ONSET_SD 0.07  /* of a cycle, around the partner's own lateness */
#define EARLIEST -0.05 /* lateness of a cycle that costs nothing */
#define LATEST 0.12
#define LATENESS_SD 0.030 /* beyond that */
#define EDGE_PRICE -1.0   /* first and last segment: their length is unknown */

unsigned
attune_chain_sound(unsigned state)
{
  return state == ATTUNE_SEG_IN ? 0 : state == ATTUNE_SEG_OUT ? 1 : 2;
}

bool
attune_chain_is_free(const attune_chain *c)
{
  return isnan(c->guide->start_s);
}

/* Log-normal, up to a constant. Nobody guided: lengths vary more, and are compared between
   guesses of the period, so that the density's own scale counts. */
static double
price_burst(const attune_chain *c, double d_s, double expected_s, double sd)
{
  if (d_s < 0.08 * c->period_s) return ATTUNE_NEVER;
  if (attune_chain_is_free(c)) sd *= 2.0;
  double z = log(d_s / expected_s) / sd;
  return -0.5 * z * z - (attune_chain_is_free(c) ? log(d_s) : 0.0);
}

void
attune_chain_price_durations(attune_chain *c)
{
  c->longest = MIN((size_t)(0.75 * c->period_s / ATTUNE_ROW_S), ATTUNE_CHAIN_LONGEST);
  double in_s = c->in_fraction * c->period_s, out_s = 0.75 * (c->period_s - in_s);
  for (int d = 0; d <= ATTUNE_CHAIN_LONGEST; d++) {
    double d_s = d * ATTUNE_ROW_S;
    bool fits = d_s <= 0.75 * c->period_s;
    c->log_duration[ATTUNE_SEG_IN][d] = fits ? price_burst(c, d_s, in_s, 0.20) : ATTUNE_NEVER;
    c->log_duration[ATTUNE_SEG_OUT][d] = fits ? price_burst(c, d_s, out_s, 0.25) : ATTUNE_NEVER;
    c->log_duration[ATTUNE_SEG_PAUSE_IN][d] = fits ? -d_s / 0.6 : ATTUNE_NEVER;
    c->log_duration[ATTUNE_SEG_PAUSE_OUT][d] = fits ? -d_s / 1.5 : ATTUNE_NEVER;
  }
}

double
attune_chain_guide_turns(const attune_chain *c, double t_s)
{
  return (t_s - c->guide->start_s) / c->period_s;
}

/* Time at which a segment that begins with row t begins: halfway to the row before. */
double
attune_chain_onset_s(const attune_chain *c, size_t t)
{
  return c->rows[t].t_s - 0.5 * ATTUNE_ROW_S;
}

static double
price_onset(const attune_chain *c, unsigned state, size_t t)
{
  if (t == 0 || attune_chain_is_free(c) || state == ATTUNE_SEG_PAUSE_IN ||
      state == ATTUNE_SEG_PAUSE_OUT)
    return 0.0;
  double expected = c->lateness + (state == ATTUNE_SEG_OUT ? c->in_fraction : 0.0);
  double d = attune_chain_guide_turns(c, attune_chain_onset_s(c, t)) - expected;
  d = (d - round(d)) / ONSET_SD;
  return -0.5 * d * d;
}

/*
 * Up to about a second late is as good as punctual; 2.5 s late is possible; beyond that it is far
 * more likely that in-breath and out-breath have been taken for each other, which the sound alone
 * can hardly tell (the two readings often differ by less than 10 in log-likelihood).
 */
double
attune_chain_price_lateness(const attune_chain *c, double lateness)
{
  if (attune_chain_is_free(c)) return 0.0;
  double beyond = lateness < EARLIEST ? lateness - EARLIEST : fmax(lateness - LATEST, 0.0);
  return -0.5 * pow(beyond / LATENESS_SD, 2.0);
}

/* Best way to have a segment of `state` begin at row t; pauses may be left out. */
static double
enter_state(const attune_chain *c, unsigned state, size_t t, unsigned char *from)
{
  *from = (unsigned char)((state + 3) % ATTUNE_CHAIN_STATES);
  if (t == 0) return 0.0;
  double score = c->best[t * ATTUNE_CHAIN_STATES + *from];
  if (state == ATTUNE_SEG_IN || state == ATTUNE_SEG_OUT) {
    unsigned char burst = (unsigned char)((state + 2) % ATTUNE_CHAIN_STATES);
    if (c->best[t * ATTUNE_CHAIN_STATES + burst] > score) {
      score = c->best[t * ATTUNE_CHAIN_STATES + burst];
      *from = burst;
    }
  }
  return score;
}

static void
extend_to(attune_chain *c, size_t end, unsigned state)
{
  const double *sum = c->cumulated[attune_chain_sound(state)];
  size_t at = end * ATTUNE_CHAIN_STATES + state;
  bool last = end == c->n_rows;
  c->best[at] = ATTUNE_NEVER;
  for (size_t d = 1; d <= MIN(end, c->longest); d++) {
    size_t t = end - d;
    double price = t == 0 || last ? EDGE_PRICE : c->log_duration[state][d];
    double score = c->enter[t * ATTUNE_CHAIN_STATES + state] + price + sum[end] - sum[t];
    if (score <= c->best[at]) continue;
    c->best[at] = score;
    c->length[at] = (short)d;
    c->before[at] = c->from[t * ATTUNE_CHAIN_STATES + state];
  }
}

/* All segments that begin with row t, now that every way to reach it is known. */
static void
begin_at(attune_chain *c, size_t t)
{
  for (unsigned s = 0; s < ATTUNE_CHAIN_STATES; s++) {
    double score = enter_state(c, s, t, &c->from[t * ATTUNE_CHAIN_STATES + s]);
    c->enter[t * ATTUNE_CHAIN_STATES + s] =
        score <= ATTUNE_NEVER ? ATTUNE_NEVER : score + price_onset(c, s, t);
  }
}

/* Labels every row on the best path. @return its score */
double
attune_chain_find_path(attune_chain *c, unsigned char *label)
{
  begin_at(c, 0);
  for (size_t end = 1; end <= c->n_rows; end++) {
    for (unsigned s = 0; s < ATTUNE_CHAIN_STATES; s++) extend_to(c, end, s);
    if (end < c->n_rows) begin_at(c, end);
  }
  unsigned state = 0;
  const double *last = c->best + c->n_rows * ATTUNE_CHAIN_STATES;
  for (unsigned s = 1; s < ATTUNE_CHAIN_STATES; s++)
    if (last[s] > last[state]) state = s;
  double score = last[state];
  if (score <= ATTUNE_NEVER) return ATTUNE_NEVER;
  for (size_t end = c->n_rows; end > 0;) {
    size_t at = end * ATTUNE_CHAIN_STATES + state, d = (size_t)c->length[at];
    memset(label + end - d, (int)state, d);
    state = c->before[at];
    end -= d;
  }
  return score;
}
