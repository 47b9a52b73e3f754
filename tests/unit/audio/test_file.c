// SPDX-License-Identifier: GPL-3.0-or-later
/* The file source: what it reads, what it refuses and with which words. */
#include "audio/file.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sndfile.h>
#include <string.h>
#include <sys/stat.h>

static char *folder;

static char *
place(const char *name)
{
  return g_build_filename(folder, name, NULL);
}

static float
sample_at(uint64_t frame, unsigned channel)
{
  return 0.4f * sinf(0.01f * (float)(frame % 4096) * (float)(channel + 1));
}

static char *
write_sound(const char *name, int format, int rate, int channels, size_t n)
{
  char *path = place(name);
  SF_INFO info = {.samplerate = rate, .channels = channels, .format = format};
  SNDFILE *sound = sf_open(path, SFM_WRITE, &info);
  g_assert_nonnull(sound);
  g_autofree float *samples = g_new(float, MAX(n, 1) * (size_t)channels);
  for (size_t i = 0; i < n * (size_t)channels; i++)
    samples[i] = sample_at(i / (size_t)channels, (unsigned)(i % (size_t)channels));
  if (n > 0) g_assert_cmpint(sf_writef_float(sound, samples, (sf_count_t)n), ==, (sf_count_t)n);
  sf_close(sound);
  return path;
}

static char *
write_bytes(const char *name, const void *bytes, gssize n)
{
  char *path = place(name);
  g_assert_true(g_file_set_contents(path, bytes, n, NULL));
  return path;
}

/* Reads all in blocks of `chunk` and checks every sample; returns the number of frames. */
static uint64_t
read_all(attune_source *source, size_t chunk, uint64_t first, double tolerance)
{
  uint64_t next = first;
  attune_block block;
  attune_read_state state;
  g_autoptr(GError) error = NULL;
  while ((state = attune_source_read(source, chunk, 100, &block, &error)) == ATTUNE_READ_SOUND) {
    g_assert_cmpuint(block.first_frame, ==, next);
    g_assert_cmpuint(block.n_frames, >, 0);
    g_assert_cmpuint(block.n_frames, <=, chunk);
    for (size_t i = 0; i < block.n_frames && tolerance >= 0; i++)
      for (unsigned c = 0; c < block.n_channels; c++)
        g_assert_cmpfloat_with_epsilon(block.samples[i * block.n_channels + c],
                                       sample_at(next + i, c), (float)tolerance + 1e-9f);
    next += block.n_frames;
  }
  g_assert_no_error(error);
  g_assert_cmpint(state, ==, ATTUNE_READ_END);
  return next - first;
}

