// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_CURVES_H
#define ATTUNE_COMMAND_CURVES_H

/** `attune curves`: the score of two breathing waveforms. @return an exit code of command.h */
int attune_command_curves(int argc, char **argv);

#endif
