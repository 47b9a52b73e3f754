// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording.h"

#include "audio/file.h"
#include "base/circle.h"

#include <math.h>
#include <string.h>

typedef struct {
  double *in_s, *out_s, *end_s; /* [n] */
  size_t n;
} breaths;

struct bench_recording {
  attune_source *source;
  bench_scene scene;
  char *row;
  uint64_t seed;
  bool is_strangers;
  breaths breath[ATTUNE_PARTNERS];
};

/* ------------------------------------------------ truth ------------------------------------- */

static double
tell_phase(void *user, attune_partner partner, double t_s)
{
  const breaths *b = &((const bench_recording *)user)->breath[partner];
  for (size_t i = 0; i < b->n; i++) {
    double next_s = i + 1 < b->n ? fmin(b->end_s[i], b->in_s[i + 1]) : b->end_s[i];
    if (t_s < b->in_s[i] || t_s >= next_s) continue;
    if (t_s < b->out_s[i]) return ATTUNE_PI * (t_s - b->in_s[i]) / (b->out_s[i] - b->in_s[i]);
    return ATTUNE_PI * (1.0 + (t_s - b->out_s[i]) / (next_s - b->out_s[i]));
  }
  return NAN;
}

static bool
read_span(GKeyFile *file, const char *group, const char *key, double *from, double *to,
          GError **error)
{
  size_t n;
  g_autofree double *value = g_key_file_get_double_list(file, group, key, &n, error);
  if (value == NULL) return false;
  if (n != 2) {
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "%s wants two numbers",
                key);
    return false;
  }
  *from = value[0];
  *to = value[1];
  return true;
}

static bool
read_breaths(GKeyFile *file, const char *group, breaths *b, GError **error)
{
  size_t n_in = 0, n_out = 0, n_end = 0;
  b->in_s = g_key_file_get_double_list(file, group, "in_s", &n_in, error);
  if (b->in_s != NULL) b->out_s = g_key_file_get_double_list(file, group, "out_s", &n_out, error);
  if (b->out_s != NULL) b->end_s = g_key_file_get_double_list(file, group, "end_s", &n_end, error);
  if (b->end_s == NULL) return false;
  b->n = MIN(n_in, MIN(n_out, n_end));
  return true;
}

static bool
read_scene(GKeyFile *file, bench_recording *r, GError **error)
{
  bench_scene *s = &r->scene;
  g_autofree char *mics = g_key_file_get_string(file, "scene", "mics", error);
  r->row = mics == NULL ? NULL : g_key_file_get_string(file, "scene", "row", error);
  if (r->row == NULL || !attune_mics_parse(mics, &s->mics)) return false;
  r->seed = g_key_file_get_uint64(file, "scene", "seed", NULL);
  r->is_strangers = g_key_file_get_boolean(file, "scene", "strangers", NULL);
  attune_couple_span *a = &s->solo[ATTUNE_A], *b = &s->solo[ATTUNE_B];
  return read_span(file, "scene", "guide", &s->guide_in_s, &s->guide_out_s, error) &&
         read_span(file, "scene", "solo_a", &a->start_s, &a->end_s, error) &&
         read_span(file, "scene", "solo_b", &b->start_s, &b->end_s, error) &&
         read_span(file, "scene", "live", &s->live.start_s, &s->live.end_s, error) &&
         read_breaths(file, "A", &r->breath[ATTUNE_A], error) &&
         read_breaths(file, "B", &r->breath[ATTUNE_B], error);
}

/* ------------------------------------------------ sound ------------------------------------- */

static bool
read_sound(void *user, attune_block *block)
{
  bench_recording *r = user;
  return attune_source_read(r->source, 4096, 1000, block, NULL) == ATTUNE_READ_SOUND;
}

static attune_source *
open_sound(const char *truth_path, GError **error)
{
  const char *dot = strrchr(truth_path, '.');
  size_t n = dot == NULL ? strlen(truth_path) : (size_t)(dot - truth_path);
  g_autofree char *path = g_strdup_printf("%.*s.wav", (int)n, truth_path);
  return attune_file_source_new(path, FALSE, error);
}

bench_recording *
bench_recording_new(const char *truth_path, GError **error)
{
  bench_recording *r = g_new0(bench_recording, 1);
  g_autoptr(GKeyFile) file = g_key_file_new();
  bool good = g_key_file_load_from_file(file, truth_path, G_KEY_FILE_NONE, error) &&
              read_scene(file, r, error);
  if (good) r->source = open_sound(truth_path, error);
  if (r->source == NULL) {
    bench_recording_free(r);
    return NULL;
  }
  r->scene.n_channels = r->source->n_channels;
  r->scene.rate_hz = r->source->rate_hz;
  r->scene.read = read_sound;
  r->scene.true_phase = tell_phase;
  r->scene.user = r;
  return r;
}

void
bench_recording_free(bench_recording *r)
{
  if (r == NULL) return;
  attune_source_free(r->source);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    g_free(r->breath[p].in_s);
    g_free(r->breath[p].out_s);
    g_free(r->breath[p].end_s);
  }
  g_free(r->row);
  g_free(r);
}

bench_entry
bench_recording_entry(const bench_recording *r)
{
  return (bench_entry){r->scene.mics, r->row, r->seed, true, false};
}

bool
bench_recording_is_strangers(const bench_recording *r)
{
  return r->is_strangers;
}

bench_take *
bench_recording_take(bench_recording *r)
{
  g_autoptr(GError) error = NULL;
  if (!attune_source_start(r->source, &error)) g_error("%s", error->message);
  return bench_take_new(&r->scene);
}
