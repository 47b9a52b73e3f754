// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How often the gates close on what they are for, and on what they are not for.
 *
 *   bench-gates [sounds | couples | speech | cost]   tables; all of them without a word
 *   bench-gates files FILE ...                       what the gates say of recordings
 *
 * Recordings are those of the corpus that ATTUNE_CORPUS points to; skipped without it.
 */
#include "audio/couple.h"
#include "base/circle.h"
#include "dsp/resampling.h"
#include "sounds.h"

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RATE_HZ 16000.0
#define AFTER_ROWS 3 /* 0.3 s */

/* ------------------------------------------------ sounds ---------------------------------- */

/* Mean of the channels, brought to `rate_hz`. */
static sound *
read_mono(const char *path, double rate_hz)
{
  SF_INFO info = {0};
  SNDFILE *file = sf_open(path, SFM_READ, &info);
  if (file == NULL) g_error("%s: %s", path, sf_strerror(NULL));
  g_autofree float *all = g_new(float, (size_t)info.frames *(size_t)info.channels);
  size_t n = (size_t)sf_readf_float(file, all, info.frames), channels = (size_t)info.channels;
  sf_close(file);
  g_autofree float *mono = g_new0(float, n);
  for (size_t i = 0; i < n * channels; i++) mono[i / channels] += all[i] / (float)channels;
  sound *s = sound_new(rate_hz, 1, (double)n / info.samplerate);
  attune_resampling *r =
      attune_resampling_new(1, rate_hz / info.samplerate, ATTUNE_RESAMPLING_FAST);
  size_t used;
  s->n_frames = attune_resampling_process(r, mono, n, s->samples, s->n_frames, &used);
  attune_resampling_free(r);
  return s;
}

/* RMS of the 20 ms pieces within 15 dB of the loudest. */
static double
find_active_rms(const float *x, size_t n)
{
  const size_t piece = (size_t)(0.02 * RATE_HZ);
  double loudest = 0.0, sum = 0.0, count = 0.0;
  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; i + piece <= n; i += piece) {
      double power = 0.0;
      for (size_t j = i; j < i + piece; j++) power += (double)(x[j] * x[j]);
      if (pass == 0) loudest = fmax(loudest, power);
      if (pass == 0 || power < 0.03 * loudest) continue;
      sum += power;
      count += (double)piece;
    }
  return sqrt(sum / fmax(count, 1.0));
}

static void
mix(sound *s, const sound *other, double gain, double at_s)
{
  size_t at = (size_t)(at_s * s->rate_hz);
  for (size_t i = 0; i < other->n_frames && at + i < s->n_frames; i++)
    s->samples[at + i] += (float)gain * other->samples[i];
}

/* ------------------------------------------------ counting -------------------------------- */

static void
print_head(void)
{
  printf("%-26s %6s", "", "rows");
  for (unsigned kind = 0; kind < ATTUNE_UNHEARD_KINDS; kind++)
    printf(" %6.6s", attune_unheard_name(kind));
  printf(" %6s\n", "out");
}

static void
print_bits(const char *name, const GArray *bits)
{
  printf("%-26s %6u", name, bits->len);
  for (unsigned kind = 0; kind <= ATTUNE_UNHEARD_KINDS; kind++) {
    guint32 mask = kind < ATTUNE_UNHEARD_KINDS ? 1u << kind : ATTUNE_UNHEARD_EXCLUDES;
    guint n = 0;
    for (guint i = 0; i < bits->len; i++) n += (g_array_index(bits, guint32, i) & mask) != 0;
    if (n == 0)
      printf("      .");
    else
      printf(" %6.2f", 100.0 * n / bits->len);
  }
  printf("\n");
}

static void
judge(const char *name, const sound *s)
{
  g_autoptr(GArray) rows = sound_rows(s, 1, 480);
  g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, s->rate_hz);
  print_bits(name, bits);
}

static void
judge_file(const char *name, const char *path, double rate_hz)
{
  g_autoptr(sound) s = read_mono(path, rate_hz);
  judge(name, s);
}

