// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_UI_WORDS_PRACTICE_H
#define ATTUNE_UI_WORDS_PRACTICE_H

/* What is said of a practice. No GTK; main thread; all translated. */
#include "model/practice.h"

/** "2 minutes · the guide follows you · holding hands"; free with g_free */
char *attune_practice_say(const attune_practice *practice);

/** "the guide follows you", in the middle of a line. */
const char *attune_practice_say_guide(const attune_practice *practice);

/** "Hold hands if you both like." A sentence before it begins. */
const char *attune_practice_say_touch(attune_touch touch);

/** "1:24" of a time of at least 0 s; free with g_free. */
char *attune_clock_say(double time_s);

#endif
