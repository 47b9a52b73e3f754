// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BREATH_SEGMENTATION_CHAIN_H
#define ATTUNE_BREATH_SEGMENTATION_CHAIN_H

/*
 * The inside of the segmentation: the cyclic chain in-breath, pause, out-breath, pause over the
 * rows of one part. Prices are natural logarithms of prior densities, <= 0 up to a constant. One
 * thread; memory is the owner's (segmentation.c).
 */
#include "breath/breath.h"
#include "breath/segmentation.h"

#define ATTUNE_CHAIN_STATES 4
#define ATTUNE_CHAIN_LONGEST 160 /* rows: three quarters of the longest cycle, 20 s */
#define ATTUNE_NEVER -1e30       /* a score that nothing reaches */

/* How the rows of one state sound. Both pauses share one. */
typedef struct {
  double mean[ATTUNE_MAX_FEATURES];
  double inverse[ATTUNE_MAX_FEATURES * ATTUNE_MAX_FEATURES];
  double log_det;
} attune_state_sound;

typedef struct {
  const attune_features *rows;
  size_t n_rows;
  unsigned n;
  double period_s, in_fraction, lateness; /* lateness in turns */
  const attune_solo_guide *guide;
  double *loud;          /* [n_rows] mean over features */
  double *cumulated[3];  /* [n_rows + 1] tempered log-likelihood of in, out, pause */
  double *best;          /* [(n_rows + 1) x ATTUNE_CHAIN_STATES] */
  short *length;         /* the same shape: length of the segment that ends here */
  unsigned char *before; /* its predecessor's state */
  double log_duration[ATTUNE_CHAIN_STATES][ATTUNE_CHAIN_LONGEST + 1];
  size_t longest; /* rows: no segment is longer */
  double
      *enter; /* [n_rows x ATTUNE_CHAIN_STATES] best score of a segment that begins with this row */
  unsigned char *from;
} attune_chain;

/* ---- segmentation_path.c ---- */

/** Which of the three sounds (0 in, 1 out, 2 pause) a state has. */
unsigned attune_chain_sound(unsigned state);

/** Whether nobody guided. */
bool attune_chain_is_free(const attune_chain *c);

/** Fills the prices of all durations, once. */
void attune_chain_price_durations(attune_chain *c);

/** Position of the guide at a time, in turns since it began. */
double attune_chain_guide_turns(const attune_chain *c, double t_s);

/** Time at which a segment that begins with row t begins: halfway to the row before. */
double attune_chain_onset_s(const attune_chain *c, size_t t);

/** Price of following the guide this late (turns). */
double attune_chain_price_lateness(const attune_chain *c, double lateness);

/** Labels every row on the best path. @return its score, ATTUNE_NEVER when there is none */
double attune_chain_find_path(attune_chain *c, unsigned char *label);

/* ---- segmentation_sound.c ---- */

/** Learns the three sounds from labelled rows. */
void attune_chain_learn_sounds(const attune_chain *c, const unsigned char *label,
                               attune_state_sound *sounds);

/** Weighs every row under each sound, summed up along the part. */
void attune_chain_weigh_rows(attune_chain *c, const attune_state_sound *sounds);

/** Loudness of the heard rows, rising. @return [n] free with g_free */
double *attune_chain_sort_loudness(const attune_chain *c, size_t *n);

/* ---- segmentation_start.c ---- */

/** First labels by the guide's time and the chain's lateness. */
void attune_chain_label_by_guide(const attune_chain *c, unsigned char *label);

/**
 * First labels without a guide. Variant bit 0 exchanges in and out; bit 1: kinds of burst by their
 * sound, else bursts in turn.
 */
void attune_chain_label_by_sound(const attune_chain *c, unsigned variant, unsigned char *label);

#endif
