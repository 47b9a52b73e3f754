// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/solo/attune-solo-page.h"

#include "pages/trouble-notice.h"
#include "widgets/attune-ring.h"

#include <glib/gi18n.h>
#include <math.h>

#define COUNTDOWN 3      /* seconds between "Ready" and the first breath */
#define LOUD_OVER_DB 22. /* over the room: a breath that fills the ring */

struct _AttuneSoloPage {
  AttunePage parent_instance;

  AttuneRing *ring;
  AttuneNotice *notice;
  GtkLabel *count, *title, *words;
  GtkWidget *begin, *stop;

  int partner;
  int countdown; /* seconds to go; 0: none is under way */
  guint countdown_id, tick_id;
  gboolean is_begun;    /* the part is under way */
  double room_dbfs;     /* the quietest that was heard lately */
  double wanted, heard; /* 0..1: newest level, and what is shown of it */
};

enum { PROP_PARTNER = 1, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE(AttuneSoloPage, attune_solo_page, ATTUNE_TYPE_PAGE)

/* --- Words --------------------------------------------------------------------------------- */

static void
say(AttuneSoloPage *self, const char *title, const char *words)
{
  gtk_label_set_label(self->title, title);
  gtk_label_set_label(self->words, words);
}

static void
say_invitation(AttuneSoloPage *self)
{
  if (self->partner == ATTUNE_A)
    say(self, _("Circle breathes, Diamond waits"),
        _("Circle, breathe with the ring for four breaths, so that I learn how you sound. Through "
          "nose or mouth, as you like. Diamond, please keep still meanwhile."));
  else
    say(self, _("Diamond breathes, Circle waits"),
        _("Now Diamond, four breaths with the ring. Circle, please keep still meanwhile."));
}

static void
say_breathing(AttuneSoloPage *self)
{
  say(self, self->partner == ATTUNE_A ? _("Circle breathes") : _("Diamond breathes"),
      self->partner == ATTUNE_A ? _("Diamond keeps still.") : _("Circle keeps still."));
}

static void
show_buttons(AttuneSoloPage *self)
{
  gboolean is_busy = self->countdown > 0 || self->is_begun;
  gtk_widget_set_visible(self->begin, !is_busy);
  gtk_widget_set_visible(self->stop, is_busy);
}

static void
count(AttuneSoloPage *self, const char *text)
{
  if (g_strcmp0(gtk_label_get_label(self->count), text) != 0)
    gtk_label_set_label(self->count, text);
}

/* --- What is seen -------------------------------------------------------------------------- */

static void
count_guide(AttuneSoloPage *self, const attune_pace_now *guide)
{
  if (guide->word == ATTUNE_PACE_WORD_NONE) {
    count(self, "");
    return;
  }
  g_autofree char *text = g_strdup_printf(
      "%s · %d", guide->word == ATTUNE_PACE_WORD_IN ? _("in") : _("out"), guide->count);
  count(self, text);
}

static gboolean
tick(GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  (void)data;
  AttuneSoloPage *self = ATTUNE_SOLO_PAGE(widget);
  AttuneSession *session = attune_page_get_session(ATTUNE_PAGE(self));
  gint64 now_us = gdk_frame_clock_get_frame_time(clock);
  self->heard += 0.18 * (self->wanted - self->heard);
  AttuneRingInput input = {NAN, self->heard, NAN, self->partner};
  if (self->is_begun) {
    attune_pace_now guide = attune_session_get_guide(session, now_us);
    if (!isnan(guide.phase_rad)) input.guide = 0.5 - 0.5 * cos(guide.phase_rad);
    input.progress = attune_session_get_part_s(session, now_us) / attune_session_solo_s(session);
    count_guide(self, &guide);
  }
  attune_ring_show(self->ring, &input);
  return G_SOURCE_CONTINUE;
}

static void
on_frame(AttuneSoloPage *self, const attune_frame *frame)
{
  if (!attune_page_is_shown(ATTUNE_PAGE(self))) return;
  double level_dbfs = (double)fmaxf(frame->level_dbfs[ATTUNE_A], frame->level_dbfs[ATTUNE_B]);
  if (level_dbfs < self->room_dbfs || isnan(self->room_dbfs)) self->room_dbfs = level_dbfs;
  self->room_dbfs += 0.02; /* forgets a moment that was quieter than the room is */
  double over_db = level_dbfs - self->room_dbfs - 2.0;
  self->wanted =
      frame->unheard & ATTUNE_UNHEARD_BUMP ? self->wanted : CLAMP(over_db / LOUD_OVER_DB, 0.0, 1.0);
}

/* --- Beginning and ending ------------------------------------------------------------------ */

static void
rest(AttuneSoloPage *self)
{
  g_clear_handle_id(&self->countdown_id, g_source_remove);
  self->countdown = 0;
  self->is_begun = FALSE;
  count(self, "");
  say_invitation(self);
  show_buttons(self);
}

static gboolean
count_down(gpointer data)
{
  AttuneSoloPage *self = data;
  self->countdown--;
  if (self->countdown > 0) {
    g_autofree char *text = g_strdup_printf("%d", self->countdown);
    count(self, text);
    return G_SOURCE_CONTINUE;
  }
  self->countdown_id = 0;
  count(self, "");
  self->is_begun = TRUE;
  attune_session_begin_solo(attune_page_get_session(ATTUNE_PAGE(self)),
                            (attune_partner)self->partner);
  return G_SOURCE_REMOVE;
}

static void
on_begin(AttuneSoloPage *self)
{
  if (!attune_page_is_shown(ATTUNE_PAGE(self))) return; /* pressed while it fades away */
  self->countdown = COUNTDOWN;
  self->countdown_id = g_timeout_add(1000, count_down, self);
  g_autofree char *text = g_strdup_printf("%d", self->countdown);
  count(self, text);
  say_breathing(self);
  show_buttons(self);
  gtk_widget_grab_focus(self->stop);
}

static void
on_stop(AttuneSoloPage *self)
{
  gboolean was_begun = self->is_begun;
  rest(self);
  if (was_begun) attune_session_end_part(attune_page_get_session(ATTUNE_PAGE(self)));
}

static void
on_state(AttuneSoloPage *self)
{
  AttuneSession *session = attune_page_get_session(ATTUNE_PAGE(self));
  gboolean is_over = attune_session_get_state(session) == ATTUNE_SESSION_READY;
  if (!attune_page_is_shown(ATTUNE_PAGE(self)) || !self->is_begun || !is_over) return;
  rest(self);
  if (self->partner == ATTUNE_B) attune_session_learn(session);
  attune_page_go(ATTUNE_PAGE(self), self->partner == ATTUNE_A ? "solo-b" : "rehearsal");
}

static void
on_trouble(AttuneSoloPage *self)
{
  AttunePage *page = ATTUNE_PAGE(self);
  if (!attune_page_is_shown(page)) return;
  attune_notice_tell(self->notice, attune_session_get_trouble(attune_page_get_session(page)));
}

/* --- The page ------------------------------------------------------------------------------ */

static void
meet(AttunePage *page)
{
  AttuneSession *session = attune_page_get_session(page);
  g_signal_connect_object(session, "frame", G_CALLBACK(on_frame), page, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "notify::state", G_CALLBACK(on_state), page, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "notify::trouble", G_CALLBACK(on_trouble), page,
                          G_CONNECT_SWAPPED);
}

static void
enter(AttunePage *page)
{
  AttuneSoloPage *self = ATTUNE_SOLO_PAGE(page);
  self->room_dbfs = NAN;
  self->wanted = self->heard = 0.0;
  rest(self);
  on_trouble(self);
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback(GTK_WIDGET(self), tick, NULL, NULL);
}

static void
leave(AttunePage *page)
{
  AttuneSoloPage *self = ATTUNE_SOLO_PAGE(page);
  if (self->is_begun) attune_session_end_part(attune_page_get_session(page));
  rest(self);
  gtk_widget_remove_tick_callback(GTK_WIDGET(self), self->tick_id);
  self->tick_id = 0;
}

/* Esc first stops the breathing, and only then goes back. */
static gboolean
escape(AttunePage *page)
{
  AttuneSoloPage *self = ATTUNE_SOLO_PAGE(page);
  if (self->countdown == 0 && !self->is_begun) return FALSE;
  on_stop(self);
  return TRUE;
}

static void
set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_PARTNER)
    ATTUNE_SOLO_PAGE(object)->partner = g_value_get_int(value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

static void
dispose(GObject *object)
{
  g_clear_handle_id(&ATTUNE_SOLO_PAGE(object)->countdown_id, g_source_remove);
  G_OBJECT_CLASS(attune_solo_page_parent_class)->dispose(object);
}

static void
attune_solo_page_class_init(AttuneSoloPageClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  GObjectClass *object = G_OBJECT_CLASS(class);
  AttunePageClass *page = ATTUNE_PAGE_CLASS(class);
  object->set_property = set_property;
  object->dispose = dispose;
  page->meet = meet;
  page->enter = enter;
  page->leave = leave;
  page->escape = escape;
  props[PROP_PARTNER] = g_param_spec_int("partner", NULL, NULL, ATTUNE_A, ATTUNE_B, ATTUNE_A,
                                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(object, N_PROPS, props);
  g_type_ensure(ATTUNE_TYPE_RING);
  g_type_ensure(ATTUNE_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/solo/attune-solo-page.ui");
  gtk_widget_class_bind_template_child(widget, AttuneSoloPage, ring);
  gtk_widget_class_bind_template_child(widget, AttuneSoloPage, notice);
  gtk_widget_class_bind_template_child(widget, AttuneSoloPage, count);
  gtk_widget_class_bind_template_child(widget, AttuneSoloPage, title);
  gtk_widget_class_bind_template_child(widget, AttuneSoloPage, words);
  gtk_widget_class_bind_template_child(widget, AttuneSoloPage, begin);
  gtk_widget_class_bind_template_child(widget, AttuneSoloPage, stop);
  gtk_widget_class_bind_template_callback(widget, on_begin);
  gtk_widget_class_bind_template_callback(widget, on_stop);
}

static void
attune_solo_page_init(AttuneSoloPage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
