// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_CYCLES_H
#define ATTUNE_BREATH_CYCLES_H

/* From a smoothed phase to whole breaths: in-breath where it passes 0, out-breath where it passes
   pi. Ours; plain arithmetic. */
#include "breath/breath.h"

#include <stddef.h>

/**
 * Finds the breaths of one partner.
 *
 * @param breath      [n_rows] states, 96 ms apart, the first at row0_s
 * @param partner     written into each cycle
 * @param[out] cycles [capacity] by time; a breath whose in-breath lies before the first row or
 *                    whose out-breath is not heard is left out
 * @return number of cycles written; n_rows / 10 is always enough room
 */
size_t attune_find_cycles(const attune_breath *breath, size_t n_rows, double row0_s, int partner,
                          attune_breath_cycle *cycles, size_t capacity);

#endif
