// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gate_speech.h"

#include "listen/heard.h"

#include <glib.h>

/* Chosen with bench-gates: no breath, rain, fan or typing of the corpus reached the first one. */
#define CLOSE_AT 0.35f
#define KEEP_AT 0.24f
#define HOLD_ROWS 6

void
attune_gate_speech_begin(attune_gate_speech *g)
{
  for (unsigned c = 0; c < 2; c++) g->comb[c] = attune_comb_new();
  attune_gate_speech_reset(g);
}

void
attune_gate_speech_end(attune_gate_speech *g)
{
  for (unsigned c = 0; c < 2; c++) attune_comb_free(g->comb[c]);
}

void
attune_gate_speech_reset(attune_gate_speech *g)
{
  for (unsigned c = 0; c < 2; c++) attune_comb_reset(g->comb[c]);
  g->evidence = 0.0f;
  g->left = 0;
}

uint32_t
attune_gate_speech_push(attune_gate_speech *g, const attune_gate_input *in)
{
  g->evidence = 0.0f;
  for (unsigned c = 0; c < in->n_channels; c++) {
    float evidence = attune_comb_push(g->comb[c], in->row->low[c]);
    g->evidence = MAX(g->evidence, evidence);
  }
  if (g->evidence > (g->left > 0 ? KEEP_AT : CLOSE_AT))
    g->left = HOLD_ROWS + 1;
  else if (g->left > 0)
    g->left--;
  return g->left > 0 ? ATTUNE_UNHEARD_SPEECH : 0;
}
