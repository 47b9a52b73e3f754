// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * A live bar of a microphone's loudness: rises at once, falls slowly, remembers its peak for a
 * moment. Main thread only.
 */
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_LEVEL_METER (attune_level_meter_get_type())
G_DECLARE_FINAL_TYPE(AttuneLevelMeter, attune_level_meter, ATTUNE, LEVEL_METER, GtkWidget)

/*
 * Properties, read only:
 *   level-dbfs  last loudness told, RMS in dB of full scale; -200 = digital zero
 *   is-live     FALSE: nothing is measured, the bar is empty
 */
GtkWidget *attune_level_meter_new(void);

/** Tells a loudness, RMS in dB of full scale, a few times a second or more; NaN: not measured. */
void attune_level_meter_tell(AttuneLevelMeter *self, double level_dbfs);

G_END_DECLS
