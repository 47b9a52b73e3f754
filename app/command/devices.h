// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_DEVICES_H
#define ATTUNE_COMMAND_DEVICES_H

/**
 * `attune devices [--json] [--all]`: lists the microphones.
 *
 * No microphone is an answer, not a failure: a sentence (JSON: an empty list) and exit 0. Exit 1
 * when the sound system does not answer. Unknown numbers are null in JSON; "kind" is "pulse",
 * "alsa", "jack", "oss" or "monitor".
 */
int attune_command_devices(int argc, char **argv);

#endif
