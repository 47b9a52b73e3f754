// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_SIMULATE_H
#define ATTUNE_COMMAND_SIMULATE_H

#include "audio/couple.h"

/** `attune simulate`: writes a recording of the simulated couple, and its truth. */
int attune_command_simulate(int argc, char **argv);

/** The truth of a couple as JSON text, ended by a newline; free with g_free. */
char *attune_simulate_truth(const attune_source *source, const attune_couple_config *config);

#endif
