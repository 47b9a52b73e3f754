// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* The first thing that is seen: for the two of us, for a therapist, just show me. */
#include "pages/attune-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_WELCOME_PAGE (attune_welcome_page_get_type())
G_DECLARE_FINAL_TYPE(AttuneWelcomePage, attune_welcome_page, ATTUNE, WELCOME_PAGE, AttunePage)

G_END_DECLS