/* ------------------------------------------------ false alarms ---------------------------- */

static void
add_hum(sound *s, double hz, double amplitude, double from_s, double to_s)
{
  g_autoptr(sound) hum = sound_new(s->rate_hz, 1, to_s - from_s);
  for (unsigned h = 1; h <= 12; h++) sound_add_sine(hum, 0, amplitude / sqrt(h), hz * h);
  mix(s, hum, 1.0, from_s);
}

/* A whistle in each in-breath, gliding between 700 and 2000 Hz. */
static void
add_whistle(sound *s, double amplitude)
{
  double phase = 0.0;
  for (size_t i = 0; i < s->n_frames; i++) {
    double t = (double)i / s->rate_hz, within = fmod(t - 0.5, 5.0) / 1.8;
    if (t < 0.5 || within > 1.0) continue;
    phase += (1300.0 + 600.0 * sin(ATTUNE_TAU * (0.8 * within + 0.13 * t))) / s->rate_hz;
    double rise = sin(ATTUNE_PI * within);
    s->samples[i] += (float)(amplitude * rise * rise * sin(ATTUNE_TAU * phase));
  }
}

static void
judge_simulated(void)
{
  static const double noise_db[] = {-40.0, -30.0, -20.0, -10.0};
  for (size_t i = 0; i < G_N_ELEMENTS(noise_db); i++) {
    g_autoptr(sound) s = sound_new(RATE_HZ, 1, 200.0);
    g_autofree char *name = g_strdup_printf("breath, noise %.0f dB", noise_db[i]);
    sound_add_breath(s, 0, 0.03, (guint32)i);
    sound_add_pink(s, 0, 0.03 * pow(10.0, noise_db[i] / 20.0), 50);
    judge(name, s);
  }
  const char *const names[] = {"breath with whistle", "breath and mains hum",
                               "breath and fan tones", "hum on at 20 s", "two at rest, quiet room"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(sound) s = sound_new(RATE_HZ, 1, 120.0);
    sound_add_pink(s, 0, 0.001, 51);
    if (i < 4) sound_add_breath(s, 0, 0.03, (guint32)i);
    if (i == 0) add_whistle(s, 0.01);
    if (i == 1) add_hum(s, 100.0, 0.005, 0.0, 120.0);
    if (i == 2) add_hum(s, 147.3, 0.01, 0.0, 120.0);
    if (i == 3) add_hum(s, 120.0, 0.01, 20.0, 120.0);
    judge(names[i], s);
  }
}

/* The one breath from an air microphone, at many speeds and levels, with pauses. */
static void
judge_air_breath(const char *path)
{
  g_autoptr(sound) s = sound_new(RATE_HZ, 1, 120.0);
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  for (double t = 0.5; t < 116.0;) {
    g_autoptr(sound) breath = read_mono(path, RATE_HZ * g_rand_double_range(rand, 0.8, 1.25));
    mix(s, breath, g_rand_double_range(rand, 0.3, 1.0), t);
    t += (double)breath->n_frames / RATE_HZ + 0.6;
  }
  sound_add_pink(s, 0, 0.0005, 52);
  judge("air breath, varied", s);
}

static int
compare_names(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Files of a folder whose names have the prefix, sorted. */
static GPtrArray *
list_files(const char *folder, const char *prefix)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;)
    if (g_str_has_prefix(name, prefix) && g_str_has_suffix(name, ".wav"))
      g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
  qsort(paths->pdata, paths->len, sizeof(gpointer), compare_names);
  return paths;
}

