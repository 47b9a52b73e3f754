// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_ANALYZE_H
#define ATTUNE_COMMAND_ANALYZE_H

/** `attune analyze FILE ...`: a recording in, a score and tracks out. See attune_command_word. */
int attune_command_analyze(int argc, char **argv);

#endif
