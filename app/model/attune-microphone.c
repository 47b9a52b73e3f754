// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attune-microphone.h"

#include "engine/engine.h"

#include <math.h>

#define LOOK_EVERY_MS 50

struct _AttuneMicrophone {
  GObject parent_instance;

  char *id, *name;
  unsigned n_channels;
  gboolean is_default, is_muted, is_noise_filter;
  double level_dbfs;
  attune_engine *meter; /* in its waiting part: it shows levels and learns nothing */
  guint look_id;
};

enum { PROP_NAME = 1, PROP_IS_DEFAULT, PROP_IS_MUTED, PROP_LEVEL_DBFS, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE(AttuneMicrophone, attune_microphone, G_TYPE_OBJECT)

static void
set_level(AttuneMicrophone *self, double level_dbfs)
{
  if (self->level_dbfs == level_dbfs || (isnan(self->level_dbfs) && isnan(level_dbfs))) return;
  self->level_dbfs = level_dbfs;
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_LEVEL_DBFS]);
}

static gboolean
look(gpointer data)
{
  AttuneMicrophone *self = data;
  attune_frame frame;
  double level_dbfs = NAN;
  attune_engine_state state = attune_engine_get_status(self->meter).state;
  gboolean is_heard = state == ATTUNE_ENGINE_RUNNING;
  while (attune_engine_pop(self->meter, &frame)) level_dbfs = (double)frame.level_dbfs[0];
  if (!isnan(level_dbfs) || !is_heard) set_level(self, level_dbfs);
  return G_SOURCE_CONTINUE;
}

void
attune_microphone_set_metered(AttuneMicrophone *self, gboolean is_metered)
{
  if (is_metered == (self->meter != NULL)) return;
  if (is_metered) {
    attune_engine_config config = {.source_kind = "microphone",
                                   .wish = {.devices = self->id},
                                   .mics = ATTUNE_MICS_SINGLE,
                                   .guide_in_s = 4.0,
                                   .guide_out_s = 6.0,
                                   .give_up_s = INFINITY};
    self->meter = attune_engine_new(&config);
    attune_engine_start(self->meter);
    self->look_id = g_timeout_add(LOOK_EVERY_MS, look, self);
  } else {
    g_clear_handle_id(&self->look_id, g_source_remove);
    g_clear_pointer(&self->meter, attune_engine_free);
    set_level(self, NAN);
  }
}

static void
set_flag(AttuneMicrophone *self, gboolean *flag, gboolean value, int prop)
{
  if (*flag == value) return;
  *flag = value;
  g_object_notify_by_pspec(G_OBJECT(self), props[prop]);
}

void
attune_microphone_update(AttuneMicrophone *self, const attune_device *found)
{
  self->n_channels = found->n_channels;
  self->is_noise_filter = found->is_noise_filter;
  set_flag(self, &self->is_default, found->is_default, PROP_IS_DEFAULT);
  set_flag(self, &self->is_muted, found->is_muted, PROP_IS_MUTED);
  if (g_strcmp0(self->name, found->name) == 0) return;
  g_free(self->name);
  self->name = g_strdup(found->name);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_NAME]);
}

const char *
attune_microphone_get_id(AttuneMicrophone *self)
{
  return self->id;
}

const char *
attune_microphone_get_name(AttuneMicrophone *self)
{
  return self->name;
}

unsigned
attune_microphone_get_n_channels(AttuneMicrophone *self)
{
  return self->n_channels;
}

gboolean
attune_microphone_get_is_default(AttuneMicrophone *self)
{
  return self->is_default;
}

gboolean
attune_microphone_get_is_muted(AttuneMicrophone *self)
{
  return self->is_muted;
}

gboolean
attune_microphone_get_is_noise_filter(AttuneMicrophone *self)
{
  return self->is_noise_filter;
}

double
attune_microphone_get_level_dbfs(AttuneMicrophone *self)
{
  return self->level_dbfs;
}

static void
get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  AttuneMicrophone *self = ATTUNE_MICROPHONE(object);
  switch (id) {
  case PROP_NAME:
    g_value_set_string(value, self->name);
    break;
  case PROP_IS_DEFAULT:
    g_value_set_boolean(value, self->is_default);
    break;
  case PROP_IS_MUTED:
    g_value_set_boolean(value, self->is_muted);
    break;
  case PROP_LEVEL_DBFS:
    g_value_set_double(value, self->level_dbfs);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

static void
finalize(GObject *object)
{
  AttuneMicrophone *self = ATTUNE_MICROPHONE(object);
  g_clear_handle_id(&self->look_id, g_source_remove);
  attune_engine_free(self->meter);
  g_free(self->id);
  g_free(self->name);
  G_OBJECT_CLASS(attune_microphone_parent_class)->finalize(object);
}

static void
attune_microphone_class_init(AttuneMicrophoneClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS(class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object->get_property = get_property;
  object->finalize = finalize;
  props[PROP_NAME] = g_param_spec_string("name", NULL, NULL, NULL, flags);
  props[PROP_IS_DEFAULT] = g_param_spec_boolean("is-default", NULL, NULL, FALSE, flags);
  props[PROP_IS_MUTED] = g_param_spec_boolean("is-muted", NULL, NULL, FALSE, flags);
  props[PROP_LEVEL_DBFS] =
      g_param_spec_double("level-dbfs", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0.0, flags);
  g_object_class_install_properties(object, N_PROPS, props);
}

static void
attune_microphone_init(AttuneMicrophone *self)
{
  self->level_dbfs = NAN;
}

AttuneMicrophone *
attune_microphone_new(const attune_device *found)
{
  AttuneMicrophone *self = g_object_new(ATTUNE_TYPE_MICROPHONE, NULL);
  self->id = g_strdup(found->id);
  attune_microphone_update(self, found);
  return self;
}
