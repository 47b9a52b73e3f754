// SPDX-License-Identifier: GPL-3.0-or-later
#include "guide/pace.h"

#include "base/circle.h"
#include "guide/heard_rates.h"

#include <math.h>

#define FADE_IN_S 2.0
#define FADE_OUT_S 10.0

/* FOLLOW meets the pair ... */
#define MEET_S 15.0      /* both are listened to at least this long */
#define MEET_LATEST_S 30 /* then whoever is heard will do, or nobody */
#define MEET_KNOWN_S 8   /* seconds with a known rate that make a rate */
#define START_MIN_PER_MIN 4.5
/* ... then leads, */
#define SLOWING_PER_S (0.5 / 60.0) /* 0.5 per minute each minute */
#define GRANTED_S 10.0             /* without news it slows no longer than this */
#define MEET_BREATHS 4.0           /* first some breaths at the pair's own rate */
/* and steps back. */
#define NEAR 0.1           /* of a cycle: so near it slows on ... */
#define FAR 0.15           /* ... and who is farther from the guide does not follow it */
#define BEHIND 1.2         /* a partner this much faster than the guide does not keep up */
#define BEHIND_BREATHS 2.0 /* for so long */
#define STEP_BACK_PER_MIN 1.0
#define STEP_BACK_PER_S 0.1
#define PATIENCE_BREATHS 4.0 /* after which it tries again */
#define RECENT_S 8

#define NUDGE_S 2.0          /* a correction of the phase without news ends after this */
#define FOLLOW_NUDGE 0.15    /* of the phase error, in a cycle: nobody chases a metronome */
#define LEAD_NUDGE_PER_S 0.4 /* of the phase error, a second: close behind the leader */
#define LEAD_RATE_PER_S 0.5

/* The guide from one moment on, in closed form. */
typedef struct {
  double t_s;
  double breaths;        /* cycles since it began */
  double rate_per_min;   /* moves evenly ... */
  double target_per_min; /* ... to this ... */
  double slope_per_s;    /* ... by so much a second */
  double nudge_per_min;  /* on top, for NUDGE_S */
} knot;

struct attune_pace {
  attune_pace_plan plan;
  double old_share; /* of the breaths before number `new_share_at`: none changes on its way */
  double new_share_at;
  double t_s; /* last time told */
  gboolean has_begun;
  double begun_s;
  knot now;
  attune_heard_rates rates;
  double start_per_min;  /* where FOLLOW met the pair */
  double behind_breaths; /* where falling behind was first noticed; NaN = nobody is */
  double patient_until;  /* in breaths: no slowing before */
};

static attune_pace_plan
hold_to_range(const attune_pace_plan *plan)
{
  attune_pace_plan p = *plan;
  p.rate_per_min = isfinite(p.rate_per_min)
                       ? CLAMP(p.rate_per_min, ATTUNE_PACE_MIN_PER_MIN, ATTUNE_PACE_MAX_PER_MIN)
                       : ATTUNE_PACE_DEFAULTS.rate_per_min;
  p.goal_per_min = isfinite(p.goal_per_min)
                       ? CLAMP(p.goal_per_min, START_MIN_PER_MIN, ATTUNE_PACE_MAX_PER_MIN)
                       : ATTUNE_PACE_DEFAULTS.goal_per_min;
  p.in_share = isfinite(p.in_share) ? CLAMP(p.in_share, 0.25, 0.6) : ATTUNE_PACE_DEFAULTS.in_share;
  if (isnan(p.fade_at_s)) p.fade_at_s = INFINITY;
  return p;
}

static void
begin(attune_pace *pace, double t_s, double breaths, double rate_per_min)
{
  pace->has_begun = TRUE;
  pace->begun_s = t_s;
  pace->start_per_min = rate_per_min;
  pace->patient_until = breaths + MEET_BREATHS;
  pace->now = (knot){
      .t_s = t_s, .breaths = breaths, .rate_per_min = rate_per_min, .target_per_min = rate_per_min};
}

attune_pace *
attune_pace_new(const attune_pace_plan *plan)
{
  attune_pace *pace = g_new0(attune_pace, 1);
  attune_pace_reset(pace, plan);
  return pace;
}

