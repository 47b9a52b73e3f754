// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_microphone.h"

#include <math.h>

#define BUFFER 480

static int64_t
read_fake(const attune_clock *clock)
{
  return ((const fake_clock *)clock)->now_ns;
}

static void
sleep_fake(const attune_clock *clock, int64_t duration_ns)
{
  ((fake_clock *)(uintptr_t)clock)->now_ns += duration_ns;
}

void
fake_clock_init(fake_clock *clock)
{
  *clock = (fake_clock){{read_fake, sleep_fake}, 5000000000};
}

static gboolean
start_fake(attune_source *source, GError **error)
{
  fake_microphone *m = (fake_microphone *)source;
  if ((double)m->clock->now_ns * 1e-9 >= m->gone_from_s)
    return attune_audio_fail(error, ATTUNE_AUDIO_ERROR_NO_DEVICE, "The fake is gone.");
  m->start_s += (double)m->clock->now_ns * 1e-9;
  m->next_frame = 0;
  m->is_running = TRUE;
  return TRUE;
}

static attune_read_state
read_microphone(attune_source *source, size_t max_frames, int timeout_ms, attune_block *block,
                GError **error)
{
  (void)timeout_ms;
  fake_microphone *m = (fake_microphone *)source;
  double now_s = (double)m->clock->now_ns * 1e-9;
  if (!m->is_running) return ATTUNE_READ_END;
  if (now_s >= m->gone_from_s) {
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_LOST, "The fake went away.");
    return ATTUNE_READ_LOST;
  }
  g_assert(max_frames >= BUFFER);
  double begin_s = m->start_s + (double)m->next_frame / m->true_rate_hz;
  double end_s = begin_s + BUFFER / m->true_rate_hz;
  if (now_s < end_s + m->late_s) return ATTUNE_READ_WAIT;
  if (m->lose_s > 0 && begin_s >= m->lose_from_s) {
    m->next_frame += (uint64_t)(m->lose_s * m->true_rate_hz);
    m->lose_s = 0;
    return ATTUNE_READ_WAIT;
  }
  for (size_t i = 0; i < BUFFER; i++) {
    double t_s = begin_s + (double)i / m->true_rate_hz;
    for (unsigned c = 0; c < source->n_channels; c++)
      m->buffer[i * source->n_channels + c] = (float)(fmod(t_s, FAKE_RAMP_S) / FAKE_RAMP_S - 0.5);
  }
  *block = (attune_block){m->buffer, BUFFER, source->n_channels, source->rate_hz, m->next_frame};
  m->next_frame += BUFFER;
  source->stamp_frame = m->next_frame;
  source->stamp_ns = (int64_t)((end_s + m->late_s) * 1e9);      /* its callback, not this read */
  m->late_s = m->max_late_s * pow(g_rand_double(m->random), 3); /* mostly a little, seldom much */
  return ATTUNE_READ_SOUND;
}

static void
stop_fake(attune_source *source)
{
  ((fake_microphone *)source)->is_running = FALSE;
}

static void
free_fake(attune_source *source)
{
  fake_microphone *m = (fake_microphone *)source;
  g_rand_free(m->random);
  g_free(m->buffer);
  g_free(m);
}

static const attune_source_ops fake_ops = {.kind = "fake",
                                           .start = start_fake,
                                           .read = read_microphone,
                                           .stop = stop_fake,
                                           .free = free_fake};

fake_microphone *
fake_microphone_new(const fake_clock *clock, double rate_hz, double true_rate_hz,
                    unsigned n_channels, guint32 seed)
{
  fake_microphone *m = g_new0(fake_microphone, 1);
  m->shared = (attune_source){.ops = &fake_ops,
                              .label = g_strdup("Fake"),
                              .n_channels = n_channels,
                              .rate_hz = rate_hz,
                              .duration_s = NAN};
  m->clock = clock;
  m->true_rate_hz = true_rate_hz;
  m->gone_from_s = INFINITY;
  m->random = g_rand_new_with_seed(seed);
  m->buffer = g_new0(float, BUFFER *n_channels);
  return m;
}
