// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate.h"

#include "statistics.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>

#define WELL_LIVE_DEG 30.0 /* what "well" promises */
#define GOOD_LIVE_DEG 20.0 /* a run that should not have been refused */

void
bench_gate_print_head(void)
{
  printf(
      "### Rehearsal as a gate\n\n"
      "| | rehearsal error, °, median | rank correlation with the live error | called \"well\" | "
      "of them under %g° live | good runs (under %g° live) refused | twins refused |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n"
      "| *target* | | | | ≥ 95 %% | ≤ 5 %% | ≥ 95 %% (single) |\n",
      WELL_LIVE_DEG, GOOD_LIVE_DEG);
}

static void
print_share(double part, double whole, double least, double most)
{
  double share = 100.0 * part / whole;
  if (whole <= 0.0)
    printf(" - |");
  else
    printf(" %.0f of %.0f%s |", part, whole, share < least || share > most ? " ✗" : "");
}

static bool
is_refused(const bench_figures *f)
{
  return isnan(f->verdict) || f->verdict < 1.0;
}

void
bench_gate_print(attune_mics mics, const bench_figures *const *figures, size_t n,
                 const bench_figures *const *twins, size_t n_twins)
{
  double well = 0.0, kept = 0.0, good = 0.0, refused = 0.0, caught = 0.0;
  g_autofree double *told = g_new(double, n + 1), *live = g_new(double, n + 1);
  for (size_t i = 0; i < n; i++) {
    const bench_figures *f = figures[i];
    told[i] = f->rehearsal_deg;
    live[i] = f->live.error_deg;
    well += f->verdict == 2.0;
    kept += f->verdict == 2.0 && live[i] < WELL_LIVE_DEG;
    good += live[i] < GOOD_LIVE_DEG;
    refused += live[i] < GOOD_LIVE_DEG && is_refused(f);
  }
  for (size_t i = 0; i < n_twins; i++) caught += is_refused(twins[i]);
  double correlation = bench_rank_correlation(told, live, n);
  printf("| %s (%zu) | %.1f |", attune_mics_name(mics), n, bench_median(told, n));
  printf(isnan(correlation) ? " - |" : " %.2f |", correlation);
  printf(" %.0f of %zu |", well, n);
  print_share(kept, well, 95.0, 100.0);
  print_share(refused, good, 0.0, 5.0);
  print_share(caught, (double)n_twins, 95.0, 100.0);
  printf("\n");
}
