// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attune-session-private.h"

#include <math.h>

static GParamSpec *props[ATTUNE_SESSION_N_PROPS];
static guint signals[ATTUNE_SESSION_N_SIGNALS];

G_DEFINE_ENUM_TYPE(AttuneSessionState, attune_session_state,
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_IDLE, "idle"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_OPENING, "opening"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_READY, "ready"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_SOLO, "solo"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_LEARNING, "learning"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_LIVE, "live"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_PAUSED, "paused"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_CONCLUDING, "concluding"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_LOST, "lost"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_RESTING, "resting"),
                   G_DEFINE_ENUM_VALUE(ATTUNE_SESSION_FAILED, "failed"))

G_DEFINE_FINAL_TYPE(AttuneSession, attune_session, G_TYPE_OBJECT)

/* --- Telling ------------------------------------------------------------------------------- */

void
attune_session_set_state(AttuneSession *self, AttuneSessionState state)
{
  if (self->state == state) return;
  self->state = state;
  g_object_notify_by_pspec(G_OBJECT(self), props[ATTUNE_SESSION_PROP_STATE]);
}

void
attune_session_set_trouble(AttuneSession *self, attune_trouble trouble)
{
  if (self->trouble == trouble) return;
  self->trouble = trouble;
  g_object_notify_by_pspec(G_OBJECT(self), props[ATTUNE_SESSION_PROP_TROUBLE]);
}

void
attune_session_set_flag(AttuneSession *self, gboolean *flag, gboolean value,
                        attune_session_prop prop)
{
  if (*flag == value) return;
  *flag = value;
  g_object_notify_by_pspec(G_OBJECT(self), props[prop]);
}

void
attune_session_set_text(AttuneSession *self, char **text, const char *value,
                        attune_session_prop prop)
{
  if (g_strcmp0(*text, value) == 0) return;
  g_free(*text);
  *text = g_strdup(value);
  g_object_notify_by_pspec(G_OBJECT(self), props[prop]);
}

void
attune_session_tell(AttuneSession *self, attune_session_signal signal, ...)
{
  va_list args;
  va_start(args, signal);
  g_signal_emit_valist(self, signals[signal], 0, args);
  va_end(args);
}

/* --- Asking -------------------------------------------------------------------------------- */

double
attune_session_solo_s(AttuneSession *self)
{
  (void)self;
  return ATTUNE_SESSION_SOLO_S;
}

AttuneSessionState
attune_session_get_state(AttuneSession *self)
{
  return self->state;
}

attune_trouble
attune_session_get_trouble(AttuneSession *self)
{
  return self->trouble;
}

gboolean
attune_session_get_is_demo(AttuneSession *self)
{
  return self->is_demo;
}

gboolean
attune_session_get_is_calibrated(AttuneSession *self)
{
  return self->is_calibrated;
}

const char *
attune_session_get_label(AttuneSession *self)
{
  return self->label;
}

const char *
attune_session_get_message(AttuneSession *self)
{
  return self->message;
}

attune_hearing
attune_session_get_hearing(AttuneSession *self)
{
  return self->hearing;
}

const attune_rehearsal_result *
attune_session_get_rehearsal(AttuneSession *self)
{
  return &self->rehearsal;
}

const attune_outcome *
attune_session_get_outcome(AttuneSession *self)
{
  return self->outcome;
}

double
attune_session_get_closeness(AttuneSession *self)
{
  return self->watch.separable ? attune_closeness_tell(&self->closeness) : NAN;
}

const attune_practice *
attune_session_get_practice(AttuneSession *self)
{
  return &self->practice;
}

/* --- The object ---------------------------------------------------------------------------- */

static void
get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  AttuneSession *self = ATTUNE_SESSION(object);
  switch (id) {
  case ATTUNE_SESSION_PROP_STATE:
    g_value_set_enum(value, self->state);
    break;
  case ATTUNE_SESSION_PROP_TROUBLE:
    g_value_set_int(value, self->trouble);
    break;
  case ATTUNE_SESSION_PROP_IS_DEMO:
    g_value_set_boolean(value, self->is_demo);
    break;
  case ATTUNE_SESSION_PROP_IS_CALIBRATED:
    g_value_set_boolean(value, self->is_calibrated);
    break;
  case ATTUNE_SESSION_PROP_LABEL:
    g_value_set_string(value, self->label);
    break;
  case ATTUNE_SESSION_PROP_MESSAGE:
    g_value_set_string(value, self->message);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

static void
finalize(GObject *object)
{
  AttuneSession *self = ATTUNE_SESSION(object);
  g_clear_handle_id(&self->look_id, g_source_remove);
  attune_engine_free(self->engine);
  attune_cues_free(self->cues);
  attune_pace_free(self->pace);
  attune_outcome_free(self->outcome);
  g_free(self->label);
  g_free(self->message);
  G_OBJECT_CLASS(attune_session_parent_class)->finalize(object);
}

static void
attune_session_class_init(AttuneSessionClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS(class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object->get_property = get_property;
  object->finalize = finalize;
  props[ATTUNE_SESSION_PROP_STATE] =
      g_param_spec_enum("state", NULL, NULL, ATTUNE_TYPE_SESSION_STATE, ATTUNE_SESSION_IDLE, flags);
  props[ATTUNE_SESSION_PROP_TROUBLE] =
      g_param_spec_int("trouble", NULL, NULL, 0, ATTUNE_N_TROUBLES - 1, 0, flags);
  props[ATTUNE_SESSION_PROP_IS_DEMO] = g_param_spec_boolean("is-demo", NULL, NULL, FALSE, flags);
  props[ATTUNE_SESSION_PROP_IS_CALIBRATED] =
      g_param_spec_boolean("is-calibrated", NULL, NULL, FALSE, flags);
  props[ATTUNE_SESSION_PROP_LABEL] = g_param_spec_string("label", NULL, NULL, NULL, flags);
  props[ATTUNE_SESSION_PROP_MESSAGE] = g_param_spec_string("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties(object, ATTUNE_SESSION_N_PROPS, props);
  GType type = G_TYPE_FROM_CLASS(class);
  signals[ATTUNE_SESSION_FRAME] = g_signal_new("frame", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                               NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[ATTUNE_SESSION_LEARNT] =
      g_signal_new("learnt", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ATTUNE_SESSION_CONCLUDED] =
      g_signal_new("concluded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ATTUNE_SESSION_MARKED] = g_signal_new("marked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
attune_session_init(AttuneSession *self)
{
  self->speed = 1.0;
  self->label = g_strdup("");
  self->message = g_strdup("");
  self->practice = attune_practice_usual();
  attune_session_forget(self);
}

AttuneSession *
attune_session_new(void)
{
  return g_object_new(ATTUNE_TYPE_SESSION, NULL);
}
