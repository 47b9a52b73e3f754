// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune-window.h"

#include "pages/after/attune-after-page.h"
#include "pages/home/attune-home-page.h"
#include "pages/microphone/attune-microphone-page.h"
#include "pages/practice/attune-practice-page.h"
#include "pages/quiet/attune-quiet-page.h"
#include "pages/read/attune-read-page.h"
#include "pages/rehearsal/attune-rehearsal-page.h"
#include "pages/session/attune-session-page.h"
#include "pages/solo/attune-solo-page.h"
#include "pages/welcome/attune-welcome-page.h"
#include "words/troubles.h"

#include <glib/gi18n.h>

struct _AttuneWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwHeaderBar *header;
  GtkWidget *back, *demo;
  GtkStack *stack;

  AttuneSession *session;
  AttuneSettings *settings;
  AttuneMicrophones *microphones;
  AttunePage *page; /* the one that is shown */
  guint inhibit_cookie;
  double demo_speed;
};

G_DEFINE_FINAL_TYPE(AttuneWindow, attune_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- Between pages ------------------------------------------------------------------------- */

/* Where Esc leads from a page; NULL: nowhere. */
static const char *
find_way_back(AttuneWindow *self, const char *name)
{
  static const char *const ways[][2] = {{"read", "welcome"},        {"quiet", "microphone"},
                                        {"solo-a", "quiet"},        {"solo-b", "solo-a"},
                                        {"practice", "home"},       {"after", "home"},
                                        {"rehearsal", "microphone"}};
  gboolean has_agreed = attune_settings_get_flag(self->settings, "has-agreed");
  if (g_str_equal(name, "microphone")) return has_agreed ? "home" : "read";
  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
    if (g_str_equal(name, ways[i][0])) return ways[i][1];
  return NULL;
}

const char *
attune_window_get_page_name(AttuneWindow *self)
{
  return gtk_stack_get_visible_child_name(self->stack);
}

AttuneSession *
attune_window_get_session(AttuneWindow *self)
{
  return self->session;
}

static void
keep_awake(AttuneWindow *self, gboolean is_awake)
{
  GtkApplication *application = gtk_window_get_application(GTK_WINDOW(self));
  if (application == NULL || is_awake == (self->inhibit_cookie != 0)) return;
  if (is_awake) {
    self->inhibit_cookie = gtk_application_inhibit(
        application, GTK_WINDOW(self), GTK_APPLICATION_INHIBIT_IDLE, _("Two people breathe"));
  } else {
    gtk_application_uninhibit(application, self->inhibit_cookie);
    self->inhibit_cookie = 0;
  }
}

static void
show_header(AttuneWindow *self, const char *name)
{
  gboolean is_session = g_str_equal(name, "session");
  gboolean is_quiet = is_session && gtk_window_is_fullscreen(GTK_WINDOW(self));
  gtk_widget_set_visible(GTK_WIDGET(self->header), !is_quiet);
  gtk_widget_set_visible(self->back, is_session || find_way_back(self, name) != NULL);
  /* The figure of a session is marked itself. */
  gtk_widget_set_visible(self->demo, attune_session_get_is_demo(self->session) && !is_session);
}

/* Pages that are not shown are out of a screen reader's way, too. */
static void
hide_others(AttuneWindow *self)
{
  if (gtk_stack_get_transition_running(self->stack)) return;
  GtkWidget *child = gtk_widget_get_first_child(GTK_WIDGET(self->stack));
  for (; child != NULL; child = gtk_widget_get_next_sibling(child))
    gtk_widget_set_visible(child, child == GTK_WIDGET(self->page));
}

/* The page's main button, so that Return goes on. */
static GtkWidget *
find_main(GtkWidget *widget)
{
  if (!gtk_widget_get_visible(widget)) return NULL;
  if (GTK_IS_BUTTON(widget) && gtk_widget_has_css_class(widget, "suggested-action"))
    return gtk_widget_is_sensitive(widget) ? widget : NULL;
  GtkWidget *child = gtk_widget_get_first_child(widget), *found = NULL;
  for (; child != NULL && found == NULL; child = gtk_widget_get_next_sibling(child))
    found = find_main(child);
  return found;
}

static void
focus_main(AttuneWindow *self)
{
  GtkWidget *main_button = self->page == NULL ? NULL : find_main(GTK_WIDGET(self->page));
  if (main_button != NULL)
    gtk_widget_grab_focus(main_button);
  else if (self->page != NULL)
    gtk_widget_child_focus(GTK_WIDGET(self->page), GTK_DIR_TAB_FORWARD);
}

void
attune_window_go(AttuneWindow *self, const char *name)
{
  GtkWidget *child = gtk_stack_get_child_by_name(self->stack, name);
  g_return_if_fail(child != NULL);
  AttunePage *before = self->page;
  if (before == ATTUNE_PAGE(child)) return;
  self->page = ATTUNE_PAGE(child);
  if (before != NULL) attune_page_leave(before);
  gtk_widget_set_visible(child, TRUE);
  gtk_stack_set_visible_child(self->stack, child);
  hide_others(self);
  keep_awake(self, g_str_equal(name, "session"));
  if (!g_str_equal(name, "session") && gtk_window_is_fullscreen(GTK_WINDOW(self)))
    gtk_window_unfullscreen(GTK_WINDOW(self));
  show_header(self, name);
  focus_main(self);
  attune_page_enter(self->page);
}

void
attune_window_demonstrate(AttuneWindow *self, double speed)
{
  self->demo_speed = speed;
  attune_session_demonstrate(self->session, speed);
  attune_window_go(self, "rehearsal");
}

/* --- Actions ------------------------------------------------------------------------------- */

static void
go(GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void)action;
  attune_window_go(ATTUNE_WINDOW(widget), g_variant_get_string(parameter, NULL));
}

