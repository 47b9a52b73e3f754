// SPDX-License-Identifier: GPL-3.0-or-later
/* A real PortAudio recording and everything that happens to sound servers. Runs inside
 * virtual_sound.py with a microphone "mic1"; the tests build on each other, in this order. */
#include "audio/microphone.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t server;
static attune_source *source;

static void
pactl(const char *words)
{
  g_autofree char *line = g_strconcat("pactl ", words, NULL);
  g_autofree char *answer = NULL; /* kept off our own output */
  int status = 0;
  g_assert_true(g_spawn_command_line_sync(line, &answer, NULL, &status, NULL));
  g_assert_cmpint(status, ==, 0);
}

static void
load_microphone(void)
{
  pactl("load-module module-null-sink sink_name=mic1 rate=48000 channels=2 format=float32le "
        "norewinds=1 sink_properties=device.description=mic1");
}

static double
seconds_since(gint64 begin)
{
  return (double)(g_get_monotonic_time() - begin) * 1e-6;
}

/* Reads until LOST; returns how long that took and what was said. */
static double
wait_for_loss(double at_most_s, char **words)
{
  gint64 begin = g_get_monotonic_time();
  while (seconds_since(begin) < at_most_s) {
    attune_block block;
    g_autoptr(GError) error = NULL;
    attune_read_state state = attune_source_read(source, 4096, 20, &block, &error);
    g_assert_cmpint(state, !=, ATTUNE_READ_END);
    if (state != ATTUNE_READ_LOST) continue;
    g_assert_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_LOST);
    *words = g_strdup(error->message);
    g_test_message("after %.2f s: %s", seconds_since(begin), *words);
    return seconds_since(begin);
  }
  return G_MAXDOUBLE;
}

/* Tries again until sound comes, as the engine does. */
static double
wait_for_sound(double at_most_s)
{
  gint64 begin = g_get_monotonic_time();
  while (seconds_since(begin) < at_most_s) {
    attune_block block;
    if (attune_source_start(source, NULL))
      while (seconds_since(begin) < at_most_s) {
        attune_read_state state = attune_source_read(source, 4096, 20, &block, NULL);
        if (state == ATTUNE_READ_SOUND) return seconds_since(begin);
        if (state == ATTUNE_READ_LOST) break;
      }
    g_usleep(100000);
  }
  return G_MAXDOUBLE;
}

static void
begin_anew(void)
{
  g_autoptr(GError) error = NULL;
  g_assert_cmpfloat(wait_for_sound(5), <, 5);
  attune_block block;
  for (int i = 0; i < 30; i++) attune_source_read(source, 4096, 20, &block, NULL);
}

static void
assert_stops_within(double seconds)
{
  gint64 begin = g_get_monotonic_time();
  attune_source_stop(source);
  g_test_message("stopped in %.2f s", seconds_since(begin));
  g_assert_cmpfloat(seconds_since(begin), <, seconds);
}

static void
test_source_taken_away(void)
{
  begin_anew();
  g_autofree char *words = NULL;
  pactl("load-module module-null-sink sink_name=other norewinds=1"); /* somewhere to move to */
  pactl("unload-module module-null-sink"); /* all of them: Pulse moves the recording or ends it */
  g_assert_cmpfloat(wait_for_loss(1.5, &words), <, 1.5);
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time();
  g_assert_false(attune_source_start(source, &error));
  g_assert_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_NO_DEVICE);
  g_assert_cmpfloat(seconds_since(begin), <, 1.0);
  load_microphone();
  g_assert_cmpfloat(wait_for_sound(3), <, 3);
}

/* The silent kind: another source is there, and the recording goes on from that one. */
static void
test_moved_behind_our_back(void)
{
  pactl("load-module module-null-sink sink_name=other norewinds=1");
  pactl("load-module module-remap-source source_name=usb master=other.monitor");
  attune_source *usb = attune_microphone_source_new("pulse:usb", NULL);
  g_assert_nonnull(usb);
  attune_source *before = source;
  source = usb;
  begin_anew();
  g_autofree char *words = NULL;
  pactl("unload-module module-remap-source");
  g_assert_cmpfloat(wait_for_loss(1.5, &words), <, 1.5);
  g_assert_nonnull(strstr(words, "unplugged or switched off"));
  g_autoptr(GError) error = NULL;
  g_assert_false(attune_source_start(source, &error));
  g_assert_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_NO_DEVICE);
  attune_source_free(usb);
  source = before;
}

