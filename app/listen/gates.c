// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/gates.h"

#include "listen/gate_bump.h"
#include "listen/gate_channels.h"
#include "listen/gate_filter.h"
#include "listen/gate_gain.h"
#include "listen/gate_level.h"
#include "listen/gate_noise.h"
#include "listen/gate_speech.h"

#include <glib/gi18n.h>
#include <glib.h>

struct attune_gates {
  attune_mics mics;
  double rate_hz;
  attune_gate_speech speech;
  attune_gate_level level;
  attune_gate_channels channels;
  attune_gate_bump bump;
  attune_gate_filter filter;
  attune_gate_gain gain;
  attune_gate_noise noise;
};

static const char *const names[ATTUNE_UNHEARD_KINDS] = {
    N_("talking"),      N_("clipping"),     N_("digital silence"),
    N_("noise filter"), N_("too quiet"),    N_("steady noise"),
    N_("level jumped"), N_("dead channel"), N_("same channel"),
    N_("lost sound"),   N_("bump")};

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
  attune_gate_speech_begin(&g->speech);
  attune_gates_reset(g);
  return g;
}

void
attune_gates_free(attune_gates *gates)
{
  if (gates == NULL) return;
  attune_gate_speech_end(&gates->speech);
  g_free(gates);
}

void
attune_gates_reset(attune_gates *gates)
{
  attune_gate_speech_reset(&gates->speech);
  attune_gate_level_init(&gates->level, gates->rate_hz);
  attune_gate_channels_init(&gates->channels, gates->rate_hz);
  attune_gate_bump_init(&gates->bump);
  attune_gate_filter_init(&gates->filter);
  attune_gate_gain_init(&gates->gain);
  attune_gate_noise_init(&gates->noise);
}

uint32_t
attune_gates_push(attune_gates *g, const attune_spectrum_row *row)
{
  if (row->after_gap) return ATTUNE_UNHEARD_GAP;
  attune_gate_input in = attune_gate_input_make(row, g->mics == ATTUNE_MICS_SINGLE ? 1 : 2);
  uint32_t bits = attune_gate_level_push(&g->level, &in);
  bits |= attune_gate_channels_push(&g->channels, &in);
  bits |= attune_gate_bump_push(&g->bump, &in);
  bits |= attune_gate_speech_push(&g->speech, &in);
  bits |= attune_gate_filter_push(&g->filter, &in, (bits & ATTUNE_UNHEARD_SPEECH) != 0);
  int is_usable = (bits & ATTUNE_UNHEARD_EXCLUDES) == 0;
  bits |= attune_gate_gain_push(&g->gain, &in, is_usable);
  bits |= attune_gate_noise_push(&g->noise, &in, is_usable);
  return bits;
}