static void
judge_recorded(const char *corpus)
{
  static const struct {
    const char *name, *path;
    double rate_hz;
  } files[] = {
      {"rain", "noise_ibm/rain.wav", 44100.0},
      {"typing", "noise_ibm/typing.wav", 48000.0},
      {"guitar", "noise_ibm/jazz_guitar.wav", 44100.0},
      {"running tap", "noise_speechcommands/_background_noise___running_tap.wav", 16000.0},
      {"exercise bike", "noise_speechcommands/_background_noise___exercise_bike.wav", 16000.0}};
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = g_build_filename(corpus, files[i].path, NULL);
    judge_file(files[i].name, path, files[i].rate_hz);
  }
  g_autofree char *air = g_build_filename(corpus, "air_coswarablog", NULL);
  g_autoptr(GPtrArray) breaths = list_files(air, "");
  for (guint i = 0; i < breaths->len; i++) judge_air_breath(breaths->pdata[i]);
  static const char *const rates[] = {"8", "10", "12", "18", "20"};
  for (size_t i = 0; i < G_N_ELEMENTS(rates); i++) {
    g_autofree char *folder = g_build_filename(corpus, "rrujo/RRinervasO", rates[i], NULL);
    g_autofree char *name = g_strdup_printf("stethoscope, %s/min", rates[i]);
    g_autoptr(GPtrArray) takes = list_files(folder, "");
    g_autoptr(sound) all = sound_new(9000.0, 1, 62.0 * takes->len);
    for (guint t = 0; t < takes->len; t++) {
      g_autoptr(sound) take = read_mono(takes->pdata[t], 9000.0);
      mix(all, take, 1.0, 62.0 * t);
    }
    judge(name, all);
  }
}

/* ------------------------------------------------ speech ---------------------------------- */

typedef struct {
  guint active, hit, later, later_hit; /* rows */
} tally;

/* Rows in which the speech alone is within 25 dB of its loudest row. */
static GArray *
find_active_rows(const sound *speech)
{
  g_autoptr(GArray) rows = sound_rows(speech, 1, 480);
  GArray *active = g_array_new(FALSE, TRUE, sizeof(guint32));
  float loudest = 0.0f;
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < rows->len; i++) {
      const attune_spectrum_row *row = &g_array_index(rows, attune_spectrum_row, i);
      float power = 0.0f;
      for (unsigned k = 5; k < 200; k++) power += row->power[0][k];
      loudest = fmaxf(loudest, power);
      guint32 is = power > loudest * 3.2e-3f && power > 0.0f;
      if (pass == 1) g_array_append_val(active, is);
    }
  return active;
}

static void
count_hits(const GArray *active, const GArray *bits, tally *t)
{
  unsigned quiet = 99, since = 0;
  for (guint i = 0; i < active->len; i++) {
    if (!g_array_index(active, guint32, i)) {
      quiet++;
      continue;
    }
    since = quiet > 6 ? 0 : since + 1 + quiet;
    quiet = 0;
    guint hit = (g_array_index(bits, guint32, i) & ATTUNE_UNHEARD_SPEECH) != 0;
    t->active++;
    t->hit += hit;
    if (since < AFTER_ROWS) continue;
    t->later++;
    t->later_hit += hit;
  }
}

static const double snrs_db[] = {20.0, 10.0, 6.0, 0.0, -6.0};
#define N_SNRS G_N_ELEMENTS(snrs_db)

static void
print_tallies(const char *name, const tally *t)
{
  printf("%-10s", name);
  for (size_t i = 0; i < N_SNRS; i++)
    printf("  %5.1f %5.1f", 100.0 * t[i].hit / MAX(t[i].active, 1),
           100.0 * t[i].later_hit / MAX(t[i].later, 1));
  printf("\n");
}

/* One utterance after 6 s of breath, at some SNRs over the breaths' loudest part. */
static void
hear_utterance(const sound *speech, guint32 seed, tally *tallies)
{
  double long_s = 7.0 + (double)speech->n_frames / RATE_HZ;
  double active_rms = find_active_rms(speech->samples, speech->n_frames);
  g_autoptr(sound) breath = sound_new(RATE_HZ, 1, long_s), alone = sound_new(RATE_HZ, 1, long_s);
  mix(alone, speech, 0.02 / fmax(active_rms, 1e-6), 6.0);
  sound_add_breath(breath, 0, 0.028, seed); /* active RMS near 0.02 */
  sound_add_pink(breath, 0, 0.0006, seed);
  g_autoptr(GArray) active = find_active_rows(alone);
  for (size_t i = 0; i < N_SNRS; i++) {
    g_autoptr(sound) both = sound_new(RATE_HZ, 1, long_s);
    mix(both, breath, 1.0, 0.0);
    mix(both, alone, pow(10.0, snrs_db[i] / 20.0), 0.0);
    g_autoptr(GArray) rows = sound_rows(both, 1, 480);
    g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_SINGLE, RATE_HZ);
    count_hits(active, bits, &tallies[i]);
  }
}

