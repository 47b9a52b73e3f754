// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* The program with its window: started when there is no command word. Main thread. */
#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_APPLICATION (attune_application_get_type())
G_DECLARE_FINAL_TYPE(AttuneApplication, attune_application, ATTUNE, APPLICATION, AdwApplication)

/** @param is_demo  with the simulated couple; its choices are forgotten in the end */
AttuneApplication *attune_application_new(gboolean is_demo);

/** Opens the window and runs until it is closed. @return what the shell is told */
int attune_application_show(gboolean is_demo);

G_END_DECLS
