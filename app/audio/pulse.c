// SPDX-License-Identifier: GPL-3.0-or-later
/* Connection and lists. One file with the watch would be long: that is in pulse_watch.c. */
#include "audio/pulse_private.h"

#include "base/clock.h"

#include <math.h>

static int64_t
now_ms(void)
{
  return attune_clock_now_ns(attune_clock_monotonic()) / 1000000;
}

gboolean
attune_pulse_turn(attune_pulse *pulse, int timeout_ms)
{
  if (pa_mainloop_prepare(pulse->loop, timeout_ms * 1000) < 0) return FALSE;
  if (pa_mainloop_poll(pulse->loop) < 0) return FALSE;
  return pa_mainloop_dispatch(pulse->loop) >= 0;
}

static gboolean
is_broken(const attune_pulse *pulse)
{
  return !PA_CONTEXT_IS_GOOD(pa_context_get_state(pulse->context));
}

gboolean
attune_pulse_wait(attune_pulse *pulse, const gboolean *is_done, int timeout_ms)
{
  int64_t end = now_ms() + timeout_ms;
  while (!*is_done && !is_broken(pulse)) {
    int64_t left = end - now_ms();
    if (left <= 0 || !attune_pulse_turn(pulse, (int)left)) break;
  }
  return *is_done;
}

static void
notice_context(pa_context *context, void *data)
{
  attune_pulse *pulse = data;
  pa_context_state_t state = pa_context_get_state(context);
  if (state == PA_CONTEXT_READY) pulse->is_ready = TRUE;
}

attune_pulse *
attune_pulse_connect(int timeout_ms, gboolean *is_stuck)
{
  attune_pulse *pulse = g_new0(attune_pulse, 1);
  pulse->loop = pa_mainloop_new();
  pulse->context = pa_context_new(pa_mainloop_get_api(pulse->loop), "Attune");
  pa_context_set_state_callback(pulse->context, notice_context, pulse);
  if (pa_context_connect(pulse->context, NULL, PA_CONTEXT_NOAUTOSPAWN, NULL) >= 0 &&
      attune_pulse_wait(pulse, &pulse->is_ready, timeout_ms))
    return pulse;
  if (is_stuck != NULL) *is_stuck = !is_broken(pulse); /* still trying when the time was over */
  attune_pulse_free(pulse);
  return NULL;
}

void
attune_pulse_free(attune_pulse *pulse)
{
  if (pulse == NULL) return;
  pa_context_set_state_callback(pulse->context, NULL, NULL);
  pa_context_set_subscribe_callback(pulse->context, NULL, NULL);
  pa_context_disconnect(pulse->context);
  pa_context_unref(pulse->context);
  pa_mainloop_free(pulse->loop);
  g_free(pulse);
}

static void
free_source(gpointer data)
{
  attune_pulse_source *source = data;
  g_free(source->name);
  g_free(source->description);
  g_free(source);
}

typedef struct {
  GPtrArray *sources;
  char *default_name;
  gboolean is_done;
} listing;

static void
take_source(pa_context *context, const pa_source_info *info, int end, void *data)
{
  (void)context;
  listing *l = data;
  if (end != 0) {
    l->is_done = TRUE;
    return;
  }
  attune_pulse_source *source = g_new0(attune_pulse_source, 1);
  const char *shown = info->description != NULL ? info->description : info->name;
  *source = (attune_pulse_source){
      .name = g_strdup(info->name),
      .description = g_utf8_make_valid(shown, -1),
      .n_channels = info->sample_spec.channels,
      .rate_hz = info->sample_spec.rate,
      .volume = (double)pa_cvolume_avg(&info->volume) / PA_VOLUME_NORM,
      .is_muted = info->mute != 0,
      .is_monitor = info->monitor_of_sink != PA_INVALID_INDEX,
      .index = info->index,
  };
  g_ptr_array_add(l->sources, source);
}

static void
take_server(pa_context *context, const pa_server_info *info, void *data)
{
  (void)context;
  listing *l = data;
  if (info != NULL) l->default_name = g_strdup(info->default_source_name);
  l->is_done = TRUE;
}

/* Asks for one thing and waits. The answer must not come after `l` is gone: it is cancelled. */
static gboolean
finish(attune_pulse *pulse, pa_operation *operation, gboolean *is_done, int timeout_ms)
{
  if (operation == NULL) return FALSE;
  gboolean is_answered = attune_pulse_wait(pulse, is_done, timeout_ms);
  if (!is_answered) pa_operation_cancel(operation);
  pa_operation_unref(operation);
  return is_answered;
}

static void
mark_default(const listing *l)
{
  for (guint i = 0; i < l->sources->len; i++) {
    attune_pulse_source *source = l->sources->pdata[i];
    source->is_default = g_strcmp0(source->name, l->default_name) == 0;
  }
}

GPtrArray *
attune_pulse_list_sources(attune_pulse *pulse, int timeout_ms)
{
  listing l = {.sources = g_ptr_array_new_with_free_func(free_source)};
  pa_operation *server = pa_context_get_server_info(pulse->context, take_server, &l);
  gboolean is_answered = finish(pulse, server, &l.is_done, timeout_ms);
  l.is_done = FALSE;
  is_answered =
      is_answered && finish(pulse, pa_context_get_source_info_list(pulse->context, take_source, &l),
                            &l.is_done, timeout_ms);
  if (is_answered)
    mark_default(&l);
  else
    g_clear_pointer(&l.sources, g_ptr_array_unref);
  g_free(l.default_name);
  return l.sources;
}