static void
test_formats(void)
{
  const struct {
    const char *name;
    int format, rate, channels;
    double tolerance; /* of a sample; < 0: lossy, only its length is checked */
    uint64_t slack;
  } kinds[] = {
      {"a.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 2, 0, 0},
      {"b.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 1.0 / 32767, 0},
      {"c.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 192000, 8, 1e-6, 0},
      {"d.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 44100, 2, 1e-6, 0},
      {"e.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 2, -1, 0},
      {"f.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 2, -1, 2400},
      {"g.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 22050, 3, 1.0 / 32767, 0},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autofree char *path =
        write_sound(kinds[i].name, kinds[i].format, kinds[i].rate, kinds[i].channels, 20001);
    g_autoptr(GError) error = NULL;
    attune_source *source = attune_file_source_new(path, FALSE, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(source->label, ==, kinds[i].name);
    g_assert_cmpuint(source->n_channels, ==, (unsigned)kinds[i].channels);
    g_assert_cmpfloat(source->rate_hz, ==, kinds[i].rate);
    g_assert_true(attune_source_start(source, &error));
    uint64_t n = read_all(source, 777, 0, kinds[i].tolerance);
    g_assert_cmpuint(n, >=, 20001);
    g_assert_cmpuint(n, <=, 20001 + kinds[i].slack);
    attune_source_free(source);
  }
}

static void
test_seek(void)
{
  g_autofree char *path = write_sound("s.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 16000, 2, 30000);
  g_autoptr(GError) error = NULL;
  attune_source *source = attune_file_source_new(path, FALSE, &error);
  g_assert_true(attune_file_source_seek(source, 12345, &error));
  g_assert_true(attune_source_start(source, &error));
  g_assert_cmpuint(read_all(source, 1000, 12345, 1e-6), ==, 30000 - 12345);
  g_assert_true(attune_file_source_seek(source, 5, &error));
  g_assert_cmpuint(read_all(source, 4096, 5, 1e-6), ==, 30000 - 5);
  g_assert_true(attune_file_source_seek(source, 30000, &error));
  g_assert_cmpuint(read_all(source, 4096, 30000, 1e-6), ==, 0);
  g_assert_false(attune_file_source_seek(source, 30001, &error));
  g_assert_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_FILE);
  attune_source_stop(source);
  g_clear_error(&error);
  g_assert_true(attune_source_start(source, &error)); /* from the beginning again */
  g_assert_cmpuint(read_all(source, 4096, 0, 1e-6), ==, 30000);
  attune_source_free(source);
}

static void
test_non_finite(void)
{
  g_autofree char *path = place("nan.wav");
  SF_INFO info = {.samplerate = 8000, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
  SNDFILE *sound = sf_open(path, SFM_WRITE, &info);
  float samples[] = {0.5f, NAN, -0.5f, INFINITY, -INFINITY, 3.0f, 0.25f};
  g_assert_cmpint(sf_writef_float(sound, samples, 7), ==, 7);
  sf_close(sound);
  attune_source *source = attune_file_source_new(path, FALSE, NULL);
  attune_source_start(source, NULL);
  attune_block block;
  g_assert_cmpint(attune_source_read(source, 100, 0, &block, NULL), ==, ATTUNE_READ_SOUND);
  g_assert_cmpuint(block.n_frames, ==, 7);
  const float expected[] = {0.5f, 0, -0.5f, 0, 0, 3.0f, 0.25f};
  for (size_t i = 0; i < 7; i++) g_assert_cmpfloat(block.samples[i], ==, expected[i]);
  attune_source_free(source);
}

static void
assert_refused(char *path, int code, const char *words)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(attune_file_source_new(path, FALSE, &error));
  g_assert_error(error, ATTUNE_AUDIO_ERROR, code);
  if (strstr(error->message, words) == NULL)
    g_error("\"%s\" does not say \"%s\"", error->message, words);
  g_free(path);
}

static void
test_refusals(void)
{
  const int wav = SF_FORMAT_WAV | SF_FORMAT_PCM_16, file = ATTUNE_AUDIO_ERROR_FILE,
            unsupported = ATTUNE_AUDIO_ERROR_UNSUPPORTED;
  assert_refused(place("nowhere.wav"), file, "There is no file “nowhere.wav”");
  assert_refused(g_strdup(folder), file, "is a folder");
  assert_refused(write_bytes("empty.wav", "", 0), file, "is empty");
  assert_refused(write_bytes("words.txt", "Breathe in, breathe out.\n", -1), file, "not a sound");
  assert_refused(write_bytes("cut.wav", "RIFF\x10\0\0\0WAVEfmt ", 16), file, "not a sound");
  assert_refused(write_sound("none.wav", wav, 48000, 1, 0), unsupported, "no sound");
  assert_refused(write_sound("one.wav", wav, 48000, 1, 1), unsupported, "single sample");
  assert_refused(write_sound("slow.wav", wav, 1, 1, 100), unsupported, "1 samples a second");
  assert_refused(write_sound("fast.wav", wav, 1000000, 1, 100), unsupported, "1000000 samples");
  assert_refused(write_sound("wide.wav", wav, 48000, 64, 100), unsupported, "64 channels");
  assert_refused(write_sound("nine.wav", wav, 48000, 9, 100), unsupported, "9 channels");
  g_autofree char *pipe = place("pipe.wav");
  g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
  assert_refused(g_strdup(pipe), file, "not an ordinary file");
}

static void
test_unreadable(void)
{
  g_autofree char *path = write_sound("locked.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 10);
  g_chmod(path, 0);
  if (g_access(path, R_OK) == 0)
    g_test_skip("this user may read every file");
  else
    assert_refused(g_strdup(path), ATTUNE_AUDIO_ERROR_FILE, "cannot be read: Permission denied");
}

/* A WAV whose head promises more than there is: what is there is read. */
static void
test_cut_short(void)
{
  g_autofree char *path = write_sound("t.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 8000, 2, 5000);
  g_autofree char *bytes = NULL;
  gsize n;
  g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
  g_assert_true(g_file_set_contents(path, bytes, (gssize)(n - 8 * 2000), NULL));
  attune_source *source = attune_file_source_new(path, FALSE, NULL);
  g_assert_nonnull(source);
  attune_source_start(source, NULL);
  g_assert_cmpuint(read_all(source, 512, 0, 0), ==, 3000);
  attune_source_free(source);
}

static void
test_damaged_inside(void)
{
  g_autofree char *path = write_sound("d2.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 8000, 1, 80000);
  g_autofree char *bytes = NULL;
  gsize n;
  g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
  memset(bytes + n / 2, 0x5a, n - n / 2);
  g_assert_true(g_file_set_contents(path, bytes, (gssize)n, NULL));
  attune_source *source = attune_file_source_new(path, FALSE, NULL);
  if (source == NULL) return; /* refusing it whole is fine too */
  attune_source_start(source, NULL);
  attune_block block;
  uint64_t frames = 0;
  g_autoptr(GError) error = NULL;
  attune_read_state state;
  while ((state = attune_source_read(source, 4096, 0, &block, &error)) == ATTUNE_READ_SOUND)
    frames += block.n_frames;
  g_assert_cmpuint(frames, <=, 80000);
  g_assert_cmpint(state, !=, ATTUNE_READ_WAIT);
  attune_source_free(source);
}

static void
test_real_time(void)
{
  g_autofree char *path = write_sound("r.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, 2400);
  attune_source *source = attune_file_source_new(path, TRUE, NULL);
  attune_source_start(source, NULL);
  attune_block block;
  g_assert_cmpint(attune_source_read(source, 2400, 0, &block, NULL), ==, ATTUNE_READ_WAIT);
  gint64 begin = g_get_monotonic_time();
  attune_source_stop(source);
  attune_source_start(source, NULL);
  g_assert_cmpuint(read_all(source, 2400, 0, 1.0 / 32767), ==, 2400);
  double took_s = (double)(g_get_monotonic_time() - begin) * 1e-6;
  g_assert_cmpfloat(took_s, >, 0.29);
  g_assert_cmpfloat(took_s, <, 1.0);
  attune_source_free(source);
}

static void
remove_folder(const char *path)
{
  GDir *dir = g_dir_open(path, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
    g_autofree char *full = g_build_filename(path, name, NULL);
    g_unlink(full);
  }
  g_dir_close(dir);
  g_rmdir(path);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("attune-file-XXXXXX", NULL);
  g_test_add_func("/audio/file/formats", test_formats);
  g_test_add_func("/audio/file/seek", test_seek);
  g_test_add_func("/audio/file/non-finite", test_non_finite);
  g_test_add_func("/audio/file/refusals", test_refusals);
  g_test_add_func("/audio/file/unreadable", test_unreadable);
  g_test_add_func("/audio/file/cut-short", test_cut_short);
  g_test_add_func("/audio/file/damaged-inside", test_damaged_inside);
  g_test_add_func("/audio/file/real-time", test_real_time);
  int result = g_test_run();
  remove_folder(folder);
  g_free(folder);
  return result;
}
