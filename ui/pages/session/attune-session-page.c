// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/session/attune-session-page.h"

#include "pages/trouble-notice.h"
#include "widgets/attune-figure.h"
#include "words/practice.h"
#include "words/troubles.h"

#include <glib/gi18n.h>
#include <math.h>

#define LISTENING_S 30.0 /* no judgement yet */
#define SURE_RAD 0.9     /* spread of a phase that is drawn as known */
#define SAID_US 2500000  /* how long the answer to a key stays */
#define CONTROLS_MS 3000 /* controls of the quiet view stay so long after the pointer rests */
#define MOVED_PX 4.0     /* less is a table that trembles */

struct _AttuneSessionPage {
  AttunePage parent_instance;

  AttuneFigure *figure;
  AttuneNotice *notice;
  GtkLabel *name, *left;
  GtkWidget *line, *steering, *wishes, *closeness, *controls, *pause, *stop;
  gboolean is_watching_window, is_quiet, is_guide_hidden;
  const char *said; /* answer to a key, in place of the name; NULL: none */
  gint64 said_us;
  guint hide_id;
  double pointer_x, pointer_y;
};

G_DEFINE_FINAL_TYPE(AttuneSessionPage, attune_session_page, ATTUNE_TYPE_PAGE)

static AttuneSession *
session_of(AttuneSessionPage *self)
{
  return attune_page_get_session(ATTUNE_PAGE(self));
}

static void
set_label(GtkLabel *label, const char *text)
{
  if (g_strcmp0(gtk_label_get_label(label), text) != 0) gtk_label_set_label(label, text);
}

/* --- Words around the figure --------------------------------------------------------------- */

static void
tell_name(AttuneSessionPage *self, double part_s)
{
  const attune_practice *practice = attune_session_get_practice(session_of(self));
  double fade_s = attune_practice_fade_at_s(practice);
  if (g_get_monotonic_time() - self->said_us > SAID_US) self->said = NULL;
  if (self->said != NULL) {
    set_label(self->name, self->said);
  } else if (attune_session_get_state(session_of(self)) == ATTUNE_SESSION_PAUSED) {
    set_label(self->name, _("Paused"));
  } else if (part_s < LISTENING_S) {
    set_label(self->name, _("Breathe together · listening"));
  } else if (part_s >= fade_s) {
    set_label(self->name, _("Breathe together · go on without me"));
  } else {
    g_autofree char *name =
        g_strdup_printf(_("Breathe together · %s"), attune_practice_say_guide(practice));
    set_label(self->name, name);
  }
}

static void
tell_time(AttuneSessionPage *self)
{
  AttuneSession *session = session_of(self);
  double part_s = attune_session_get_part_s(session, g_get_monotonic_time());
  double left_s = attune_session_get_practice(session)->length_s - part_s;
  g_autofree char *time = attune_clock_say(left_s);
  /* Translators: time that is left, "1:24 left" */
  g_autofree char *text = g_strdup_printf(_("%s left"), time);
  set_label(self->left, text);
  tell_name(self, part_s);
}

static const char *
find_gap(uint32_t unheard)
{
  uint32_t bits = unheard & ATTUNE_UNHEARD_EXCLUDES & ~ATTUNE_UNHEARD_WORDLESS;
  for (unsigned kind = 0; kind < ATTUNE_UNHEARD_KINDS; kind++)
    if (bits & (1u << kind)) return attune_unheard_word(kind);
  return NULL;
}

/* --- What the figure is told --------------------------------------------------------------- */

static AttuneFigureGuide
show_guide(AttuneSessionPage *self, gint64 clock_us)
{
  attune_pace_now guide = attune_session_get_guide(session_of(self), clock_us);
  gboolean is_there = guide.opacity > 0.0 && !isnan(guide.phase_rad);
  return (AttuneFigureGuide){.phase_rad = guide.phase_rad,
                             .rate_per_min = guide.rate_per_min,
                             .in_share = guide.in_share,
                             .opacity = guide.opacity,
                             .is_shown = is_there && !self->is_guide_hidden};
}

