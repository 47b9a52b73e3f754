// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* Puts a trouble's words and way out into a notice. Main thread. */
#include "model/trouble.h"
#include "widgets/attune-notice.h"

/** @param trouble  ATTUNE_TROUBLE_NONE: the notice goes away */
void attune_notice_tell(AttuneNotice *notice, attune_trouble trouble);
