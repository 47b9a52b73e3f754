// SPDX-License-Identifier: GPL-3.0-or-later
#include "words/troubles.h"

#include <glib/gi18n.h>

#define ICON_MICROPHONE "audio-input-microphone-symbolic"
#define ICON_MUTED "microphone-sensitivity-muted-symbolic"
#define ICON_LOW "microphone-sensitivity-low-symbolic"
#define ICON_HIGH "microphone-sensitivity-high-symbolic"
#define ICON_WORDS "attune-words-symbolic"
#define ICON_CIRCLE "attune-circle-symbolic"
#define ICON_DIAMOND "attune-diamond-symbolic"
#define ICON_BOTH "attune-rings-symbolic"

static const attune_trouble_words table[ATTUNE_N_TROUBLES] = {
    [ATTUNE_TROUBLE_NO_DEVICE] = {ICON_MUTED, N_("I cannot find a microphone."),
                                  N_("Plug one in: it appears here by itself. Without one, a "
                                     "simulated couple can show you around."),
                                  ATTUNE_WAY_OUT_DEMO, false},
    [ATTUNE_TROUBLE_BUSY] = {ICON_MUTED,
                             N_("Another program holds the microphone, or the sound service is "
                                "not running."),
                             N_("Close other programs that record, then try again."),
                             ATTUNE_WAY_OUT_AGAIN, false},
    [ATTUNE_TROUBLE_UNPLUGGED] = {ICON_MUTED, N_("The microphone was unplugged. Nothing is lost."),
                                  N_("Plug it in again, and we go on from here."),
                                  ATTUNE_WAY_OUT_MICROPHONE, false},
    [ATTUNE_TROUBLE_INTERRUPTED] = {ICON_MICROPHONE, N_("We were interrupted."), NULL,
                                    ATTUNE_WAY_OUT_NONE, false},
    [ATTUNE_TROUBLE_MUTED] = {ICON_MUTED, N_("The microphone is muted in the desktop."),
                              N_("Turn it on in the sound settings, and I hear you again."),
                              ATTUNE_WAY_OUT_SOUND_SETTINGS, false},
    [ATTUNE_TROUBLE_SILENT] = {ICON_MUTED, N_("The microphone sends only silence."),
                               N_("A switch on the laptop or headset may be off."),
                               ATTUNE_WAY_OUT_SOUND_SETTINGS, false},
    [ATTUNE_TROUBLE_ONE_CHANNEL] = {ICON_MUTED,
                                    N_("One of the two microphones sends only silence."),
                                    N_("See whether both are plugged in and switched on."),
                                    ATTUNE_WAY_OUT_MICROPHONE, false},
    [ATTUNE_TROUBLE_COPIES] = {ICON_MICROPHONE,
                               N_("Both channels carry the same sound, so I hear with one "
                                  "microphone."),
                               NULL, ATTUNE_WAY_OUT_NONE, true},
    [ATTUNE_TROUBLE_FILTERED] = {ICON_MICROPHONE, N_("A noise filter is on. It removes breath."),
                                 N_("Choose the microphone itself, without a filter."),
                                 ATTUNE_WAY_OUT_MICROPHONE, false},
    [ATTUNE_TROUBLE_TOO_QUIET] = {ICON_LOW, N_("I hear almost nothing."),
                                  N_("Turn the microphone up, or move nearer."),
                                  ATTUNE_WAY_OUT_SOUND_SETTINGS, false},
    [ATTUNE_TROUBLE_TOO_LOUD] = {ICON_HIGH, N_("It is too loud and distorts."),
                                 N_("Turn the microphone down, or move away a little."),
                                 ATTUNE_WAY_OUT_SOUND_SETTINGS, false},
    [ATTUNE_TROUBLE_NOISE] = {ICON_MICROPHONE,
                              N_("A steady sound, perhaps a fan, covers your breath."),
                              N_("The guide goes on; this time is not counted."),
                              ATTUNE_WAY_OUT_NONE, false},
    [ATTUNE_TROUBLE_GAIN] = {ICON_MICROPHONE, N_("Something changed the microphone’s level."),
                             N_("Listening anew for some seconds."), ATTUNE_WAY_OUT_NONE, true},
    [ATTUNE_TROUBLE_TALKING] = {ICON_WORDS, N_("Talking is not counted."), NULL,
                                ATTUNE_WAY_OUT_NONE, true},
    [ATTUNE_TROUBLE_BUMPS] = {ICON_MICROPHONE, N_("I often hear knocks or keys."),
                              N_("Let the laptop stand still for a while."), ATTUNE_WAY_OUT_NONE,
                              true},
    [ATTUNE_TROUBLE_NOT_SEPARABLE] = {ICON_BOTH,
                                      N_("I hear one shared rhythm, but cannot tell who is who."),
                                      N_("Breathe on as you like; there will be no score."),
                                      ATTUNE_WAY_OUT_NONE, true},
    [ATTUNE_TROUBLE_A_UNHEARD] = {ICON_CIRCLE, N_("I hear Diamond but not Circle."),
                                  N_("Circle, move nearer or breathe a little louder."),
                                  ATTUNE_WAY_OUT_NONE, false},
    [ATTUNE_TROUBLE_B_UNHEARD] = {ICON_DIAMOND, N_("I hear Circle but not Diamond."),
                                  N_("Diamond, move nearer or breathe a little louder."),
                                  ATTUNE_WAY_OUT_NONE, false},
    [ATTUNE_TROUBLE_HOLDING] = {ICON_BOTH, N_("Breathe as you like."), NULL, ATTUNE_WAY_OUT_NONE,
                                true},
    [ATTUNE_TROUBLE_FAST] = {ICON_BOTH, N_("Let it be easy. You may stop here."), NULL,
                             ATTUNE_WAY_OUT_NONE, true},
};

const attune_trouble_words *
attune_trouble_say(attune_trouble trouble)
{
  static attune_trouble_words said; /* main thread */
  if (table[trouble].words == NULL) return NULL;
  said = table[trouble];
  said.words = _(said.words);
  if (said.tip != NULL) said.tip = _(said.tip);
  return &said;
}

const char *
attune_way_out_label(attune_way_out way_out)
{
  switch (way_out) {
  case ATTUNE_WAY_OUT_SOUND_SETTINGS:
    return _("Sound settings");
  case ATTUNE_WAY_OUT_MICROPHONE:
    return _("Choose a microphone");
  case ATTUNE_WAY_OUT_AGAIN:
    return _("Try again");
  case ATTUNE_WAY_OUT_DEMO:
    return _("Just show me");
  case ATTUNE_WAY_OUT_NONE:
    return NULL;
  }
  return NULL;
}

const char *
attune_unheard_word(unsigned kind)
{
  static const char *const words[ATTUNE_UNHEARD_KINDS] = {N_("talking"),
                                                          N_("too loud"),
                                                          N_("silence"),
                                                          N_("noise filter"),
                                                          N_("too quiet"),
                                                          N_("steady noise"),
                                                          N_("level changed"),
                                                          N_("one microphone silent"),
                                                          NULL,
                                                          N_("sound was lost"),
                                                          N_("a knock")};
  return kind < ATTUNE_UNHEARD_KINDS && words[kind] != NULL ? _(words[kind]) : NULL;
}
