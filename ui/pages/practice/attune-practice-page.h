// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* How long, with which guide, with or without sound, and which touch. */
#include "pages/attune-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_PRACTICE_PAGE (attune_practice_page_get_type())
G_DECLARE_FINAL_TYPE(AttunePracticePage, attune_practice_page, ATTUNE, PRACTICE_PAGE, AttunePage)

G_END_DECLS