static void
on_frame(AttuneSessionPage *self, const attune_frame *frame)
{
  AttuneSession *session = session_of(self);
  if (!attune_page_is_shown(ATTUNE_PAGE(self)) || frame->part != ATTUNE_PART_LIVE) return;
  gint64 clock_us = attune_session_clock_of(session, frame);
  AttuneFigureInput input = {.clock_us = clock_us,
                             .closeness = attune_session_get_closeness(session),
                             .guide = show_guide(self, clock_us),
                             .is_demo = attune_session_get_is_demo(session)};
  gboolean is_told_apart = attune_session_get_rehearsal(session)->separable;
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    const attune_breath *breath = &frame->breath[p];
    input.partner[p] = (AttuneFigurePartner){.phase_rad = (double)breath->phase_rad,
                                             .rate_per_min = (double)breath->rate_per_min,
                                             .spread_rad = (double)breath->spread_rad,
                                             .is_present = breath->present != 0,
                                             .is_sure = is_told_apart && breath->present &&
                                                        (double)breath->spread_rad < SURE_RAD};
  }
  attune_figure_push(self->figure, &input);
  attune_figure_set_gap(self->figure, find_gap(frame->unheard));
  tell_time(self);
}

/* --- State --------------------------------------------------------------------------------- */

static void
on_state(AttuneSessionPage *self)
{
  if (!attune_page_is_shown(ATTUNE_PAGE(self))) return;
  AttuneSessionState state = attune_session_get_state(session_of(self));
  gboolean is_paused = state == ATTUNE_SESSION_PAUSED;
  g_object_set(self->figure, "running", state == ATTUNE_SESSION_LIVE, NULL);
  gtk_button_set_label(GTK_BUTTON(self->pause), is_paused ? _("Go on") : _("Pause"));
  gtk_widget_set_sensitive(self->pause, state != ATTUNE_SESSION_CONCLUDING);
  tell_time(self);
}

static void
on_trouble(AttuneSessionPage *self)
{
  if (!attune_page_is_shown(ATTUNE_PAGE(self))) return;
  attune_notice_tell(self->notice, attune_session_get_trouble(session_of(self)));
}

static void
on_concluded(AttuneSessionPage *self)
{
  if (attune_page_is_shown(ATTUNE_PAGE(self))) attune_page_go(ATTUNE_PAGE(self), "after");
}

/* --- What people do ------------------------------------------------------------------------ */

static void
on_pause(AttuneSessionPage *self)
{
  AttuneSession *session = session_of(self);
  attune_session_pause(session, attune_session_get_state(session) != ATTUNE_SESSION_PAUSED);
}

static void
on_stop(AttuneSessionPage *self)
{
  attune_session_end_part(session_of(self));
}

static void
pause_by_key(GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void)action, (void)parameter;
  on_pause(ATTUNE_SESSION_PAGE(widget));
}

static void
say(AttuneSessionPage *self, const char *words)
{
  self->said = words;
  self->said_us = g_get_monotonic_time();
  set_label(self->name, words);
}

static void
toggle_sound(GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void)action, (void)parameter;
  AttuneSessionPage *self = ATTUNE_SESSION_PAGE(widget);
  AttuneSettings *settings = attune_page_get_settings(ATTUNE_PAGE(self));
  gboolean is_on = !attune_settings_get_flag(settings, "sound");
  attune_settings_set_flag(settings, "sound", is_on);
  attune_session_set_sounding(session_of(self), is_on);
  say(self, is_on ? _("Sound on") : _("Sound off"));
}

static void
toggle_guide(GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void)action, (void)parameter;
  AttuneSessionPage *self = ATTUNE_SESSION_PAGE(widget);
  self->is_guide_hidden = !self->is_guide_hidden;
  say(self, self->is_guide_hidden ? _("Guide hidden") : _("Guide shown"));
}

static void
mark_by_key(GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void)action;
  AttuneSessionPage *self = ATTUNE_SESSION_PAGE(widget);
  attune_session_mark(session_of(self), (unsigned)g_variant_get_int32(parameter));
}

