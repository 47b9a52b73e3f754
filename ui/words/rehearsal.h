// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_WORDS_REHEARSAL_H
#define ATTUNE_UI_WORDS_REHEARSAL_H

/* What is said of the rehearsal. No GTK; main thread. */
#include "model/attune-session.h"

#define ATTUNE_REHEARSAL_MAX_ADVICE 4

/** All translated. */
typedef struct {
  const char *title, *words;
  const char *advice[ATTUNE_REHEARSAL_MAX_ADVICE];
  unsigned n_advice;
  bool is_better_again; /* trying it again may help */
  const char *go_on;    /* what stands on the button */
} attune_rehearsal_words;

/** @param result  valid: the solo parts were learnt */
attune_rehearsal_words attune_rehearsal_say(const attune_rehearsal_result *result, bool is_demo);

#endif