static void
hear_set(const char *name, const GPtrArray *paths, tally *all)
{
  tally tallies[N_SNRS] = {0};
  for (guint p = 0; p < paths->len; p++) {
    g_autoptr(sound) speech = read_mono(paths->pdata[p], RATE_HZ);
    hear_utterance(speech, p, tallies);
  }
  for (size_t i = 0; i < N_SNRS; i++) {
    all[i].active += tallies[i].active;
    all[i].hit += tallies[i].hit;
    all[i].later += tallies[i].later;
    all[i].later_hit += tallies[i].later_hit;
  }
  print_tallies(name, tallies);
}

static void
hear_speech(const char *corpus)
{
  static const char *const words[] = {"house", "learn", "left", "one"};
  g_autofree char *read = g_build_filename(corpus, "speech_pocketsphinx", NULL);
  g_autofree char *said = g_build_filename(corpus, "noise_speechcommands", NULL);
  g_autoptr(GPtrArray) sentences = list_files(read, "");
  printf("\nSpeech rows found, %%: all, and those 0.3 s and more after the first, by SNR over the\n"
         "breath\n%-10s",
         "");
  for (size_t i = 0; i < N_SNRS; i++) printf("  %2.0f dB later", snrs_db[i]);
  printf("\n");
  tally all[N_SNRS] = {0};
  hear_set("sentences", sentences, all);
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    g_autofree char *prefix = g_strdup_printf("%s__", words[i]);
    g_autoptr(GPtrArray) takes = list_files(said, prefix);
    hear_set(words[i], takes, all);
  }
  print_tallies("all", all);
}

/* ------------------------------------------------ couples --------------------------------- */

static int
is_talking(const attune_source *couple, double t_s)
{
  size_t n;
  const attune_couple_span *span = attune_couple_source_talking(couple, &n);
  for (size_t i = 0; i < n; i++)
    if (t_s > span[i].start_s && t_s < span[i].end_s) return 1;
  return 0;
}

/* Rows of a couple's recording: gate bits of all, and how much talking was found. */
static void
hear_couple(const attune_couple_config *config, GArray *bits, tally *t)
{
  const unsigned channel_of[2] = {0, 1};
  g_autoptr(GError) error = NULL;
  attune_source *couple = attune_couple_source_new(config, &error);
  if (couple == NULL || !attune_source_start(couple, &error)) g_error("%s", error->message);
  attune_spectrum *spectrum = attune_spectrum_new(couple->rate_hz, couple->n_channels, channel_of);
  attune_gates *gates = attune_gates_new(config->mics, couple->rate_hz);
  attune_block block;
  attune_spectrum_row row;
  while (attune_source_read(couple, 1024, 0, &block, &error) == ATTUNE_READ_SOUND)
    for (size_t offset = 0, taken; offset < block.n_frames; offset += taken) {
      if (!attune_spectrum_push(spectrum, &block, offset, &taken, &row)) continue;
      guint32 now = attune_gates_push(gates, &row);
      int talks = is_talking(couple, row.t_s);
      if (talks) t->active++;
      if (talks && (now & ATTUNE_UNHEARD_SPEECH)) t->hit++;
      if (!talks) g_array_append_val(bits, now);
    }
  attune_gates_free(gates);
  attune_spectrum_free(spectrum);
  attune_source_free(couple);
}

