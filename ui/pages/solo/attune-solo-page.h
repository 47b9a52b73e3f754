// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* One breathes with the guide while the other keeps still. Property: partner (int), 0 = Circle. */
#include "pages/attune-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_SOLO_PAGE (attune_solo_page_get_type())
G_DECLARE_FINAL_TYPE(AttuneSoloPage, attune_solo_page, ATTUNE, SOLO_PAGE, AttunePage)

G_END_DECLS
