// SPDX-License-Identifier: GPL-3.0-or-later
/* One contract for every kind of source. Run inside virtual_sound.py, the microphones are real
 * PortAudio streams; a kind that the list gains must gain a row here. */
#include "audio/file.h"
#include "audio/sources.h"
#include "audio/twin.h"
#include "base/clock.h"

#include <glib/gstdio.h>
#include <math.h>
#include <pthread.h>
#include <sndfile.h>
#include <string.h>

#define FILE_S 3

static char *path;

static void
write_recording(void)
{
  int fd = g_file_open_tmp("attune-contract-XXXXXX.wav", &path, NULL);
  SF_INFO info = {.samplerate = 16000, .channels = 2, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
  SNDFILE *sound = sf_open_fd(fd, SFM_WRITE, &info, SF_TRUE);
  for (int i = 0; i < FILE_S * 16000; i++) {
    float frame[2] = {0.3f * sinf(0.03f * (float)i), NAN};
    sf_writef_float(sound, frame, 1);
  }
  sf_close(sound);
}

static attune_source *
make_file(GError **error)
{
  return attune_sources_open("file", &(attune_source_wish){.path = path}, error);
}

static attune_source *
make_paced_file(GError **error)
{
  return attune_sources_open("file", &(attune_source_wish){.path = path, .real_time = TRUE}, error);
}

static attune_source *
make_microphone(GError **error)
{
  return attune_sources_open("microphone", &(attune_source_wish){.devices = "pulse:mic1.monitor"},
                             error);
}

static attune_source *
make_default_microphone(GError **error)
{
  return attune_sources_open("microphone", &(attune_source_wish){.devices = NULL}, error);
}

static attune_source *
make_two_microphones(GError **error)
{
  return attune_sources_open(
      "microphone", &(attune_source_wish){.devices = "pulse:mic2.monitor,pulse:mic1.monitor"},
      error);
}

static attune_source *
make_twin_of_files(GError **error)
{
  attune_source *first = make_paced_file(error), *second = make_paced_file(error);
  return attune_twin_source_new(first, second, attune_clock_monotonic());
}

static attune_source *
make_couple(GError **error)
{
  attune_source_wish wish = {.couple = ATTUNE_COUPLE_DEFAULTS};
  wish.couple.duration_s = 4;
  wish.couple.rate_hz = 16000;
  return attune_sources_open("couple", &wish, error);
}

static attune_source *
make_paced_couple(GError **error)
{
  attune_source_wish wish = {.couple = ATTUNE_COUPLE_DEFAULTS};
  wish.couple.duration_s = 3;
  wish.couple.real_time = TRUE;
  return attune_sources_open("couple", &wish, error);
}

typedef struct {
  const char *name, *kind;
  attune_source *(*make)(GError **error);
  gboolean needs_sound_system;
} row;

static const row rows[] = {
    {"file", "file", make_file, FALSE},
    {"paced-file", "file", make_paced_file, FALSE},
    {"couple", "couple", make_couple, FALSE},
    {"paced-couple", "couple", make_paced_couple, FALSE},
    {"twin-of-files", "twin", make_twin_of_files, FALSE},
    {"microphone", "microphone", make_microphone, TRUE},
    {"default-microphone", "microphone", make_default_microphone, TRUE},
    {"two-microphones", "twin", make_two_microphones, TRUE},
};

static gboolean
is_possible(const row *r)
{
  if (!r->needs_sound_system || g_getenv("VIRTUAL_SOUND_FOLDER") != NULL) return TRUE;
  g_test_skip("no virtual microphone");
  return FALSE;
}

static attune_source *
make(const row *r)
{
  g_autoptr(GError) error = NULL;
  attune_source *source = r->make(&error);
  g_assert_no_error(error);
  g_assert_nonnull(source);
  return source;
}

static void
start(attune_source *source)
{
  g_autoptr(GError) error = NULL;
  gboolean is_started = attune_source_start(source, &error);
  g_assert_no_error(error);
  g_assert_true(is_started);
}

static void
check_block(const attune_source *source, const attune_block *block, size_t max_frames)
{
  g_assert_cmpuint(block->n_frames, >, 0);
  g_assert_cmpuint(block->n_frames, <=, max_frames);
  g_assert_cmpuint(block->n_channels, ==, source->n_channels);
  g_assert_cmpfloat(block->rate_hz, ==, source->rate_hz);
  for (size_t i = 0; i < block->n_frames * block->n_channels; i++)
    g_assert_true(isfinite(block->samples[i]));
}

/* Reads `n` frames or to the end; first_frame must strictly rise. Returns the frames read. */
static uint64_t
read_some(attune_source *source, uint64_t n, size_t max_frames, uint64_t *first)
{
  uint64_t n_read = 0, next = 0;
  gint64 end = g_get_monotonic_time() + 20 * G_USEC_PER_SEC;
  while (n_read < n && g_get_monotonic_time() < end) {
    attune_block block;
    g_autoptr(GError) error = NULL;
    attune_read_state state = attune_source_read(source, max_frames, 50, &block, &error);
    g_assert_no_error(error);
    if (state == ATTUNE_READ_END) break;
    if (state == ATTUNE_READ_WAIT) continue;
    check_block(source, &block, max_frames);
    if (n_read == 0 && first != NULL) *first = block.first_frame;
    if (n_read > 0) g_assert_cmpuint(block.first_frame, >=, next);
    next = block.first_frame + block.n_frames;
    n_read += block.n_frames;
  }
  return n_read;
}

static void
test_facts(gconstpointer data)
{
  const row *r = data;
  if (!is_possible(r)) return;
  attune_source *source = make(r);
  g_assert_cmpstr(source->ops->kind, ==, r->kind);
  g_assert_nonnull(source->label);
  g_assert_true(g_utf8_validate(source->label, -1, NULL) && *source->label != '\0');
  g_assert_cmpuint(source->n_channels, >=, 1);
  g_assert_cmpuint(source->n_channels, <=, ATTUNE_MAX_CHANNELS);
  g_assert_cmpfloat(source->rate_hz, >=, 8000);
  g_assert_cmpfloat(source->rate_hz, <=, 192000);
  g_assert_true(isnan(source->duration_s) || source->duration_s > 0);
  g_assert_cmpint(source->is_demo, ==, g_str_equal(r->kind, "couple"));
  attune_source_free(source); /* never started */
}

static void
test_any_chunks(gconstpointer data)
{
  const row *r = data;
  if (!is_possible(r)) return;
  const size_t chunks[] = {1, 7, 479, 4096, 100000};
  attune_source *source = make(r);
  start(source);
  for (size_t c = 0; c < G_N_ELEMENTS(chunks); c++) {
    uint64_t wanted = chunks[c] == 1 ? 300 : 3000;
    g_assert_cmpuint(read_some(source, wanted, chunks[c], NULL), >=, wanted);
  }
  attune_source_free(source); /* running */
}

static void
test_stop_and_start_again(gconstpointer data)
{
  const row *r = data;
  if (!is_possible(r)) return;
  attune_source *source = make(r);
  attune_block block;
  for (int round = 0; round < 3; round++) {
    uint64_t first = 1;
    start(source);
    g_assert_cmpuint(read_some(source, 1000, 500, &first), >=, 1000);
    /* The twin drops what only one of its two has. */
    g_assert_cmpuint(first, <=, g_str_equal(r->kind, "twin") ? (guint64)source->rate_hz : 0);
    attune_source_stop(source);
    g_assert_cmpint(attune_source_read(source, 100, 0, &block, NULL), ==, ATTUNE_READ_END);
    attune_source_stop(source);
    g_assert_cmpint(attune_source_read(source, 100, 20, &block, NULL), ==, ATTUNE_READ_END);
  }
  attune_source_free(source);
}

static void
test_no_wait(gconstpointer data)
{
  const row *r = data;
  if (!is_possible(r)) return;
  attune_source *source = make(r);
  start(source);
  attune_block block;
  for (int i = 0; i < 50; i++) {
    gint64 begin = g_get_monotonic_time();
    attune_source_read(source, 256, 0, &block, NULL);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 300000);
  }
  attune_source_free(source);
}

