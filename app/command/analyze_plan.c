// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/analyze_plan.h"
#include "command/failure.h"

#include <math.h>

#define SLACK_S 0.05 /* "0:200" fits a file of 199.98 s */

static const char *const solo_names[ATTUNE_PARTNERS] = {"--solo-a", "--solo-b"};

static gboolean
read_guide(const char *text, attune_analyze_request *request, GError **error)
{
  request->guide_in_s = 4.0;
  request->guide_out_s = 6.0;
  if (text == NULL) return TRUE;
  if (!attune_pair_parse(text, &request->guide_in_s, &request->guide_out_s))
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "--guide wants seconds in and out, such as 4:6, not “%s”", text);
  double shorter = fmin(request->guide_in_s, request->guide_out_s);
  double longer = fmax(request->guide_in_s, request->guide_out_s);
  if (shorter < ATTUNE_GUIDE_MIN_S || longer > ATTUNE_GUIDE_MAX_S)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "--guide takes %g to %g seconds for each of in and out, not “%s”",
                               ATTUNE_GUIDE_MIN_S, ATTUNE_GUIDE_MAX_S, text);
  return TRUE;
}

static gboolean
read_solo(int partner, const char *text, attune_span *solo, GError **error)
{
  if (!attune_span_parse(solo_names[partner], text, solo, error)) return FALSE;
  if (solo->end_s - solo->start_s >= ATTUNE_SOLO_MIN_S) return TRUE;
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                             "%s is %g s long; at least %g s are needed, 30 to 40 are best",
                             solo_names[partner], solo->end_s - solo->start_s, ATTUNE_SOLO_MIN_S);
}

static gboolean
read_solos(const char *solo_a, const char *solo_b, attune_analyze_request *request, GError **error)
{
  request->has_solo = solo_a != NULL && solo_b != NULL;
  if (!request->has_solo && solo_a == solo_b) return TRUE;
  if (!request->has_solo)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "--solo-a and --solo-b go together: %s is missing",
                               solo_names[solo_a == NULL ? ATTUNE_A : ATTUNE_B]);
  if (!read_solo(ATTUNE_A, solo_a, &request->solo[ATTUNE_A], error) ||
      !read_solo(ATTUNE_B, solo_b, &request->solo[ATTUNE_B], error))
    return FALSE;
  if (!attune_span_overlap(&request->solo[ATTUNE_A], &request->solo[ATTUNE_B])) return TRUE;
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                             "--solo-a and --solo-b overlap; each partner breathes alone in one");
}

static gboolean
read_live(const char *text, attune_analyze_request *request, GError **error)
{
  request->has_live = text != NULL;
  if (text == NULL) return TRUE;
  if (!attune_span_parse("--live", text, &request->live, error)) return FALSE;
  for (int p = 0; request->has_solo && p < ATTUNE_PARTNERS; p++)
    if (attune_span_overlap(&request->live, &request->solo[p]))
      return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE, "--live and %s overlap",
                                 solo_names[p]);
  return TRUE;
}

gboolean
attune_analyze_ask(const char *mics, const char *solo_a, const char *solo_b, const char *guide,
                   const char *live, attune_analyze_request *request, GError **error)
{
  *request = (attune_analyze_request){0};
  if (mics == NULL)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "Please say how the microphones stand: --mics two, array or single");
  if (!attune_mics_parse(mics, &request->mics))
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "--mics is two, array or single, not “%s”", mics);
  return read_guide(guide, request, error) && read_solos(solo_a, solo_b, request, error) &&
         read_live(live, request, error);
}

static gboolean
check_channels(const attune_analyze_request *request, unsigned n_channels, GError **error)
{
  if (request->mics == ATTUNE_MICS_SINGLE || n_channels == 2) return TRUE;
  const char *why = request->mics == ATTUNE_MICS_TWO ? "one for each partner" : "left and right";
  return attune_command_fail(
      error, ATTUNE_COMMAND_ERROR_INPUT,
      "--mics %s wants a recording with two channels, %s; this one has %u.%s",
      attune_mics_name(request->mics), why, n_channels,
      n_channels == 1 ? " For one microphone there is --mics single." : "");
}

static gboolean
check_calibration(const attune_analyze_request *request, GError **error)
{
  if (request->has_solo || request->mics == ATTUNE_MICS_TWO) return TRUE;
  return attune_command_fail(
      error, ATTUNE_COMMAND_ERROR_INPUT,
      "With --mics %s the two voices can only be told apart after each partner has breathed alone "
      "for a while. Please name these parts with --solo-a and --solo-b.",
      attune_mics_name(request->mics));
}

static gboolean
fit(const char *option, attune_span *span, double duration_s, GError **error)
{
  if (span->end_s > duration_s + SLACK_S)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_INPUT,
                               "%s %g:%g reaches beyond the recording, which is %.1f s long.",
                               option, span->start_s, span->end_s, duration_s);
  span->end_s = fmin(span->end_s, duration_s);
  return TRUE;
}

static void
choose_live(attune_analyze_request *request, double duration_s)
{
  attune_span *live = &request->live;
  *live = (attune_span){0.0, duration_s};
  if (request->has_solo) {
    const attune_span *a = &request->solo[ATTUNE_A], *b = &request->solo[ATTUNE_B];
    double first_s = fmin(a->start_s, b->start_s), last_s = fmax(a->end_s, b->end_s);
    *live = duration_s - last_s >= first_s ? (attune_span){last_s, duration_s}
                                           : (attune_span){0.0, first_s};
  }
  request->has_live = TRUE;
}

/* Sound between the last solo part before the live part, or the beginning, and the live part. */
static double
measure_lead_in(const attune_analyze_request *request)
{
  double from_s = 0.0;
  for (int p = 0; request->has_solo && p < ATTUNE_PARTNERS; p++)
    if (request->solo[p].end_s <= request->live.start_s)
      from_s = fmax(from_s, request->solo[p].end_s);
  return fmin(request->live.start_s - from_s, ATTUNE_LEAD_IN_MAX_S);
}

gboolean
attune_analyze_lay_out(const attune_analyze_request *request, double duration_s,
                       unsigned n_channels, attune_analyze_plan *plan, GError **error)
{
  attune_analyze_request fitted = *request;
  if (!check_channels(request, n_channels, error) || !check_calibration(request, error))
    return FALSE;
  for (int p = 0; request->has_solo && p < ATTUNE_PARTNERS; p++)
    if (!fit(solo_names[p], &fitted.solo[p], duration_s, error)) return FALSE;
  if (!request->has_live)
    choose_live(&fitted, duration_s);
  else if (!fit("--live", &fitted.live, duration_s, error))
    return FALSE;
  if (fitted.live.end_s - fitted.live.start_s < 1.0)
    return attune_command_fail(
        error, ATTUNE_COMMAND_ERROR_INPUT,
        "No sound is left in which both breathe: the recording is %.1f s long.", duration_s);
  *plan = (attune_analyze_plan){.request = fitted,
                                .lead_in_s = measure_lead_in(&fitted),
                                .is_mixed = request->mics == ATTUNE_MICS_SINGLE && n_channels > 1};
  return TRUE;
}
