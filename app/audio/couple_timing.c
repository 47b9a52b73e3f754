// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/couple_timing.h"

#include "audio/couple_chance.h"
#include "audio/couple_rhythm.h"
#include "base/circle.h"

#define SHORTEST_HALF_S 0.7

static void
add_take(attune_couple_timing *timing, int p, attune_couple_take take)
{
  g_array_append_val(timing->takes[p], take);
  if (!take.still) g_array_append_val(timing->breaths[p], take.at);
}

/* A follows the guide, late and loosely; the in:out ratio stays a little the person's own. */
static void
follow_guide(attune_couple_timing *timing, int p, GRand *rand)
{
  const attune_couple_habits *h = &timing->habits[p];
  const attune_couple_plan *plan = &timing->plan;
  double cycle_s = plan->guide_in_s + plan->guide_out_s, limit_s = plan->solo[p].end_s + 1.5;
  double bias_s = 0.4 * (h->in_share - plan->guide_in_s / cycle_s) * cycle_s;
  double guide_s = plan->solo[p].start_s + plan->guide_after_s;
  double in_s = guide_s + h->late_s + fabs(h->loose_s * attune_couple_draw_normal(rand));
  while (guide_s + 0.5 * cycle_s < plan->solo[p].end_s) {
    double out_s = guide_s + plan->guide_in_s + h->late_s + bias_s +
                   h->loose_s * attune_couple_draw_normal(rand);
    guide_s += cycle_s;
    double next_s = guide_s + h->late_s + h->loose_s * attune_couple_draw_normal(rand);
    out_s = fmax(out_s, in_s + SHORTEST_HALF_S);
    next_s = fmax(fmin(next_s, limit_s), out_s + SHORTEST_HALF_S);
    double depth_db = attune_couple_draw_if(rand, 0.02) ? attune_couple_draw(rand, 3, 7) : 0.0;
    add_take(timing, p,
             (attune_couple_take){.at = {in_s, out_s, next_s}, .depth_db = (float)depth_db});
    in_s = next_s;
  }
}

/* The other one keeps still: breathing goes on, but hardly anything is heard of it. */
static void
keep_still(attune_couple_timing *timing, int p, attune_couple_span span, GRand *rand)
{
  const attune_couple_habits *h = &timing->habits[p];
  double cycle_s = 60.0 / h->rate_per_min;
  for (double t_s = span.start_s + attune_couple_draw(rand, 0, cycle_s); t_s < span.end_s;) {
    double next_s = t_s + cycle_s * exp(h->length_cv * attune_couple_draw_normal(rand));
    if (next_s > span.end_s) break;
    add_take(timing, p,
             (attune_couple_take){.at = {t_s, t_s + h->in_share * (next_s - t_s), next_s},
                                  .depth_db = (float)h->still_db,
                                  .still = TRUE});
    t_s = next_s;
  }
}

static void
breathe_solo(attune_couple_timing *timing, GRand *rand)
{
  const attune_couple_span *solo = timing->plan.solo;
  if (isnan(solo[ATTUNE_A].start_s)) return;
  follow_guide(timing, ATTUNE_A, rand);
  keep_still(timing, ATTUNE_B, solo[ATTUNE_A], rand);
  double start_s = g_array_index(timing->breaths[ATTUNE_A], attune_couple_breath,
                                 timing->breaths[ATTUNE_A]->len - 1)
                       .end_s;
  keep_still(timing, ATTUNE_A,
             (attune_couple_span){fmax(start_s, solo[ATTUNE_B].start_s), solo[ATTUNE_B].end_s},
             rand);
  follow_guide(timing, ATTUNE_B, rand);
}

/* A real breather's onsets in place of the drawn rhythm. */
static void
breathe_driven(attune_couple_timing *timing, int p, const attune_couple_onsets *onsets, GRand *rand)
{
  const attune_couple_habits *h = &timing->habits[p];
  double t0_s = timing->plan.live.start_s;
  for (size_t i = 0; i + 1 < onsets->n; i++) {
    double in_s = onsets->in_s[i], next_s = onsets->in_s[i + 1];
    double share = h->in_share * exp(h->in_share_jitter * attune_couple_draw_normal(rand));
    double out_s = onsets->out_s ? onsets->out_s[i] : in_s + share * (next_s - in_s);
    if (t0_s + in_s >= timing->plan.live.end_s) break;
    add_take(timing, p, (attune_couple_take){.at = {t0_s + in_s, t0_s + out_s, t0_s + next_s}});
  }
}

static gboolean
is_given(double x)
{
  return !isnan(x);
}

