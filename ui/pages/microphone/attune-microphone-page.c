// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/microphone/attune-microphone-page.h"

#include "pages/microphone/attune-microphone-row.h"
#include "pages/trouble-notice.h"

#include <glib/gi18n.h>

struct _AttuneMicrophonePage {
  AttunePage parent_instance;

  AttuneNotice *notice;
  GtkWidget *inputs, *setup, *swap_row, *next, *demo;
  GtkListBox *list;
  AdwComboRow *mics;
  GtkLabel *privacy;

  char *chosen[ATTUNE_PARTNERS]; /* ids; the second only with a microphone each */
  gboolean is_swapped, is_showing, is_opening;
};

G_DEFINE_FINAL_TYPE(AttuneMicrophonePage, attune_microphone_page, ATTUNE_TYPE_PAGE)

/* In the order of the rows in the template. */
static const attune_mics ways[] = {ATTUNE_MICS_SINGLE, ATTUNE_MICS_ARRAY, ATTUNE_MICS_TWO};

static AttuneMicrophones *
list_of(AttuneMicrophonePage *self)
{
  return attune_page_get_microphones(ATTUNE_PAGE(self));
}

static AttuneMicrophone *
chosen_for(AttuneMicrophonePage *self, attune_partner partner)
{
  AttuneMicrophone *found = attune_microphones_find(list_of(self), self->chosen[partner]);
  return found != NULL ? found : attune_microphones_find(list_of(self), NULL);
}

static attune_mics
get_mics(AttuneMicrophonePage *self)
{
  guint row = adw_combo_row_get_selected(self->mics);
  return row < G_N_ELEMENTS(ways) ? ways[row] : ATTUNE_MICS_SINGLE;
}

static void
set_mics(AttuneMicrophonePage *self, attune_mics mics)
{
  for (guint row = 0; row < G_N_ELEMENTS(ways); row++)
    if (ways[row] == mics) adw_combo_row_set_selected(self->mics, row);
}

static gboolean
is_one_device(AttuneMicrophonePage *self)
{
  return chosen_for(self, ATTUNE_A) == chosen_for(self, ATTUNE_B);
}

/* --- What is shown ------------------------------------------------------------------------- */

static attune_trouble
find_trouble(AttuneMicrophonePage *self)
{
  AttuneMicrophone *microphone = chosen_for(self, ATTUNE_A);
  AttuneSession *session = attune_page_get_session(ATTUNE_PAGE(self));
  if (!attune_microphones_get_is_known(list_of(self))) return ATTUNE_TROUBLE_NONE;
  if (microphone == NULL) return ATTUNE_TROUBLE_NO_DEVICE;
  if (attune_session_get_state(session) == ATTUNE_SESSION_FAILED) return ATTUNE_TROUBLE_BUSY;
  if (attune_microphone_get_is_muted(microphone)) return ATTUNE_TROUBLE_MUTED;
  if (attune_microphone_get_is_noise_filter(microphone)) return ATTUNE_TROUBLE_FILTERED;
  return ATTUNE_TROUBLE_NONE;
}

static gboolean
has_room_for_two(AttuneMicrophonePage *self)
{
  AttuneMicrophone *microphone = chosen_for(self, ATTUNE_A);
  if (get_mics(self) == ATTUNE_MICS_SINGLE || microphone == NULL) return TRUE;
  if (get_mics(self) == ATTUNE_MICS_TWO && !is_one_device(self)) return TRUE;
  return attune_microphone_get_n_channels(microphone) != 1;
}

static char *
say_sides(AttuneMicrophonePage *self)
{
  if (is_one_device(self))
    return g_strdup(self->is_swapped ? _("Diamond: first channel · Circle: second channel")
                                     : _("Circle: first channel · Diamond: second channel"));
  return g_strdup_printf(_("Circle: %s · Diamond: %s"),
                         attune_microphone_get_name(chosen_for(self, ATTUNE_A)),
                         attune_microphone_get_name(chosen_for(self, ATTUNE_B)));
}

static void
show_sides(AttuneMicrophonePage *self)
{
  gboolean is_each = get_mics(self) == ATTUNE_MICS_TWO;
  gtk_widget_set_visible(self->swap_row, is_each);
  if (!has_room_for_two(self))
    adw_action_row_set_subtitle(ADW_ACTION_ROW(self->mics),
                                is_each ? _("This microphone has one channel: choose another one "
                                            "for Diamond")
                                        : _("This microphone has one channel only"));
  else
    adw_action_row_set_subtitle(ADW_ACTION_ROW(self->mics),
                                is_each ? _("The best for a score: two headsets, or a stereo input")
                                        : "");
  g_autofree char *sides = is_each && chosen_for(self, ATTUNE_A) != NULL ? say_sides(self) : NULL;
  if (sides != NULL) adw_action_row_set_subtitle(ADW_ACTION_ROW(self->swap_row), sides);
}