static void
steer(GtkWidget *widget, const char *action, GVariant *parameter)
{
  (void)action;
  int nudge, partner;
  g_variant_get(parameter, "(ii)", &nudge, &partner);
  attune_session_nudge(session_of(ATTUNE_SESSION_PAGE(widget)), (attune_couple_nudge)nudge,
                       (attune_partner)partner);
}

static void
on_closeness(AttuneSessionPage *self)
{
  attune_session_steer(session_of(self), gtk_range_get_value(GTK_RANGE(self->closeness)));
}

static gboolean
escape(AttunePage *page)
{
  on_stop(ATTUNE_SESSION_PAGE(page));
  return TRUE;
}

/* --- Quiet view ---------------------------------------------------------------------------- */

static gboolean
hide_controls(gpointer data)
{
  AttuneSessionPage *self = data;
  self->hide_id = 0;
  if (self->is_quiet) gtk_widget_set_visible(self->controls, FALSE);
  if (self->is_quiet) gtk_widget_grab_focus(GTK_WIDGET(self));
  return G_SOURCE_REMOVE;
}

/* GTK tells of motion also when the page moved under a pointer that rests. */
static void
on_motion(AttuneSessionPage *self, double x, double y)
{
  gboolean has_moved = hypot(x - self->pointer_x, y - self->pointer_y) > MOVED_PX;
  if (!self->is_quiet || !has_moved) return;
  self->pointer_x = x;
  self->pointer_y = y;
  gtk_widget_set_visible(self->controls, TRUE);
  g_clear_handle_id(&self->hide_id, g_source_remove);
  self->hide_id = g_timeout_add(CONTROLS_MS, hide_controls, self);
}

static void
on_fullscreened(AttuneSessionPage *self)
{
  GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));
  gboolean is_quiet = root != NULL && gtk_window_is_fullscreen(GTK_WINDOW(root));
  gboolean is_demo = attune_session_get_is_demo(session_of(self));
  self->is_quiet = is_quiet;
  g_clear_handle_id(&self->hide_id, g_source_remove);
  g_object_set(self->figure, "quiet", is_quiet, NULL);
  gtk_widget_set_visible(self->line, !is_quiet);
  gtk_widget_set_visible(self->controls, !is_quiet);
  gtk_widget_set_visible(self->steering, !is_quiet && is_demo);
  if (is_quiet) gtk_widget_grab_focus(GTK_WIDGET(self));
}

static void
watch_window(AttuneSessionPage *self)
{
  GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));
  if (self->is_watching_window || root == NULL) return;
  self->is_watching_window = TRUE;
  g_signal_connect_object(root, "notify::fullscreened", G_CALLBACK(on_fullscreened), self,
                          G_CONNECT_SWAPPED);
}

/* --- The page ------------------------------------------------------------------------------ */

static void
add_steering(AttuneSessionPage *self)
{
  static const struct {
    const char *label;
    attune_couple_nudge nudge;
    attune_partner partner;
  } wishes[] = {{N_("Circle sighs"), ATTUNE_COUPLE_NUDGE_SIGH, ATTUNE_A},
                {N_("Circle talks"), ATTUNE_COUPLE_NUDGE_TALK, ATTUNE_A},
                {N_("Diamond leaves"), ATTUNE_COUPLE_NUDGE_LEAVE, ATTUNE_B},
                {N_("Diamond returns"), ATTUNE_COUPLE_NUDGE_RETURN, ATTUNE_B}};
  for (size_t i = 0; i < G_N_ELEMENTS(wishes); i++) {
    GtkWidget *button = gtk_button_new_with_label(_(wishes[i].label));
    gtk_widget_add_css_class(button, "steer");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "session.steer");
    gtk_actionable_set_action_target(GTK_ACTIONABLE(button), "(ii)", (int)wishes[i].nudge,
                                     (int)wishes[i].partner);
    gtk_flow_box_insert(GTK_FLOW_BOX(self->wishes), button, -1);
    gtk_widget_set_focusable(gtk_widget_get_parent(button), FALSE);
  }
}