static void *
cancel_soon(void *source)
{
  g_usleep(100000);
  attune_source_cancel(source);
  return NULL;
}

static void
test_cancel(gconstpointer data)
{
  const row *r = data;
  if (!is_possible(r)) return;
  attune_source *source = make(r);
  for (int round = 0; round < 2; round++) {
    start(source);
    pthread_t other;
    g_assert_cmpint(pthread_create(&other, NULL, cancel_soon, source), ==, 0);
    gint64 begin = g_get_monotonic_time();
    attune_block block;
    while (attune_source_read(source, 100000, 10000, &block, NULL) != ATTUNE_READ_END)
      g_assert_cmpint(g_get_monotonic_time() - begin, <, 5 * G_USEC_PER_SEC);
    pthread_join(other, NULL);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 3 * G_USEC_PER_SEC);
    attune_source_cancel(source); /* again, and for a coming read */
    g_assert_cmpint(attune_source_read(source, 100, 1000, &block, NULL), ==, ATTUNE_READ_END);
    attune_source_stop(source); /* which forgets the cancel */
  }
  attune_source_free(source);
}

static void
test_end(gconstpointer data)
{
  const row *r = data;
  if (!is_possible(r)) return;
  attune_source *source = make(r);
  if (isnan(source->duration_s)) {
    attune_source_free(source);
    return;
  }
  start(source);
  double heard_s = (double)read_some(source, G_MAXUINT64, 1000, NULL) / source->rate_hz;
  g_assert_cmpfloat(heard_s, <=, source->duration_s + 1e-9);
  g_assert_cmpfloat(heard_s, >, source->duration_s - 0.2);
  attune_block block;
  for (int i = 0; i < 3; i++)
    g_assert_cmpint(attune_source_read(source, 100, 0, &block, NULL), ==, ATTUNE_READ_END);
  attune_source_free(source);
}

