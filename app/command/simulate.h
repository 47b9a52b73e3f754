// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_SIMULATE_H
#define ATTUNE_COMMAND_SIMULATE_H

#include "audio/couple.h"

/** `attune simulate --out W.wav`: a recording of two who were never there, and its truth. See
 * attune_command_word. */
int attune_command_simulate(int argc, char **argv);

/** The truth of a couple as JSON text, ended by a line feed; free with g_free. */
char *attune_simulate_truth(const attune_source *source, const attune_couple_config *config);

#endif
