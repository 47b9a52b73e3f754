// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_SYNC_METRIC_H
#define ATTUNE_SYNC_METRIC_H

/*
 * A metric: one number said of two breaths. To add one, write its function, add a row to
 * metrics.c and a field to attune_sync; the contract suite then holds it to its row.
 */
#include "sync/pairing.h"

/** What becomes of the number when A and B are exchanged. */
typedef enum {
  ATTUNE_SWAP_SAME,
  ATTUNE_SWAP_NEGATED,
  ATTUNE_SWAP_FIRST, /* one number per partner: exchanged with the row below */
  ATTUNE_SWAP_SECOND /* and with the row above */
} attune_swap;

typedef struct {
  const char *id;         /* stable: for files and settings */
  const char *name;       /* for people, untranslated */
  const char *unit;       /* "" for none */
  double lowest, highest; /* range, ends included */
  attune_swap swap;
  bool always;        /* said also when there is a reason not to score */
  const char *source; /* paper, or the definition in a few words */
  size_t field;       /* offset in attune_sync of its double */
  double (*value)(const attune_pairing *pairing); /* NaN = unknown; pure, any thread */
} attune_metric;

/** The list. */
extern const attune_metric attune_metrics[];
extern const size_t attune_n_metrics;

/** Finds a metric by its id; NULL when there is none. */
const attune_metric *attune_metric_find(const char *id);

#endif
