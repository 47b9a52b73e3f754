// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/command.h"
#include "command/analyze.h"
#include "command/curves.h"
#include "command/devices.h"
#include "command/listen.h"
#include "command/simulate.h"

#include <glib/gi18n.h>
#include <stddef.h>
#include <string.h>

const attune_command_word attune_commands[] = {
    {"analyze", N_("hear two people breathe in a recording"), attune_command_analyze},
    {"curves", N_("score two breathing waveforms (belts, airflow) from a table"),
     attune_command_curves},
    {"devices", N_("list the microphones"), attune_command_devices},
    {"listen", N_("hear two people breathe, live"), attune_command_listen},
    {"simulate", N_("write a recording of a simulated couple, and its truth"),
     attune_command_simulate},
    {NULL, NULL, NULL},
};

const attune_command_word *
attune_command_find(const char *word)
{
  for (const attune_command_word *c = attune_commands; c->word != NULL; c++)
    if (strcmp(c->word, word) == 0) return c;
  return NULL;
}