void
attune_pace_free(attune_pace *pace)
{
  g_free(pace);
}

void
attune_pace_reset(attune_pace *pace, const attune_pace_plan *plan)
{
  attune_pace_plan kept = plan == NULL ? pace->plan : hold_to_range(plan);
  *pace = (attune_pace){.plan = kept, .behind_breaths = NAN};
  attune_heard_rates_reset(&pace->rates);
  if (kept.kind == ATTUNE_PACE_FIXED) begin(pace, 0.0, 0.0, kept.rate_per_min);
}

/* ---- moving on ---- */

/* The same guide, from t_s on. */
static knot
move_on(const knot *from, double t_s)
{
  double passed_s = fmax(0.0, t_s - from->t_s);
  double way = from->target_per_min - from->rate_per_min;
  double ramp_s = way == 0.0 ? 0.0 : fmin(passed_s, fabs(way) / from->slope_per_s);
  double reached = from->rate_per_min + copysign(ramp_s * from->slope_per_s, way);
  if (ramp_s < passed_s) reached = from->target_per_min;
  double nudged_s = fmin(passed_s, NUDGE_S);
  knot to = *from;
  to.t_s = from->t_s + passed_s;
  to.rate_per_min = reached;
  to.breaths += ((from->rate_per_min + reached) / 2.0 * ramp_s + reached * (passed_s - ramp_s) +
                 from->nudge_per_min * nudged_s) /
                60.0;
  if (passed_s >= NUDGE_S) to.nudge_per_min = 0.0;
  return to;
}

/* One of the two, or nobody, can be heard: it begins by itself. */
static void
begin_if_late(attune_pace *pace, double t_s)
{
  if (pace->has_begun || pace->plan.kind != ATTUNE_PACE_FOLLOW || t_s < MEET_LATEST_S) return;
  double any = attune_heard_rates_any(&pace->rates, ATTUNE_HEARD_RATES_S, MEET_KNOWN_S);
  double rate = isnan(any) ? pace->plan.rate_per_min : any;
  begin(pace, MEET_LATEST_S, 0.0, CLAMP(rate, START_MIN_PER_MIN, ATTUNE_PACE_MAX_PER_MIN));
}

static double
share_at(const attune_pace *pace, double breaths)
{
  return breaths < pace->new_share_at ? pace->old_share : pace->plan.in_share;
}

static double
phase_of(double breaths, double in_share)
{
  double part = breaths - floor(breaths);
  return part < in_share ? ATTUNE_PI * part / in_share
                         : ATTUNE_PI * (1.0 + (part - in_share) / (1.0 - in_share));
}

static double
part_of(double phase_rad, double in_share)
{
  double phase = attune_wrap_tau(phase_rad);
  return phase < ATTUNE_PI ? in_share * phase / ATTUNE_PI
                           : in_share + (1.0 - in_share) * (phase / ATTUNE_PI - 1.0);
}

/* ---- being told ---- */

/* Mean of the known phases as a part of the cycle; NaN when none is known. */
static double
heard_part(const attune_pace *pace, const attune_pace_heard *heard)
{
  double re = 0.0, im = 0.0;
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    double phase_rad = heard->phase_rad[p];
    if (!isfinite(phase_rad) ||
        (pace->plan.kind == ATTUNE_PACE_LEAD && p != (int)pace->plan.leader))
      continue;
    double share = share_at(pace, pace->now.breaths);
    double angle = ATTUNE_TAU * part_of(phase_rad, share);
    re += cos(angle), im += sin(angle);
  }
  return hypot(re, im) < 0.1 ? NAN : attune_wrap_tau(atan2(im, re)) / ATTUNE_TAU;
}

/* Half a cycle at most, in cycles: how far the pair is ahead of the guide. */
static double
lead_of_pair(const attune_pace *pace, const attune_pace_heard *heard)
{
  double part = heard_part(pace, heard);
  if (isnan(part)) return 0.0;
  double ahead = part - pace->now.breaths;
  return ahead - round(ahead);
}

