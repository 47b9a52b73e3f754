// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/attune-notice.h"

struct _AttuneNotice {
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkWidget *box, *button;
  GtkImage *icon;
  GtkLabel *words, *tip;
};

G_DEFINE_FINAL_TYPE(AttuneNotice, attune_notice, GTK_TYPE_WIDGET)

static void
set_class(GtkWidget *widget, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class(widget, name);
  else
    gtk_widget_remove_css_class(widget, name);
}

void
attune_notice_say(AttuneNotice *self, const AttuneNoticeInput *input)
{
  g_autoptr(GVariant) target = input->target == NULL ? NULL : g_variant_ref_sink(input->target);
  gtk_revealer_set_reveal_child(self->revealer, input->words != NULL);
  if (input->words == NULL) return; /* the last words stay while it slides away */
  gtk_image_set_from_icon_name(self->icon, input->icon);
  gtk_label_set_label(self->words, input->words);
  gtk_label_set_label(self->tip, input->tip == NULL ? "" : input->tip);
  gtk_widget_set_visible(GTK_WIDGET(self->tip), input->tip != NULL);
  gtk_widget_set_visible(self->button, input->label != NULL);
  gtk_button_set_label(GTK_BUTTON(self->button), input->label == NULL ? "" : input->label);
  gtk_actionable_set_action_target_value(GTK_ACTIONABLE(self->button), target);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->button), input->action);
  set_class(self->box, "small", input->is_small);
}

const char *
attune_notice_get_words(AttuneNotice *self)
{
  return gtk_revealer_get_reveal_child(self->revealer) ? gtk_label_get_label(self->words) : NULL;
}

static void
dispose(GObject *object)
{
  gtk_widget_dispose_template(GTK_WIDGET(object), ATTUNE_TYPE_NOTICE);
  G_OBJECT_CLASS(attune_notice_parent_class)->dispose(object);
}

static void
attune_notice_class_init(AttuneNoticeClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  gtk_widget_class_set_template_from_resource(widget,
                                              "/io/github/attune/Attune/widgets/attune-notice.ui");
  gtk_widget_class_bind_template_child(widget, AttuneNotice, revealer);
  gtk_widget_class_bind_template_child(widget, AttuneNotice, box);
  gtk_widget_class_bind_template_child(widget, AttuneNotice, button);
  gtk_widget_class_bind_template_child(widget, AttuneNotice, icon);
  gtk_widget_class_bind_template_child(widget, AttuneNotice, words);
  gtk_widget_class_bind_template_child(widget, AttuneNotice, tip);
}

static void
attune_notice_init(AttuneNotice *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
