// SPDX-License-Identifier: GPL-3.0-or-later
/* What becomes of our recording. When a source is taken away, the server moves the recording to
 * another one and says so only here: "recording changed", and soon "source removed". */
#include "audio/pulse_private.h"

#include <string.h>
#include <unistd.h>

#define LOOK_AGAIN_MS 50

static void
forget(pa_operation *operation)
{
  if (operation != NULL) pa_operation_unref(operation);
}

static gboolean
is_ours(const pa_source_output_info *info)
{
  const char *process = pa_proplist_gets(info->proplist, PA_PROP_APPLICATION_PROCESS_ID);
  return process != NULL && g_ascii_strtoll(process, NULL, 10) == getpid();
}

/* The newest of our recordings on that source: recordings are numbered upwards. */
static void
find_recording(pa_context *context, const pa_source_output_info *info, int end, void *data)
{
  (void)context;
  attune_pulse *pulse = data;
  if (end != 0) {
    pulse->is_looked = TRUE;
    return;
  }
  if (!is_ours(info) || info->source != pulse->source_index) return;
  if (pulse->is_found && info->index < pulse->recording_index) return;
  pulse->recording_index = info->index;
  pulse->is_found = TRUE;
}

static void
judge_old_source(pa_context *context, const pa_source_info *info, int end, void *data)
{
  attune_pulse *pulse = data;
  if (end < 0 && pa_context_errno(context) == PA_ERR_NOENTITY)
    pulse->state = ATTUNE_PULSE_SOURCE_GONE;
  else if (end == 0 && info != NULL)
    pulse->n_moves++; /* both are there: a person's hand moved it, and that is fine */
}

static void
take_mute(pa_context *context, const pa_source_info *info, int end, void *data)
{
  (void)context;
  attune_pulse *pulse = data;
  if (end == 0 && info->index == pulse->source_index) pulse->is_muted = info->mute != 0;
}

static void
ask_mute(pa_context *context, attune_pulse *pulse)
{
  forget(pa_context_get_source_info_by_index(context, pulse->source_index, take_mute, pulse));
}

static void
compare_source(pa_context *context, const pa_source_output_info *info, int end, void *data)
{
  attune_pulse *pulse = data;
  if (end != 0 || info->source == pulse->source_index) return;
  forget(
      pa_context_get_source_info_by_index(context, pulse->source_index, judge_old_source, pulse));
  pulse->source_index = info->source;
  ask_mute(context, pulse);
}

static void
notice_event(pa_context *context, pa_subscription_event_type_t event, uint32_t index, void *data)
{
  attune_pulse *pulse = data;
  int what = event & PA_SUBSCRIPTION_EVENT_FACILITY_MASK;
  gboolean is_removed = (event & PA_SUBSCRIPTION_EVENT_TYPE_MASK) == PA_SUBSCRIPTION_EVENT_REMOVE;
  if (!pulse->is_found || pulse->state != ATTUNE_PULSE_FINE) return;
  if (what == PA_SUBSCRIPTION_EVENT_SOURCE && index == pulse->source_index && is_removed)
    pulse->state = ATTUNE_PULSE_SOURCE_GONE;
  else if (what == PA_SUBSCRIPTION_EVENT_SOURCE && index == pulse->source_index)
    ask_mute(context, pulse);
  else if (what == PA_SUBSCRIPTION_EVENT_SOURCE_OUTPUT && index == pulse->recording_index) {
    if (is_removed)
      pulse->state = ATTUNE_PULSE_ENDED;
    else
      forget(pa_context_get_source_output_info(context, index, compare_source, pulse));
  }
}

static gboolean
look_for_recording(attune_pulse *pulse, int timeout_ms)
{
  pulse->is_looked = FALSE;
  pa_operation *operation =
      pa_context_get_source_output_info_list(pulse->context, find_recording, pulse);
  if (operation == NULL) return FALSE;
  attune_pulse_wait(pulse, &pulse->is_looked, timeout_ms);
  forget(operation);
  return pulse->is_found;
}

static gboolean
find_source(attune_pulse *pulse, const char *name, int timeout_ms)
{
  g_autoptr(GPtrArray) sources = attune_pulse_list_sources(pulse, timeout_ms);
  for (guint i = 0; sources != NULL && i < sources->len; i++) {
    const attune_pulse_source *source = sources->pdata[i];
    if (strcmp(source->name, name) != 0) continue;
    pulse->source_index = source->index;
    pulse->is_muted = source->is_muted;
    return TRUE;
  }
  return FALSE;
}

gboolean
attune_pulse_watch(attune_pulse *pulse, const char *name, int timeout_ms)
{
  if (!find_source(pulse, name, timeout_ms)) return FALSE;
  pa_context_set_subscribe_callback(pulse->context, notice_event, pulse);
  forget(pa_context_subscribe(pulse->context,
                              PA_SUBSCRIPTION_MASK_SOURCE | PA_SUBSCRIPTION_MASK_SOURCE_OUTPUT,
                              NULL, NULL));
  for (int left_ms = timeout_ms; left_ms > 0 && !look_for_recording(pulse, timeout_ms);
       left_ms -= LOOK_AGAIN_MS)
    attune_pulse_turn(pulse, LOOK_AGAIN_MS);
  return pulse->is_found;
}

attune_pulse_state
attune_pulse_poll(attune_pulse *pulse)
{
  if (pulse->state != ATTUNE_PULSE_FINE) return pulse->state;
  pa_mainloop_iterate(pulse->loop, 0, NULL);
  if (pulse->state == ATTUNE_PULSE_FINE &&
      !PA_CONTEXT_IS_GOOD(pa_context_get_state(pulse->context)))
    pulse->state = ATTUNE_PULSE_NO_SERVER;
  return pulse->state;
}

unsigned
attune_pulse_n_moves(const attune_pulse *pulse)
{
  return pulse->n_moves;
}

gboolean
attune_pulse_is_muted(const attune_pulse *pulse)
{
  return pulse->is_muted;
}
