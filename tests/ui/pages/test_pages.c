// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every page in the real window, with the simulated couple at many times its speed. A picture of
 * each is kept in the build folder, to be looked at: light, dark, and 360 pixels wide.
 */
#include "attune-application.h"
#include "attune-window.h"
#include "widgets/attune-notice.h"

#include <glib/gstdio.h>

#define PATIENCE_S 150 /* a sanitizer slows the analysis down */
#define SPEED 25.0

static GtkApplication *application;

/* --- Looking ------------------------------------------------------------------------------- */

static gboolean
give_up(gpointer late)
{
  *(gboolean *)late = TRUE;
  return G_SOURCE_CONTINUE;
}

#define WAIT_FOR(condition)                                                                        \
  do {                                                                                             \
    gboolean is_late = FALSE;                                                                      \
    guint id = g_timeout_add_seconds(PATIENCE_S, give_up, &is_late);                               \
    while (!(condition) && !is_late) g_main_context_iteration(NULL, TRUE);                         \
    g_source_remove(id);                                                                           \
    if (is_late) g_error("waited in vain for " #condition);                                        \
  } while (0)

static void
settle(guint ms)
{
  gint64 until_us = g_get_monotonic_time() + (gint64)ms * 1000;
  while (g_get_monotonic_time() < until_us) {
    while (g_main_context_iteration(NULL, FALSE)) continue;
    g_usleep(2000);
  }
}

static gboolean
is_seen(GtkWidget *widget)
{
  return gtk_widget_get_mapped(widget) && gtk_widget_get_child_visible(widget);
}

typedef gboolean (*match)(GtkWidget *widget, const char *text);

static gboolean
is_label(GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL(widget) && g_strcmp0(gtk_label_get_text(GTK_LABEL(widget)), text) == 0;
}

static gboolean
is_button(GtkWidget *widget, const char *text)
{
  if (!GTK_IS_BUTTON(widget) || gtk_button_get_label(GTK_BUTTON(widget)) == NULL) return FALSE;
  g_auto(GStrv) parts = g_strsplit(gtk_button_get_label(GTK_BUTTON(widget)), "_", -1);
  g_autofree char *plain = g_strjoinv("", parts);
  return g_str_equal(plain, text);
}

static gboolean
is_type(GtkWidget *widget, const char *name)
{
  return g_str_equal(G_OBJECT_TYPE_NAME(widget), name);
}

static GtkWidget *
find(GtkWidget *root, match fits, const char *text)
{
  if (!is_seen(root)) return NULL;
  if (fits(root, text)) return root;
  GtkWidget *child = gtk_widget_get_first_child(root), *found = NULL;
  for (; child != NULL && found == NULL; child = gtk_widget_get_next_sibling(child))
    found = find(child, fits, text);
  return found;
}

static void
press(AttuneWindow *window, const char *label)
{
  GtkWidget *stack = find(GTK_WIDGET(window), is_type, "GtkStack");
  WAIT_FOR(!gtk_stack_get_transition_running(GTK_STACK(stack))); /* the old page is still seen */
  GtkWidget *button = find(GTK_WIDGET(window), is_button, label);
  if (button == NULL) g_error("there is no button “%s”", label);
  g_assert_true(gtk_widget_is_sensitive(button));
  g_signal_emit_by_name(button, "clicked");
}

static void
assert_page(AttuneWindow *window, const char *name)
{
  g_assert_cmpstr(attune_window_get_page_name(window), ==, name);
}

/* --- Pictures ------------------------------------------------------------------------------ */

static void
keep_picture(AttuneWindow *window, const char *name)
{
  const char *folder = g_getenv("ATTUNE_PICTURES");
  if (folder == NULL) return;
  g_autofree char *file = g_strdup_printf("%s.png", name);
  g_autofree char *path = g_build_filename(folder, file, NULL);
  g_mkdir_with_parents(folder, 0755);
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new(GTK_WIDGET(window));
  int width = gtk_widget_get_width(GTK_WIDGET(window));
  int height = gtk_widget_get_height(GTK_WIDGET(window));
  g_autoptr(GskRenderNode) node = NULL;
  for (int tries = 0; node == NULL && tries < 50; tries++) { /* nothing between two layouts */
    GtkSnapshot *snapshot = gtk_snapshot_new();
    gdk_paintable_snapshot(paintable, snapshot, width, height);
    node = gtk_snapshot_free_to_node(snapshot);
    if (node == NULL) settle(20);
  }
  GskRenderer *renderer = gtk_native_get_renderer(GTK_NATIVE(window));
  g_autoptr(GdkTexture) texture = gsk_renderer_render_texture(
      renderer, node, &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
  g_assert_true(gdk_texture_save_to_png(texture, path));
}

static void
set_dark(gboolean is_dark)
{
  adw_style_manager_set_color_scheme(adw_style_manager_get_default(),
                                     is_dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                             : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

/* As it is, and in the dark; and nothing needs more than 360 pixels. */
static void
look_at(AttuneWindow *window, const char *name)
{
  int least;
  g_autofree char *dark = g_strdup_printf("%s-dark", name);
  settle(400); /* transitions */
  gtk_widget_measure(GTK_WIDGET(window), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (least > 360) g_error("%s needs %d pixels", name, least);
  keep_picture(window, name);
  set_dark(TRUE);
  settle(60);
  keep_picture(window, dark);
  set_dark(FALSE);
}

/* --- Beginning and ending ------------------------------------------------------------------ */

static AttuneWindow *
open_window(AttuneSettings *settings)
{
  AttuneWindow *window = attune_window_new(application, settings);
  gtk_window_present(GTK_WINDOW(window));
  WAIT_FOR(gtk_widget_get_mapped(GTK_WIDGET(window)));
  return window;
}

static void
close_window(AttuneWindow *window)
{
  g_object_add_weak_pointer(G_OBJECT(window), (gpointer *)&window);
  gtk_window_close(GTK_WINDOW(window));
  WAIT_FOR(window == NULL);
}

static AttuneWindow *
open_demo(AttuneSettings *settings)
{
  AttuneWindow *window = open_window(settings);
  attune_window_demonstrate(window, SPEED);
  WAIT_FOR(find(GTK_WIDGET(window), is_label, "I can tell them apart well") != NULL);
  return window;
}

/* ------------------------------------------------------------------------------------------- */

static void
test_welcome_and_read(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  AttuneWindow *window = open_window(settings);
  assert_page(window, "welcome");
  GtkWidget *focus = gtk_root_get_focus(GTK_ROOT(window));
  g_assert_true(focus != NULL && is_button(focus, "For the two of us")); /* Return goes on */
  look_at(window, "welcome");
  press(window, "For the two of us");
  assert_page(window, "read");
  look_at(window, "read");
  GtkWidget *next = find(GTK_WIDGET(window), is_button, "Continue");
  g_assert_false(gtk_widget_is_sensitive(next));
  GtkWidget *check = find(GTK_WIDGET(window), is_type, "GtkCheckButton");
  gtk_check_button_set_active(GTK_CHECK_BUTTON(check), TRUE);
  g_assert_false(gtk_widget_is_sensitive(next)); /* both want to */
  gtk_widget_activate_action(GTK_WIDGET(window), "win.back", NULL);
  assert_page(window, "welcome");
  g_assert_false(attune_settings_get_flag(settings, "has-agreed"));
  close_window(window);
}

static void
test_therapists_see_ribbons(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  AttuneWindow *window = open_window(settings);
  press(window, "For a therapist");
  assert_page(window, "read");
  g_assert_cmpstr(attune_settings_get_word(settings, "view"), ==, "ribbons");
  close_window(window);
}

static void
test_no_microphone(void)
{
  g_unsetenv("ATTUNE_MONITORS"); /* the virtual ones are not seen */
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  attune_settings_set_flag(settings, "has-agreed", TRUE);
  AttuneWindow *window = open_window(settings);
  assert_page(window, "home");
  look_at(window, "home-new");
  press(window, "Set up");
  assert_page(window, "microphone");
  WAIT_FOR(find(GTK_WIDGET(window), is_label, "I cannot find a microphone.") != NULL);
  look_at(window, "microphone-none");
  g_assert_null(find(GTK_WIDGET(window), is_button, "Continue"));
  g_assert_nonnull(find(GTK_WIDGET(window), is_button, "Just show me"));
  gtk_widget_activate_action(GTK_WIDGET(window), "win.back", NULL);
  assert_page(window, "home");
  close_window(window);
}

/* --- With virtual microphones -------------------------------------------------------------- */

static void
run_pactl(const char *words)
{
  g_autofree char *line = g_strconcat("pactl ", words, NULL);
  int status;
  g_assert_true(g_spawn_command_line_sync(line, NULL, NULL, &status, NULL));
  g_assert_cmpint(status, ==, 0);
}

/* Noise at about -28 dBFS, until it is stopped. */
static GSubprocess *
play_noise(void)
{
  g_autoptr(GError) error = NULL;
  GSubprocess *player =
      g_subprocess_new(G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "pacat", "--playback",
                       "--device=mic1", "--volume=30000", "--raw", "/dev/urandom", NULL);
  g_assert_no_error(error);
  return player;
}

static void
test_microphones(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  attune_settings_set_flag(settings, "has-agreed", TRUE);
  g_setenv("ATTUNE_MONITORS", "1", TRUE);
  AttuneWindow *window = open_window(settings);
  attune_window_go(window, "microphone");
  WAIT_FOR(find(GTK_WIDGET(window), is_type, "AttuneMicrophoneRow") != NULL);
  WAIT_FOR(find(GTK_WIDGET(window), is_label, "Sends only silence; a switch may be off") != NULL);
  GSubprocess *player = play_noise();
  WAIT_FOR(find(GTK_WIDGET(window), is_label, "The desktop’s choice") != NULL);
  look_at(window, "microphone");
  run_pactl("set-source-mute mic1.monitor 1");
  WAIT_FOR(find(GTK_WIDGET(window), is_label, "The microphone is muted in the desktop.") != NULL);
  g_assert_nonnull(find(GTK_WIDGET(window), is_button, "Sound settings"));
  look_at(window, "microphone-muted");
  run_pactl("set-source-mute mic1.monitor 0");
  WAIT_FOR(find(GTK_WIDGET(window), is_button, "Sound settings") == NULL);
  GtkWidget *mics = find(GTK_WIDGET(window), is_type, "AdwComboRow");
  g_assert_cmpuint(adw_combo_row_get_selected(ADW_COMBO_ROW(mics)), ==, 1); /* it has a pair */
  adw_combo_row_set_selected(ADW_COMBO_ROW(mics), 2);
  g_assert_nonnull(find(GTK_WIDGET(window), is_button, "Swap"));
  look_at(window, "microphone-each");
  press(window, "Swap");
  adw_combo_row_set_selected(ADW_COMBO_ROW(mics), 0);
  press(window, "Continue");
  WAIT_FOR(g_str_equal(attune_window_get_page_name(window), "quiet"));
  WAIT_FOR(find(GTK_WIDGET(window), is_label, "It is loud here") != NULL);
  look_at(window, "quiet-loud");
  g_assert_cmpstr(attune_settings_get_word(settings, "mics"), ==, "single");
  g_subprocess_force_exit(player);
  g_clear_object(&player);
  WAIT_FOR(find(GTK_WIDGET(window), is_label, "The microphone sends only silence.") != NULL);
  look_at(window, "quiet-silent");
  close_window(window);
}

/* The desktop's switch is noticed while it is listened, and the practice goes on after it. */
static void
test_muted_in_a_practice(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  attune_settings_set_flag(settings, "has-agreed", TRUE);
  g_setenv("ATTUNE_MONITORS", "1", TRUE);
  AttuneWindow *window = open_window(settings);
  AttuneSession *session = attune_window_get_session(window);
  GSubprocess *player = play_noise();
  attune_session_listen(session, "pulse:mic1.monitor", (attune_hearing){ATTUNE_MICS_SINGLE, FALSE});
  WAIT_FOR(attune_session_get_state(session) == ATTUNE_SESSION_READY);
  attune_window_go(window, "session");
  WAIT_FOR(attune_session_get_state(session) == ATTUNE_SESSION_LIVE);
  run_pactl("set-source-mute mic1.monitor 1");
  WAIT_FOR(find(GTK_WIDGET(window), is_label, "The microphone is muted in the desktop.") != NULL);
  look_at(window, "session-muted");
  run_pactl("set-source-mute mic1.monitor 0");
  WAIT_FOR(find(GTK_WIDGET(window), is_label, "The microphone is muted in the desktop.") == NULL);
  g_assert_cmpint(attune_session_get_state(session), ==, ATTUNE_SESSION_LIVE);
  g_subprocess_force_exit(player);
  g_object_unref(player);
  close_window(window);
}

/* What M and G do; and the quiet view, whose controls come with the pointer and go again. */
static void
try_keys(AttuneWindow *window, AttuneSettings *settings)
{
  GtkWidget *page = find(GTK_WIDGET(window), is_type, "AttuneSessionPage");
  gboolean was_on = attune_settings_get_flag(settings, "sound");
  gtk_widget_activate_action(page, "session.sound", NULL);
  g_assert_cmpint(attune_settings_get_flag(settings, "sound"), !=, was_on);
  g_assert_nonnull(find(page, is_label, was_on ? "Sound off" : "Sound on"));
  gtk_widget_activate_action(page, "session.sound", NULL);
  g_assert_cmpint(attune_settings_get_flag(settings, "sound"), ==, was_on);
  gtk_widget_activate_action(page, "session.guide", NULL);
  g_assert_nonnull(find(page, is_label, "Guide hidden"));
  settle(200);
  keep_picture(window, "session-no-guide");
  gtk_widget_activate_action(page, "session.guide", NULL);
  g_assert_nonnull(find(page, is_label, "Guide shown"));
}

static void
test_demo_from_beginning_to_end(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  AttuneWindow *window = open_demo(settings);
  AttuneSession *session = attune_window_get_session(window);
  look_at(window, "rehearsal");
  g_assert_nonnull(find(GTK_WIDGET(window), is_label, "DEMO"));
  press(window, "Continue");
  assert_page(window, "home");
  look_at(window, "home");
  g_assert_nonnull(find(GTK_WIDGET(window), is_label, "DEMO"));
  press(window, "Begin");
  assert_page(window, "session");
  WAIT_FOR(attune_session_get_part_s(session, g_get_monotonic_time()) > 45);
  press(window, "Pause");
  g_assert_cmpint(attune_session_get_state(session), ==, ATTUNE_SESSION_PAUSED);
  look_at(window, "session-paused");
  g_assert_nonnull(find(GTK_WIDGET(window), is_label, "Paused"));
  press(window, "Go on");
  g_assert_cmpint(attune_session_get_state(session), ==, ATTUNE_SESSION_LIVE);
  look_at(window, "session");
  try_keys(window, settings);
  WAIT_FOR(g_str_equal(attune_window_get_page_name(window), "after"));
  look_at(window, "after");
  GtkWidget *more = find(GTK_WIDGET(window), is_type, "GtkExpander");
  gtk_expander_set_expanded(GTK_EXPANDER(more), TRUE);
  settle(300);
  g_assert_nonnull(find(GTK_WIDGET(window), is_label, "Locking"));
  g_assert_nonnull(find(GTK_WIDGET(window), is_label, "DEMO"));
  keep_picture(window, "after-more");
  press(window, "Done");
  assert_page(window, "home");
  close_window(window);
}

static void
test_stop_says_what_was_heard(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  AttuneWindow *window = open_demo(settings);
  AttuneSession *session = attune_window_get_session(window);
  press(window, "Continue");
  press(window, "Begin");
  WAIT_FOR(attune_session_get_part_s(session, g_get_monotonic_time()) > 20);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.back", NULL); /* Esc */
  WAIT_FOR(g_str_equal(attune_window_get_page_name(window), "after"));
  settle(400);
  g_assert_null(find(GTK_WIDGET(window), is_label, "Locking"));
  look_at(window, "after-short");
  press(window, "Breathe again");
  assert_page(window, "session");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.back", NULL);
  WAIT_FOR(g_str_equal(attune_window_get_page_name(window), "after"));
  settle(400);
  look_at(window, "after-nothing");
  close_window(window);
}

static void
test_practice_choices(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  AttuneWindow *window = open_demo(settings);
  press(window, "Continue");
  press(window, "Choose how");
  assert_page(window, "practice");
  look_at(window, "practice");
  g_assert_null(find(GTK_WIDGET(window), is_type, "GtkSpinButton"));
  g_object_set(settings, "guide", "fixed", "length-min", 5, NULL);
  settle(100);
  g_assert_nonnull(find(GTK_WIDGET(window), is_type, "GtkSpinButton"));
  GtkWidget *length = find(GTK_WIDGET(window), is_type, "AdwComboRow");
  g_assert_cmpuint(adw_combo_row_get_selected(ADW_COMBO_ROW(length)), ==, 1);
  adw_combo_row_set_selected(ADW_COMBO_ROW(length), 2);
  g_assert_cmpint(attune_settings_get_number(settings, "length-min"), ==, 10);
  press(window, "Begin");
  assert_page(window, "session");
  const attune_practice *practice = attune_session_get_practice(attune_window_get_session(window));
  g_assert_cmpfloat(practice->length_s, ==, 600);
  g_assert_cmpint(practice->pace.kind, ==, ATTUNE_PACE_FIXED);
  close_window(window); /* in the middle of it */
}

/* The pages on which the two introduce themselves, with a couple that keeps its own times. */
static void
test_quiet_and_solo(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  attune_couple_config couple = ATTUNE_COUPLE_DEFAULTS;
  couple.rate_hz = 16000;
  couple.real_time = TRUE;
  couple.speed = 12;
  couple.duration_s = 3600;
  AttuneWindow *window = open_window(settings);
  AttuneSession *session = attune_window_get_session(window);
  attune_session_listen_to(session, attune_couple_source_new(&couple, NULL), couple.speed,
                           (attune_hearing){ATTUNE_MICS_TWO, FALSE});
  WAIT_FOR(attune_session_get_state(session) == ATTUNE_SESSION_READY);
  attune_window_go(window, "quiet");
  WAIT_FOR(find(GTK_WIDGET(window), is_label, "Please be still and quiet") == NULL);
  look_at(window, "quiet");
  press(window, "Continue");
  assert_page(window, "solo-a");
  look_at(window, "solo-a-before");
  press(window, "Ready");
  g_assert_nonnull(find(GTK_WIDGET(window), is_button, "Stop"));
  WAIT_FOR(attune_session_get_part_s(session, g_get_monotonic_time()) > 22);
  look_at(window, "solo-a");
  WAIT_FOR(g_str_equal(attune_window_get_page_name(window), "solo-b"));
  press(window, "Ready");
  WAIT_FOR(attune_session_get_state(session) == ATTUNE_SESSION_SOLO);
  gtk_widget_activate_action(GTK_WIDGET(window), "win.back", NULL); /* stops, and stays */
  assert_page(window, "solo-b");
  g_assert_cmpint(attune_session_get_state(session), ==, ATTUNE_SESSION_READY);
  press(window, "Ready");
  WAIT_FOR(g_str_equal(attune_window_get_page_name(window), "rehearsal"));
  WAIT_FOR(find(GTK_WIDGET(window), is_button, "Go on without a score") != NULL ||
           find(GTK_WIDGET(window), is_button, "Continue") != NULL);
  look_at(window, "rehearsal-solos");
  close_window(window);
}

static void
test_narrow(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  g_object_set(settings, "window-width", 360, "window-height", 640, NULL);
  AttuneWindow *window = open_demo(settings);
  static const char *const names[] = {"welcome", "read", "microphone", "practice", "home"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *name = g_strdup_printf("narrow-%s", names[i]);
    attune_window_go(window, names[i]);
    look_at(window, name);
    g_assert_cmpint(gtk_widget_get_width(GTK_WIDGET(window)), <=, 360 + 40); /* with its shadow */
  }
  press(window, "Begin");
  WAIT_FOR(attune_session_get_part_s(attune_window_get_session(window), g_get_monotonic_time()) >
           60);
  look_at(window, "narrow-session");
  gtk_widget_activate_action(GTK_WIDGET(window), "win.back", NULL);
  WAIT_FOR(g_str_equal(attune_window_get_page_name(window), "after"));
  look_at(window, "narrow-after");
  close_window(window);
}

static void
test_notices(void)
{
  g_autoptr(AttuneSettings) settings = attune_settings_new(FALSE);
  AttuneWindow *window = open_window(settings);
  AttuneSession *session = attune_window_get_session(window);
  attune_session_listen(session, "pulse:nobody-has-this", (attune_hearing){0});
  attune_window_go(window, "quiet");
  WAIT_FOR(find(GTK_WIDGET(window), is_button, "Try again") != NULL);
  look_at(window, "quiet-busy");
  press(window, "Try again");
  assert_page(window, "microphone");
  close_window(window);
}

int
main(int argc, char **argv)
{
  gtk_test_init(&argc, &argv);
  application = GTK_APPLICATION(attune_application_new(TRUE)); /* brings style and icons */
  g_assert_true(g_application_register(G_APPLICATION(application), NULL, NULL));
  set_dark(FALSE);
  g_test_add_func("/pages/welcome-and-read", test_welcome_and_read);
  g_test_add_func("/pages/therapists", test_therapists_see_ribbons);
  g_test_add_func("/pages/no-microphone", test_no_microphone);
  g_test_add_func("/pages/microphones", test_microphones);
  g_test_add_func("/pages/muted", test_muted_in_a_practice);
  g_test_add_func("/pages/quiet-and-solo", test_quiet_and_solo);
  g_test_add_func("/pages/demo", test_demo_from_beginning_to_end);
  g_test_add_func("/pages/stop", test_stop_says_what_was_heard);
  g_test_add_func("/pages/practice", test_practice_choices);
  g_test_add_func("/pages/notices", test_notices);
  g_test_add_func("/pages/narrow", test_narrow);
  int status = g_test_run();
  g_object_unref(application);
  return status;
}
