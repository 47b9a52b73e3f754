// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/listen_plan.h"
#include "command/failure.h"

#include <math.h>

#define USUAL_DURATION_S 240.0
#define MIN_DURATION_S 2.0
#define MAX_DURATION_S 86400.0
#define BETWEEN_S 2.0  /* of rest between parts */
#define GIVE_UP_S 10.0 /* a microphone away for longer ends the session */

/* --- The source ---------------------------------------------------------------------------- */

static gboolean
check_source(const attune_listen_options *o, GError **error)
{
  int n = (o->device != NULL) + (o->file != NULL) + (o->is_demo != FALSE);
  if (n > 1)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "Only one of --device, --file and --demo can be listened to");
  if (!o->is_demo && (o->seed != NULL || o->scenario != NULL))
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "--seed and --scenario go with --demo");
  if (o->is_demo && (o->solo_a != NULL || o->solo_b != NULL || o->guide != NULL))
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "The simulated couple keeps to its own times, so --demo goes "
                               "without --solo-a, --solo-b and --guide");
  return TRUE;
}

/* @param[out] duration_s  untouched when it was not asked for */
static gboolean
read_duration(const char *text, double *duration_s, GError **error)
{
  if (text == NULL) return TRUE;
  double value;
  if (!attune_number_parse(text, &value) || value < MIN_DURATION_S || value > MAX_DURATION_S)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "--duration takes %g to %g seconds, not “%s”", MIN_DURATION_S,
                               MAX_DURATION_S, text);
  *duration_s = value;
  return TRUE;
}

static gboolean
read_mics(const char *text, attune_mics *mics, GError **error)
{
  if (text == NULL || attune_mics_parse(text, mics)) return TRUE;
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                             "--mics is two, array or single, not “%s”", text);
}

static gboolean
choose_couple(const attune_listen_options *o, attune_couple_config *couple, GError **error)
{
  guint64 seed = couple->seed;
  if (!read_mics(o->mics, &couple->mics, error)) return FALSE;
  if (o->scenario != NULL && !attune_couple_scenario_parse(o->scenario, &couple->scenario))
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "There is no scenario “%s”; `attune simulate --help` lists them",
                               o->scenario);
  if (o->seed != NULL && !g_ascii_string_to_unsigned(o->seed, 10, 0, G_MAXINT64, &seed, NULL))
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "--seed wants a whole number from 0, not “%s”", o->seed);
  couple->seed = seed;
  couple->real_time = TRUE;
  return read_duration(o->duration, &couple->duration_s, error);
}

attune_source *
attune_listen_open(const attune_listen_options *o, GError **error)
{
  attune_mics mics;
  attune_source_wish wish = {
      .devices = o->device, .path = o->file, .real_time = TRUE, .couple = ATTUNE_COUPLE_DEFAULTS};
  if (!check_source(o, error) || !read_mics(o->mics, &mics, error) ||
      !choose_couple(o, &wish.couple, error))
    return NULL;
  const char *kind = o->is_demo ? "couple" : o->file != NULL ? "file" : "microphone";
  return attune_sources_open(kind, &wish, error);
}

/* --- The times ----------------------------------------------------------------------------- */

/* Two devices are a microphone each; a device of two channels is a laptop's pair; a recording or a
 * couple of two channels is a microphone each. */
static const char *
usual_mics(const attune_source *source)
{
  if (source->n_channels == 1) return "single";
  return g_str_equal(source->ops->kind, "microphone") ? "array" : "two";
}

static void
take_couple_times(attune_listen_plan *plan)
{
  attune_couple_plan couple = attune_couple_plan_make(plan->duration_s);
  attune_analyze_request *request = &plan->request;
  request->has_solo = isfinite(couple.solo[ATTUNE_A].start_s);
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    request->solo[p] = (attune_span){couple.solo[p].start_s, couple.solo[p].end_s};
  request->live = (attune_span){couple.live.start_s, couple.live.end_s};
}

static void
put_live_behind(attune_listen_plan *plan)
{
  attune_analyze_request *request = &plan->request;
  double last_s = fmax(request->solo[ATTUNE_A].end_s, request->solo[ATTUNE_B].end_s);
  request->live = (attune_span){last_s + BETWEEN_S, plan->duration_s};
}

static gboolean
check_times(const attune_listen_plan *plan, GError **error)
{
  const attune_analyze_request *request = &plan->request;
  if (request->live.end_s - request->live.start_s < 1.0)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "A session of %g s leaves no time in which both breathe",
                               plan->duration_s);
  if (!request->has_solo && request->mics != ATTUNE_MICS_TWO)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "With --mics %s each partner first breathes alone, and %g s is too "
                               "short for that; 240 s is usual",
                               attune_mics_name(request->mics), plan->duration_s);
  return TRUE;
}

gboolean
attune_listen_lay_out(const attune_listen_options *o, const attune_source *source,
                      attune_listen_plan *plan, GError **error)
{
  const char *mics = o->mics != NULL ? o->mics : usual_mics(source);
  *plan = (attune_listen_plan){.guide_after_s = attune_couple_plan_make(240.0).guide_after_s};
  if (!attune_analyze_ask(mics, o->solo_a, o->solo_b, o->guide, NULL, &plan->request, error))
    return FALSE;
  if (plan->request.mics != ATTUNE_MICS_SINGLE && source->n_channels < 2)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_INPUT,
                               "“%s” has one channel; --mics %s needs two. For one microphone "
                               "there is --mics single.",
                               source->label, mics);
  plan->duration_s = isfinite(source->duration_s) ? source->duration_s : USUAL_DURATION_S;
  if (!read_duration(o->duration, &plan->duration_s, error)) return FALSE;
  if (plan->request.has_solo)
    put_live_behind(plan);
  else
    take_couple_times(plan);
  plan->request.has_live = TRUE;
  return check_times(plan, error);
}

/* --- The engine's script ------------------------------------------------------------------- */

static void
add_step(attune_engine_config *config, double t_s, attune_part part)
{
  config->step[config->n_steps++] = (attune_engine_step){t_s, part};
}

attune_engine_config
attune_listen_config(const attune_listen_plan *plan, attune_source *source)
{
  const attune_analyze_request *request = &plan->request;
  attune_engine_config config = {.source = source,
                                 .mics = request->mics,
                                 .channel_of = {0, 1},
                                 .guide_in_s = request->guide_in_s,
                                 .guide_out_s = request->guide_out_s,
                                 .guided_live = request->is_guided,
                                 .give_up_s = GIVE_UP_S};
  /* B may be asked to be first. */
  int first =
      request->solo[ATTUNE_A].start_s <= request->solo[ATTUNE_B].start_s ? ATTUNE_A : ATTUNE_B;
  for (int k = 0; request->has_solo && k < ATTUNE_PARTNERS; k++) {
    int p = k == 0 ? first : !first;
    add_step(&config, request->solo[p].start_s,
             p == ATTUNE_A ? ATTUNE_PART_SOLO_A : ATTUNE_PART_SOLO_B);
    add_step(&config, request->solo[p].end_s, ATTUNE_PART_WAIT);
  }
  add_step(&config, request->live.start_s, ATTUNE_PART_LIVE);
  add_step(&config, request->live.end_s, ATTUNE_PART_DONE);
  return config;
}
