// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * The window: one page at a time, and the way between them.
 *
 * Actions: win.go (s) shows a page, win.back goes where the page came from or stops what it does,
 * win.demonstrate begins with the simulated couple, win.quiet toggles the quiet view, win.listen
 * (i = attune_way_out) helps with a trouble.
 */
#include "model/attune-microphones.h"
#include "model/attune-session.h"
#include "model/attune-settings.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_WINDOW (attune_window_get_type())
G_DECLARE_FINAL_TYPE(AttuneWindow, attune_window, ATTUNE, WINDOW, AdwApplicationWindow)

AttuneWindow *attune_window_new(GtkApplication *application, AttuneSettings *settings);

/** Shows the page of that name: welcome, read, microphone, quiet, solo-a, solo-b, rehearsal, home,
 * practice, session, after. */
void attune_window_go(AttuneWindow *self, const char *name);

/* What is shown, and what is listened to; borrowed. */
const char *attune_window_get_page_name(AttuneWindow *self);
AttuneSession *attune_window_get_session(AttuneWindow *self);

/** Begins with the simulated couple. @param speed  times as fast as the clock */
void attune_window_demonstrate(AttuneWindow *self, double speed);

G_END_DECLS