static attune_couple_habits
draw_habits(const attune_couple_config *config, int p, GRand *rand)
{
  const attune_couple_wishes *w = &config->wishes[p];
  /* Cycle lengths at rest vary by 4-15 % with little memory; in-breath 0.33-0.50 of the cycle. */
  attune_couple_habits h = {.in_share = attune_couple_draw(rand, 0.33, 0.50),
                            .in_share_jitter = attune_couple_draw(rand, 0.03, 0.10),
                            .length_cv = attune_couple_draw(rand, 0.04, 0.15),
                            .late_s = attune_couple_draw(rand, 0.0, 0.6),
                            .loose_s = attune_couple_draw(rand, 0.08, 0.30),
                            .still_db = -200.0};
  double leak_db = attune_couple_draw(rand, -40.0, -25.0);
  if (attune_couple_draw_if(rand, 0.6)) h.still_db = leak_db;
  if (is_given(config->late_s)) {
    h.late_s = config->late_s;
    h.loose_s += 0.2 * config->late_s;
  }
  if (is_given(w->in_share)) h.in_share = w->in_share;
  if (is_given(w->length_cv)) h.length_cv = w->length_cv;
  return h;
}

/* Relative phase at the in-breaths of both (DESIGN.md section 4). */
static double
measure_lag_deg(const attune_couple_timing *timing)
{
  double c = 0.0, s = 0.0;
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    for (guint i = 0; i < timing->breaths[p]->len; i++) {
      double t_s = g_array_index(timing->breaths[p], attune_couple_breath, i).in_s;
      double theta = attune_couple_timing_phase(timing, ATTUNE_A, t_s) -
                     attune_couple_timing_phase(timing, ATTUNE_B, t_s);
      if (t_s < timing->plan.live.start_s || isnan(theta)) continue;
      c += cos(theta);
      s += sin(theta);
    }
  return c == 0.0 && s == 0.0 ? NAN : attune_deg(atan2(s, c));
}

/* Draws live breaths until the recording ends. */
static void
breathe_on(attune_couple_timing *timing)
{
  attune_couple_take take;
  attune_partner p;
  while (attune_couple_rhythm_next(timing->rhythm, &p, &take)) add_take(timing, (int)p, take);
}

static int
compare_spans(gconstpointer a, gconstpointer b)
{
  double first_s = ((const attune_couple_span *)a)->start_s;
  double second_s = ((const attune_couple_span *)b)->start_s;
  return (first_s > second_s) - (first_s < second_s);
}

static void
note_talking(attune_couple_timing *timing)
{
  g_array_set_size(timing->talking, 0);
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    for (guint i = 0; i < timing->takes[p]->len; i++) {
      const attune_couple_take *take = &g_array_index(timing->takes[p], attune_couple_take, i);
      attune_couple_span words = attune_couple_take_words(take);
      if (take->talks) g_array_append_val(timing->talking, words);
    }
  g_array_sort(timing->talking, compare_spans);
}

static void
prepare(attune_couple_timing *timing, const attune_couple_config *config)
{
  timing->plan = attune_couple_plan_make(config->duration_s);
  timing->rand = attune_couple_chance(config->seed, ATTUNE_COUPLE_STREAM_TIMING);
  timing->talking = g_array_new(FALSE, FALSE, sizeof(attune_couple_span));
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    timing->takes[p] = g_array_new(FALSE, FALSE, sizeof(attune_couple_take));
    timing->breaths[p] = g_array_new(FALSE, FALSE, sizeof(attune_couple_breath));
    timing->absent[p] = g_array_new(FALSE, FALSE, sizeof(attune_couple_span));
    timing->habits[p] = draw_habits(config, p, timing->rand);
    timing->is_driven[p] = config->onsets[p].in_s != NULL;
  }
}

attune_couple_timing *
attune_couple_timing_new(const attune_couple_config *config)
{
  attune_couple_timing *timing = g_new0(attune_couple_timing, 1);
  prepare(timing, config);
  attune_couple_rhythm_draw_rates(config, timing, timing->rand);
  breathe_solo(timing, timing->rand);
  timing->rhythm = attune_couple_rhythm_new(config, timing, timing->rand);
  breathe_on(timing);
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    if (timing->is_driven[p]) breathe_driven(timing, p, &config->onsets[p], timing->rand);
  note_talking(timing);
  timing->lag_deg = timing->locked ? measure_lag_deg(timing) : NAN;
  return timing;
}

void
attune_couple_timing_free(attune_couple_timing *timing)
{
  if (timing == NULL) return;
  attune_couple_rhythm_free(timing->rhythm);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    g_array_unref(timing->takes[p]);
    g_array_unref(timing->breaths[p]);
    g_array_unref(timing->absent[p]);
  }
  g_array_unref(timing->talking);
  g_rand_free(timing->rand);
  g_free(timing);
}

