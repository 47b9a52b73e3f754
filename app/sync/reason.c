// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/sync.h"

const char *
attune_sync_reason_text(attune_sync_reason reason)
{
  switch (reason) {
  case ATTUNE_REASON_NONE:
    return NULL;
  case ATTUNE_REASON_TOO_SHORT:
    return "There is less than a minute of shared breathing so far; a score needs a little longer.";
  case ATTUNE_REASON_FEW_BREATHS:
    return "Too few breaths of both of you were heard to say how well they go together.";
  case ATTUNE_REASON_LOW_COVERAGE:
    return "Both of you were heard at the same time for too little of this part to give a score.";
  case ATTUNE_REASON_NOT_SEPARABLE:
    return "Your two breaths sound too much alike here to tell them apart.";
  case ATTUNE_REASON_NOT_CALIBRATED:
    return "One of you could not be learnt by ear yet; the part where each breathes alone helps.";
  }
  return NULL;
}