static void
show_rows(AttuneMicrophonePage *self)
{
  gboolean is_each = get_mics(self) == ATTUNE_MICS_TWO;
  AttuneMicrophone *circle = chosen_for(self, ATTUNE_A), *diamond = chosen_for(self, ATTUNE_B);
  GtkWidget *child = gtk_widget_get_first_child(GTK_WIDGET(self->list));
  for (; child != NULL; child = gtk_widget_get_next_sibling(child)) {
    AttuneMicrophoneRow *row = ATTUNE_MICROPHONE_ROW(child);
    AttuneMicrophone *microphone = attune_microphone_row_get_microphone(row);
    attune_microphone_row_show(row, is_each, microphone == circle,
                               is_each && microphone == diamond);
  }
}

static void
tell(AttuneMicrophonePage *self)
{
  if (!attune_page_is_shown(ATTUNE_PAGE(self)) || self->is_showing) return;
  self->is_showing = TRUE;
  gboolean is_any = chosen_for(self, ATTUNE_A) != NULL;
  attune_notice_tell(self->notice, find_trouble(self));
  gtk_widget_set_visible(self->inputs, is_any);
  gtk_widget_set_visible(self->setup, is_any);
  gtk_widget_set_visible(self->demo, !is_any);
  gtk_widget_set_visible(self->next, is_any);
  gtk_widget_set_sensitive(self->next, is_any && has_room_for_two(self) && !self->is_opening);
  gtk_button_set_label(GTK_BUTTON(self->next), self->is_opening ? _("Opening…") : _("Continue"));
  show_sides(self);
  show_rows(self);
  self->is_showing = FALSE;
}

/* --- What people choose -------------------------------------------------------------------- */

static void
set_chosen(AttuneMicrophonePage *self, attune_partner partner, const char *id)
{
  char *copy = g_strdup(id);
  g_free(self->chosen[partner]);
  self->chosen[partner] = copy;
}

static void
on_chosen(AttuneMicrophonePage *self, guint partner, AttuneMicrophoneRow *row)
{
  AttuneMicrophone *microphone = attune_microphone_row_get_microphone(row);
  set_chosen(self, (attune_partner)partner, attune_microphone_get_id(microphone));
  if (get_mics(self) == ATTUNE_MICS_ARRAY && attune_microphone_get_n_channels(microphone) == 1)
    set_mics(self, ATTUNE_MICS_SINGLE);
  tell(self);
}

