// SPDX-License-Identifier: GPL-3.0-or-later
/* `attune devices`: which microphones there are. */
#include "command/devices.h"
#include "audio/devices.h"
#include "command/command.h"
#include "command/failure.h"
#include "command/json_text.h"
#include "command/options.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

static const char *const summary = N_(
    "Lists the microphones by the names that the desktop shows. The second column is the ID for\n"
    "`attune listen --device ID`.");

static const char *const details = N_(
    "JSON: {\"devices\": [{\"id\", \"name\", \"channels\", \"rate_hz\", \"muted\", \"default\",\n"
    "\"noise_filter\", \"kind\"}]}; unknown numbers are null; \"kind\" is pulse, alsa, jack, oss "
    "or\n"
    "monitor (what a loudspeaker plays). A noise filter takes breath for noise.\n\n"
    "No microphone is an answer too: a sentence, or an empty list in JSON. Exit status: 0 done,\n"
    "1 the sound system does not answer, 2 the options do not fit.");

static void
add_device(JsonBuilder *json, const attune_device *device)
{
  json_builder_begin_object(json);
  json_builder_set_member_name(json, "id");
  json_builder_add_string_value(json, device->id);
  json_builder_set_member_name(json, "name");
  json_builder_add_string_value(json, device->name);
  json_builder_set_member_name(json, "channels");
  attune_json_add_number(json, device->n_channels > 0 ? device->n_channels : NAN, 0);
  json_builder_set_member_name(json, "rate_hz");
  attune_json_add_number(json, device->rate_hz > 0 ? device->rate_hz : NAN, 1);
  json_builder_set_member_name(json, "muted");
  json_builder_add_boolean_value(json, device->is_muted);
  json_builder_set_member_name(json, "default");
  json_builder_add_boolean_value(json, device->is_default);
  json_builder_set_member_name(json, "noise_filter");
  json_builder_add_boolean_value(json, device->is_noise_filter);
  json_builder_set_member_name(json, "kind");
  json_builder_add_string_value(json, device->is_monitor ? "monitor" : device->kind);
  json_builder_end_object(json);
}

static void
print_json(const GPtrArray *devices)
{
  g_autoptr(JsonBuilder) json = json_builder_new();
  json_builder_begin_object(json);
  json_builder_set_member_name(json, "devices");
  json_builder_begin_array(json);
  for (guint i = 0; i < devices->len; i++) add_device(json, devices->pdata[i]);
  json_builder_end_array(json);
  json_builder_end_object(json);
  g_autoptr(JsonNode) root = json_builder_get_root(json);
  g_autofree char *text = attune_json_text(root);
  fputs(text, stdout);
}

static char *
describe_format(const attune_device *device)
{
  if (device->n_channels == 0) return g_strdup("");
  return g_strdup_printf("%u × %.4g kHz", device->n_channels, device->rate_hz / 1000.0);
}

/* What a person should know before using it. */
static char *
describe_state(const attune_device *device)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  if (device->is_default) g_ptr_array_add(words, (gpointer)_("default"));
  if (device->is_muted) g_ptr_array_add(words, (gpointer)_("muted"));
  if (isfinite(device->volume) && device->volume < 0.05 && !device->is_muted)
    g_ptr_array_add(words, (gpointer)_("volume nearly 0"));
  if (device->is_monitor) g_ptr_array_add(words, (gpointer)_("a loudspeaker's sound"));
  if (device->is_noise_filter)
    g_ptr_array_add(words, (gpointer)_("removes noise, and breath with it"));
  g_ptr_array_add(words, NULL);
  return g_strjoinv(", ", (char **)words->pdata);
}

static int
pad(int width, const char *text)
{
  return MAX(0, width - (int)g_utf8_strlen(text, -1));
}

static void
print_table(const GPtrArray *devices)
{
  int name_width = 0, id_width = 0;
  for (guint i = 0; i < devices->len; i++) {
    const attune_device *device = devices->pdata[i];
    name_width = MAX(name_width, (int)g_utf8_strlen(device->name, -1));
    id_width = MAX(id_width, (int)g_utf8_strlen(device->id, -1));
  }
  for (guint i = 0; i < devices->len; i++) {
    const attune_device *device = devices->pdata[i];
    g_autofree char *format = describe_format(device), *state = describe_state(device);
    g_autofree char *line = g_strdup_printf(
        "%s%*s  %s%*s  %s%*s  %s", device->name, pad(name_width, device->name), "", device->id,
        pad(id_width, device->id), "", format, pad(13, format), "", state);
    puts(g_strchomp(line));
  }
}

static gboolean
run(gboolean is_json, gboolean is_all, GError **error)
{
  attune_devices_wish wish =
      is_all ? ATTUNE_DEVICES_MONITORS | ATTUNE_DEVICES_EVERY_API : attune_devices_usual();
  g_autoptr(GPtrArray) devices = attune_devices_list(wish, error);
  if (devices == NULL) return FALSE;
  if (is_json)
    print_json(devices);
  else if (devices->len == 0)
    puts(_("No microphone was found. Please plug one in or switch it on, and look again."));
  else
    print_table(devices);
  return attune_command_flush(error);
}

int
attune_command_devices(int argc, char **argv)
{
  gboolean is_json = FALSE, is_all = FALSE;
  const GOptionEntry entries[] = {
      {"json", 0, 0, G_OPTION_ARG_NONE, &is_json, N_("Print JSON"), NULL},
      {"all", 0, 0, G_OPTION_ARG_NONE, &is_all,
       N_("Also list what the loudspeakers play, and ALSA's and JACK's own inputs"), NULL},
      {0}};
  const attune_options options = {"devices", "", 0, summary, details, entries};
  g_auto(GStrv) words = NULL;
  g_autoptr(GError) error = NULL;
  gboolean fine =
      attune_options_read(&options, argc, argv, &words, &error) && run(is_json, is_all, &error);
  return fine ? ATTUNE_EXIT_OK : attune_command_say(argv[0], error);
}
