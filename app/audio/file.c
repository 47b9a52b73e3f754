// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file.h"
#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sndfile.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_FRAMES 16384
#define POLL_NS 5000000
#define MIN_RATE_HZ 8000
#define MAX_RATE_HZ 192000

typedef struct {
  attune_source shared;
  SNDFILE *sound;
  float *buffer; /* [BUFFER_FRAMES x n_channels] */
  uint64_t n_frames, next_frame, n_non_finite;
  gboolean is_real_time, is_running, is_placed; /* placed: a seek holds for the next start */
  int64_t pace_ns;                              /* when frame pace_frame is due */
  uint64_t pace_frame;
} file_source;

/* Opens a regular file; others (a pipe, a device) could block or never end. */
static int
open_regular_file(const char *path, const char *name, GError **error)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  int problem = errno;
  struct stat about;
  if (fd < 0 && problem == ENOENT)
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_FILE, "There is no file “%s”.", name);
  else if (fd < 0)
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_FILE, "The file “%s” cannot be read: %s.", name,
                      g_strerror(problem));
  else if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode))
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_FILE, "“%s” is a folder, not a recording.", name);
  else if (!S_ISREG(about.st_mode))
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_FILE,
                      "“%s” is not an ordinary file, so it cannot be read as a recording.", name);
  else if (about.st_size == 0)
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_FILE, "The file “%s” is empty.", name);
  else
    return fd;
  if (fd >= 0) close(fd);
  return -1;
}

static gboolean
check_format(const SF_INFO *info, const char *name, GError **error)
{
  if (info->channels < 1 || info->channels > ATTUNE_MAX_CHANNELS)
    return attune_audio_fail(error, ATTUNE_AUDIO_ERROR_UNSUPPORTED,
                             "“%s” has %d channels; 1 to %d can be used.", name, info->channels,
                             ATTUNE_MAX_CHANNELS);
  if (info->samplerate < MIN_RATE_HZ || info->samplerate > MAX_RATE_HZ)
    return attune_audio_fail(error, ATTUNE_AUDIO_ERROR_UNSUPPORTED,
                             "“%s” has %d samples a second; %d to %d can be used.", name,
                             info->samplerate, MIN_RATE_HZ, MAX_RATE_HZ);
  if (info->frames <= 0)
    return attune_audio_fail(error, ATTUNE_AUDIO_ERROR_UNSUPPORTED, "“%s” holds no sound.", name);
  if (info->frames == 1)
    return attune_audio_fail(error, ATTUNE_AUDIO_ERROR_UNSUPPORTED, "“%s” holds a single sample.",
                             name);
  return TRUE;
}

static SNDFILE *
open_sound(const char *path, const char *name, SF_INFO *info, GError **error)
{
  int fd = open_regular_file(path, name, error);
  if (fd < 0) return NULL;
  SNDFILE *sound = sf_open_fd(fd, SFM_READ, info, SF_TRUE);
  if (sound == NULL) {
    attune_audio_fail(error, ATTUNE_AUDIO_ERROR_FILE, "“%s” is not a sound file that can be read.",
                      name);
    return NULL;
  }
  if (check_format(info, name, error)) return sound;
  sf_close(sound);
  return NULL;
}

static void
keep_pace_from(file_source *file)
{
  file->pace_ns = attune_clock_now_ns(attune_clock_monotonic());
  file->pace_frame = file->next_frame;
}

static gboolean
start_file(attune_source *source, GError **error)
{
  file_source *file = (file_source *)source;
  if (file->is_running) return TRUE;
  if (!file->is_placed && !attune_file_source_seek(source, 0, error)) return FALSE;
  file->is_placed = FALSE;
  file->is_running = TRUE;
  keep_pace_from(file);
  return TRUE;
}

/* How many frames are due by now; in real time a microphone would not have more. */
static uint64_t
count_due(const file_source *file)
{
  if (!file->is_real_time) return file->n_frames;
  int64_t passed = attune_clock_now_ns(attune_clock_monotonic()) - file->pace_ns;
  return file->pace_frame + (uint64_t)((double)passed * 1e-9 * file->shared.rate_hz);
}

static gboolean
wait_until_due(file_source *file, size_t n_wanted, int timeout_ms)
{
  const attune_clock *clock = attune_clock_monotonic();
  int64_t end = attune_clock_now_ns(clock) + (int64_t)timeout_ms * 1000000;
  uint64_t goal = MIN(file->next_frame + n_wanted, file->n_frames);
  while (count_due(file) < goal && !attune_source_is_cancelled(&file->shared)) {
    int64_t left = end - attune_clock_now_ns(clock);
    if (left <= 0) break;
    attune_clock_sleep_ns(clock, MIN(left, POLL_NS));
  }
  return count_due(file) > file->next_frame;
}

