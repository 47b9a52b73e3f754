// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/rehearsal/attune-rehearsal-page.h"

#include "words/rehearsal.h"

#include <glib/gi18n.h>

struct _AttuneRehearsalPage {
  AttunePage parent_instance;

  GtkSpinner *spinner;
  GtkWidget *picture, *advice, *next, *again;
  GtkLabel *title, *words;
};

G_DEFINE_FINAL_TYPE(AttuneRehearsalPage, attune_rehearsal_page, ATTUNE_TYPE_PAGE)

static void
clear_advice(AttuneRehearsalPage *self)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(self->advice)) != NULL)
    gtk_box_remove(GTK_BOX(self->advice), child);
}

static void
add_advice(AttuneRehearsalPage *self, const char *sentence)
{
  g_autofree char *text = g_strdup_printf("·  %s", sentence);
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
  gtk_widget_add_css_class(label, "lead");
  gtk_box_append(GTK_BOX(self->advice), label);
}

static void
show_waiting(AttuneRehearsalPage *self, gboolean is_waiting)
{
  gtk_widget_set_visible(GTK_WIDGET(self->spinner), is_waiting);
  gtk_spinner_set_spinning(self->spinner, is_waiting);
  gtk_widget_set_visible(self->picture, !is_waiting);
  gtk_widget_set_visible(self->next, !is_waiting);
  gtk_widget_set_visible(self->again, FALSE);
  clear_advice(self);
}

static void
tell_waiting(AttuneRehearsalPage *self, gboolean is_demo)
{
  show_waiting(self, TRUE);
  gtk_label_set_label(self->title, is_demo ? _("A moment, please") : _("Thank you both"));
  gtk_label_set_label(self->words, is_demo ? _("The simulated couple introduces itself: each "
                                               "breathes alone for a while, so that I learn how "
                                               "they sound.")
                                           : _("I try out whether I can tell you apart."));
}

static void
tell_result(AttuneRehearsalPage *self, const attune_rehearsal_result *result, gboolean is_demo)
{
  attune_rehearsal_words words = attune_rehearsal_say(result, is_demo);
  show_waiting(self, FALSE);
  gtk_label_set_label(self->title, words.title);
  gtk_label_set_label(self->words, words.words);
  for (unsigned i = 0; i < words.n_advice; i++) add_advice(self, words.advice[i]);
  gtk_widget_set_visible(self->again, words.is_better_again && !is_demo);
  gtk_button_set_label(GTK_BUTTON(self->next), words.go_on);
  gtk_widget_grab_focus(self->next);
}

static void
tell(AttuneRehearsalPage *self)
{
  AttuneSession *session = attune_page_get_session(ATTUNE_PAGE(self));
  AttuneSessionState state = attune_session_get_state(session);
  const attune_rehearsal_result *result = attune_session_get_rehearsal(session);
  gboolean is_demo = attune_session_get_is_demo(session) || state == ATTUNE_SESSION_OPENING;
  if (state == ATTUNE_SESSION_LEARNING || result->word == NULL)
    tell_waiting(self, is_demo);
  else
    tell_result(self, result, is_demo);
}

static void
on_learnt(AttuneRehearsalPage *self)
{
  if (attune_page_is_shown(ATTUNE_PAGE(self))) tell(self);
}

static void
on_next(AttuneRehearsalPage *self)
{
  attune_page_go(ATTUNE_PAGE(self), "home");
}

static void
meet(AttunePage *page)
{
  AttuneSession *session = attune_page_get_session(page);
  g_signal_connect_object(session, "learnt", G_CALLBACK(on_learnt), page, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "notify::is-demo", G_CALLBACK(on_learnt), page,
                          G_CONNECT_SWAPPED);
}

static void
enter(AttunePage *page)
{
  tell(ATTUNE_REHEARSAL_PAGE(page));
}

static void
leave(AttunePage *page)
{
  gtk_spinner_set_spinning(ATTUNE_REHEARSAL_PAGE(page)->spinner, FALSE);
}

static void
attune_rehearsal_page_class_init(AttuneRehearsalPageClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  ATTUNE_PAGE_CLASS(class)->meet = meet;
  ATTUNE_PAGE_CLASS(class)->enter = enter;
  ATTUNE_PAGE_CLASS(class)->leave = leave;
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/rehearsal/attune-rehearsal-page.ui");
  gtk_widget_class_bind_template_child(widget, AttuneRehearsalPage, spinner);
  gtk_widget_class_bind_template_child(widget, AttuneRehearsalPage, picture);
  gtk_widget_class_bind_template_child(widget, AttuneRehearsalPage, title);
  gtk_widget_class_bind_template_child(widget, AttuneRehearsalPage, words);
  gtk_widget_class_bind_template_child(widget, AttuneRehearsalPage, advice);
  gtk_widget_class_bind_template_child(widget, AttuneRehearsalPage, next);
  gtk_widget_class_bind_template_child(widget, AttuneRehearsalPage, again);
  gtk_widget_class_bind_template_callback(widget, on_next);
}

static void
attune_rehearsal_page_init(AttuneRehearsalPage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
