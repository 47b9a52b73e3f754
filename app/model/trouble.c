// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/trouble.h"

#include <math.h>
#include <string.h>

#define ONE_UNHEARD_S 15.0
#define HOLDING_S 20.0
#define FAST_S 30.0
#define FAST_PER_MIN 27.0f /* the tracker's scale ends at 30 */
#define LONGEST_STEP_S 1.0 /* more was a loss, not time heard */

const char *
attune_trouble_name(attune_trouble trouble)
{
  static const char *const names[ATTUNE_N_TROUBLES] = {
      "none",        "no-device", "busy",          "unplugged", "interrupted", "muted",   "silent",
      "one-channel", "copies",    "filtered",      "too-quiet", "too-loud",    "noise",   "gain",
      "talking",     "bumps",     "not-separable", "a-unheard", "b-unheard",   "holding", "fast"};
  return names[trouble];
}

/* How each bit turns into a word: the time over which its share is taken, and the shares at which
 * it begins and ends to be said. */
typedef struct {
  attune_unheard bit;
  attune_trouble trouble;
  float tau_s, on, off;
} bit_rule;

/* In the order in which they are told. */
static const bit_rule rules[] = {
    {ATTUNE_UNHEARD_SILENCE, ATTUNE_TROUBLE_SILENT, 1.0f, 0.80f, 0.30f},
    {ATTUNE_UNHEARD_DEAD_CHANNEL, ATTUNE_TROUBLE_ONE_CHANNEL, 2.0f, 0.80f, 0.30f},
    {ATTUNE_UNHEARD_COPIES, ATTUNE_TROUBLE_COPIES, 3.0f, 0.80f, 0.30f},
    {ATTUNE_UNHEARD_FILTERED, ATTUNE_TROUBLE_FILTERED, 4.0f, 0.60f, 0.20f},
    {ATTUNE_UNHEARD_CLIPPING, ATTUNE_TROUBLE_TOO_LOUD, 2.0f, 0.50f, 0.15f},
    {ATTUNE_UNHEARD_TOO_QUIET, ATTUNE_TROUBLE_TOO_QUIET, 3.0f, 0.80f, 0.30f},
    {ATTUNE_UNHEARD_NOISE, ATTUNE_TROUBLE_NOISE, 2.0f, 0.60f, 0.20f},
    {ATTUNE_UNHEARD_GAIN_JUMP, ATTUNE_TROUBLE_GAIN, 0.5f, 0.60f, 0.05f},
    {ATTUNE_UNHEARD_SPEECH, ATTUNE_TROUBLE_TALKING, 0.5f, 0.50f, 0.10f},
    {ATTUNE_UNHEARD_BUMP, ATTUNE_TROUBLE_BUMPS, 15.0f, 0.20f, 0.10f},
};

#define N_RULES (sizeof rules / sizeof rules[0])

void
attune_trouble_watch_reset(attune_trouble_watch *watch)
{
  *watch = (attune_trouble_watch){.separable = true, .last_s = NAN};
}

static void
follow_bit(attune_trouble_watch *watch, unsigned r, uint32_t unheard, double dt_s)
{
  float target = (unheard & rules[r].bit) != 0 ? 1.0f : 0.0f;
  float gain = 1.0f - expf(-(float)dt_s / rules[r].tau_s);
  watch->share[r] += gain * (target - watch->share[r]);
  watch->is_on[r] = watch->share[r] > (watch->is_on[r] ? rules[r].off : rules[r].on);
}

static void
follow_partners(attune_trouble_watch *watch, const attune_frame *frame, double dt_s)
{
  if (frame->part != ATTUNE_PART_LIVE) {
    memset(watch->unheard_s, 0, sizeof watch->unheard_s);
    memset(watch->fast_s, 0, sizeof watch->fast_s);
    return;
  }
  if ((frame->unheard & ATTUNE_UNHEARD_EXCLUDES) != 0) return; /* not their doing */
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    const attune_breath *breath = &frame->breath[p];
    watch->unheard_s[p] = breath->present ? 0.0 : watch->unheard_s[p] + dt_s;
    bool is_fast = breath->present && breath->rate_per_min > FAST_PER_MIN;
    watch->fast_s[p] = is_fast ? watch->fast_s[p] + dt_s : 0.0;
  }
}

void
attune_trouble_watch_hear(attune_trouble_watch *watch, const attune_frame *frame)
{
  double dt_s = isnan(watch->last_s) ? ATTUNE_ROW_S : frame->t_s - watch->last_s;
  dt_s = fmin(fmax(dt_s, 0.0), LONGEST_STEP_S);
  watch->last_s = frame->t_s;
  for (unsigned r = 0; r < N_RULES; r++) follow_bit(watch, r, frame->unheard, dt_s);
  follow_partners(watch, frame, dt_s);
}

static attune_trouble
tell_sound(const attune_trouble_watch *watch)
{
  for (unsigned r = 0; r < N_RULES; r++) {
    if (!watch->is_on[r]) continue;
    bool is_silent = rules[r].trouble == ATTUNE_TROUBLE_SILENT ||
                     rules[r].trouble == ATTUNE_TROUBLE_ONE_CHANNEL; /* one of two devices */
    return is_silent && watch->muted ? ATTUNE_TROUBLE_MUTED : rules[r].trouble;
  }
  return ATTUNE_TROUBLE_NONE;
}

static attune_trouble
tell_partners(const attune_trouble_watch *watch)
{
  const double *unheard_s = watch->unheard_s;
  if (!watch->separable) return ATTUNE_TROUBLE_NOT_SEPARABLE;
  if (unheard_s[ATTUNE_A] >= HOLDING_S && unheard_s[ATTUNE_B] >= HOLDING_S)
    return ATTUNE_TROUBLE_HOLDING;
  if (unheard_s[ATTUNE_A] >= ONE_UNHEARD_S && unheard_s[ATTUNE_B] < ONE_UNHEARD_S)
    return ATTUNE_TROUBLE_A_UNHEARD;
  if (unheard_s[ATTUNE_B] >= ONE_UNHEARD_S && unheard_s[ATTUNE_A] < ONE_UNHEARD_S)
    return ATTUNE_TROUBLE_B_UNHEARD;
  if (watch->fast_s[ATTUNE_A] >= FAST_S || watch->fast_s[ATTUNE_B] >= FAST_S)
    return ATTUNE_TROUBLE_FAST;
  return ATTUNE_TROUBLE_NONE;
}

attune_trouble
attune_trouble_watch_tell(const attune_trouble_watch *watch)
{
  attune_trouble sound = tell_sound(watch);
  return sound != ATTUNE_TROUBLE_NONE ? sound : tell_partners(watch);
}
