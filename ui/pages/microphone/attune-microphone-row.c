// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/microphone/attune-microphone-row.h"

#include "widgets/attune-level-meter.h"

#include <glib/gi18n.h>

#define ZERO_DBFS -150.0 /* under it there are only zeros */

struct _AttuneMicrophoneRow {
  AdwActionRow parent_instance;

  GtkCheckButton *check;
  GtkWidget *each;
  GtkToggleButton *circle, *diamond;
  AttuneLevelMeter *meter;
  AttuneMicrophone *microphone;
  gboolean is_showing; /* the program sets the buttons, not a person */
};

G_DEFINE_FINAL_TYPE(AttuneMicrophoneRow, attune_microphone_row, ADW_TYPE_ACTION_ROW)

static guint chosen_signal;

static void
tell(AttuneMicrophoneRow *self)
{
  AttuneMicrophone *microphone = self->microphone;
  const char *words = attune_microphone_get_is_default(microphone) ? _("The desktop’s choice") : "";
  if (attune_microphone_get_is_noise_filter(microphone))
    words = _("Removes noise, and breath with it");
  if (attune_microphone_get_level_dbfs(microphone) < ZERO_DBFS)
    words = _("Sends only silence; a switch may be off");
  if (attune_microphone_get_is_muted(microphone)) words = _("Muted in the desktop");
  if (g_strcmp0(adw_action_row_get_subtitle(ADW_ACTION_ROW(self)), words) != 0)
    adw_action_row_set_subtitle(ADW_ACTION_ROW(self), words);
}

static void
on_level(AttuneMicrophoneRow *self)
{
  attune_level_meter_tell(self->meter, attune_microphone_get_level_dbfs(self->microphone));
  tell(self);
}

static void
choose(AttuneMicrophoneRow *self, guint partner)
{
  if (!self->is_showing) g_signal_emit(self, chosen_signal, 0, partner);
}

static void
on_check(AttuneMicrophoneRow *self)
{
  if (gtk_check_button_get_active(self->check)) choose(self, 0);
}

static void
on_circle(AttuneMicrophoneRow *self)
{
  choose(self, 0);
}

static void
on_diamond(AttuneMicrophoneRow *self)
{
  choose(self, 1);
}

void
attune_microphone_row_show(AttuneMicrophoneRow *self, gboolean is_each, gboolean for_circle,
                           gboolean for_diamond)
{
  self->is_showing = TRUE;
  gtk_widget_set_visible(GTK_WIDGET(self->check), !is_each);
  gtk_widget_set_visible(self->each, is_each);
  gtk_check_button_set_active(self->check, for_circle);
  gtk_toggle_button_set_active(self->circle, for_circle);
  gtk_toggle_button_set_active(self->diamond, for_diamond);
  self->is_showing = FALSE;
}

void
attune_microphone_row_join(AttuneMicrophoneRow *self, AttuneMicrophoneRow *other)
{
  gtk_check_button_set_group(self->check, other->check);
}

AttuneMicrophone *
attune_microphone_row_get_microphone(AttuneMicrophoneRow *self)
{
  return self->microphone;
}

static void
dispose(GObject *object)
{
  g_clear_object(&ATTUNE_MICROPHONE_ROW(object)->microphone);
  G_OBJECT_CLASS(attune_microphone_row_parent_class)->dispose(object);
}

static void
attune_microphone_row_class_init(AttuneMicrophoneRowClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  chosen_signal = g_signal_new("chosen", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  g_type_ensure(ATTUNE_TYPE_LEVEL_METER);
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/microphone/attune-microphone-row.ui");
  gtk_widget_class_bind_template_child(widget, AttuneMicrophoneRow, check);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophoneRow, each);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophoneRow, circle);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophoneRow, diamond);
  gtk_widget_class_bind_template_child(widget, AttuneMicrophoneRow, meter);
  gtk_widget_class_bind_template_callback(widget, on_check);
  gtk_widget_class_bind_template_callback(widget, on_circle);
  gtk_widget_class_bind_template_callback(widget, on_diamond);
}

static void
attune_microphone_row_init(AttuneMicrophoneRow *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}

GtkWidget *
attune_microphone_row_new(AttuneMicrophone *microphone)
{
  AttuneMicrophoneRow *self = g_object_new(ATTUNE_TYPE_MICROPHONE_ROW, NULL);
  const char *name = attune_microphone_get_name(microphone);
  self->microphone = g_object_ref(microphone);
  adw_preferences_row_set_use_markup(ADW_PREFERENCES_ROW(self), FALSE);
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(self), name);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                 -1);
  g_autofree char *level = g_strdup_printf(_("Level of %s"), name);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->meter), GTK_ACCESSIBLE_PROPERTY_LABEL, level,
                                 -1);
  g_signal_connect_object(microphone, "notify::level-dbfs", G_CALLBACK(on_level), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(microphone, "notify", G_CALLBACK(tell), self, G_CONNECT_SWAPPED);
  tell(self);
  return GTK_WIDGET(self);
}
