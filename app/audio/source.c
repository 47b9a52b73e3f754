// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/source.h"

G_DEFINE_QUARK(attune - audio - error - quark, attune_audio_error)

gboolean
attune_audio_fail(GError **error, attune_audio_error code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autoptr(GError) problem = g_error_new_valist(ATTUNE_AUDIO_ERROR, (int)code, format, args);
  va_end(args);
  g_propagate_error(error, g_steal_pointer(&problem));
  return FALSE;
}

gboolean
attune_source_start(attune_source *source, GError **error)
{
  return source->ops->start(source, error);
}

attune_read_state
attune_source_read(attune_source *source, size_t max_frames, int timeout_ms, attune_block *block,
                   GError **error)
{
  g_assert(max_frames > 0);
  if (attune_source_is_cancelled(source)) return ATTUNE_READ_END;
  return source->ops->read(source, max_frames, timeout_ms, block, error);
}

void
attune_source_cancel(attune_source *source)
{
  __atomic_store_n(&source->is_cancelled, 1, __ATOMIC_RELEASE);
}

gboolean
attune_source_is_cancelled(const attune_source *source)
{
  return __atomic_load_n(&source->is_cancelled, __ATOMIC_ACQUIRE) != 0;
}

void
attune_source_stop(attune_source *source)
{
  source->ops->stop(source);
  __atomic_store_n(&source->is_cancelled, 0, __ATOMIC_RELEASE); /* start works again */
}

void
attune_source_free(attune_source *source)
{
  if (source == NULL) return;
  source->ops->stop(source);
  g_free(source->label);
  source->label = NULL;
  source->ops->free(source);
}
