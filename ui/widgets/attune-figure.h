// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * The figure of a session: two breaths, how close they are, and the guide.
 *
 * It is told about ten rows a second and draws sixty frames: each phase is carried on to the
 * frame's own time, and a correction is caught up softly, so that nothing jumps. Main thread only.
 */
#include "base/clock.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** How the breaths are drawn. */
typedef enum {
  ATTUNE_FIGURE_VIEW_RINGS,   /* two rings, their lens, ribbons of the last minute below */
  ATTUNE_FIGURE_VIEW_RIBBONS, /* ribbons alone: for therapists */
  ATTUNE_FIGURE_VIEW_WORDS    /* words, a count and three slowly filling bars: reduced motion */
} AttuneFigureView;

#define ATTUNE_TYPE_FIGURE_VIEW (attune_figure_view_get_type())
GType attune_figure_view_get_type(void);

/** What is known of one breath. */
typedef struct {
  double phase_rad;    /* 0 = the in-breath begins, pi = the out-breath begins; NaN = unknown */
  double rate_per_min; /* NaN = unknown */
  double spread_rad;   /* circular standard deviation of the phase; NaN = unknown */
  gboolean is_present; /* this partner is heard breathing */
  gboolean is_sure;    /* FALSE gives the softer look */
} AttuneFigurePartner;

/** The guide's breath. */
typedef struct {
  double phase_rad; /* NaN: nothing is shown */
  double rate_per_min;
  double in_share; /* 0..1 of the cycle is in-breath; 0 = half */
  double opacity;  /* 0..1 */
  gboolean is_shown;
} AttuneFigureGuide;

/** One row. */
typedef struct {
  gint64 clock_us; /* the moment it speaks of, on the scale of g_get_monotonic_time() */
  AttuneFigurePartner partner[2];
  double closeness; /* 0..1; NaN = unknown */
  AttuneFigureGuide guide;
  gboolean is_demo; /* DEMO is written on the figure */
} AttuneFigureInput;

#define ATTUNE_TYPE_FIGURE (attune_figure_get_type())
G_DECLARE_FINAL_TYPE(AttuneFigure, attune_figure, ATTUNE, FIGURE, GtkWidget)

/*
 * Properties:
 *   view     AttuneFigureView; how the breaths are drawn. A person who asked the desktop for less
 *            motion gets WORDS instead of RINGS, unless `allow-motion` is set.
 *   quiet    the figure alone, without ribbons and words
 *   running  FALSE (paused): everything rests where it is, dimmed
 *   allow-motion  a person's own choice in this program wins over the desktop's wish for less
 * motion twin     read only: the figure in words, for screen readers; changes at most once a breath
 */
GtkWidget *attune_figure_new(void);

/** Tells what is known now. Rows may be late or missing; they should not be older than the last. */
void attune_figure_push(AttuneFigure *self, const AttuneFigureInput *input);

/** Leaves out what is being heard now: the ribbons are hatched until the next NULL.
 * @param why  a short word for people, "talking"; NULL = heard again; copied */
void attune_figure_set_gap(AttuneFigure *self, const char *why);

/** Forgets everything that was told. */
void attune_figure_clear(AttuneFigure *self);

/** Another clock than the frames' own, for tests and pictures; borrowed. NULL: the frames'. */
void attune_figure_set_clock(AttuneFigure *self, const attune_clock *clock);

/** How the breaths are drawn, really: reduced motion turns RINGS into WORDS. */
AttuneFigureView attune_figure_get_shown_view(AttuneFigure *self);

G_END_DECLS
