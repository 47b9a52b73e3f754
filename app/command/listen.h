// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_LISTEN_H
#define ATTUNE_COMMAND_LISTEN_H

/**
 * `attune listen`: a live session in a terminal, one line a second, and its result.
 *
 * Ctrl-C ends the session gently: what was heard is still reported, and the status is 0. When the
 * microphone goes away for good, what was heard is reported too, with a sentence on stderr and
 * status 1. No microphone: a sentence and 1.
 */
int attune_command_listen(int argc, char **argv);

#endif