attune_couple_span
attune_couple_take_words(const attune_couple_take *take)
{
  return (attune_couple_span){take->at.out_s + 0.1, take->at.end_s - 0.3};
}

/* ---- changes while it runs ---- */

/* Takes back the breaths after t_s. @return when the first of them would have begun */
static double
forget_takes(attune_couple_timing *timing, int p, double t_s)
{
  GArray *takes = timing->takes[p], *breaths = timing->breaths[p];
  double next_s = INFINITY;
  while (takes->len > 0) {
    double in_s = g_array_index(takes, attune_couple_take, takes->len - 1).at.in_s;
    if (in_s <= t_s || in_s < timing->plan.live.start_s) break;
    next_s = in_s;
    g_array_set_size(takes, takes->len - 1);
    g_array_set_size(breaths, breaths->len - 1); /* in the live part every take is a breath */
  }
  return next_s;
}

/* Forgets absences to come. @return one that lasts at t_s, or NULL */
static attune_couple_span *
forget_absences(GArray *absent, double t_s)
{
  while (absent->len > 0) {
    attune_couple_span *last = &g_array_index(absent, attune_couple_span, absent->len - 1);
    if (last->start_s <= t_s) return last->end_s > t_s ? last : NULL;
    g_array_set_size(absent, absent->len - 1);
  }
  return NULL;
}

static double
last_end_s(const GArray *takes, double t_s)
{
  if (takes->len == 0) return t_s;
  return fmax(t_s, g_array_index(takes, attune_couple_take, takes->len - 1).at.end_s);
}

/* @return when this partner breathes next */
static double
come_or_go(attune_couple_timing *timing, int p, attune_couple_nudge nudge, double t_s,
           double next_s)
{
  attune_couple_span *away = forget_absences(timing->absent[p], t_s);
  if (nudge == ATTUNE_COUPLE_NUDGE_LEAVE && away == NULL) {
    attune_couple_span gone = {last_end_s(timing->takes[p], t_s), timing->plan.duration_s};
    g_array_append_val(timing->absent[p], gone);
    return INFINITY;
  }
  if (nudge == ATTUNE_COUPLE_NUDGE_RETURN && away != NULL) {
    away->end_s = fmax(away->start_s, t_s) + 1.0;
    return away->end_s;
  }
  return next_s;
}

static gboolean
concerns(attune_couple_nudge nudge, attune_partner partner, int p)
{
  gboolean both = nudge == ATTUNE_COUPLE_NUDGE_APART || nudge == ATTUNE_COUPLE_NUDGE_TOGETHER;
  return both || (int)partner == p;
}

static void
draw_on(attune_couple_timing *timing)
{
  breathe_on(timing);
  note_talking(timing);
  timing->lag_deg = NAN; /* no longer one thing over the whole live part */
}

void
attune_couple_timing_nudge(attune_couple_timing *timing, attune_couple_nudge nudge,
                           attune_partner partner, double t_s)
{
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    if (timing->is_driven[p] || !concerns(nudge, partner, p)) continue;
    double next_s = come_or_go(timing, p, nudge, t_s, forget_takes(timing, p, t_s));
    attune_couple_rhythm_rewind(timing->rhythm, (attune_partner)p, t_s, next_s);
  }
  attune_couple_rhythm_nudge(timing->rhythm, nudge, partner);
  draw_on(timing);
}

void
attune_couple_timing_steer(attune_couple_timing *timing, double closeness, double t_s)
{
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    if (!timing->is_driven[p])
      attune_couple_rhythm_rewind(timing->rhythm, (attune_partner)p, t_s,
                                  forget_takes(timing, p, t_s));
  attune_couple_rhythm_steer(timing->rhythm, closeness);
  draw_on(timing);
}

double
attune_couple_timing_phase(const attune_couple_timing *timing, attune_partner partner, double t_s)
{
  const GArray *breaths = timing->breaths[partner];
  guint low = 0, high = breaths->len; /* first breath that begins after t_s */
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(breaths, attune_couple_breath, middle).in_s <= t_s)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0) return NAN;
  attune_couple_breath b = g_array_index(breaths, attune_couple_breath, low - 1);
  if (!(t_s < b.end_s)) return NAN;
  if (t_s < b.out_s) return ATTUNE_PI * (t_s - b.in_s) / (b.out_s - b.in_s);
  return ATTUNE_PI + ATTUNE_PI * (t_s - b.out_s) / (b.end_s - b.out_s);
}
