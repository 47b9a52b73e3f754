// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/attune-page.h"

typedef struct {
  AttuneSession *session;
  AttuneSettings *settings;
  AttuneMicrophones *microphones;
  gboolean is_shown;
} AttunePagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(AttunePage, attune_page, ADW_TYPE_BIN)

static guint go_signal;

static AttunePagePrivate *
priv_of(AttunePage *self)
{
  return attune_page_get_instance_private(self);
}

void
attune_page_meet(AttunePage *self, AttuneSession *session, AttuneSettings *settings,
                 AttuneMicrophones *microphones)
{
  AttunePagePrivate *priv = priv_of(self);
  g_set_object(&priv->session, session);
  g_set_object(&priv->settings, settings);
  g_set_object(&priv->microphones, microphones);
  AttunePageClass *class = ATTUNE_PAGE_GET_CLASS(self);
  if (class->meet != NULL) class->meet(self);
}

AttuneSession *
attune_page_get_session(AttunePage *self)
{
  return priv_of(self)->session;
}

AttuneSettings *
attune_page_get_settings(AttunePage *self)
{
  return priv_of(self)->settings;
}

AttuneMicrophones *
attune_page_get_microphones(AttunePage *self)
{
  return priv_of(self)->microphones;
}

void
attune_page_enter(AttunePage *self)
{
  AttunePageClass *class = ATTUNE_PAGE_GET_CLASS(self);
  priv_of(self)->is_shown = TRUE;
  if (class->enter != NULL) class->enter(self);
}

void
attune_page_leave(AttunePage *self)
{
  AttunePageClass *class = ATTUNE_PAGE_GET_CLASS(self);
  priv_of(self)->is_shown = FALSE;
  if (class->leave != NULL) class->leave(self);
}

gboolean
attune_page_escape(AttunePage *self)
{
  AttunePageClass *class = ATTUNE_PAGE_GET_CLASS(self);
  return class->escape != NULL && class->escape(self);
}

gboolean
attune_page_is_shown(AttunePage *self)
{
  return priv_of(self)->is_shown;
}

void
attune_page_go(AttunePage *self, const char *name)
{
  g_signal_emit(self, go_signal, 0, name);
}

static void
dispose(GObject *object)
{
  AttunePagePrivate *priv = priv_of(ATTUNE_PAGE(object));
  g_clear_object(&priv->session);
  g_clear_object(&priv->settings);
  g_clear_object(&priv->microphones);
  G_OBJECT_CLASS(attune_page_parent_class)->dispose(object);
}

static void
attune_page_class_init(AttunePageClass *class)
{
  G_OBJECT_CLASS(class)->dispose = dispose;
  go_signal = g_signal_new("go", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                           G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
attune_page_init(AttunePage *self)
{
  (void)self;
}
