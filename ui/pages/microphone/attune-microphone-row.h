// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * One microphone to choose, with its live level. With a microphone each it is chosen for Circle,
 * for Diamond or for both (a channel each).
 *
 * Signal: chosen (unsigned partner)  a person chose it; without "each" the partner is 0
 */
#include "model/attune-microphone.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_MICROPHONE_ROW (attune_microphone_row_get_type())
G_DECLARE_FINAL_TYPE(AttuneMicrophoneRow, attune_microphone_row, ATTUNE, MICROPHONE_ROW,
                     AdwActionRow)

GtkWidget *attune_microphone_row_new(AttuneMicrophone *microphone);
/** The one it was made for; borrowed. */
AttuneMicrophone *attune_microphone_row_get_microphone(AttuneMicrophoneRow *self);

/** Only one of the two, and of all that joined, is chosen at a time. */
void attune_microphone_row_join(AttuneMicrophoneRow *self, AttuneMicrophoneRow *other);

/** Shows what is chosen now. @param is_each  a microphone each */
void attune_microphone_row_show(AttuneMicrophoneRow *self, gboolean is_each, gboolean for_circle,
                                gboolean for_diamond);

G_END_DECLS
