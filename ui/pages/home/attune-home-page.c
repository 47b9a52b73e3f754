// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/home/attune-home-page.h"

#include "words/practice.h"

#include <glib/gi18n.h>

struct _AttuneHomePage {
  AttunePage parent_instance;

  GtkLabel *title, *words, *microphone;
  GtkWidget *begin, *how;
};

G_DEFINE_FINAL_TYPE(AttuneHomePage, attune_home_page, ATTUNE_TYPE_PAGE)

static gboolean
is_set_up(AttuneHomePage *self)
{
  AttuneSession *session = attune_page_get_session(ATTUNE_PAGE(self));
  AttuneSessionState state = attune_session_get_state(session);
  gboolean is_open = state != ATTUNE_SESSION_IDLE && state != ATTUNE_SESSION_FAILED;
  return is_open && attune_session_get_rehearsal(session)->word != NULL;
}

static void
tell_microphone(AttuneHomePage *self)
{
  AttuneSession *session = attune_page_get_session(ATTUNE_PAGE(self));
  if (attune_session_get_is_demo(session)) {
    gtk_label_set_label(self->microphone, _("No microphone is used: this is a demonstration."));
  } else if (is_set_up(self)) {
    g_autofree char *text = g_strdup_printf(_("Set up for this evening with “%s”. It is closed "
                                              "while you do not practise."),
                                            attune_session_get_label(session));
    gtk_label_set_label(self->microphone, text);
  } else {
    gtk_label_set_label(self->microphone,
                        _("First I learn how each of you sounds: about two minutes, once an "
                          "evening."));
  }
}

static void
tell(AttuneHomePage *self)
{
  attune_practice practice =
      attune_settings_get_practice(attune_page_get_settings(ATTUNE_PAGE(self)));
  g_autofree char *summary = attune_practice_say(&practice);
  gtk_label_set_label(self->title, _("Breathe together"));
  gtk_label_set_label(self->words, summary);
  gtk_button_set_label(GTK_BUTTON(self->begin), is_set_up(self) ? _("Begin") : _("Set up"));
  tell_microphone(self);
}

static void
on_begin(AttuneHomePage *self)
{
  attune_page_go(ATTUNE_PAGE(self), is_set_up(self) ? "session" : "microphone");
}

static void
on_changed(AttuneHomePage *self)
{
  if (attune_page_is_shown(ATTUNE_PAGE(self))) tell(self);
}

static void
meet(AttunePage *page)
{
  AttuneSession *session = attune_page_get_session(page);
  g_signal_connect_object(session, "notify::state", G_CALLBACK(on_changed), page,
                          G_CONNECT_SWAPPED);
}

static void
enter(AttunePage *page)
{
  attune_session_rest(attune_page_get_session(page), TRUE);
  tell(ATTUNE_HOME_PAGE(page));
}

static void
attune_home_page_class_init(AttuneHomePageClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  ATTUNE_PAGE_CLASS(class)->meet = meet;
  ATTUNE_PAGE_CLASS(class)->enter = enter;
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/home/attune-home-page.ui");
  gtk_widget_class_bind_template_child(widget, AttuneHomePage, title);
  gtk_widget_class_bind_template_child(widget, AttuneHomePage, words);
  gtk_widget_class_bind_template_child(widget, AttuneHomePage, microphone);
  gtk_widget_class_bind_template_child(widget, AttuneHomePage, begin);
  gtk_widget_class_bind_template_child(widget, AttuneHomePage, how);
  gtk_widget_class_bind_template_callback(widget, on_begin);
}

static void
attune_home_page_init(AttuneHomePage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
