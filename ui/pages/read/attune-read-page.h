// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* What both should know before they begin, and that both want to. */
#include "pages/attune-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_READ_PAGE (attune_read_page_get_type())
G_DECLARE_FINAL_TYPE(AttuneReadPage, attune_read_page, ATTUNE, READ_PAGE, AttunePage)

G_END_DECLS