static size_t
clear_non_finite(float *samples, size_t n)
{
  size_t n_cleared = 0;
  for (size_t i = 0; i < n; i++) {
    if (isfinite(samples[i])) continue;
    samples[i] = 0.0f;
    n_cleared++;
  }
  return n_cleared;
}

static attune_read_state
read_end(file_source *file, GError **error)
{
  if (sf_error(file->sound) == SF_ERR_NO_ERROR) return ATTUNE_READ_END;
  attune_audio_fail(error, ATTUNE_AUDIO_ERROR_LOST,
                    "“%s” is damaged: it cannot be read beyond %.1f s.", file->shared.label,
                    (double)file->next_frame / file->shared.rate_hz);
  return ATTUNE_READ_LOST;
}

static attune_read_state
read_file(attune_source *source, size_t max_frames, int timeout_ms, attune_block *block,
          GError **error)
{
  file_source *file = (file_source *)source;
  if (!file->is_running || file->next_frame >= file->n_frames) return ATTUNE_READ_END;
  size_t n = MIN(max_frames, BUFFER_FRAMES);
  if (!wait_until_due(file, n, timeout_ms))
    return attune_source_is_cancelled(source) ? ATTUNE_READ_END : ATTUNE_READ_WAIT;
  uint64_t n_due = count_due(file) - file->next_frame; /* asked once: it grows */
  n = MIN(n, n_due);
  sf_count_t n_read = sf_readf_float(file->sound, file->buffer, (sf_count_t)n);
  if (n_read <= 0) return read_end(file, error);
  file->n_non_finite += clear_non_finite(file->buffer, (size_t)n_read * source->n_channels);
  *block = (attune_block){.samples = file->buffer,
                          .n_frames = (size_t)n_read,
                          .n_channels = source->n_channels,
                          .rate_hz = source->rate_hz,
                          .first_frame = file->next_frame};
  file->next_frame += (uint64_t)n_read;
  return ATTUNE_READ_SOUND;
}

static void
stop_file(attune_source *source)
{
  ((file_source *)source)->is_running = FALSE;
}

static void
free_file(attune_source *source)
{
  file_source *file = (file_source *)source;
  sf_close(file->sound);
  g_free(file->buffer);
  g_free(file);
}

static const attune_source_ops file_ops = {
    .kind = "file", .start = start_file, .read = read_file, .stop = stop_file, .free = free_file};

attune_source *
attune_file_source_new(const char *path, gboolean real_time, GError **error)
{
  g_autofree char *name = g_filename_display_basename(path);
  SF_INFO info = {0};
  SNDFILE *sound = open_sound(path, name, &info, error);
  if (sound == NULL) return NULL;
  file_source *file = g_new0(file_source, 1);
  file->shared = (attune_source){.ops = &file_ops,
                                 .label = g_steal_pointer(&name),
                                 .n_channels = (unsigned)info.channels,
                                 .rate_hz = info.samplerate,
                                 .duration_s = (double)info.frames / info.samplerate};
  file->sound = sound;
  file->n_frames = (uint64_t)info.frames;
  file->is_real_time = real_time;
  file->buffer = g_new(float, (size_t)BUFFER_FRAMES *(size_t)info.channels);
  return &file->shared;
}

gboolean
attune_file_source_seek(attune_source *source, uint64_t frame, GError **error)
{
  g_assert(source->ops == &file_ops);
  file_source *file = (file_source *)source;
  if (frame > file->n_frames)
    return attune_audio_fail(error, ATTUNE_AUDIO_ERROR_FILE, "“%s” ends before %.1f s.",
                             source->label, (double)frame / source->rate_hz);
  /* The end itself cannot be asked of every decoder. */
  if (frame < file->n_frames && sf_seek(file->sound, (sf_count_t)frame, SEEK_SET) < 0)
    return attune_audio_fail(error, ATTUNE_AUDIO_ERROR_FILE, "“%s” cannot be read from %.1f s.",
                             source->label, (double)frame / source->rate_hz);
  file->next_frame = frame;
  file->is_placed = !file->is_running;
  keep_pace_from(file);
  return TRUE;
}

uint64_t
attune_file_source_non_finite(const attune_source *source)
{
  g_assert(source->ops == &file_ops);
  return ((const file_source *)source)->n_non_finite;
}