static GtkWidget *
make_row(gpointer item, gpointer self)
{
  AttuneMicrophonePage *page = self;
  GtkWidget *row = attune_microphone_row_new(item);
  GtkWidget *first = gtk_widget_get_first_child(GTK_WIDGET(page->list));
  if (first != NULL)
    attune_microphone_row_join(ATTUNE_MICROPHONE_ROW(row), ATTUNE_MICROPHONE_ROW(first));
  g_signal_connect_object(row, "chosen", G_CALLBACK(on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(item, "notify::is-muted", G_CALLBACK(tell), self, G_CONNECT_SWAPPED);
  return row;
}

static void
on_swap(AttuneMicrophonePage *self)
{
  if (is_one_device(self)) {
    self->is_swapped = !self->is_swapped;
  } else {
    char *first = self->chosen[ATTUNE_A];
    self->chosen[ATTUNE_A] = self->chosen[ATTUNE_B];
    self->chosen[ATTUNE_B] = first;
  }
  tell(self);
}

/* --- Opening ------------------------------------------------------------------------------- */

static char *
name_devices(AttuneMicrophonePage *self)
{
  const char *first = attune_microphone_get_id(chosen_for(self, ATTUNE_A));
  const char *second = attune_microphone_get_id(chosen_for(self, ATTUNE_B));
  if (get_mics(self) != ATTUNE_MICS_TWO || is_one_device(self)) return g_strdup(first);
  return g_strdup_printf("%s,%s", first, second);
}

static void
remember(AttuneMicrophonePage *self, const char *devices)
{
  AttuneSettings *settings = attune_page_get_settings(ATTUNE_PAGE(self));
  attune_settings_set_word(settings, "devices", devices);
  attune_settings_set_word(settings, "mics", attune_mics_name(get_mics(self)));
  attune_settings_set_flag(settings, "is-swapped", self->is_swapped);
}

static void
on_next(AttuneMicrophonePage *self)
{
  g_autofree char *devices = name_devices(self);
  gboolean is_each = get_mics(self) == ATTUNE_MICS_TWO;
  attune_hearing hearing = {get_mics(self), is_each && is_one_device(self) && self->is_swapped};
  remember(self, devices);
  self->is_opening = TRUE;
  tell(self);
  attune_microphones_set_metered(list_of(self), FALSE);
  attune_session_listen(attune_page_get_session(ATTUNE_PAGE(self)), devices, hearing);
}

static void
on_state(AttuneMicrophonePage *self)
{
  AttuneSessionState state = attune_session_get_state(attune_page_get_session(ATTUNE_PAGE(self)));
  if (!attune_page_is_shown(ATTUNE_PAGE(self)) || !self->is_opening) return;
  if (state != ATTUNE_SESSION_READY && state != ATTUNE_SESSION_FAILED) return;
  self->is_opening = FALSE;
  if (state == ATTUNE_SESSION_READY) {
    attune_page_go(ATTUNE_PAGE(self), "quiet");
    return;
  }
  attune_microphones_set_metered(list_of(self), TRUE);
  tell(self);
}

/* --- The page ------------------------------------------------------------------------------ */

/* The microphone and set-up of the last time; else what the default one suggests. */
static void
recall(AttuneMicrophonePage *self)
{
  AttuneSettings *settings = attune_page_get_settings(ATTUNE_PAGE(self));
  g_auto(GStrv) devices = g_strsplit(attune_settings_get_word(settings, "devices"), ",pulse:", 2);
  attune_mics mics = ATTUNE_MICS_SINGLE;
  set_chosen(self, ATTUNE_A, devices[0]);
  g_autofree char *second =
      devices[0] != NULL && devices[1] != NULL ? g_strconcat("pulse:", devices[1], NULL) : NULL;
  set_chosen(self, ATTUNE_B, second != NULL ? second : devices[0]);
  self->is_swapped = attune_settings_get_flag(settings, "is-swapped");
  if (!attune_mics_parse(attune_settings_get_word(settings, "mics"), &mics)) {
    AttuneMicrophone *first = chosen_for(self, ATTUNE_A);
    gboolean has_pair = first != NULL && attune_microphone_get_n_channels(first) >= 2;
    mics = has_pair ? ATTUNE_MICS_ARRAY : ATTUNE_MICS_SINGLE;
  }
  set_mics(self, mics);
}

static void
on_list(AttuneMicrophonePage *self)
{
  if (!attune_page_is_shown(ATTUNE_PAGE(self))) return;
  if (self->chosen[ATTUNE_A] == NULL || *self->chosen[ATTUNE_A] == '\0') recall(self);
  tell(self);
}

static void
meet(AttunePage *page)
{
  AttuneMicrophonePage *self = ATTUNE_MICROPHONE_PAGE(page);
  AttuneMicrophones *microphones = attune_page_get_microphones(page);
  gtk_list_box_bind_model(self->list, G_LIST_MODEL(microphones), make_row, self, NULL);
  g_signal_connect_object(microphones, "items-changed", G_CALLBACK(on_list), self,
                          G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object(microphones, "notify::is-known", G_CALLBACK(on_list), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->mics, "notify::selected", G_CALLBACK(tell), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(attune_page_get_session(page), "notify::state", G_CALLBACK(on_state),
                          self, G_CONNECT_SWAPPED);
}

static void
enter(AttunePage *page)
{
  AttuneMicrophonePage *self = ATTUNE_MICROPHONE_PAGE(page);
  self->is_opening = FALSE;
  attune_session_end_part(attune_page_get_session(page));
  attune_session_rest(attune_page_get_session(page), TRUE);
  gtk_label_set_label(self->privacy, _("Sound is used while you breathe and then thrown away."));
  attune_microphones_set_watching(list_of(self), TRUE);
  attune_microphones_set_metered(list_of(self), TRUE);
  recall(self);
  tell(self);
}

static void
leave(AttunePage *page)
{
  AttuneMicrophonePage *self = ATTUNE_MICROPHONE_PAGE(page);
  attune_microphones_set_watching(list_of(self), FALSE);
  attune_microphones_set_metered(list_of(self), FALSE);
}

static void
dispose(GObject *object)
{
  AttuneMicrophonePage *self = ATTUNE_MICROPHONE_PAGE(object);
  g_clear_pointer(&self->chosen[ATTUNE_A], g_free);
  g_clear_pointer(&self->chosen[ATTUNE_B], g_free);
  G_OBJECT_CLASS(attune_microphone_page_parent_class)->dispose(object);
}

static void
attune_microphone_page_class_init(AttuneMicrophonePageClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  ATTUNE_PAGE_CLASS(class)->meet = meet;
  ATTUNE_PAGE_CLASS(class)->enter = enter;
  ATTUNE_PAGE_CLASS(class)->leave = leave;
  g_type_ensure(ATTUNE_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/microphone/attune-microphone-page.ui");
  gtk_widget_class_bind_template_child(widget, AttuneMicrophonePage, notice);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophonePage, inputs);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophonePage, setup);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophonePage, swap_row);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophonePage, next);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophonePage, demo);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophonePage, list);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophonePage, mics);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophonePage, privacy);
  gtk_widget_class_bind_template_callback(widget, on_swap);
  gtk_widget_class_bind_template_callback(widget, on_next);
}

static void
attune_microphone_page_init(AttuneMicrophonePage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
