// SPDX-License-Identifier: GPL-3.0-or-later
/* The timeline of a simulated recording, and the names of its choices. */
#include "audio/couple.h"

#define QUIET_S 4.0
#define GAP_S 2.0
#define SOLO_S 40.0
#define SHORTEST_WITH_SOLOS_S 40.0
#define LIVE_SHARE 0.25

static const char *const scenario_names[] = {"sync", "anti",   "free",  "near",
                                             "hold", "absent", "drift", "talk"};
static const char *const noise_names[] = {"room", "none",     "pink",  "fan",
                                          "rain", "keyboard", "speech"};

attune_couple_plan
attune_couple_plan_make(double duration_s)
{
  attune_couple_plan plan = {.duration_s = duration_s,
                             .solo = {{NAN, NAN}, {NAN, NAN}},
                             .live = {0.0, duration_s},
                             .guide_in_s = 4.0,
                             .guide_out_s = 6.0,
                             .guide_after_s = 0.3};
  if (!(duration_s >= SHORTEST_WITH_SOLOS_S)) return plan;
  double before_live_s = (1.0 - LIVE_SHARE) * duration_s;
  double solo_s = fmin(SOLO_S, (before_live_s - QUIET_S - 2.0 * GAP_S) / 2.0);
  double t_s = QUIET_S;
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    plan.solo[p] = (attune_couple_span){t_s, t_s + solo_s};
    t_s += solo_s + GAP_S;
  }
  plan.live.start_s = t_s;
  return plan;
}

static int
find_name(const char *name, const char *const *names, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (g_strcmp0(name, names[i]) == 0) return (int)i;
  return -1;
}

const char *
attune_couple_scenario_name(attune_couple_scenario scenario)
{
  return scenario_names[scenario];
}

gboolean
attune_couple_scenario_parse(const char *name, attune_couple_scenario *scenario)
{
  int i = find_name(name, scenario_names, G_N_ELEMENTS(scenario_names));
  if (i >= 0) *scenario = (attune_couple_scenario)i;
  return i >= 0;
}

const char *
attune_couple_noise_name(attune_couple_noise noise)
{
  return noise_names[noise];
}

gboolean
attune_couple_noise_parse(const char *name, attune_couple_noise *noise)
{
  int i = find_name(name, noise_names, G_N_ELEMENTS(noise_names));
  if (i >= 0) *noise = (attune_couple_noise)i;
  return i >= 0;
}
