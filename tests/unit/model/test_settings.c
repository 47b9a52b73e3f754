// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attune-settings.h"

#include <gio/gio.h>

/* Every choice has a key of the same name, and both begin alike. */
static void
test_choices_are_those_of_the_schema(void)
{
  g_autoptr(AttuneSettings) forgotten = attune_settings_new(FALSE);
  g_autoptr(AttuneSettings) kept = attune_settings_new(TRUE);
  g_autoptr(GSettings) keys = g_settings_new("io.github.attune.Attune");
  g_autoptr(GSettingsSchema) schema = NULL;
  g_object_get(keys, "settings-schema", &schema, NULL);
  g_auto(GStrv) names = g_settings_schema_list_keys(schema);
  guint n_props;
  g_autofree GParamSpec **props =
      g_object_class_list_properties(G_OBJECT_GET_CLASS(kept), &n_props);
  g_assert_cmpuint(n_props, ==, g_strv_length(names));
  for (guint i = 0; i < n_props; i++) {
    g_auto(GValue) one = G_VALUE_INIT, other = G_VALUE_INIT;
    g_assert_true(g_strv_contains((const char *const *)names, props[i]->name));
    g_object_get_property(G_OBJECT(forgotten), props[i]->name, &one);
    g_object_get_property(G_OBJECT(kept), props[i]->name, &other);
    g_autofree char *first = g_strdup_value_contents(&one);
    g_autofree char *second = g_strdup_value_contents(&other);
    g_assert_cmpstr(first, ==, second);
  }
}

static void
count(int *n)
{
  ++*n;
}

static void
test_choices_last(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(TRUE);
  int n = 0;
  g_signal_connect_swapped(settings, "notify::guide", G_CALLBACK(count), &n);
  attune_settings_set_word(settings, "guide", "none");
  attune_settings_set_word(settings, "guide", "none");
  attune_settings_set_flag(settings, "fades", FALSE);
  g_assert_cmpint(n, ==, 1);
  g_autoptr(AttuneSettings) again = attune_settings_new(TRUE);
  g_assert_cmpstr(attune_settings_get_word(again, "guide"), ==, "none");
  g_assert_false(attune_settings_get_flag(again, "fades"));
  g_autoptr(AttuneSettings) demo = attune_settings_new(FALSE);
  g_assert_cmpstr(attune_settings_get_word(demo, "guide"), ==, "follow");
  attune_settings_set_word(demo, "guide", "fixed");
  g_assert_cmpstr(attune_settings_get_word(again, "guide"), ==, "none");
}

static void
test_practice(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  attune_practice practice = attune_settings_get_practice(settings);
  g_assert_cmpfloat(practice.length_s, ==, 120);
  g_assert_cmpint(practice.pace.kind, ==, ATTUNE_PACE_FOLLOW);
  g_object_set(settings, "length-min", 5, "guide", "diamond", "touch", "none", NULL);
  practice = attune_settings_get_practice(settings);
  g_assert_cmpfloat(practice.length_s, ==, 300);
  g_assert_cmpint(practice.pace.kind, ==, ATTUNE_PACE_LEAD);
  g_assert_cmpint(practice.pace.leader, ==, ATTUNE_B);
  g_assert_cmpint(practice.touch, ==, ATTUNE_TOUCH_NONE);
  g_object_set(settings, "guide", "fixed", "rate-per-min", 5.5, NULL);
  practice = attune_settings_get_practice(settings);
  g_assert_cmpint(practice.pace.kind, ==, ATTUNE_PACE_FIXED);
  g_assert_cmpfloat(practice.pace.rate_per_min, ==, 5.5);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/settings/choices-are-those-of-the-schema",
                  test_choices_are_those_of_the_schema);
  g_test_add_func("/settings/choices-last", test_choices_last);
  g_test_add_func("/settings/practice", test_practice);
  return g_test_run();
}
