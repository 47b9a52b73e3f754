// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* Which microphone, how it stands, and who is heard where. Every input with its live level. */
#include "pages/attune-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MICROPHONE_PAGE (attune_microphone_page_get_type())
G_DECLARE_FINAL_TYPE(AttuneMicrophonePage, attune_microphone_page, ATTUNE, MICROPHONE_PAGE,
                     AttunePage)

G_END_DECLS
