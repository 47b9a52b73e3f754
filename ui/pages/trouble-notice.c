// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/trouble-notice.h"

#include "words/troubles.h"

void
attune_notice_tell(AttuneNotice *notice, attune_trouble trouble)
{
  const attune_trouble_words *said = attune_trouble_say(trouble);
  AttuneNoticeInput input = {0};
  if (said != NULL)
    input = (AttuneNoticeInput){.icon = said->icon,
                                .words = said->words,
                                .tip = said->tip,
                                .label = attune_way_out_label(said->way_out),
                                .action = "win.listen",
                                .target = g_variant_new_int32((gint32)said->way_out),
                                .is_small = said->is_small};
  attune_notice_say(notice, &input);
}
