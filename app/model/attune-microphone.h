// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * One microphone in the list, with its live level. Main thread only.
 *
 * Properties (read only, notified): name, is-default, is-muted, and level-dbfs (double, RMS of the
 * last tenth of a second; -200 = digital zero, NaN = not measured).
 */
#include "audio/devices.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_MICROPHONE (attune_microphone_get_type())
G_DECLARE_FINAL_TYPE(AttuneMicrophone, attune_microphone, ATTUNE, MICROPHONE, GObject)

/** @param found  copied */
AttuneMicrophone *attune_microphone_new(const attune_device *found);

/** Takes what may change of a microphone of the same id. */
void attune_microphone_update(AttuneMicrophone *self, const attune_device *found);

/** Listens to it alone, for its level; FALSE: no more. */
void attune_microphone_set_metered(AttuneMicrophone *self, gboolean is_metered);

/** Stable over restarts; what people call it. */
const char *attune_microphone_get_id(AttuneMicrophone *self);
const char *attune_microphone_get_name(AttuneMicrophone *self);

/** 0 = not known before it is opened. */
unsigned attune_microphone_get_n_channels(AttuneMicrophone *self);

/* As the desktop and the meter said last; the level as in the property. */
gboolean attune_microphone_get_is_default(AttuneMicrophone *self);
gboolean attune_microphone_get_is_muted(AttuneMicrophone *self);
gboolean attune_microphone_get_is_noise_filter(AttuneMicrophone *self);
double attune_microphone_get_level_dbfs(AttuneMicrophone *self);

G_END_DECLS
