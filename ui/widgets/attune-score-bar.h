// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* A number from 0 to 100 on a line, with what strangers reach by chance in grey. Main thread. */
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_SCORE_BAR (attune_score_bar_get_type())
G_DECLARE_FINAL_TYPE(AttuneScoreBar, attune_score_bar, ATTUNE, SCORE_BAR, GtkWidget)

/** @param score   0..100
 * @param chance  0..100 that strangers may reach; NaN = nothing is said about chance */
void attune_score_bar_show(AttuneScoreBar *self, double score, double chance);

G_END_DECLS
