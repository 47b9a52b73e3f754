// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* Whether the two can be told apart, in words, and what to do about it. */
#include "pages/attune-page.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_REHEARSAL_PAGE (attune_rehearsal_page_get_type())
G_DECLARE_FINAL_TYPE(AttuneRehearsalPage, attune_rehearsal_page, ATTUNE, REHEARSAL_PAGE, AttunePage)

G_END_DECLS