static void
test_moved_by_hand(void)
{
  begin_anew();
  pactl("load-module module-null-sink sink_name=by_hand norewinds=1");
  g_autofree char *list = NULL;
  g_assert_true(
      g_spawn_command_line_sync("pactl list short source-outputs", &list, NULL, NULL, NULL));
  g_autofree char *words = g_strdup_printf("move-source-output %d by_hand.monitor", atoi(list));
  pactl(words);
  gint64 begin = g_get_monotonic_time();
  attune_block block;
  while (seconds_since(begin) < 1.5)
    g_assert_cmpint(attune_source_read(source, 4096, 20, &block, NULL), !=, ATTUNE_READ_LOST);
}

static void
test_suspended(void)
{
  attune_source_stop(source);
  begin_anew();
  g_autofree char *words = NULL;
  pactl("suspend-sink mic1 1");
  g_assert_cmpfloat(wait_for_loss(1.5, &words), <, 1.5);
  assert_stops_within(2);
  pactl("suspend-sink mic1 0");
  g_assert_cmpfloat(wait_for_sound(3), <, 3);
}

static void
test_frozen(void)
{
  begin_anew();
  g_autofree char *words = NULL;
  kill(server, SIGSTOP);
  g_assert_cmpfloat(wait_for_loss(1.5, &words), <, 1.5);
  assert_stops_within(2);
  gint64 begin = g_get_monotonic_time();
  g_autoptr(GError) error = NULL;
  g_assert_false(attune_source_start(source, &error));
  g_test_message("start said after %.1f s: %s", seconds_since(begin), error->message);
  g_assert_cmpfloat(seconds_since(begin), <, 3);
  kill(server, SIGCONT);
  g_assert_cmpfloat(wait_for_sound(5), <, 5);
}

static void
start_server(void)
{
  g_autofree char *socket = g_build_filename(g_getenv("VIRTUAL_SOUND_FOLDER"), "native", NULL);
  g_autofree char *script = g_build_filename(g_getenv("VIRTUAL_SOUND_FOLDER"), "sound.pa", NULL);
  char *argv[] = {"pulseaudio",
                  "-n",
                  "-F",
                  script,
                  "--daemonize=no",
                  "--use-pid-file=no",
                  "--exit-idle-time=-1",
                  "--log-level=error",
                  NULL};
  g_unlink(socket);
  GPid pid;
  g_assert_true(g_spawn_async(NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD,
                              NULL, NULL, &pid, NULL));
  server = pid;
}

static void
test_killed(void)
{
  begin_anew();
  g_autofree char *words = NULL;
  kill(server, SIGKILL);
  g_assert_cmpfloat(wait_for_loss(1.5, &words), <, 1.5);
  g_assert_nonnull(strstr(words, "the sound system stopped"));
  g_autoptr(GError) error = NULL;
  gint64 begin = g_get_monotonic_time();
  g_assert_false(attune_source_start(source, &error));
  g_assert_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_NO_DEVICE);
  g_assert_cmpfloat(seconds_since(begin), <, 1.5);
  assert_stops_within(2);
  start_server();
  g_assert_cmpfloat(wait_for_sound(3), <, 3);
  assert_stops_within(2);
  kill(server, SIGTERM);
  waitpid(server, NULL, 0);
}

int
main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8");
  g_test_init(&argc, &argv, NULL);
  g_autofree char *file = g_build_filename(g_getenv("VIRTUAL_SOUND_FOLDER"), "server.pid", NULL);
  g_autofree char *text = NULL;
  g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
  server = atoi(text);
  g_autoptr(GError) error = NULL;
  source = attune_microphone_source_new("pulse:mic1.monitor", &error);
  g_assert_no_error(error);
  g_test_add_func("/loss/1-source-taken-away", test_source_taken_away);
  g_test_add_func("/loss/2-moved-behind-our-back", test_moved_behind_our_back);
  g_test_add_func("/loss/3-moved-by-hand", test_moved_by_hand);
  g_test_add_func("/loss/4-suspended", test_suspended);
  g_test_add_func("/loss/5-frozen", test_frozen);
  g_test_add_func("/loss/6-killed", test_killed);
  int result = g_test_run();
  attune_source_free(source);
  return result;
}
