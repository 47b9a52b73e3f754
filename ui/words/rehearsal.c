// SPDX-License-Identifier: GPL-3.0-or-later
#include "words/rehearsal.h"

#include <glib/gi18n.h>
#include <string.h>

static void
advise(attune_rehearsal_words *said, const char *sentence)
{
  if (said->n_advice < ATTUNE_REHEARSAL_MAX_ADVICE) said->advice[said->n_advice++] = sentence;
}

static void
advise_all(attune_rehearsal_words *said)
{
  advise(said, _("Use a microphone each: two cheap headsets do very well."));
  advise(said, _("Sit nearer to the microphone, at equal distances."));
  advise(said, _("One of you breathes through the mouth, the other through the nose."));
}

static attune_rehearsal_words
say_unlearnt(const attune_rehearsal_result *result)
{
  bool both = !result->calibrated[ATTUNE_A] && !result->calibrated[ATTUNE_B];
  attune_rehearsal_words said = {
      .title = both                            ? _("I could not hear you well enough")
               : !result->calibrated[ATTUNE_A] ? _("I could not hear Circle well enough")
                                               : _("I could not hear Diamond well enough"),
      .words = _("That happens easily. Trying it again takes a minute and a half; you may also go "
                 "on without a score."),
      .is_better_again = true,
      .go_on = _("Go on without a score")};
  advise(&said, _("Sit nearer to the microphone."));
  advise(&said, _("Breathe a little louder, perhaps through the mouth."));
  advise(&said, _("Choose another microphone, or one each."));
  return said;
}

attune_rehearsal_words
attune_rehearsal_say(const attune_rehearsal_result *result, bool is_demo)
{
  const char *word = result->word == NULL ? "not" : result->word;
  attune_rehearsal_words said = {.go_on = _("Continue")};
  if (!result->calibrated[ATTUNE_A] || !result->calibrated[ATTUNE_B]) return say_unlearnt(result);
  if (strcmp(word, "well") == 0 && result->separable) {
    said.title = is_demo ? _("I can tell them apart well") : _("I can tell you apart well");
    said.words = is_demo ? _("Nobody is here: two simulated people breathe, and everything else is "
                             "as in earnest.")
                         : _("I know how each of you sounds. This holds for the evening.");
    return said;
  }
  if (result->separable) {
    said.title = is_demo ? _("I can tell them apart a little") : _("I can tell you apart a little");
    said.words = _("That is enough for a score, with some doubt. It gets better like this:");
    said.is_better_again = true;
    advise_all(&said);
    return said;
  }
  said.title = _("I cannot tell you apart here");
  said.words = _("I hear your shared rhythm, but not who is who, so there will be no score. Your "
                 "breaths may simply sound alike. This helps:");
  said.is_better_again = true;
  said.go_on = _("Go on without a score");
  advise_all(&said);
  return said;
}
