// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attune-settings.h"

#include <gio/gio.h>

#define SCHEMA "io.github.attune.Attune"

/* One row a choice. The schema's defaults are the same; a test compares them. */
typedef struct {
  const char *name, *type, *usual;
} choice;

static const choice choices[] = {
    {"has-agreed", "b", "false"},  {"devices", "s", "''"},        {"mics", "s", "''"},
    {"is-swapped", "b", "false"},  {"length-min", "i", "2"},      {"guide", "s", "'follow'"},
    {"rate-per-min", "d", "6.0"},  {"fades", "b", "true"},        {"sound", "b", "false"},
    {"touch", "s", "'hands'"},     {"view", "s", "'rings'"},      {"allow-motion", "b", "false"},
    {"window-width", "i", "1000"}, {"window-height", "i", "700"},
};

#define N_CHOICES G_N_ELEMENTS(choices)

struct _AttuneSettings {
  GObject parent_instance;

  GSettings *kept; /* NULL: forgotten in the end */
  GVariant *value[N_CHOICES];
};

static GParamSpec *props[N_CHOICES + 1];

G_DEFINE_FINAL_TYPE(AttuneSettings, attune_settings, G_TYPE_OBJECT)

/* In the folder of a program that was only built (an installed one may be older), or installed. */
static GSettingsSchema *
find_schema(void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default();
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *folder = program == NULL ? NULL : g_path_get_dirname(program);
  g_autofree char *beside = folder == NULL ? NULL : g_build_filename(folder, "data", NULL);
  g_autoptr(GSettingsSchemaSource) built =
      beside == NULL ? NULL
                     : g_settings_schema_source_new_from_directory(beside, installed, TRUE, NULL);
  GSettingsSchemaSource *source = built != NULL ? built : installed; /* the former has the latter */
  return source == NULL ? NULL : g_settings_schema_source_lookup(source, SCHEMA, TRUE);
}

static guint
find_choice(const char *name)
{
  for (guint i = 0; i < N_CHOICES; i++)
    if (g_strcmp0(choices[i].name, name) == 0) return i;
  g_error("there is no choice \"%s\"", name);
}

/* Takes a value that may be floating. */
static void
take_value(AttuneSettings *self, guint i, GVariant *value)
{
  g_autoptr(GVariant) taken = g_variant_ref_sink(value);
  if (g_variant_equal(self->value[i], taken)) return;
  g_variant_unref(self->value[i]);
  self->value[i] = g_variant_ref(taken);
  if (self->kept != NULL) g_settings_set_value(self->kept, choices[i].name, taken);
  g_object_notify_by_pspec(G_OBJECT(self), props[i + 1]);
}

static void
on_changed(AttuneSettings *self, const char *key)
{
  for (guint i = 0; i < N_CHOICES; i++)
    if (g_str_equal(choices[i].name, key)) {
      g_autoptr(GVariant) value = g_settings_get_value(self->kept, key);
      take_value(self, i, value);
    }
}

gboolean
attune_settings_get_flag(AttuneSettings *self, const char *name)
{
  return g_variant_get_boolean(self->value[find_choice(name)]);
}

int
attune_settings_get_number(AttuneSettings *self, const char *name)
{
  return g_variant_get_int32(self->value[find_choice(name)]);
}

const char *
attune_settings_get_word(AttuneSettings *self, const char *name)
{
  return g_variant_get_string(self->value[find_choice(name)], NULL);
}

void
attune_settings_set_flag(AttuneSettings *self, const char *name, gboolean value)
{
  take_value(self, find_choice(name), g_variant_new_boolean(value));
}

void
attune_settings_set_word(AttuneSettings *self, const char *name, const char *value)
{
  take_value(self, find_choice(name), g_variant_new_string(value));
}

