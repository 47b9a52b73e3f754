// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/circle.h"
#include "command/analyze_tables.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N 4

typedef struct {
  float phase[2][N], spread[2][N], rate[2][N];
  unsigned char present[2][N];
  attune_breath_cycle cycles[2];
  attune_report report;
} sample;

static void
fill(sample *s)
{
  const double phases_deg[2][N] = {{0.0, 90.04, 359.97, NAN}, {10.0, 270.0, 0.2, NAN}};
  memset(s, 0, sizeof *s);
  for (int p = 0; p < 2; p++) {
    for (int i = 0; i < N; i++) {
      s->phase[p][i] = (float)attune_rad(phases_deg[p][i]);
      s->spread[p][i] = i == 3 ? NAN : (float)attune_rad(12.34);
      s->rate[p][i] = i == 3 ? NAN : 6.125f;
      s->present[p][i] = i < 3;
    }
    attune_track track = {.phase_rad = s->phase[p],
                          .spread_rad = s->spread[p],
                          .rate_per_min = s->rate[p],
                          .present = s->present[p]};
    s->report.smoothed[p] = track;
  }
  s->report.causal[ATTUNE_A] = s->report.smoothed[ATTUNE_B];
  s->report.causal[ATTUNE_B] = s->report.smoothed[ATTUNE_A];
  s->report.n_rows = N;
  s->report.row0_s = 80.048;
  s->cycles[0] = (attune_breath_cycle){ATTUNE_A, 80.1234, 84.0, 90.5, 0.876};
  s->cycles[1] = (attune_breath_cycle){ATTUNE_B, 81.0, NAN, 91.0, NAN};
  s->report.cycles = s->cycles;
  s->report.n_cycles = 2;
}

static char *
print_tracks(const attune_report *report, bool is_causal)
{
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream(&text, &length);
  attune_analyze_write_tracks(out, report, is_causal);
  fclose(out);
  return text;
}

static void
test_tracks__exact(void)
{
  sample s;
  fill(&s);
  s.present[ATTUNE_B][1] = 0; /* B is gone in row 1: no relative phase */
  char *text = print_tracks(&s.report, false);
  g_assert_cmpstr(text, ==,
                  "time_s,a_phase_deg,a_spread_deg,a_rate_per_min,a_present,b_phase_deg,"
                  "b_spread_deg,b_rate_per_min,b_present,relative_deg\n"
                  "80.048,0.0,12.3,6.12,1,10.0,12.3,6.12,1,-10.0\n"
                  "80.144,90.0,12.3,6.12,1,270.0,12.3,6.12,0,\n"
                  "80.240,0.0,12.3,6.12,1,0.2,12.3,6.12,1,-0.2\n"
                  "80.336,,,,0,,,,0,\n");
  free(text);
}

static void
test_tracks__causal_are_the_other_ones(void)
{
  sample s;
  fill(&s);
  char *text = print_tracks(&s.report, true);
  g_assert_nonnull(strstr(text, "\n80.048,10.0,12.3,6.12,1,0.0,12.3,6.12,1,10.0\n"));
  free(text);
}

static void
test_tracks__relative_stays_within_half_a_turn(void)
{
  sample s;
  fill(&s);
  for (int deg = -720; deg <= 720; deg += 7) {
    s.phase[ATTUNE_A][0] = (float)attune_rad(attune_deg(attune_wrap_tau(attune_rad(deg))));
    s.phase[ATTUNE_B][0] = 0.0f;
    char *text = print_tracks(&s.report, false);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_auto(GStrv) fields = g_strsplit(lines[1], ",", -1);
    double relative_deg = g_ascii_strtod(fields[9], NULL),
           phase_deg = g_ascii_strtod(fields[1], NULL);
    g_assert_cmpfloat(relative_deg, >, -180.0);
    g_assert_cmpfloat(relative_deg, <=, 180.0);
    g_assert_cmpfloat(phase_deg, >=, 0.0);
    g_assert_cmpfloat(phase_deg, <, 360.0);
    free(text);
  }
}

static void
test_breaths__exact(void)
{
  sample s;
  fill(&s);
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream(&text, &length);
  attune_analyze_write_breaths(out, &s.report);
  fclose(out);
  g_assert_cmpstr(text, ==,
                  "partner,in_s,out_s,end_s,confidence\n"
                  "A,80.123,84.000,90.500,0.88\n"
                  "B,81.000,,91.000,\n");
  free(text);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/analyze/tracks", test_tracks__exact);
  g_test_add_func("/analyze/tracks/causal", test_tracks__causal_are_the_other_ones);
  g_test_add_func("/analyze/tracks/relative", test_tracks__relative_stays_within_half_a_turn);
  g_test_add_func("/analyze/breaths", test_breaths__exact);
  return g_test_run();
}