static void
test_every_kind_is_here(void)
{
  for (const attune_source_kind *k = attune_source_kinds; k->kind != NULL; k++) {
    gboolean is_here = FALSE;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
      is_here = is_here || g_str_equal(rows[i].kind, k->kind);
    if (!is_here) g_error("the contract is not run on \"%s\"", k->kind);
  }
}

static void
test_nothing_to_open(void)
{
  const char *const names[] = {"pulse:nowhere",
                               "alsa:nowhere",
                               "nowhere",
                               "a,b",
                               "x,x",
                               ",",
                               "pulse:mic1.monitor,pulse:nowhere",
                               "pulse:'; rm -rf",
                               "jack:"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(GError) error = NULL;
    attune_source_wish wish = {.devices = names[i], .path = names[i]};
    g_assert_null(attune_sources_open("microphone", &wish, &error));
    g_assert_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_NO_DEVICE);
    g_clear_error(&error);
    g_assert_null(attune_sources_open("file", &wish, &error));
    g_assert_error(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_FILE);
  }
}

static void
add(const row *r, const char *law, GTestDataFunc test)
{
  g_autofree char *name = g_strdup_printf("/contract/%s/%s", r->name, law);
  g_test_add_data_func(name, r, test);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  write_recording();
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    add(&rows[i], "facts", test_facts);
    add(&rows[i], "any-chunks", test_any_chunks);
    add(&rows[i], "stop-and-start-again", test_stop_and_start_again);
    add(&rows[i], "no-wait", test_no_wait);
    add(&rows[i], "cancel", test_cancel);
    add(&rows[i], "end", test_end);
  }
  g_test_add_func("/contract/nothing-to-open", test_nothing_to_open);
  g_test_add_func("/contract/every-kind-is-here", test_every_kind_is_here);
  int result = g_test_run();
  g_unlink(path);
  g_free(path);
  return result;
}
