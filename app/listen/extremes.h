// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_LISTEN_EXTREMES_H
#define ATTUNE_LISTEN_EXTREMES_H

/*
 * Least and greatest of the last few seconds of a value, in blocks: the window is n_blocks - 1 to
 * n_blocks blocks long. The idea is that of minimum statistics (Martin 2001, IEEE TSAP 9:504).
 *
 * Plain data, one thread, no allocation.
 */
#define ATTUNE_EXTREMES_BLOCKS 10

typedef struct {
  unsigned n_blocks, block_len; /* 1..ATTUNE_EXTREMES_BLOCKS, rows in each */
  unsigned at, filled;          /* rows in the newest block, blocks begun */
  unsigned newest;
  float low[ATTUNE_EXTREMES_BLOCKS], high[ATTUNE_EXTREMES_BLOCKS];
} attune_extremes;

void attune_extremes_init(attune_extremes *e, unsigned n_blocks, unsigned block_len);
void attune_extremes_push(attune_extremes *e, float value);

/** Rows that the window holds now. */
unsigned attune_extremes_rows(const attune_extremes *e);

/** Least and greatest of them; 0 for an empty window. */
float attune_extremes_low(const attune_extremes *e);
float attune_extremes_high(const attune_extremes *e);

#endif
