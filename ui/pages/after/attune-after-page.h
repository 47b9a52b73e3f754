// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* How it went: words first, the ribbons, then the numbers for those who ask. */
#include "pages/attune-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_AFTER_PAGE (attune_after_page_get_type())
G_DECLARE_FINAL_TYPE(AttuneAfterPage, attune_after_page, ATTUNE, AFTER_PAGE, AttunePage)

G_END_DECLS