attune_practice
attune_settings_get_practice(AttuneSettings *self)
{
  attune_practice practice = attune_practice_usual();
  const char *guide = attune_settings_get_word(self, "guide");
  const char *touch = attune_settings_get_word(self, "touch");
  attune_pace_plan *pace = &practice.pace;
  practice.length_s = 60.0 * attune_settings_get_number(self, "length-min");
  practice.fades = attune_settings_get_flag(self, "fades");
  pace->kind = g_str_equal(guide, "fixed")  ? ATTUNE_PACE_FIXED
               : g_str_equal(guide, "none") ? ATTUNE_PACE_NONE
                                            : ATTUNE_PACE_FOLLOW;
  if (g_str_equal(guide, "circle") || g_str_equal(guide, "diamond")) {
    pace->kind = ATTUNE_PACE_LEAD;
    pace->leader = g_str_equal(guide, "circle") ? ATTUNE_A : ATTUNE_B;
  }
  if (pace->kind == ATTUNE_PACE_FIXED)
    pace->rate_per_min = g_variant_get_double(self->value[find_choice("rate-per-min")]);
  practice.touch = g_str_equal(touch, "hands")  ? ATTUNE_TOUCH_HANDS
                   : g_str_equal(touch, "side") ? ATTUNE_TOUCH_SIDE
                                                : ATTUNE_TOUCH_NONE;
  return practice;
}

static void
get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  (void)spec;
  GVariant *stored = ATTUNE_SETTINGS(object)->value[id - 1];
  switch (choices[id - 1].type[0]) {
  case 'b':
    g_value_set_boolean(value, g_variant_get_boolean(stored));
    break;
  case 'i':
    g_value_set_int(value, g_variant_get_int32(stored));
    break;
  case 'd':
    g_value_set_double(value, g_variant_get_double(stored));
    break;
  default:
    g_value_set_string(value, g_variant_get_string(stored, NULL));
  }
}

static void
set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  (void)spec;
  AttuneSettings *self = ATTUNE_SETTINGS(object);
  switch (choices[id - 1].type[0]) {
  case 'b':
    take_value(self, id - 1, g_variant_new_boolean(g_value_get_boolean(value)));
    break;
  case 'i':
    take_value(self, id - 1, g_variant_new_int32(g_value_get_int(value)));
    break;
  case 'd':
    take_value(self, id - 1, g_variant_new_double(g_value_get_double(value)));
    break;
  default:
    take_value(self, id - 1, g_variant_new_string(g_value_get_string(value)));
  }
}

static void
finalize(GObject *object)
{
  AttuneSettings *self = ATTUNE_SETTINGS(object);
  for (guint i = 0; i < N_CHOICES; i++) g_variant_unref(self->value[i]);
  g_clear_object(&self->kept);
  G_OBJECT_CLASS(attune_settings_parent_class)->finalize(object);
}

static GParamSpec *
describe(const choice *c, GParamFlags flags)
{
  switch (c->type[0]) {
  case 'b':
    return g_param_spec_boolean(c->name, NULL, NULL, FALSE, flags);
  case 'i':
    return g_param_spec_int(c->name, NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  case 'd':
    return g_param_spec_double(c->name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0.0, flags);
  default:
    return g_param_spec_string(c->name, NULL, NULL, NULL, flags);
  }
}

static void
attune_settings_class_init(AttuneSettingsClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS(class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object->get_property = get_property;
  object->set_property = set_property;
  object->finalize = finalize;
  for (guint i = 0; i < N_CHOICES; i++) props[i + 1] = describe(&choices[i], flags);
  g_object_class_install_properties(object, N_CHOICES + 1, props);
}

static void
attune_settings_init(AttuneSettings *self)
{
  for (guint i = 0; i < N_CHOICES; i++)
    self->value[i] = g_variant_ref_sink(g_variant_new_parsed(choices[i].usual));
}

AttuneSettings *
attune_settings_new(gboolean is_kept)
{
  AttuneSettings *self = g_object_new(ATTUNE_TYPE_SETTINGS, NULL);
  g_autoptr(GSettingsSchema) schema = is_kept ? find_schema() : NULL;
  if (schema == NULL) return self;
  self->kept = g_settings_new_full(schema, NULL, NULL);
  for (guint i = 0; i < N_CHOICES; i++) on_changed(self, choices[i].name);
  g_signal_connect_object(self->kept, "changed", G_CALLBACK(on_changed), self, G_CONNECT_SWAPPED);
  return self;
}
