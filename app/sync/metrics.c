// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/metric.h"

#include "base/circle.h"
#include "sync/locking.h"

#include <math.h>
#include <string.h>

static double
say_alignment(const attune_pairing *p)
{
  return attune_alignment(&p->relation);
}

static double
say_locking(const attune_pairing *p)
{
  return attune_locking(&p->relation);
}

static double
say_ppc(const attune_pairing *p)
{
  return attune_ppc(attune_locking(&p->relation), p->relation.n_breaths);
}

static double
say_lag_rad(const attune_pairing *p)
{
  return attune_lag_rad(&p->relation);
}

static double
say_lag_s(const attune_pairing *p)
{
  return attune_lag_rad(&p->relation) / ATTUNE_TAU * p->span * p->dt_s;
}

static double
say_lag_error_rad(const attune_pairing *p)
{
  return attune_lag_error_rad(&p->relation);
}

static double
say_coherence(const attune_pairing *p)
{
  return p->coherence.gamma2;
}

static double
say_coherence_threshold(const attune_pairing *p)
{
  return p->coherence.threshold;
}

static double
say_coherence_freq_hz(const attune_pairing *p)
{
  return p->coherence.freq_hz;
}

static double
say_fft_lag_rad(const attune_pairing *p)
{
  return p->coherence.lag_rad;
}

static double
say_chance_p95(const attune_pairing *p)
{
  return p->chance.alignment_p95;
}

static double
say_p_value(const attune_pairing *p)
{
  return p->chance.p_value;
}

static double
rate_of(const attune_pairing *p, attune_partner partner)
{
  return 60.0 / (p->strand[partner].median_breath * p->dt_s);
}

static double
say_rate_a(const attune_pairing *p)
{
  return rate_of(p, ATTUNE_A);
}

static double
say_rate_b(const attune_pairing *p)
{
  return rate_of(p, ATTUNE_B);
}

static double
say_present_a(const attune_pairing *p)
{
  return (double)p->strand[ATTUNE_A].n_heard / (double)p->n;
}

static double
say_present_b(const attune_pairing *p)
{
  return (double)p->strand[ATTUNE_B].n_heard / (double)p->n;
}

static double
say_coverage(const attune_pairing *p)
{
  return (double)p->n_both / (double)p->n;
}

#define FIELD(name) offsetof(attune_sync, name)
#define FIELD_OF(name, partner) (offsetof(attune_sync, name) + (partner) * sizeof(double))

static const char vinck[] = "Vinck et al. 2010, NeuroImage 51:112";
static const char mardia[] = "Mardia & Jupp 2000, Directional Statistics";
static const char fisher[] = "Fisher 1993, Statistical Analysis of Circular Data";
static const char thomson[] = "Thomson 1982, Proc. IEEE 70:1055";
static const char carter[] = "Carter 1987, Proc. IEEE 75:236";
static const char shuffled[] = "interval shuffle: Phipson & Smyth 2010, Stat. Appl. Genet. 9:39";
static const char counted[] = "counted";

const attune_metric attune_metrics[] = {
    {"alignment", "Alignment", "", 0, 100, ATTUNE_SWAP_SAME, false, vinck, FIELD(alignment),
     say_alignment},
    {"locking", "Locking", "", 0, 1, ATTUNE_SWAP_SAME, false, mardia, FIELD(locking), say_locking},
    {"ppc", "Pairwise phase consistency", "", -1, 1, ATTUNE_SWAP_SAME, false, vinck, FIELD(ppc),
     say_ppc},
    {"lag_rad", "Lag", "rad", -ATTUNE_PI, ATTUNE_PI, ATTUNE_SWAP_NEGATED, false, mardia,
     FIELD(lag_rad), say_lag_rad},
    {"lag_s", "Lag in seconds", "s", -10, 10, ATTUNE_SWAP_NEGATED, false, mardia, FIELD(lag_s),
     say_lag_s},
    {"lag_error_rad", "Standard error of the lag", "rad", 0, ATTUNE_PI, ATTUNE_SWAP_SAME, false,
     fisher, FIELD(lag_error_rad), say_lag_error_rad},
    {"coherence", "Coherence", "", 0, 1, ATTUNE_SWAP_SAME, false, thomson, FIELD(coherence),
     say_coherence},
    {"coherence_threshold", "Coherence of unrelated noise (5 %)", "", 0, 1, ATTUNE_SWAP_SAME, false,
     carter, FIELD(coherence_threshold), say_coherence_threshold},
    {"coherence_freq_hz", "Shared rhythm", "Hz", 0.05, 0.6, ATTUNE_SWAP_SAME, false, thomson,
     FIELD(coherence_freq_hz), say_coherence_freq_hz},
    {"fft_lag_rad", "Lag of the cross-spectrum", "rad", -ATTUNE_PI, ATTUNE_PI, ATTUNE_SWAP_NEGATED,
     false, carter, FIELD(fft_lag_rad), say_fft_lag_rad},
    {"chance_p95", "Alignment of strangers (95 %)", "", 0, 100, ATTUNE_SWAP_SAME, false, shuffled,
     FIELD(chance_p95), say_chance_p95},
    {"p_value", "Share of strangers as aligned", "", 0, 1, ATTUNE_SWAP_SAME, false, shuffled,
     FIELD(p_value), say_p_value},
    {"rate_a", "Rate of A", "/min", 3, 60, ATTUNE_SWAP_FIRST, true, counted,
     FIELD_OF(rate_per_min, ATTUNE_A), say_rate_a},
    {"rate_b", "Rate of B", "/min", 3, 60, ATTUNE_SWAP_SECOND, true, counted,
     FIELD_OF(rate_per_min, ATTUNE_B), say_rate_b},
    {"present_a", "Share of time A was heard", "", 0, 1, ATTUNE_SWAP_FIRST, true, counted,
     FIELD_OF(present, ATTUNE_A), say_present_a},
    {"present_b", "Share of time B was heard", "", 0, 1, ATTUNE_SWAP_SECOND, true, counted,
     FIELD_OF(present, ATTUNE_B), say_present_b},
    {"coverage", "Share of time both were heard", "", 0, 1, ATTUNE_SWAP_SAME, true, counted,
     FIELD(coverage), say_coverage},
};

const size_t attune_n_metrics = sizeof attune_metrics / sizeof attune_metrics[0];

const attune_metric *
attune_metric_find(const char *id)
{
  for (size_t i = 0; i < attune_n_metrics; i++)
    if (strcmp(attune_metrics[i].id, id) == 0) return &attune_metrics[i];
  return NULL;
}
