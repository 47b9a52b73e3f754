// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * The microphones that are plugged in, the desktop's default first: a GListModel of
 * AttuneMicrophone that follows what is plugged in and out. Looking happens in a thread of its own,
 * since a stuck sound system may take seconds to answer. Main thread only.
 *
 * Properties (read only, notified): is-known (whether it was looked at all), message (why the sound
 * system gives no list; NULL = it does).
 */
#include "model/attune-microphone.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_MICROPHONES (attune_microphones_get_type())
G_DECLARE_FINAL_TYPE(AttuneMicrophones, attune_microphones, ATTUNE, MICROPHONES, GObject)

AttuneMicrophones *attune_microphones_new(void);

/** Looks now and every two seconds, until FALSE. */
void attune_microphones_set_watching(AttuneMicrophones *self, gboolean is_watching);

/** Listens to the first few of them for their levels, until FALSE. */
void attune_microphones_set_metered(AttuneMicrophones *self, gboolean is_metered);

/** @return the one of that id (transfer none); NULL or "" = the first; NULL when there is none */
AttuneMicrophone *attune_microphones_find(AttuneMicrophones *self, const char *id);

/** Whether it was looked at all. */
gboolean attune_microphones_get_is_known(AttuneMicrophones *self);

G_END_DECLS