static double
start_part(const attune_pace *pace, const attune_pace_heard *heard)
{
  double part = heard_part(pace, heard);
  return isnan(part) ? 0.0 : part;
}

static void
meet(attune_pace *pace, double t_s, const attune_pace_heard *heard)
{
  double both = attune_heard_rates_both(&pace->rates, ATTUNE_HEARD_RATES_S, MEET_KNOWN_S);
  if (t_s < MEET_S || isnan(both)) return;
  begin(pace, t_s, start_part(pace, heard),
        CLAMP(both, START_MIN_PER_MIN, ATTUNE_PACE_MAX_PER_MIN));
}

/* @param ahead  how far the pair is ahead of the guide, cycles */
static gboolean
notice_falling_behind(attune_pace *pace, double ahead)
{
  double fastest = attune_heard_rates_fastest(&pace->rates, RECENT_S, RECENT_S / 2);
  if (!(fastest > BEHIND * pace->now.rate_per_min) && fabs(ahead) < FAR) {
    pace->behind_breaths = NAN;
    return FALSE;
  }
  if (isnan(pace->behind_breaths)) pace->behind_breaths = pace->now.breaths;
  return pace->now.breaths - pace->behind_breaths >= BEHIND_BREATHS;
}

/* To the rate that the pair has, but never by more than a step, nor over where they met. */
static void
step_back(attune_pace *pace)
{
  knot *now = &pace->now;
  double both = attune_heard_rates_both(&pace->rates, RECENT_S, RECENT_S / 2);
  double fastest = attune_heard_rates_fastest(&pace->rates, RECENT_S, RECENT_S / 2);
  double wish = fastest > BEHIND * now->rate_per_min ? INFINITY : both;
  double top =
      fmin(now->rate_per_min + STEP_BACK_PER_MIN, fmax(pace->start_per_min, now->rate_per_min));
  if (!isnan(wish)) now->target_per_min = CLAMP(wish, START_MIN_PER_MIN, top);
  now->slope_per_s = STEP_BACK_PER_S;
  pace->behind_breaths = NAN;
  pace->patient_until = now->breaths + PATIENCE_BREATHS;
}

static void
lead_on(attune_pace *pace, double ahead)
{
  knot *now = &pace->now;
  gboolean is_stepping =
      now->slope_per_s == STEP_BACK_PER_S && fabs(now->target_per_min - now->rate_per_min) > 1e-6;
  if (notice_falling_behind(pace, ahead)) {
    step_back(pace);
  } else if (!is_stepping) {
    double both = attune_heard_rates_both(&pace->rates, RECENT_S, RECENT_S / 2);
    gboolean may_slow = !isnan(both) && fabs(ahead) < NEAR && isnan(pace->behind_breaths) &&
                        now->breaths >= pace->patient_until;
    double slower = fmax(pace->plan.goal_per_min, now->rate_per_min - GRANTED_S * SLOWING_PER_S);
    now->target_per_min = may_slow ? fmin(now->rate_per_min, slower) : now->rate_per_min;
    now->slope_per_s = SLOWING_PER_S;
  }
}

static void
follow_leader(attune_pace *pace, const attune_pace_heard *heard)
{
  double rate = heard->rate_per_min[pace->plan.leader];
  if (!isfinite(rate)) return;
  pace->now.target_per_min = CLAMP(rate, ATTUNE_PACE_MIN_PER_MIN, ATTUNE_PACE_MAX_PER_MIN);
  pace->now.slope_per_s = LEAD_RATE_PER_S;
}

/* A small push towards the pair; rate and push together keep within the bounds on the whole way. */
static void
nudge(attune_pace *pace, double per_min)
{
  knot *now = &pace->now;
  double low = fmin(now->rate_per_min, now->target_per_min);
  double high = fmax(now->rate_per_min, now->target_per_min);
  now->nudge_per_min =
      CLAMP(per_min, ATTUNE_PACE_MIN_PER_MIN - low, ATTUNE_PACE_MAX_PER_MIN - high);
}

