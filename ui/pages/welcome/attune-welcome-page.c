// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/welcome/attune-welcome-page.h"

struct _AttuneWelcomePage {
  AttunePage parent_instance;
};

G_DEFINE_FINAL_TYPE(AttuneWelcomePage, attune_welcome_page, ATTUNE_TYPE_PAGE)

/* Therapists see the ribbons: two lines that can be talked about. */
static void
on_therapist(AttuneWelcomePage *self)
{
  attune_settings_set_word(attune_page_get_settings(ATTUNE_PAGE(self)), "view", "ribbons");
  attune_page_go(ATTUNE_PAGE(self), "read");
}

static void
attune_welcome_page_class_init(AttuneWelcomePageClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/welcome/attune-welcome-page.ui");
  gtk_widget_class_bind_template_callback(widget, on_therapist);
}

static void
attune_welcome_page_init(AttuneWelcomePage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
