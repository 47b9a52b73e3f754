// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_RHYTHM_H
#define ATTUNE_AUDIO_COUPLE_RHYTHM_H

/* How the two breathe in the live part: own rhythms, a shared one, or between the two. */
#include "audio/couple_timing.h"

/** Draws both partners' rates for the scenario into timing->habits; sets timing->locked. */
void attune_couple_rhythm_draw_rates(const attune_couple_config *config,
                                     attune_couple_timing *timing, GRand *rand);

/** Draws the live part's shared rhythm, holds, absences and talks. All three are borrowed. */
attune_couple_rhythm *attune_couple_rhythm_new(const attune_couple_config *config,
                                               attune_couple_timing *timing, GRand *rand);
void attune_couple_rhythm_free(attune_couple_rhythm *rhythm);

/** Next live breath of whichever partner comes next, but of partners driven by given onsets. Notes
 * absences and talk in timing. @return FALSE: the live part is over */
gboolean attune_couple_rhythm_next(attune_couple_rhythm *rhythm, attune_partner *partner,
                                   attune_couple_take *take);

/** Forgets what was drawn after t_s: this partner's next in-breath is at in_s (infinite: none). */
void attune_couple_rhythm_rewind(attune_couple_rhythm *rhythm, attune_partner partner, double t_s,
                                 double in_s);

/** Changes how the breaths to come are drawn. LEAVE and RETURN are the schedule's business. */
void attune_couple_rhythm_nudge(attune_couple_rhythm *rhythm, attune_couple_nudge nudge,
                                attune_partner partner);

/** The same for closeness, 0..1. */
void attune_couple_rhythm_steer(attune_couple_rhythm *rhythm, double closeness);

#endif
