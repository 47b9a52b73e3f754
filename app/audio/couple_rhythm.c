// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/couple_rhythm.h"

#include "audio/couple_chance.h"
#include "base/circle.h"

#define MEMORY 0.3 /* lag-1 autocorrelation of the logarithms of cycle lengths */
#define MAX_RESTS 2

typedef struct {
  double start_s, length_s;
  gboolean is_absence;
} rest;

struct attune_couple_rhythm {
  attune_couple_timing *timing;
  attune_couple_scenario scenario;
  GRand *rand;
  GArray *shared_s; /* in-breaths of the shared rhythm */
  double shared_cycle_s;
  double offset[ATTUNE_PARTNERS]; /* in cycles of the shared rhythm: half the lag, each its way */
  double jitter_s;                /* of each partner around the shared rhythm */
  double pull_start, pull_end; /* hold of the shared rhythm, 0..1, at both ends of the live part */
  double sigh_chance;
  rest rests[ATTUNE_PARTNERS][MAX_RESTS];
  unsigned n_rests[ATTUNE_PARTNERS], rests_done[ATTUNE_PARTNERS];
  double next_in_s[ATTUNE_PARTNERS]; /* infinite: no more */
  double strain[ATTUNE_PARTNERS];    /* AR(1) state of the length jitter, unit variance */
  double talk_after_s[ATTUNE_PARTNERS];
  gboolean sighs_next[ATTUNE_PARTNERS];
};

static double
draw_log(GRand *rand, double low, double high)
{
  return exp(attune_couple_draw(rand, log(low), log(high)));
}

static double
draw_far_rate(GRand *rand, double low, double high, double other, double apart)
{
  for (int i = 0; i < 200; i++) {
    double rate = attune_couple_draw(rand, low, high);
    if (fabs(rate - other) >= apart) return rate;
  }
  return other > (low + high) / 2.0 ? low : high;
}

static gboolean
draw_is_locked(attune_couple_scenario scenario, GRand *rand)
{
  gboolean either = attune_couple_draw_if(rand, 0.5);
  switch (scenario) {
  case ATTUNE_COUPLE_SYNC:
  case ATTUNE_COUPLE_ANTI:
    return TRUE;
  case ATTUNE_COUPLE_HOLD:
  case ATTUNE_COUPLE_ABSENT:
  case ATTUNE_COUPLE_TALK:
    return either;
  case ATTUNE_COUPLE_FREE:
  case ATTUNE_COUPLE_NEAR:
  case ATTUNE_COUPLE_DRIFT:
  default:
    return FALSE;
  }
}

void
attune_couple_rhythm_draw_rates(const attune_couple_config *config, attune_couple_timing *timing,
                                GRand *rand)
{
  double a = draw_log(rand, 5.0, 20.0), b = a;
  timing->locked = draw_is_locked(config->scenario, rand);
  if (config->scenario == ATTUNE_COUPLE_NEAR) {
    a = attune_couple_draw(rand, 6.0, 18.0);
    b = a + (attune_couple_draw_if(rand, 0.5) ? 1 : -1) * attune_couple_draw(rand, 0.2, 0.8);
  } else if (config->scenario == ATTUNE_COUPLE_DRIFT) {
    a = attune_couple_draw(rand, 7.0, 18.0);
    b = draw_far_rate(rand, fmax(a / 1.35, 6.0), a * 1.35, a, 1.0);
  } else if (!timing->locked) {
    a = attune_couple_draw(rand, 7.0, 18.0);
    b = draw_far_rate(rand, 7.0, 18.0, a, 1.0);
  }
  double drawn[ATTUNE_PARTNERS] = {a, b};
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    double wish = config->wishes[p].rate_per_min, other = config->wishes[1 - p].rate_per_min;
    if (isnan(wish) && timing->locked) wish = other; /* one rhythm: one wish speaks for both */
    timing->habits[p].rate_per_min = isnan(wish) ? drawn[p] : wish;
  }
}

/* ---- the shared rhythm ---- */

static void
draw_shared(attune_couple_rhythm *r, double length_cv)
{
  const attune_couple_span *live = &r->timing->plan.live;
  double t_s = live->start_s - (2.0 + g_rand_double(r->rand)) * r->shared_cycle_s, strain = 0.0;
  r->shared_s = g_array_new(FALSE, FALSE, sizeof(double));
  while (t_s < live->end_s + 6.0 * r->shared_cycle_s) {
    g_array_append_val(r->shared_s, t_s);
    strain = MEMORY * strain + sqrt(1.0 - MEMORY * MEMORY) * attune_couple_draw_normal(r->rand);
    t_s += r->shared_cycle_s * exp(length_cv * strain - 0.5 * length_cv * length_cv);
  }
}

