// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any words as options of `attune analyze`: lines for --mics, --solo-a, --solo-b, --guide, --live
 * (an empty one is left out), duration and channels. A plan that is made lies in the recording.
 */
#include "command/analyze_plan.h"
#include "fuzz.h"

#include <math.h>

#define LINES 7

static const char *
given(char **lines, unsigned n_lines, unsigned i)
{
  return i < n_lines && lines[i][0] != '\0' ? lines[i] : NULL;
}

static void
check_span(const attune_span *span, double duration_s)
{
  g_assert_cmpfloat(span->start_s, >=, 0.0);
  g_assert_cmpfloat(span->start_s, <=, span->end_s);
  g_assert_cmpfloat(span->end_s, <=, duration_s);
}

static void
check_plan(const attune_analyze_plan *plan, double duration_s)
{
  const attune_analyze_request *wanted = &plan->request;
  check_span(&wanted->live, duration_s);
  g_assert_cmpfloat(plan->lead_in_s, >=, 0.0);
  g_assert_cmpfloat(plan->lead_in_s, <=, fmin(wanted->live.start_s, ATTUNE_LEAD_IN_MAX_S));
  g_assert_true(wanted->has_solo || wanted->mics == ATTUNE_MICS_TWO);
  for (int p = 0; wanted->has_solo && p < ATTUNE_PARTNERS; p++) {
    check_span(&wanted->solo[p], duration_s);
    g_assert_false(attune_span_overlap(&wanted->solo[p], &wanted->live));
  }
}

static void
lay_out(const attune_analyze_request *request, const char *duration, const char *channels)
{
  double duration_s = 200.0, n_channels = 2.0;
  attune_analyze_plan plan;
  g_autoptr(GError) error = NULL;
  attune_number_parse(duration, &duration_s);
  attune_number_parse(channels, &n_channels);
  duration_s = CLAMP(duration_s, 1e-4, 1e6);
  n_channels = CLAMP(n_channels, 1.0, 8.0);
  if (attune_analyze_lay_out(request, duration_s, (unsigned)n_channels, &plan, &error))
    check_plan(&plan, duration_s);
  else
    g_assert_nonnull(error);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup((const char *)data, size);
  g_auto(GStrv) lines = g_strsplit(text, "\n", LINES + 1);
  unsigned n = g_strv_length(lines);
  attune_analyze_request request;
  g_autoptr(GError) error = NULL;
  if (attune_analyze_ask(given(lines, n, 0), given(lines, n, 1), given(lines, n, 2),
                         given(lines, n, 3), given(lines, n, 4), &request, &error))
    lay_out(&request, given(lines, n, 5), given(lines, n, 6));
  else
    g_assert_nonnull(error);
  return 0;
}
