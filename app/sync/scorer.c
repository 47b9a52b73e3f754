// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/coherence.h"
#include "sync/locking.h"
#include "sync/metric.h"
#include "sync/surrogate.h"

#include <glib.h>
#include <math.h>

struct attune_scorer {
  size_t max_samples;
  attune_pairing pairing;
  attune_spectra *spectra;
  attune_surrogates *surrogates;
};

attune_scorer *
attune_scorer_new(size_t max_samples)
{
  g_assert(max_samples >= 2);
  attune_scorer *scorer = g_new0(attune_scorer, 1);
  scorer->max_samples = max_samples;
  attune_pairing_init(&scorer->pairing, max_samples);
  scorer->spectra = attune_spectra_new(max_samples);
  scorer->surrogates = attune_surrogates_new(max_samples);
  return scorer;
}

void
attune_scorer_free(attune_scorer *scorer)
{
  if (scorer == NULL) return;
  attune_pairing_clear(&scorer->pairing);
  attune_spectra_free(scorer->spectra);
  attune_surrogates_free(scorer->surrogates);
  g_free(scorer);
}

/* Breaths heard: in-breaths, or the phase travelled, which the edges of a window do not cut. */
static double
count_breaths(const attune_strand *strand)
{
  return fmax((double)strand->n_onsets, round(strand->cycles));
}

static attune_sync_reason
find_reason(const attune_pairing *p, const attune_sync_terms *terms)
{
  double duration_s = (double)p->n * p->dt_s;
  if (duration_s < terms->min_duration_s - p->dt_s) return ATTUNE_REASON_TOO_SHORT;
  if ((double)p->n_both < terms->min_coverage * (double)p->n) return ATTUNE_REASON_LOW_COVERAGE;
  for (int i = 0; i < ATTUNE_PARTNERS; i++)
    if (count_breaths(&p->strand[i]) < terms->min_breaths) return ATTUNE_REASON_FEW_BREATHS;
  if (p->relation.n_breaths < 2) return ATTUNE_REASON_FEW_BREATHS;
  return ATTUNE_REASON_NONE;
}

void
attune_scorer_measure(attune_scorer *scorer, const attune_phases *phases,
                      const attune_sync_terms *terms, attune_sync *sync)
{
  g_assert(phases->n <= scorer->max_samples && phases->dt_s >= 0.02 && phases->dt_s <= 0.5);
  attune_pairing *p = &scorer->pairing;
  attune_pairing_prepare(p, phases);
  *sync = (attune_sync){.reason = find_reason(p, terms), .leader = -1};
  bool scored = sync->reason == ATTUNE_REASON_NONE;
  if (scored) {
    p->coherence = attune_spectra_measure(scorer->spectra, p);
    if (terms->n_surrogates > 0 && !terms->guided)
      p->chance =
          attune_surrogates_measure(scorer->surrogates, p, terms->n_surrogates, terms->seed);
    sync->leader = attune_leader(&p->relation);
  }
  for (int i = 0; i < ATTUNE_PARTNERS; i++) sync->breaths[i] = (unsigned)p->strand[i].n_onsets;
  for (size_t i = 0; i < attune_n_metrics; i++) {
    const attune_metric *m = &attune_metrics[i];
    double *field = (double *)(void *)((char *)sync + m->field);
    *field = scored || m->always ? m->value(p) : NAN;
  }
}

static void
clear_metrics(attune_sync *sync, bool all)
{
  for (size_t i = 0; i < attune_n_metrics; i++) {
    const attune_metric *m = &attune_metrics[i];
    if (all || !m->always) *(double *)(void *)((char *)sync + m->field) = NAN;
  }
  sync->leader = -1;
}

void
attune_sync_withdraw(attune_sync *sync, attune_sync_reason reason)
{
  sync->reason = reason;
  clear_metrics(sync, false);
}

void
attune_sync_forget(attune_sync *sync)
{
  *sync = (attune_sync){.reason = ATTUNE_REASON_TOO_SHORT};
  clear_metrics(sync, true);
}
