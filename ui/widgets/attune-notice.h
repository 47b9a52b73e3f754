// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * A gentle banner: an icon, a sentence, what helps, and one way out. It slides in when there is
 * something to say. Main thread only.
 */
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_NOTICE (attune_notice_get_type())
G_DECLARE_FINAL_TYPE(AttuneNotice, attune_notice, ATTUNE, NOTICE, GtkWidget)

/** What it says; strings are copied. */
typedef struct {
  const char *icon;
  const char *words; /* NULL: there is nothing to say, and it slides away */
  const char *tip;   /* NULL = none */
  const char *label; /* of the button; NULL = there is no button */
  const char *action;
  GVariant *target;  /* sunk; NULL = none */
  gboolean is_small; /* one soft line */
} AttuneNoticeInput;

/** Says this from now on. */
void attune_notice_say(AttuneNotice *self, const AttuneNoticeInput *input);

/** What it says now; NULL = nothing. */
const char *attune_notice_get_words(AttuneNotice *self);

G_END_DECLS
