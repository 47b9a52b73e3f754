// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/quiet/attune-quiet-page.h"

#include "model/quiet.h"
#include "pages/trouble-notice.h"
#include "widgets/attune-ring.h"

#include <glib/gi18n.h>
#include <math.h>

#define SOFTEST_DBFS -80.0
#define LOUDEST_DBFS -25.0

struct _AttuneQuietPage {
  AttunePage parent_instance;

  AttuneRing *ring;
  AttuneNotice *notice;
  GtkLabel *title, *words;
  GtkWidget *next, *again;

  attune_quiet quiet;
  double heard; /* 0..1, eased */
};

G_DEFINE_FINAL_TYPE(AttuneQuietPage, attune_quiet_page, ATTUNE_TYPE_PAGE)

static const char *
say_title(attune_quiet_word word)
{
  switch (word) {
  case ATTUNE_QUIET_VERY:
    return _("It is very quiet here");
  case ATTUNE_QUIET_FINE:
    return _("It is quiet enough");
  case ATTUNE_QUIET_NOISY:
    return _("Something hums, perhaps a fan");
  case ATTUNE_QUIET_LOUD:
    return _("It is loud here");
  case ATTUNE_QUIET_UNKNOWN:
    break;
  }
  return _("Please be still and quiet");
}

static const char *
say_words(attune_quiet_word word)
{
  switch (word) {
  case ATTUNE_QUIET_VERY:
  case ATTUNE_QUIET_FINE:
    return _("Soft breath can be heard. Let us go on.");
  case ATTUNE_QUIET_NOISY:
    return _("Switch it off or move away from it if you can. If not, sit near the microphone and "
             "breathe audibly.");
  case ATTUNE_QUIET_LOUD:
    return _("Soft breath will drown in this. Close a window, turn the music off, or use a "
             "microphone each. You may also try it like this.");
  case ATTUNE_QUIET_UNKNOWN:
    break;
  }
  return _("For five seconds I listen to the room alone.");
}

static void
tell(AttuneQuietPage *self)
{
  attune_quiet_word word = attune_quiet_tell(&self->quiet);
  gtk_label_set_label(self->title, say_title(word));
  gtk_label_set_label(self->words, say_words(word));
  gtk_widget_set_sensitive(self->next, word != ATTUNE_QUIET_UNKNOWN);
  gtk_widget_set_visible(self->again, word == ATTUNE_QUIET_NOISY || word == ATTUNE_QUIET_LOUD);
}

static void
on_frame(AttuneQuietPage *self, const attune_frame *frame)
{
  if (!attune_page_is_shown(ATTUNE_PAGE(self))) return;
  double level_dbfs = (double)fmaxf(frame->level_dbfs[ATTUNE_A], frame->level_dbfs[ATTUNE_B]);
  double heard = (level_dbfs - SOFTEST_DBFS) / (LOUDEST_DBFS - SOFTEST_DBFS);
  self->heard += 0.4 * (CLAMP(heard, 0.0, 1.0) - self->heard);
  attune_quiet_word before = attune_quiet_tell(&self->quiet);
  attune_quiet_hear(&self->quiet, frame);
  AttuneRingInput input = {NAN, self->heard, attune_quiet_share(&self->quiet), -1};
  attune_ring_show(self->ring, &input);
  if (attune_quiet_tell(&self->quiet) != before) tell(self);
}

static void
on_trouble(AttuneQuietPage *self)
{
  AttunePage *page = ATTUNE_PAGE(self);
  if (!attune_page_is_shown(page)) return;
  attune_notice_tell(self->notice, attune_session_get_trouble(attune_page_get_session(page)));
}

static void
on_again(AttuneQuietPage *self)
{
  self->quiet = (attune_quiet){0};
  tell(self);
}

static void
on_next(AttuneQuietPage *self)
{
  attune_page_go(ATTUNE_PAGE(self), "solo-a");
}

static void
meet(AttunePage *page)
{
  AttuneSession *session = attune_page_get_session(page);
  g_signal_connect_object(session, "frame", G_CALLBACK(on_frame), page, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "notify::trouble", G_CALLBACK(on_trouble), page,
                          G_CONNECT_SWAPPED);
}

static void
enter(AttunePage *page)
{
  AttuneQuietPage *self = ATTUNE_QUIET_PAGE(page);
  AttuneRingInput nothing = {NAN, NAN, 0.0, -1};
  attune_ring_show(self->ring, &nothing);
  self->heard = 0.0;
  on_again(self);
  on_trouble(self);
}

static void
attune_quiet_page_class_init(AttuneQuietPageClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  ATTUNE_PAGE_CLASS(class)->meet = meet;
  ATTUNE_PAGE_CLASS(class)->enter = enter;
  g_type_ensure(ATTUNE_TYPE_RING);
  g_type_ensure(ATTUNE_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/quiet/attune-quiet-page.ui");
  gtk_widget_class_bind_template_child(widget, AttuneQuietPage, ring);
  gtk_widget_class_bind_template_child(widget, AttuneQuietPage, notice);
  gtk_widget_class_bind_template_child(widget, AttuneQuietPage, title);
  gtk_widget_class_bind_template_child(widget, AttuneQuietPage, words);
  gtk_widget_class_bind_template_child(widget, AttuneQuietPage, next);
  gtk_widget_class_bind_template_child(widget, AttuneQuietPage, again);
  gtk_widget_class_bind_template_callback(widget, on_again);
  gtk_widget_class_bind_template_callback(widget, on_next);
}

static void
attune_quiet_page_init(AttuneQuietPage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
