// SPDX-License-Identifier: GPL-3.0-or-later
#include "attune-application.h"
#include "attune-window.h"

#include <glib/gi18n.h>

#define APP_ID "io.github.attune.Attune"

struct _AttuneApplication {
  AdwApplication parent_instance;

  gboolean is_demo;
};

G_DEFINE_FINAL_TYPE(AttuneApplication, attune_application, ADW_TYPE_APPLICATION)

/* Tests let the simulated couple breathe faster. */
static double
find_speed(void)
{
  const char *text = g_getenv("ATTUNE_DEMO_SPEED");
  double speed = text == NULL ? 1.0 : g_ascii_strtod(text, NULL);
  return speed > 0.0 && speed <= 1000.0 ? speed : 1.0;
}

static void
activate(GApplication *application)
{
  AttuneApplication *self = ATTUNE_APPLICATION(application);
  GtkWindow *window = gtk_application_get_active_window(GTK_APPLICATION(self));
  if (window == NULL) {
    g_autoptr(AttuneSettings) settings = attune_settings_new(!self->is_demo);
    window = GTK_WINDOW(attune_window_new(GTK_APPLICATION(self), settings));
    if (self->is_demo) attune_window_demonstrate(ATTUNE_WINDOW(window), find_speed());
  }
  gtk_window_present(window);
}

static void
show_about(GSimpleAction *action, GVariant *parameter, gpointer data)
{
  (void)action, (void)parameter;
  AdwAboutWindow *about = ADW_ABOUT_WINDOW(adw_about_window_new());
  gtk_window_set_transient_for(GTK_WINDOW(about),
                               gtk_application_get_active_window(GTK_APPLICATION(data)));
  adw_about_window_set_application_name(about, _("Attune"));
  adw_about_window_set_application_icon(about, APP_ID);
  adw_about_window_set_developer_name(about, _("The Attune authors"));
  adw_about_window_set_version(about, ATTUNE_VERSION);
  adw_about_window_set_license_type(about, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_comments(
      about,
      _("Two people breathe, one microphone listens. Sound is analysed while you breathe and "
        "forgotten at once; nothing leaves this computer.\n\nFor well-being and "
        "demonstration. Attune does not measure health and is no medical device."));
  gtk_window_present(GTK_WINDOW(about));
}

static void
quit(GSimpleAction *action, GVariant *parameter, gpointer data)
{
  (void)action, (void)parameter;
  GtkWindow *window = gtk_application_get_active_window(GTK_APPLICATION(data));
  if (window != NULL) gtk_window_close(window);
}

static void
add_accelerator(GtkApplication *application, const char *action, const char *keys)
{
  g_auto(GStrv) list = g_strsplit(keys, " ", -1);
  gtk_application_set_accels_for_action(application, action, (const char *const *)list);
}

static void
startup(GApplication *application)
{
  static const GActionEntry entries[] = {{.name = "about", .activate = show_about},
                                         {.name = "quit", .activate = quit}};
  G_APPLICATION_CLASS(attune_application_parent_class)->startup(application);
  g_action_map_add_action_entries(G_ACTION_MAP(application), entries, G_N_ELEMENTS(entries),
                                  application);
  GtkApplication *app = GTK_APPLICATION(application);
  add_accelerator(app, "app.quit", "<Control>q");
  add_accelerator(app, "window.close", "<Control>w");
  add_accelerator(app, "win.back", "Escape <Alt>Left");
  add_accelerator(app, "win.quiet", "F11");
  add_accelerator(app, "win.show-help-overlay", "<Control>question");
  gtk_window_set_default_icon_name(APP_ID);
}

static void
attune_application_class_init(AttuneApplicationClass *class)
{
  G_APPLICATION_CLASS(class)->activate = activate;
  G_APPLICATION_CLASS(class)->startup = startup;
}

static void
attune_application_init(AttuneApplication *self)
{
  (void)self;
}

AttuneApplication *
attune_application_new(gboolean is_demo)
{
  /* A demonstration is a program of its own beside a running one. */
  GApplicationFlags flags = is_demo ? G_APPLICATION_NON_UNIQUE : G_APPLICATION_DEFAULT_FLAGS;
  AttuneApplication *self =
      g_object_new(ATTUNE_TYPE_APPLICATION, "application-id", APP_ID, "flags", flags,
                   "resource-base-path", "/io/github/attune/Attune", NULL);
  self->is_demo = is_demo;
  return self;
}

int
attune_application_show(gboolean is_demo)
{
  if (!gtk_init_check()) {
    fputs(
        _("There is no display here, so there can be no window. `attune listen` hears you in this "
          "terminal, `attune listen --demo` shows a simulated couple, and `attune --help` lists "
          "all that works without a display.\n"),
        stderr);
    return 1;
  }
  g_set_application_name(_("Attune"));
  g_autoptr(AttuneApplication) application = attune_application_new(is_demo);
  return g_application_run(G_APPLICATION(application), 0, NULL);
}