/* Where partner p's onset number k of the shared rhythm lies, k + offset cycles along it. */
static double
shared_onset_s(const attune_couple_rhythm *r, int p, guint k)
{
  double x = (double)k + r->offset[p];
  double low = CLAMP(floor(x), 0.0, (double)(r->shared_s->len - 2));
  double a = g_array_index(r->shared_s, double, (guint)low);
  double b = g_array_index(r->shared_s, double, (guint)low + 1);
  return a + (x - low) * (b - a);
}

/* Number of the first shared onset after t_s. */
static guint
first_shared(const attune_couple_rhythm *r, double t_s)
{
  guint low = 0, high = r->shared_s->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(r->shared_s, double, middle) <= t_s)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static double
nearest_shared_s(const attune_couple_rhythm *r, int p, double t_s, double not_before_s)
{
  double best_s = shared_onset_s(r, p, r->shared_s->len - 1);
  for (guint k = first_shared(r, t_s - 3.0 * r->shared_cycle_s); k < r->shared_s->len; k++) {
    double s = shared_onset_s(r, p, k);
    if (s >= not_before_s && fabs(s - t_s) < fabs(best_s - t_s)) best_s = s;
    if (s > t_s + 2.0 * r->shared_cycle_s) break;
  }
  return best_s;
}

/* How firmly the shared rhythm holds at t_s: constant, or a ramp in the middle of the live part. */
static double
pull_at(const attune_couple_rhythm *r, double t_s)
{
  const attune_couple_span *live = &r->timing->plan.live;
  double x = ((t_s - live->start_s) / (live->end_s - live->start_s) - 0.3) / 0.35;
  return r->pull_start + (r->pull_end - r->pull_start) * CLAMP(x, 0.0, 1.0);
}

/* ---- holds, absences, talk ---- */

static void
add_rest(attune_couple_rhythm *r, int p, rest one)
{
  if (r->n_rests[p] < MAX_RESTS) r->rests[p][r->n_rests[p]++] = one;
}

static void
draw_holds(attune_couple_rhythm *r)
{
  const attune_couple_span *live = &r->timing->plan.live;
  double live_s = live->end_s - live->start_s;
  gboolean twice = live_s > 90.0 && attune_couple_draw_if(r->rand, 0.5);
  for (int i = 0; i < (twice ? 2 : 1); i++) {
    double low = twice ? (i == 0 ? 0.12 : 0.58) : 0.25, high = twice ? low + 0.15 : 0.55;
    double start_s = live->start_s + live_s * attune_couple_draw(r->rand, low, high);
    double length_s = fmin(attune_couple_draw(r->rand, 10.0, 25.0), fmax(10.0, 0.3 * live_s));
    gint32 who = g_rand_int_range(r->rand, 0, 3); /* A, B, both */
    for (int p = 0; p < ATTUNE_PARTNERS; p++)
      if (who == 2 || who == p) add_rest(r, p, (rest){start_s, length_s, FALSE});
  }
}

static void
draw_absence(attune_couple_rhythm *r)
{
  const attune_couple_span *live = &r->timing->plan.live;
  double live_s = live->end_s - live->start_s;
  double start_s = live->start_s + live_s * attune_couple_draw(r->rand, 0.25, 0.45);
  double length_s = fmin(attune_couple_draw(r->rand, 30.0, 60.0), 0.45 * live_s);
  if (attune_couple_draw_if(r->rand, 0.25)) length_s = INFINITY;
  add_rest(r, ATTUNE_B, (rest){start_s, length_s, TRUE});
}

static void
draw_next_talk(attune_couple_rhythm *r, double t_s)
{
  int p = attune_couple_draw_if(r->rand, 0.5) ? ATTUNE_A : ATTUNE_B;
  r->talk_after_s[p] = t_s + attune_couple_draw(r->rand, 8.0, 30.0);
  r->talk_after_s[1 - p] = t_s + attune_couple_draw(r->rand, 20.0, 60.0);
}

static void
rest_the_voice(attune_couple_rhythm *r, int p, double t_s)
{
  r->talk_after_s[p] = INFINITY; /* who was asked to speak speaks once */
  if (r->scenario == ATTUNE_COUPLE_TALK) draw_next_talk(r, t_s);
}

/* ---- making and stepping ---- */

