// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/ease.h"

#include "base/circle.h"

#include <math.h>

#define CATCH_UP_S 0.35
#define SLOWEST 0.2 /* of its own speed, while what is shown waits for what is heard */
#define FASTEST 3.0
#define SURE_S 2.0 /* a row is carried on so far, then it runs out */

static double
seconds(int64_t from_us, int64_t to_us)
{
  return to_us <= from_us ? 0.0 : (double)(to_us - from_us) * 1e-6;
}

attune_ease
attune_ease_make(double value, double tau_s)
{
  return (attune_ease){value, value, tau_s, 0};
}

double
attune_ease_at(const attune_ease *ease, int64_t now_us)
{
  if (ease->from == ease->to) return ease->to;
  return ease->to + (ease->from - ease->to) * exp(-seconds(ease->since_us, now_us) / ease->tau_s);
}

void
attune_ease_aim(attune_ease *ease, double value, int64_t now_us)
{
  if (isnan(value) || value == ease->to) return;
  ease->from = attune_ease_at(ease, now_us);
  ease->to = value;
  ease->since_us = now_us;
}

attune_carried
attune_carried_none(void)
{
  return (attune_carried){.is_known = false};
}

/* Seconds since the row's moment, which run out when no other row comes. */
static double
braked_age_s(const attune_carried *c, int64_t now_us)
{
  double age_s = seconds(c->row_us, now_us);
  return age_s <= SURE_S ? age_s : SURE_S + 1.0 - exp(-(age_s - SURE_S));
}

/* What is left of the correction; it runs out of time together with the phase, so that the sum
 * never turns back. */
static double
behind_now(const attune_carried *c, int64_t now_us)
{
  double passed_s = braked_age_s(c, now_us) - braked_age_s(c, c->told_us);
  return c->behind_rad * exp(-passed_s / c->tau_s);
}

double
attune_carried_phase(const attune_carried *c, int64_t now_us)
{
  if (!c->is_known) return NAN;
  return c->phase_rad + c->rad_per_s * braked_age_s(c, now_us) + behind_now(c, now_us);
}

double
attune_carried_error(const attune_carried *c, int64_t now_us)
{
  return c->is_known ? fabs(behind_now(c, now_us)) : 0.0;
}

double
attune_carried_age_s(const attune_carried *c, int64_t now_us)
{
  return c->is_known ? seconds(c->row_us, now_us) : INFINITY;
}

/* The time constant with which the shown phase neither turns back nor races. */
static double
catching_up_s(double behind_rad, double rad_per_s)
{
  double most = behind_rad > 0.0 ? 1.0 - SLOWEST : FASTEST - 1.0;
  return fmax(CATCH_UP_S, fabs(behind_rad) / (most * rad_per_s));
}

/* The same phase, turned by whole cycles to lie nearest to what is shown. */
static void
join(attune_carried *next, double shown, int64_t now_us)
{
  double told = next->phase_rad + next->rad_per_s * braked_age_s(next, now_us);
  next->behind_rad = attune_wrap_pi(shown - told);
  next->phase_rad += shown - next->behind_rad - told;
  if (next->rad_per_s > 0.0) {
    next->tau_s = catching_up_s(next->behind_rad, next->rad_per_s);
  } else { /* nothing moves it */
    next->phase_rad = shown;
    next->behind_rad = 0.0;
  }
}

void
attune_carried_tell(attune_carried *c, int64_t row_us, int64_t now_us, double phase_rad,
                    double rate_per_min)
{
  if (!isfinite(phase_rad)) return;
  double speed =
      rate_per_min > 0.0 && isfinite(rate_per_min) ? rate_per_min / 60.0 * ATTUNE_TAU : 0;
  attune_carried next = {.phase_rad = phase_rad, .rad_per_s = speed, .tau_s = CATCH_UP_S};
  next.row_us = row_us < now_us ? row_us : now_us;
  next.told_us = now_us;
  next.is_known = true;
  if (c->is_known) join(&next, attune_carried_phase(c, now_us), now_us);
  *c = next;
}