static void
go_back(GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void)action, (void)parameter;
  AttuneWindow *self = ATTUNE_WINDOW(widget);
  if (self->page != NULL && attune_page_escape(self->page)) return;
  const char *way = find_way_back(self, attune_window_get_page_name(self));
  if (way != NULL) attune_window_go(self, way);
}

static void
demonstrate(GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void)action, (void)parameter;
  AttuneWindow *self = ATTUNE_WINDOW(widget);
  attune_window_demonstrate(self, self->demo_speed);
}

static void
toggle_quiet(GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void)action, (void)parameter;
  AttuneWindow *self = ATTUNE_WINDOW(widget);
  if (gtk_window_is_fullscreen(GTK_WINDOW(self)))
    gtk_window_unfullscreen(GTK_WINDOW(self));
  else
    gtk_window_fullscreen(GTK_WINDOW(self));
}

static void
on_fullscreened(AttuneWindow *self)
{
  show_header(self, attune_window_get_page_name(self));
}

/* The desktop's own settings program; which one there is differs. */
static void
open_sound_settings(AttuneWindow *self)
{
  static const char *const commands[] = {"gnome-control-center sound", "pavucontrol",
                                         "systemsettings kcm_pulseaudio", "xfce4-mixer"};
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
    g_auto(GStrv) words = g_strsplit(commands[i], " ", -1);
    g_autofree char *program = g_find_program_in_path(words[0]);
    if (program != NULL && g_spawn_command_line_async(commands[i], NULL)) return;
  }
  adw_toast_overlay_add_toast(
      self->toasts, adw_toast_new(_("The sound settings are in your desktop’s settings.")));
}

static void
help_out(GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void)action;
  AttuneWindow *self = ATTUNE_WINDOW(widget);
  switch ((attune_way_out)g_variant_get_int32(parameter)) {
  case ATTUNE_WAY_OUT_SOUND_SETTINGS:
    open_sound_settings(self);
    break;
  case ATTUNE_WAY_OUT_MICROPHONE:
  case ATTUNE_WAY_OUT_AGAIN:
    attune_window_go(self, "microphone");
    break;
  case ATTUNE_WAY_OUT_DEMO:
    attune_window_demonstrate(self, self->demo_speed);
    break;
  case ATTUNE_WAY_OUT_NONE:
    break;
  }
}

static void
on_map(AttuneWindow *self)
{
  focus_main(self); /* a window that is not shown yet has no focus to give */
}

static gboolean
on_close(GtkWindow *window)
{
  AttuneWindow *self = ATTUNE_WINDOW(window);
  int width, height;
  gtk_window_get_default_size(window, &width, &height);
  if (!gtk_window_is_fullscreen(window) && !gtk_window_is_maximized(window))
    g_object_set(self->settings, "window-width", width, "window-height", height, NULL);
  if (self->page != NULL) attune_page_leave(self->page);
  self->page = NULL;
  attune_session_stop(self->session);
  return GTK_WINDOW_CLASS(attune_window_parent_class)->close_request(window);
}

