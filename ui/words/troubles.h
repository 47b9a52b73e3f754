// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_WORDS_TROUBLES_H
#define ATTUNE_UI_WORDS_TROUBLES_H

/* What is said of each trouble, and the way out of it: the one table. No GTK; main thread. */
#include "model/trouble.h"

/** What a person can do about it from the window. */
typedef enum {
  ATTUNE_WAY_OUT_NONE,
  ATTUNE_WAY_OUT_SOUND_SETTINGS, /* the desktop's */
  ATTUNE_WAY_OUT_MICROPHONE,     /* choose another one, or set it up anew */
  ATTUNE_WAY_OUT_AGAIN,          /* try to open it once more */
  ATTUNE_WAY_OUT_DEMO            /* the simulated couple needs none */
} attune_way_out;

typedef struct {
  const char *icon;  /* name of a symbolic icon */
  const char *words; /* what is the matter */
  const char *tip;   /* what helps; NULL = nothing to say */
  attune_way_out way_out;
  bool is_small; /* said softly: no blame, nothing to do */
} attune_trouble_words;

/** @return translated; NULL for NONE */
const attune_trouble_words *attune_trouble_say(attune_trouble trouble);

/** What stands on the button of a way out, translated; NULL for NONE. */
const char *attune_way_out_label(attune_way_out way_out);

/** A short word for a stretch of a chart that was left out; translated; NULL: nothing to say. */
const char *attune_unheard_word(unsigned kind);

#endif
