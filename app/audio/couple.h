// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_COUPLE_H
#define ATTUNE_AUDIO_COUPLE_H

/*
 * Two simulated breathers in a simulated room: a source whose truth is known.
 *
 * Everything is drawn from the seed: rhythms, voices, room, microphones, noise. The same
 * configuration gives the same samples in any read chunking. The sound is made as it is read; only
 * the schedule of breaths is held. It exists to be hard on the hearing, not to sound pretty: what
 * the draws rest on is written beside them (couple_voice.c, couple_room.c, couple_noise.c).
 */
#include "audio/source.h"
#include "base/setup.h"

#include <math.h>

/** What the two do in the live part. */
typedef enum {
  ATTUNE_COUPLE_SYNC,   /* one rhythm, a lag of -25..25 degrees */
  ATTUNE_COUPLE_ANTI,   /* one rhythm, a lag of 155..205 degrees */
  ATTUNE_COUPLE_FREE,   /* two rhythms, 7..18 per minute, at least 1 per minute apart */
  ATTUNE_COUPLE_NEAR,   /* two rhythms 0.2..0.8 per minute apart */
  ATTUNE_COUPLE_HOLD,   /* one or both hold the breath for 10..25 s, once or twice */
  ATTUNE_COUPLE_ABSENT, /* B is gone for 30..60 s; in one seed of four for good */
  ATTUNE_COUPLE_DRIFT,  /* from two rhythms to one, or back */
  ATTUNE_COUPLE_TALK    /* somebody speaks now and then, on an out-breath */
} attune_couple_scenario;

/** What else sounds in the room. A mild room tone lies under all of them but NONE. */
typedef enum {
  ATTUNE_COUPLE_NOISE_ROOM, /* the room tone alone */
  ATTUNE_COUPLE_NOISE_NONE, /* the microphones' own noise alone */
  ATTUNE_COUPLE_NOISE_PINK,
  ATTUNE_COUPLE_NOISE_FAN,
  ATTUNE_COUPLE_NOISE_RAIN,
  ATTUNE_COUPLE_NOISE_KEYBOARD,
  ATTUNE_COUPLE_NOISE_SPEECH
} attune_couple_noise;

/** Names as the command line has them; static storage. Parse returns FALSE for unknown names. */
const char *attune_couple_scenario_name(attune_couple_scenario scenario);
gboolean attune_couple_scenario_parse(const char *name, attune_couple_scenario *scenario);
const char *attune_couple_noise_name(attune_couple_noise noise);
gboolean attune_couple_noise_parse(const char *name, attune_couple_noise *noise);

/** A stretch of the recording; both NaN where there is none. */
typedef struct {
  double start_s, end_s;
} attune_couple_span;

/** The timeline, the same for the simulated file and for a live demonstration. */
typedef struct {
  double duration_s;
  attune_couple_span solo[ATTUNE_PARTNERS]; /* NaN when too short for solo parts */
  attune_couple_span live;
  double guide_in_s, guide_out_s; /* the solo parts' guide */
  double guide_after_s;           /* the guide starts this long after the solo part does */
} attune_couple_plan;

/**
 * Lays out a recording: quiet room, A alone, B alone, both.
 *
 * Solo parts last 40 s and shrink so that the live part keeps a quarter; none under 40 s in all.
 *
 * @param duration_s  > 0, the whole recording
 */
attune_couple_plan attune_couple_plan_make(double duration_s);

/** One breath. Phase is 0 at in_s, pi at out_s, linear between; the next may start later (rest). */
typedef struct {
  double in_s, out_s, end_s;
} attune_couple_breath;

/** Onsets of a real breather, to drive the live part; in seconds since the live part's start. */
typedef struct {
  const double *in_s;  /* [n] rising; NULL = drawn rhythm */
  const double *out_s; /* [n] in_s[i] < out_s[i] < in_s[i+1]; NULL = drawn in:out ratio */
  size_t n;            /* the last onset only ends the breath before it; >= 2 */
} attune_couple_onsets;

/** Wishes for one partner; NaN (or -1) leaves it to the seed. */
typedef struct {
  double rate_per_min; /* 4..30 in the live part */
  double in_share;     /* 0.25..0.6 of the cycle is in-breath */
  double length_cv;    /* 0..0.3 jitter of the cycle length, standard deviation of its logarithm */
  double in_level_db;  /* -30..10 in-breath against out-breath */
  double level_db;     /* -40..10 against the usual level of this set-up */
  double contrast;     /* 0..1 how much in-breath and out-breath differ in spectrum */
  int mouth;           /* 1 mouth, 0 nose, -1 drawn */
} attune_couple_wishes;