static void
meet(AttunePage *page)
{
  AttuneSession *session = attune_page_get_session(page);
  AttuneSettings *settings = attune_page_get_settings(page);
  AttuneSessionPage *self = ATTUNE_SESSION_PAGE(page);
  g_signal_connect_object(session, "frame", G_CALLBACK(on_frame), page, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "notify::state", G_CALLBACK(on_state), page, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "notify::trouble", G_CALLBACK(on_trouble), page,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "concluded", G_CALLBACK(on_concluded), page, G_CONNECT_SWAPPED);
  g_object_bind_property(settings, "allow-motion", self->figure, "allow-motion",
                         G_BINDING_SYNC_CREATE);
}

static AttuneFigureView
find_view(AttuneSettings *settings)
{
  const char *view = attune_settings_get_word(settings, "view");
  if (g_str_equal(view, "ribbons")) return ATTUNE_FIGURE_VIEW_RIBBONS;
  return g_str_equal(view, "words") ? ATTUNE_FIGURE_VIEW_WORDS : ATTUNE_FIGURE_VIEW_RINGS;
}

static void
enter(AttunePage *page)
{
  AttuneSessionPage *self = ATTUNE_SESSION_PAGE(page);
  AttuneSettings *settings = attune_page_get_settings(page);
  attune_practice practice = attune_settings_get_practice(settings);
  self->is_guide_hidden = FALSE;
  self->said = NULL;
  attune_figure_clear(self->figure);
  attune_figure_set_gap(self->figure, NULL);
  g_object_set(self->figure, "view", find_view(settings), "running", TRUE, NULL);
  watch_window(self);
  on_fullscreened(self);
  attune_session_set_sounding(session_of(self), attune_settings_get_flag(settings, "sound"));
  attune_session_begin_practice(session_of(self), &practice);
  tell_time(self);
  on_state(self);
  on_trouble(self);
  gtk_widget_grab_focus(self->pause);
}

static void
leave(AttunePage *page)
{
  attune_session_end_part(attune_page_get_session(page));
}

static void
dispose(GObject *object)
{
  g_clear_handle_id(&ATTUNE_SESSION_PAGE(object)->hide_id, g_source_remove);
  G_OBJECT_CLASS(attune_session_page_parent_class)->dispose(object);
}

static void
attune_session_page_class_init(AttuneSessionPageClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  AttunePageClass *page = ATTUNE_PAGE_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = dispose;
  page->meet = meet;
  page->enter = enter;
  page->leave = leave;
  page->escape = escape;
  g_type_ensure(ATTUNE_TYPE_FIGURE);
  g_type_ensure(ATTUNE_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/session/attune-session-page.ui");
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, figure);
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, notice);
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, name);
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, left);
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, line);
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, steering);
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, wishes);
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, closeness);
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, controls);
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, pause);
  gtk_widget_class_bind_template_child(widget, AttuneSessionPage, stop);
  gtk_widget_class_bind_template_callback(widget, on_pause);
  gtk_widget_class_bind_template_callback(widget, on_stop);
  gtk_widget_class_bind_template_callback(widget, on_closeness);
  gtk_widget_class_bind_template_callback(widget, on_motion);
  gtk_widget_class_install_action(widget, "session.pause", NULL, pause_by_key);
  gtk_widget_class_install_action(widget, "session.sound", NULL, toggle_sound);
  gtk_widget_class_install_action(widget, "session.guide", NULL, toggle_guide);
  gtk_widget_class_install_action(widget, "session.mark", "i", mark_by_key);
  gtk_widget_class_install_action(widget, "session.steer", "(ii)", steer);
  gtk_widget_class_add_binding_action(widget, GDK_KEY_space, 0, "session.pause", NULL);
  gtk_widget_class_add_binding_action(widget, GDK_KEY_m, 0, "session.sound", NULL);
  gtk_widget_class_add_binding_action(widget, GDK_KEY_g, 0, "session.guide", NULL);
  for (int number = 1; number <= 9; number++)
    gtk_widget_class_add_binding_action(widget, GDK_KEY_0 + (guint)number, 0, "session.mark", "i",
                                        number);
}

static void
attune_session_page_init(AttuneSessionPage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
  add_steering(self);
}