static void
meet_leader(attune_pace *pace, double t_s, const attune_pace_heard *heard)
{
  double rate = heard->rate_per_min[pace->plan.leader], part = heard_part(pace, heard);
  if (!isfinite(rate) || isnan(part)) return;
  begin(pace, t_s, part, CLAMP(rate, ATTUNE_PACE_MIN_PER_MIN, ATTUNE_PACE_MAX_PER_MIN));
}

void
attune_pace_hear(attune_pace *pace, double t_s, const attune_pace_heard *heard)
{
  pace->t_s = fmax(pace->t_s, isfinite(t_s) ? t_s : 0.0);
  begin_if_late(pace, pace->t_s);
  attune_heard_rates_add(&pace->rates, pace->t_s, heard->rate_per_min);
  if (pace->has_begun) pace->now = move_on(&pace->now, pace->t_s);
  if (pace->plan.kind == ATTUNE_PACE_FOLLOW && !pace->has_begun) {
    meet(pace, pace->t_s, heard);
  } else if (pace->plan.kind == ATTUNE_PACE_FOLLOW) {
    double ahead = lead_of_pair(pace, heard);
    lead_on(pace, ahead);
    nudge(pace, FOLLOW_NUDGE * ahead * pace->now.rate_per_min);
  } else if (pace->plan.kind == ATTUNE_PACE_LEAD && !pace->has_begun) {
    meet_leader(pace, pace->t_s, heard);
  } else if (pace->plan.kind == ATTUNE_PACE_LEAD) {
    follow_leader(pace, heard);
    nudge(pace, 60.0 * LEAD_NUDGE_PER_S * lead_of_pair(pace, heard));
  }
}

void
attune_pace_change(attune_pace *pace, double t_s, const attune_pace_plan *plan)
{
  pace->t_s = fmax(pace->t_s, isfinite(t_s) ? t_s : 0.0);
  begin_if_late(pace, pace->t_s);
  if (pace->has_begun) pace->now = move_on(&pace->now, pace->t_s);
  pace->old_share = share_at(pace, pace->now.breaths);
  pace->new_share_at = pace->has_begun ? ceil(pace->now.breaths) : 0.0;
  pace->plan = hold_to_range(plan);
  pace->behind_breaths = NAN;
  if (pace->plan.kind != ATTUNE_PACE_FIXED) return;
  if (!pace->has_begun) begin(pace, pace->t_s, 0.0, pace->plan.rate_per_min);
  pace->now.target_per_min = pace->plan.rate_per_min;
  pace->now.slope_per_s = STEP_BACK_PER_S;
  pace->now.nudge_per_min = 0.0;
}

/* ---- being asked ---- */

static void
say_word(attune_pace_now *now)
{
  gboolean is_in = now->phase_rad < ATTUNE_PI;
  double half = is_in ? now->phase_rad / ATTUNE_PI : now->phase_rad / ATTUNE_PI - 1.0;
  double half_s = 60.0 / now->rate_per_min * (is_in ? now->in_share : 1.0 - now->in_share);
  int n = (int)fmax(1.0, round(half_s));
  now->word = is_in ? ATTUNE_PACE_WORD_IN : ATTUNE_PACE_WORD_OUT;
  now->count = 1 + (int)fmin(half * n, n - 1);
}

attune_pace_now
attune_pace_at(const attune_pace *pace, double t_s)
{
  attune_pace at = *pace;
  attune_pace_now now = {.phase_rad = NAN, .rate_per_min = NAN, .in_share = at.plan.in_share};
  t_s = fmax(at.t_s, isfinite(t_s) ? t_s : 0.0);
  begin_if_late(&at, t_s);
  if (at.plan.kind == ATTUNE_PACE_NONE || !at.has_begun) return now;
  knot k = move_on(&at.now, t_s);
  now.in_share = share_at(&at, k.breaths);
  now.phase_rad = phase_of(k.breaths, now.in_share);
  now.rate_per_min = k.rate_per_min;
  now.breaths = k.breaths;
  now.opacity = CLAMP((t_s - at.begun_s) / FADE_IN_S, 0.0, 1.0) *
                CLAMP(1.0 - (t_s - at.plan.fade_at_s) / FADE_OUT_S, 0.0, 1.0);
  say_word(&now);
  return now;
}
