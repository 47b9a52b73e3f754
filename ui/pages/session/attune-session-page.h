// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* Both breathe: the figure, the time that is left, pause and stop. */
#include "pages/attune-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_SESSION_PAGE (attune_session_page_get_type())
G_DECLARE_FINAL_TYPE(AttuneSessionPage, attune_session_page, ATTUNE, SESSION_PAGE, AttunePage)

G_END_DECLS
