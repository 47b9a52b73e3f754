// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * A whole practice as two ribbons: a solid and a dashed line, what was left out hatched and named,
 * what went together softly shaded. Main thread only.
 */
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TRACE_MAX_MARKS 64

/** Borrowed for the call. Rows are dt_s apart. */
typedef struct {
  size_t n_rows;
  double dt_s;
  const float *phase_rad[2];         /* [n_rows] */
  const unsigned char *is_heard[2];  /* [n_rows] */
  const unsigned char *is_together;  /* [n_rows] */
  const uint32_t *unheard;           /* [n_rows] bits */
  uint32_t unheard_mask;             /* bits that are hatched */
  const char *(*name)(unsigned bit); /* short word for a bit; may return NULL */
  double free_from_s;                /* seconds: the guide left; INFINITY = it did not */
  size_t n_marks;
  double mark_s[ATTUNE_TRACE_MAX_MARKS]; /* seconds */
  unsigned mark[ATTUNE_TRACE_MAX_MARKS]; /* numbers */
} AttuneTraceInput;

#define ATTUNE_TYPE_TRACE (attune_trace_get_type())
G_DECLARE_FINAL_TYPE(AttuneTrace, attune_trace, ATTUNE, TRACE, GtkWidget)

/** Shows this; copied. NULL: nothing. */
void attune_trace_show(AttuneTrace *self, const AttuneTraceInput *input);

G_END_DECLS