static double
draw_lag_deg(const attune_couple_config *config, GRand *rand)
{
  double lag_deg = attune_couple_draw(rand, -25.0, 25.0);
  if (config->scenario == ATTUNE_COUPLE_ANTI) lag_deg += 180.0;
  gboolean wished =
      config->scenario == ATTUNE_COUPLE_SYNC || config->scenario == ATTUNE_COUPLE_ANTI;
  return wished && !isnan(config->lag_deg) ? config->lag_deg : lag_deg;
}

static void
draw_pull(attune_couple_rhythm *r)
{
  gboolean away = attune_couple_draw_if(r->rand, 0.5);
  r->pull_start = r->pull_end = r->timing->locked ? 1.0 : 0.0;
  if (r->scenario != ATTUNE_COUPLE_DRIFT) return;
  r->pull_start = away ? 1.0 : 0.0;
  r->pull_end = 1.0 - r->pull_start;
}

static double
first_in_s(attune_couple_rhythm *r, int p)
{
  double start_s = r->timing->plan.live.start_s, cycle_s = 60.0 / r->timing->habits[p].rate_per_min;
  double t_s = start_s + attune_couple_draw(r->rand, 0.1, 1.0) * cycle_s;
  return pull_at(r, t_s) > 0.5 ? nearest_shared_s(r, p, start_s, start_s) : t_s;
}

attune_couple_rhythm *
attune_couple_rhythm_new(const attune_couple_config *config, attune_couple_timing *timing,
                         GRand *rand)
{
  attune_couple_rhythm *r = g_new0(attune_couple_rhythm, 1);
  const attune_couple_habits *h = timing->habits;
  r->timing = timing;
  r->scenario = config->scenario;
  r->rand = rand;
  r->shared_cycle_s = 60.0 / sqrt(h[ATTUNE_A].rate_per_min * h[ATTUNE_B].rate_per_min);
  double lag_cycles = draw_lag_deg(config, rand) / 360.0;
  r->offset[ATTUNE_A] = -0.5 * lag_cycles; /* A leads: A's onsets come earlier */
  r->offset[ATTUNE_B] = 0.5 * lag_cycles;
  /* 0.2-0.5 s between the two; a share of 0.08 of the cycle would be a locking of 0.88. */
  r->jitter_s = fmin(attune_couple_draw(rand, 0.2, 0.5), 0.07 * r->shared_cycle_s) / G_SQRT2;
  r->sigh_chance = attune_couple_draw(rand, 0.0, 0.03);
  draw_pull(r);
  draw_shared(r, 0.5 * (h[ATTUNE_A].length_cv + h[ATTUNE_B].length_cv));
  if (r->scenario == ATTUNE_COUPLE_HOLD) draw_holds(r);
  if (r->scenario == ATTUNE_COUPLE_ABSENT) draw_absence(r);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    r->strain[p] = attune_couple_draw_normal(rand);
    r->talk_after_s[p] = INFINITY;
  }
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    r->next_in_s[p] = config->onsets[p].in_s != NULL ? INFINITY : first_in_s(r, p);
  if (r->scenario == ATTUNE_COUPLE_TALK) draw_next_talk(r, timing->plan.live.start_s);
  return r;
}

void
attune_couple_rhythm_free(attune_couple_rhythm *rhythm)
{
  if (rhythm == NULL) return;
  g_array_unref(rhythm->shared_s);
  g_free(rhythm);
}

/* The breath's length by the person's own rhythm. */
static double
own_length_s(attune_couple_rhythm *r, int p)
{
  const attune_couple_habits *h = &r->timing->habits[p];
  r->strain[p] =
      MEMORY * r->strain[p] + sqrt(1.0 - MEMORY * MEMORY) * attune_couple_draw_normal(r->rand);
  return 60.0 / h->rate_per_min *
         exp(h->length_cv * r->strain[p] - 0.5 * h->length_cv * h->length_cv);
}

/* Where the next in-breath falls: own rhythm, drawn to the shared one as far as that holds. */
static double
next_onset_s(attune_couple_rhythm *r, int p, double in_s, double stretch)
{
  double pull = pull_at(r, in_s), own_s = in_s + stretch * own_length_s(r, p);
  double own_cycle_s = 60.0 / r->timing->habits[p].rate_per_min;
  double cycle_s = pow(own_cycle_s, 1.0 - pull) * pow(r->shared_cycle_s, pull);
  if (pull <= 0.0) return own_s;
  double jitter_s = r->jitter_s * attune_couple_draw_normal(r->rand);
  double target_s = nearest_shared_s(r, p, in_s + stretch * cycle_s, -INFINITY) + jitter_s;
  double next_s = own_s + pull * (target_s - own_s);
  return in_s + CLAMP(next_s - in_s, 0.5 * cycle_s, 2.2 * stretch * cycle_s);
}