static void
hear_couples(void)
{
  printf("\nSimulated couples, %% of the rows in which nobody near talks\n");
  print_head();
  static const struct {
    const char *name;
    attune_couple_scenario scenario;
    attune_couple_noise noise;
  } cases[] = {{"couples, room", ATTUNE_COUPLE_SYNC, ATTUNE_COUPLE_NOISE_ROOM},
               {"couples, no noise", ATTUNE_COUPLE_FREE, ATTUNE_COUPLE_NOISE_NONE},
               {"couples, pink", ATTUNE_COUPLE_NEAR, ATTUNE_COUPLE_NOISE_PINK},
               {"couples, fan", ATTUNE_COUPLE_FREE, ATTUNE_COUPLE_NOISE_FAN},
               {"couples, rain", ATTUNE_COUPLE_SYNC, ATTUNE_COUPLE_NOISE_RAIN},
               {"couples, keyboard", ATTUNE_COUPLE_FREE, ATTUNE_COUPLE_NOISE_KEYBOARD},
               {"couples, hold", ATTUNE_COUPLE_HOLD, ATTUNE_COUPLE_NOISE_ROOM},
               {"couples, absent", ATTUNE_COUPLE_ABSENT, ATTUNE_COUPLE_NOISE_ROOM},
               {"couples, far speech", ATTUNE_COUPLE_SYNC, ATTUNE_COUPLE_NOISE_SPEECH},
               {"couples, talk (between)", ATTUNE_COUPLE_TALK, ATTUNE_COUPLE_NOISE_ROOM}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GArray) bits = g_array_new(FALSE, FALSE, sizeof(guint32));
    tally t = {0};
    for (unsigned m = 0; m < 3; m++)
      for (unsigned seed = 0; seed < 1; seed++) {
        attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
        config.mics = (attune_mics)m;
        config.scenario = cases[i].scenario;
        config.noise = cases[i].noise;
        config.seed = 900 + 10 * i + seed;
        config.duration_s = 120.0;
        config.rate_hz = 16000.0;
        hear_couple(&config, bits, &t);
      }
    print_bits(cases[i].name, bits);
    if (t.active > 0)
      printf("%-26s %6u %6.1f of the rows with talking found\n", "", t.active,
             100.0 * t.hit / t.active);
  }
}

/* ------------------------------------------------ cost ------------------------------------ */

static double
read_cpu_us(void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * (double)now.tv_sec + 1e-3 * (double)now.tv_nsec;
}

static void
measure_cost(void)
{
  g_autoptr(sound) s = sound_new(48000.0, 2, 60.0);
  for (unsigned c = 0; c < 2; c++) {
    sound_add_breath(s, c, 0.03, c);
    sound_add_pink(s, c, 0.001, 5 + c);
  }
  double before = read_cpu_us();
  g_autoptr(GArray) rows = sound_rows(s, 2, 480);
  double spectrum = read_cpu_us() - before, best = INFINITY;
  for (int i = 0; i < 9; i++) {
    before = read_cpu_us();
    g_autoptr(GArray) bits = rows_gate(rows, ATTUNE_MICS_TWO, s->rate_hz);
    best = fmin(best, read_cpu_us() - before);
  }
  printf("\nMicroseconds per row of 96 ms, two channels at 48 kHz: gates %.1f, spectrum %.1f\n",
         best / rows->len, spectrum / rows->len);
}

static void
judge_all(const char *corpus)
{
  printf("Rows with each bit, %%; `out` is not used for breath\n");
  print_head();
  judge_simulated();
  if (corpus != NULL) judge_recorded(corpus);
}

int
main(int argc, char **argv)
{
  const char *corpus = g_getenv("ATTUNE_CORPUS"), *only = argc > 1 ? argv[1] : NULL;
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
  if (corpus == NULL) printf("Recordings are skipped: ATTUNE_CORPUS is not set.\n");
  if (only == NULL || strcmp(only, "sounds") == 0) judge_all(corpus);
  if (only == NULL || strcmp(only, "couples") == 0) hear_couples();
  if (corpus != NULL && (only == NULL || strcmp(only, "speech") == 0)) hear_speech(corpus);
  if (only == NULL || strcmp(only, "cost") == 0) measure_cost();
  if (only != NULL && strcmp(only, "files") == 0) {
    print_head();
    for (int i = 2; i < argc; i++) judge_file(argv[i], argv[i], 48000.0);
  }
  return 0;
}
