// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* Where every evening begins. */
#include "pages/attune-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_HOME_PAGE (attune_home_page_get_type())
G_DECLARE_FINAL_TYPE(AttuneHomePage, attune_home_page, ATTUNE, HOME_PAGE, AttunePage)

G_END_DECLS
