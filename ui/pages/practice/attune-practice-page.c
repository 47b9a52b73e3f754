// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/practice/attune-practice-page.h"

#include "words/practice.h"

struct _AttunePracticePage {
  AttunePage parent_instance;

  AdwComboRow *length, *guide, *touch, *view;
  GtkWidget *rate_row, *fades_row, *motion_row, *begin;
  GtkSpinButton *rate;
  GtkSwitch *fades, *sound, *motion;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE(AttunePracticePage, attune_practice_page, ATTUNE_TYPE_PAGE)

/* In the order of the rows in the template. */
static const int lengths_min[] = {2, 5, 10, 20};
static const char *const guides[] = {"follow", "fixed", "circle", "diamond", "none", NULL};
static const char *const touches[] = {"hands", "side", "none", NULL};
static const char *const views[] = {"rings", "ribbons", "words", NULL};

/* --- Choices as rows of a list, and back --------------------------------------------------- */

static guint
find_word(const char *const *words, const char *word)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_strcmp0(words[i], word) == 0) return i;
  return 0;
}

static gboolean
select_word(GBinding *binding, const GValue *from, GValue *to, gpointer words)
{
  (void)binding;
  g_value_set_uint(to, find_word(words, g_value_get_string(from)));
  return TRUE;
}

static gboolean
take_word(GBinding *binding, const GValue *from, GValue *to, gpointer words)
{
  (void)binding;
  const char *const *list = words;
  guint row = g_value_get_uint(from);
  if (row >= g_strv_length((GStrv)words)) return FALSE;
  g_value_set_string(to, list[row]);
  return TRUE;
}

static gboolean
select_length(GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  (void)binding, (void)data;
  guint nearest = 0;
  for (guint i = 1; i < G_N_ELEMENTS(lengths_min); i++)
    if (ABS(lengths_min[i] - g_value_get_int(from)) <
        ABS(lengths_min[nearest] - g_value_get_int(from)))
      nearest = i;
  g_value_set_uint(to, nearest);
  return TRUE;
}

static gboolean
take_length(GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  (void)binding, (void)data;
  guint row = g_value_get_uint(from);
  if (row >= G_N_ELEMENTS(lengths_min)) return FALSE;
  g_value_set_int(to, lengths_min[row]);
  return TRUE;
}

static void
bind_words(AttuneSettings *settings, const char *name, AdwComboRow *row, const char *const *words)
{
  g_object_bind_property_full(settings, name, row, "selected",
                              G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL, select_word,
                              take_word, (gpointer)(guintptr)words, NULL);
}

/* --- The page ------------------------------------------------------------------------------ */

static void
tell(AttunePracticePage *self)
{
  AttuneSettings *settings = attune_page_get_settings(ATTUNE_PAGE(self));
  attune_practice practice = attune_settings_get_practice(settings);
  gtk_widget_set_visible(self->rate_row, practice.pace.kind == ATTUNE_PACE_FIXED);
  gtk_widget_set_visible(self->fades_row, practice.pace.kind != ATTUNE_PACE_NONE);
  gtk_widget_set_visible(self->motion_row, !adw_get_enable_animations(GTK_WIDGET(self)) ||
                                               attune_settings_get_flag(settings, "allow-motion"));
  gtk_label_set_label(self->words, attune_practice_say_touch(practice.touch));
}

static void
on_begin(AttunePracticePage *self)
{
  AttuneSession *session = attune_page_get_session(ATTUNE_PAGE(self));
  AttuneSessionState state = attune_session_get_state(session);
  gboolean is_open = state != ATTUNE_SESSION_IDLE && state != ATTUNE_SESSION_FAILED;
  gboolean is_learnt = attune_session_get_rehearsal(session)->word != NULL;
  attune_page_go(ATTUNE_PAGE(self), is_open && is_learnt ? "session" : "microphone");
}

static void
meet(AttunePage *page)
{
  AttunePracticePage *self = ATTUNE_PRACTICE_PAGE(page);
  AttuneSettings *settings = attune_page_get_settings(page);
  const GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;
  g_object_bind_property_full(settings, "length-min", self->length, "selected", both, select_length,
                              take_length, NULL, NULL);
  bind_words(settings, "guide", self->guide, guides);
  bind_words(settings, "touch", self->touch, touches);
  bind_words(settings, "view", self->view, views);
  g_object_bind_property(settings, "rate-per-min", self->rate, "value", both);
  g_object_bind_property(settings, "fades", self->fades, "active", both);
  g_object_bind_property(settings, "sound", self->sound, "active", both);
  g_object_bind_property(settings, "allow-motion", self->motion, "active", both);
  g_signal_connect_object(settings, "notify", G_CALLBACK(tell), self, G_CONNECT_SWAPPED);
  tell(self);
}

static void
enter(AttunePage *page)
{
  tell(ATTUNE_PRACTICE_PAGE(page));
}

static void
attune_practice_page_class_init(AttunePracticePageClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  ATTUNE_PAGE_CLASS(class)->meet = meet;
  ATTUNE_PAGE_CLASS(class)->enter = enter;
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/practice/attune-practice-page.ui");
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, length);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, guide);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, touch);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, view);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, rate_row);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, fades_row);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, motion_row);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, begin);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, rate);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, fades);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, sound);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, motion);
  gtk_widget_class_bind_template_child(widget, AttunePracticePage, words);
  gtk_widget_class_bind_template_callback(widget, on_begin);
}

static void
attune_practice_page_init(AttunePracticePage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
