// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/analyze_tables.h"
#include "base/circle.h"

#include <glib.h>
#include <math.h>

/* A number, or nothing when it is unknown. */
static void
put(FILE *out, double value, int decimals)
{
  char format[8], text[64];
  if (!isfinite(value)) return;
  g_snprintf(format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd(text, sizeof text, format, value);
  fputs(text, out);
}

static double
round_to_tenth(double value)
{
  return round(10.0 * value) / 10.0;
}

/* 359.97 would be printed as 360.0, which is 0. */
static void
put_phase(FILE *out, double phase_rad)
{
  double deg = round_to_tenth(attune_deg(attune_wrap_tau(phase_rad)));
  put(out, deg >= 360.0 ? 0.0 : deg, 1);
}

static void
put_relative(FILE *out, double relative_rad)
{
  double deg = round_to_tenth(attune_deg(attune_wrap_pi(relative_rad)));
  put(out, deg <= -180.0 ? 180.0 : deg + 0.0, 1); /* + 0.0: no "-0.0" */
}

static void
put_partner(FILE *out, const attune_track *track, size_t row)
{
  put_phase(out, (double)track->phase_rad[row]);
  fputc(',', out);
  put(out, attune_deg((double)track->spread_rad[row]), 1);
  fputc(',', out);
  put(out, (double)track->rate_per_min[row], 2);
  fprintf(out, ",%d,", track->present[row] != 0);
}

static double
relative_rad(const attune_track *a, const attune_track *b, size_t row)
{
  if (!a->present[row] || !b->present[row]) return NAN;
  return (double)a->phase_rad[row] - (double)b->phase_rad[row];
}

void
attune_analyze_write_tracks(FILE *out, const attune_report *report, bool is_causal)
{
  const attune_track *tracks = is_causal ? report->causal : report->smoothed;
  const attune_track *a = &tracks[ATTUNE_A], *b = &tracks[ATTUNE_B];
  fputs(ATTUNE_TRACKS_HEADER "\n", out);
  for (size_t row = 0; row < report->n_rows; row++) {
    put(out, report->row0_s + (double)row * ATTUNE_ROW_S, 3);
    fputc(',', out);
    put_partner(out, a, row);
    put_partner(out, b, row);
    put_relative(out, relative_rad(a, b, row));
    fputc('\n', out);
  }
}

void
attune_analyze_write_breaths(FILE *out, const attune_report *report)
{
  fputs(ATTUNE_BREATHS_HEADER "\n", out);
  for (size_t i = 0; i < report->n_cycles; i++) {
    const attune_breath_cycle *cycle = &report->cycles[i];
    fputs(cycle->partner == ATTUNE_A ? "A," : "B,", out);
    put(out, cycle->in_s, 3);
    fputc(',', out);
    put(out, cycle->out_s, 3);
    fputc(',', out);
    put(out, cycle->end_s, 3);
    fputc(',', out);
    put(out, cycle->confidence, 2);
    fputc('\n', out);
  }
}
