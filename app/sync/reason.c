// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/sync.h"

#include <glib/gi18n.h>

const char *
attune_sync_reason_text(attune_sync_reason reason)
{
  switch (reason) {
  case ATTUNE_REASON_NONE:
    return NULL;
  case ATTUNE_REASON_TOO_SHORT:
    return N_(
        "There is less than a minute of shared breathing so far; a score needs a little longer.");
  case ATTUNE_REASON_FEW_BREATHS:
    return N_("Too few breaths of both of you were heard to say how well they go together.");
  case ATTUNE_REASON_LOW_COVERAGE:
    return N_(
        "Both of you were heard at the same time for too little of this part to give a score.");
  case ATTUNE_REASON_NOT_SEPARABLE:
    return N_("Your two breaths sound too much alike here to tell them apart.");
  case ATTUNE_REASON_NOT_CALIBRATED:
    return N_(
        "One of you could not be learnt by ear yet; the part where each breathes alone helps.");
  }
  return NULL;
}