typedef struct {
  attune_mics mics;
  attune_couple_scenario scenario;
  attune_couple_noise noise;
  uint64_t seed;
  double duration_s;     /* 2..86400, the whole recording */
  double rate_hz;        /* 8000..192000 */
  double snr_db;         /* -20..80 out-breath over `noise`, 200-7000 Hz; NaN = drawn, 8..26 */
  double late_s;         /* 0..3 behind the guide in the solo parts; NaN = drawn, 0..0.6 */
  double lag_deg;        /* -180..180 for SYNC and ANTI; NaN = drawn */
  gboolean same_voice;   /* B has A's voice */
  unsigned n_gain_jumps; /* 0..8 jumps of the microphone's gain in the live part, 4..12 dB each */
  gboolean real_time;    /* paced by the monotonic clock; else as fast as it is read */
  double hurry_s;        /* in real time: as fast as it is read up to there; 0..duration_s */
  double speed;          /* in real time: times as fast as a clock, 0..1000; 0 = 1 */
  attune_couple_wishes wishes[ATTUNE_PARTNERS];
  attune_couple_onsets onsets[ATTUNE_PARTNERS]; /* copied */
} attune_couple_config;

#define ATTUNE_COUPLE_WISHES_NONE                                                                  \
  {                                                                                                \
    NAN, NAN, NAN, NAN, NAN, NAN, -1                                                               \
  }
#define ATTUNE_COUPLE_DEFAULTS                                                                     \
  (attune_couple_config)                                                                           \
  {                                                                                                \
    .mics = ATTUNE_MICS_TWO, .scenario = ATTUNE_COUPLE_SYNC, .noise = ATTUNE_COUPLE_NOISE_ROOM,    \
    .seed = 1, .duration_s = 240.0, .rate_hz = 48000.0, .snr_db = NAN, .late_s = NAN,              \
    .lag_deg = NAN, .wishes = {                                                                    \
      ATTUNE_COUPLE_WISHES_NONE,                                                                   \
      ATTUNE_COUPLE_WISHES_NONE                                                                    \
    }                                                                                              \
  }

/**
 * Makes the couple: 1 channel for SINGLE, else 2 (TWO: A's microphone, then B's; ARRAY: left, with
 * A on the left, then right). Blocks are at most 1024 frames. Reading does not allocate.
 *
 * @return a stopped source, free with attune_source_free; NULL with ATTUNE_AUDIO_ERROR_UNSUPPORTED
 *         when a number is out of its range
 */
attune_source *attune_couple_source_new(const attune_couple_config *config, GError **error);

/*
 * The truth. `source` is a couple; arrays are borrowed and belong to it, sorted by time.
 */
attune_couple_plan attune_couple_source_plan(const attune_source *source);
const attune_couple_breath *attune_couple_source_breaths(const attune_source *source,
                                                         attune_partner partner, size_t *n);
const attune_couple_span *attune_couple_source_absent(const attune_source *source,
                                                      attune_partner partner, size_t *n);
const attune_couple_span *attune_couple_source_talking(const attune_source *source, size_t *n);

/** Mean phase of A less that of B at the in-breaths of the live part, degrees in (-180, 180];
 * NaN when the scenario has no lasting lag. */
double attune_couple_source_lag_deg(const attune_source *source);

/** What snr_db came to, dB; NaN for NOISE_NONE. */
double attune_couple_source_snr_db(const attune_source *source);

/** @param t_s  seconds in the recording @return [0, 2 pi), NaN at rest, absent or keeping still */
double attune_couple_true_phase(const attune_source *source, attune_partner partner, double t_s);

/** What a person at a live demonstration may ask the two to do. */
typedef enum {
  ATTUNE_COUPLE_NUDGE_APART,    /* both fall out of step */
  ATTUNE_COUPLE_NUDGE_TOGETHER, /* both find the shared rhythm */
  ATTUNE_COUPLE_NUDGE_SIGH,     /* this partner's next breath is a sigh */
  ATTUNE_COUPLE_NUDGE_TALK,     /* this partner speaks on the next out-breath */
  ATTUNE_COUPLE_NUDGE_LEAVE,    /* this partner is gone after this breath */
  ATTUNE_COUPLE_NUDGE_RETURN    /* and comes back */
} attune_couple_nudge;

/**
 * Asks for a change in the live part, from the next breaths on. Any thread; does not wait. The
 * reader draws the rest of the schedule anew (which allocates), and the truth with it.
 *
 * @param partner  of APART and TOGETHER: either
 */
void attune_couple_source_nudge(attune_source *source, attune_couple_nudge nudge,
                                attune_partner partner);

/**
 * Asks the two to breathe as closely as this, from the next breaths on: a slider between APART and
 * TOGETHER. As with nudges: any thread, does not wait; the last one asked for counts.
 *
 * @param closeness  0 = each in an own rhythm, 1 = in the shared one
 */
void attune_couple_source_steer(attune_source *source, double closeness);

#endif
