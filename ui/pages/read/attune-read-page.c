// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/read/attune-read-page.h"

struct _AttuneReadPage {
  AttunePage parent_instance;

  GtkCheckButton *circle, *diamond;
  GtkWidget *next;
};

G_DEFINE_FINAL_TYPE(AttuneReadPage, attune_read_page, ATTUNE_TYPE_PAGE)

static void
on_toggled(AttuneReadPage *self)
{
  gtk_widget_set_sensitive(self->next, gtk_check_button_get_active(self->circle) &&
                                           gtk_check_button_get_active(self->diamond));
}

static void
on_next(AttuneReadPage *self)
{
  attune_settings_set_flag(attune_page_get_settings(ATTUNE_PAGE(self)), "has-agreed", TRUE);
  attune_page_go(ATTUNE_PAGE(self), "microphone");
}

static void
attune_read_page_class_init(AttuneReadPageClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/read/attune-read-page.ui");
  gtk_widget_class_bind_template_child(widget, AttuneReadPage, circle);
  gtk_widget_class_bind_template_child(widget, AttuneReadPage, diamond);
  gtk_widget_class_bind_template_child(widget, AttuneReadPage, next);
  gtk_widget_class_bind_template_callback(widget, on_toggled);
  gtk_widget_class_bind_template_callback(widget, on_next);
}

static void
attune_read_page_init(AttuneReadPage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