/* The breath that reaches a rest is the last before it. @return the in-breath after the rest */
static double
rest_until_s(attune_couple_rhythm *r, int p, double end_s)
{
  if (r->rests_done[p] == r->n_rests[p] || end_s < r->rests[p][r->rests_done[p]].start_s)
    return end_s;
  const rest *now = &r->rests[p][r->rests_done[p]++];
  double resume_s = end_s + now->length_s + (now->is_absence ? 0.0 : g_rand_double(r->rand) * 0.5);
  if (isfinite(resume_s) && pull_at(r, resume_s) > 0.5)
    resume_s = nearest_shared_s(r, p, resume_s, resume_s);
  attune_couple_span gone = {end_s, fmin(resume_s, r->timing->plan.duration_s)};
  if (now->is_absence) g_array_append_val(r->timing->absent[p], gone);
  return resume_s;
}

static void
breathe_once(attune_couple_rhythm *r, int p, attune_couple_take *take)
{
  const attune_couple_habits *h = &r->timing->habits[p];
  double in_s = r->next_in_s[p], stretch = 1.0;
  gboolean talks = in_s > r->talk_after_s[p];
  gboolean sighs = attune_couple_draw_if(r->rand, r->sigh_chance) || r->sighs_next[p];
  if (talks) sighs = FALSE;
  if (talks) stretch = attune_couple_draw(r->rand, 1.2, 1.8);
  if (sighs) stretch = attune_couple_draw(r->rand, 1.2, 1.45);
  double end_s = next_onset_s(r, p, in_s, stretch);
  double share = h->in_share * exp(h->in_share_jitter * attune_couple_draw_normal(r->rand));
  share = CLAMP(share, 0.25, 0.60) / (talks ? stretch : 1.0); /* speech lengthens the out-breath */
  *take = (attune_couple_take){.at = {in_s, in_s + share * (end_s - in_s), end_s}};
  if (sighs) take->depth_db = (float)attune_couple_draw(r->rand, 3.0, 7.0);
  take->talks = talks != FALSE;
  if (talks) rest_the_voice(r, p, end_s);
  if (sighs) r->sighs_next[p] = FALSE;
  r->next_in_s[p] = rest_until_s(r, p, end_s);
}

gboolean
attune_couple_rhythm_next(attune_couple_rhythm *r, attune_partner *partner,
                          attune_couple_take *take)
{
  attune_partner p = r->next_in_s[ATTUNE_A] <= r->next_in_s[ATTUNE_B] ? ATTUNE_A : ATTUNE_B;
  if (!(r->next_in_s[p] < r->timing->plan.live.end_s)) return FALSE;
  breathe_once(r, p, take);
  *partner = p;
  return TRUE;
}

void
attune_couple_rhythm_rewind(attune_couple_rhythm *r, attune_partner p, double t_s, double in_s)
{
  r->next_in_s[p] = in_s;
  r->rests_done[p] = 0;
  while (r->rests_done[p] < r->n_rests[p] && r->rests[p][r->rests_done[p]].start_s <= t_s)
    r->rests_done[p]++;
}

/* Own rhythms are a fifth apart, so that the one and the other are soon seen. */
void
attune_couple_rhythm_steer(attune_couple_rhythm *r, double closeness)
{
  r->pull_start = r->pull_end = closeness;
  if (closeness >= 1.0) return;
  r->timing->habits[ATTUNE_A].rate_per_min = 60.0 / r->shared_cycle_s;
  r->timing->habits[ATTUNE_B].rate_per_min = 60.0 / r->shared_cycle_s * 1.2;
}

void
attune_couple_rhythm_nudge(attune_couple_rhythm *r, attune_couple_nudge nudge, attune_partner p)
{
  switch (nudge) {
  case ATTUNE_COUPLE_NUDGE_APART:
    attune_couple_rhythm_steer(r, 0.0);
    break;
  case ATTUNE_COUPLE_NUDGE_TOGETHER:
    r->pull_start = r->pull_end = 1.0;
    break;
  case ATTUNE_COUPLE_NUDGE_SIGH:
    r->sighs_next[p] = TRUE;
    break;
  case ATTUNE_COUPLE_NUDGE_TALK:
    r->talk_after_s[p] = -INFINITY;
    break;
  case ATTUNE_COUPLE_NUDGE_LEAVE:
  case ATTUNE_COUPLE_NUDGE_RETURN:
  default:
    break;
  }
}
