// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* Five seconds of the room alone, and what is heard of it in words. */
#include "pages/attune-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_QUIET_PAGE (attune_quiet_page_get_type())
G_DECLARE_FINAL_TYPE(AttuneQuietPage, attune_quiet_page, ATTUNE, QUIET_PAGE, AttunePage)

G_END_DECLS
