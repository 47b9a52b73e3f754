// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attune-microphones.h"

#define LOOK_EVERY_MS 2000
#define MOST_METERED 6 /* more live levels help nobody and cost a thread each */

struct _AttuneMicrophones {
  GObject parent_instance;

  GPtrArray *items; /* of AttuneMicrophone */
  gboolean is_known, is_metered, is_looking;
  char *message;
  guint look_id;
};

enum { PROP_IS_KNOWN = 1, PROP_MESSAGE, N_PROPS };

static GParamSpec *props[N_PROPS];

static GType
get_item_type(GListModel *model)
{
  (void)model;
  return ATTUNE_TYPE_MICROPHONE;
}

static guint
get_n_items(GListModel *model)
{
  return ATTUNE_MICROPHONES(model)->items->len;
}

static gpointer
get_item(GListModel *model, guint position)
{
  GPtrArray *items = ATTUNE_MICROPHONES(model)->items;
  return position < items->len ? g_object_ref(items->pdata[position]) : NULL;
}

static void
init_list_model(GListModelInterface *list)
{
  list->get_item_type = get_item_type;
  list->get_n_items = get_n_items;
  list->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE(AttuneMicrophones, attune_microphones, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, init_list_model))

AttuneMicrophone *
attune_microphones_find(AttuneMicrophones *self, const char *id)
{
  gboolean is_any = id == NULL || *id == '\0';
  for (guint i = 0; i < self->items->len; i++)
    if (is_any || g_strcmp0(attune_microphone_get_id(self->items->pdata[i]), id) == 0)
      return self->items->pdata[i];
  return NULL;
}

gboolean
attune_microphones_get_is_known(AttuneMicrophones *self)
{
  return self->is_known;
}

static void
meter_first(AttuneMicrophones *self)
{
  for (guint i = 0; i < self->items->len; i++)
    attune_microphone_set_metered(self->items->pdata[i], self->is_metered && i < MOST_METERED);
}

void
attune_microphones_set_metered(AttuneMicrophones *self, gboolean is_metered)
{
  self->is_metered = is_metered;
  meter_first(self);
}

/* --- Looking ------------------------------------------------------------------------------- */

static gboolean
is_same_list(AttuneMicrophones *self, GPtrArray *found)
{
  if (found->len != self->items->len) return FALSE;
  for (guint i = 0; i < found->len; i++) {
    const attune_device *device = found->pdata[i];
    if (g_strcmp0(device->id, attune_microphone_get_id(self->items->pdata[i])) != 0) return FALSE;
  }
  return TRUE;
}

static AttuneMicrophone *
ref_or_make(AttuneMicrophones *self, const attune_device *device)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_strcmp0(attune_microphone_get_id(self->items->pdata[i]), device->id) == 0)
      return g_object_ref(self->items->pdata[i]);
  return attune_microphone_new(device);
}

/* The list is whole before anybody is told of a change. */
static void
take_list(AttuneMicrophones *self, GPtrArray *found)
{
  gboolean is_same = is_same_list(self, found);
  guint n_before = self->items->len;
  if (!is_same) {
    GPtrArray *items = g_ptr_array_new_with_free_func(g_object_unref);
    for (guint i = 0; i < found->len; i++)
      g_ptr_array_add(items, ref_or_make(self, found->pdata[i]));
    g_ptr_array_unref(self->items);
    self->items = items;
    meter_first(self);
    g_list_model_items_changed(G_LIST_MODEL(self), 0, n_before, self->items->len);
  }
  for (guint i = 0; i < found->len && i < self->items->len; i++)
    attune_microphone_update(self->items->pdata[i], found->pdata[i]);
}

static void
list_devices(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  (void)source, (void)data, (void)cancellable;
  GError *error = NULL;
  GPtrArray *found = attune_devices_list(attune_devices_usual(), &error);
  if (found == NULL)
    g_task_return_error(task, error);
  else
    g_task_return_pointer(task, found, (GDestroyNotify)g_ptr_array_unref);
}

static void
on_listed(GObject *source, GAsyncResult *result, gpointer data)
{
  (void)data;
  AttuneMicrophones *self = ATTUNE_MICROPHONES(source);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = g_task_propagate_pointer(G_TASK(result), &error);
  self->is_looking = FALSE;
  if (found != NULL) take_list(self, found);
  if (g_strcmp0(self->message, error == NULL ? NULL : error->message) != 0) {
    g_free(self->message);
    self->message = error == NULL ? NULL : g_strdup(error->message);
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_MESSAGE]);
  }
  if (self->is_known) return;
  self->is_known = TRUE;
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_IS_KNOWN]);
}

static gboolean
look(gpointer data)
{
  AttuneMicrophones *self = data;
  if (self->is_looking) return G_SOURCE_CONTINUE;
  self->is_looking = TRUE;
  g_autoptr(GTask) task = g_task_new(self, NULL, on_listed, NULL);
  g_task_run_in_thread(task, list_devices);
  return G_SOURCE_CONTINUE;
}

void
attune_microphones_set_watching(AttuneMicrophones *self, gboolean is_watching)
{
  if (is_watching == (self->look_id != 0)) return;
  if (is_watching) {
    look(self);
    self->look_id = g_timeout_add(LOOK_EVERY_MS, look, self);
  } else {
    g_clear_handle_id(&self->look_id, g_source_remove);
  }
}

/* --- The object ---------------------------------------------------------------------------- */

static void
get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  AttuneMicrophones *self = ATTUNE_MICROPHONES(object);
  switch (id) {
  case PROP_IS_KNOWN:
    g_value_set_boolean(value, self->is_known);
    break;
  case PROP_MESSAGE:
    g_value_set_string(value, self->message);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

static void
finalize(GObject *object)
{
  AttuneMicrophones *self = ATTUNE_MICROPHONES(object);
  g_clear_handle_id(&self->look_id, g_source_remove);
  g_ptr_array_unref(self->items);
  g_free(self->message);
  G_OBJECT_CLASS(attune_microphones_parent_class)->finalize(object);
}

static void
attune_microphones_class_init(AttuneMicrophonesClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS(class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object->get_property = get_property;
  object->finalize = finalize;
  props[PROP_IS_KNOWN] = g_param_spec_boolean("is-known", NULL, NULL, FALSE, flags);
  props[PROP_MESSAGE] = g_param_spec_string("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties(object, N_PROPS, props);
}

static void
attune_microphones_init(AttuneMicrophones *self)
{
  self->items = g_ptr_array_new_with_free_func(g_object_unref);
}

AttuneMicrophones *
attune_microphones_new(void)
{
  return g_object_new(ATTUNE_TYPE_MICROPHONES, NULL);
}
