// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * A person's choices, remembered. The only file that knows GSettings and its keys: each choice is a
 * property of the same name. Where the schema is not installed they last as long as the program
 * runs. Main thread only.
 *
 * Properties (read and write, notified):
 *   has-agreed    boolean  both read and agreed to what there is to know
 *   devices       string   microphone id, or two with a comma; "" = the desktop's default
 *   mics          string   "two", "array" or "single"; "" = as the microphone suggests
 *   is-swapped    boolean  Circle has the second channel
 *   length-min    int      1..60, of a practice
 *   guide         string   "follow", "fixed", "circle", "diamond" or "none"
 *   rate-per-min  double   4..15, of the fixed guide
 *   fades         boolean  the guide leaves for the last part
 *   sound         boolean  tones for in and out
 *   touch         string   "hands", "side" or "none"
 *   view          string   "rings", "ribbons" or "words"
 *   allow-motion  boolean  moving figures although the desktop asks for less
 *   window-width, window-height  int
 */
#include "model/practice.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_SETTINGS (attune_settings_get_type())
G_DECLARE_FINAL_TYPE(AttuneSettings, attune_settings, ATTUNE, SETTINGS, GObject)

/** @param is_kept  FALSE: a demonstration, whose choices are forgotten */
AttuneSettings *attune_settings_new(gboolean is_kept);

/* One choice by its property's name; another name or type is a programmer's mistake. */
gboolean attune_settings_get_flag(AttuneSettings *self, const char *name);
int attune_settings_get_number(AttuneSettings *self, const char *name);
const char *attune_settings_get_word(AttuneSettings *self, const char *name);
void attune_settings_set_flag(AttuneSettings *self, const char *name, gboolean value);
void attune_settings_set_word(AttuneSettings *self, const char *name, const char *value);

/** The practice that the choices describe. */
attune_practice attune_settings_get_practice(AttuneSettings *self);

G_END_DECLS
