// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gates.h"

#include <glib.h>

struct attune_gates {
  attune_mics mics;
  double rate_hz;
};

static const char *const names[ATTUNE_UNHEARD_KINDS] = {
    "talking",      "clipping",    "digital silence", "noise filter", "too quiet",
    "steady noise", "level jumped", "dead channel",   "same channel", "lost sound"};

const char *
attune_unheard_name(unsigned kind)
{
  return names[kind];
}

attune_gates *
attune_gates_new(attune_mics mics, double rate_hz)
{
  attune_gates *g = g_new0(attune_gates, 1);
  g->mics = mics;
  g->rate_hz = rate_hz;
  return g;
}

void
attune_gates_free(attune_gates *gates)
{
  g_free(gates);
}

void
attune_gates_reset(attune_gates *gates)
{
  (void)gates;
}

uint32_t
attune_gates_push(attune_gates *gates, const attune_spectrum_row *row)
{
  (void)gates;
  return row->after_gap ? ATTUNE_UNHEARD_GAP : 0;
}