/* --- The object ---------------------------------------------------------------------------- */

static void
dispose(GObject *object)
{
  AttuneWindow *self = ATTUNE_WINDOW(object);
  g_clear_object(&self->session);
  g_clear_object(&self->settings);
  g_clear_object(&self->microphones);
  G_OBJECT_CLASS(attune_window_parent_class)->dispose(object);
}

static void
ensure_pages(void)
{
  const GType types[] = {ATTUNE_TYPE_WELCOME_PAGE,    ATTUNE_TYPE_READ_PAGE,
                         ATTUNE_TYPE_MICROPHONE_PAGE, ATTUNE_TYPE_QUIET_PAGE,
                         ATTUNE_TYPE_SOLO_PAGE,       ATTUNE_TYPE_REHEARSAL_PAGE,
                         ATTUNE_TYPE_HOME_PAGE,       ATTUNE_TYPE_PRACTICE_PAGE,
                         ATTUNE_TYPE_SESSION_PAGE,    ATTUNE_TYPE_AFTER_PAGE};
  for (size_t i = 0; i < G_N_ELEMENTS(types); i++) g_type_ensure(types[i]);
}

static void
attune_window_class_init(AttuneWindowClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  GTK_WINDOW_CLASS(class)->close_request = on_close;
  ensure_pages();
  gtk_widget_class_set_template_from_resource(widget, "/io/github/attune/Attune/attune-window.ui");
  gtk_widget_class_bind_template_child(widget, AttuneWindow, toasts);
  gtk_widget_class_bind_template_child(widget, AttuneWindow, header);
  gtk_widget_class_bind_template_child(widget, AttuneWindow, back);
  gtk_widget_class_bind_template_child(widget, AttuneWindow, demo);
  gtk_widget_class_bind_template_child(widget, AttuneWindow, stack);
  gtk_widget_class_install_action(widget, "win.go", "s", go);
  gtk_widget_class_install_action(widget, "win.back", NULL, go_back);
  gtk_widget_class_install_action(widget, "win.demonstrate", NULL, demonstrate);
  gtk_widget_class_install_action(widget, "win.quiet", NULL, toggle_quiet);
  gtk_widget_class_install_action(widget, "win.listen", "i", help_out);
}

static void
on_demo(AttuneWindow *self)
{
  show_header(self, attune_window_get_page_name(self));
}

static void
attune_window_init(AttuneWindow *self)
{
  self->demo_speed = 1.0;
  gtk_widget_init_template(GTK_WIDGET(self));
  self->session = attune_session_new();
  self->microphones = attune_microphones_new();
  g_signal_connect_object(self->session, "notify::is-demo", G_CALLBACK(on_demo), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect(self, "notify::fullscreened", G_CALLBACK(on_fullscreened), NULL);
  g_signal_connect_object(self->stack, "notify::transition-running", G_CALLBACK(hide_others), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_after(self, "map", G_CALLBACK(on_map), NULL);
}

static void
introduce_pages(AttuneWindow *self)
{
  GtkWidget *child = gtk_widget_get_first_child(GTK_WIDGET(self->stack));
  for (; child != NULL; child = gtk_widget_get_next_sibling(child)) {
    attune_page_meet(ATTUNE_PAGE(child), self->session, self->settings, self->microphones);
    g_signal_connect_object(child, "go", G_CALLBACK(attune_window_go), self, G_CONNECT_SWAPPED);
  }
}

AttuneWindow *
attune_window_new(GtkApplication *application, AttuneSettings *settings)
{
  AttuneWindow *self = g_object_new(ATTUNE_TYPE_WINDOW, "application", application, NULL);
  self->settings = g_object_ref(settings);
  gtk_window_set_default_size(GTK_WINDOW(self),
                              attune_settings_get_number(settings, "window-width"),
                              attune_settings_get_number(settings, "window-height"));
  introduce_pages(self);
  attune_window_go(self, attune_settings_get_flag(settings, "has-agreed") ? "home" : "welcome");
  return self;
}
