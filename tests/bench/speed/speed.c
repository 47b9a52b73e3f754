// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How fast the hearing is: time of one core (not of the clock on the wall, which other work on the
 * machine disturbs), as multiples of the sound's own length, and shares of the whole.
 */
#include "audio/couple.h"
#include "baseline.h"
#include "dsp/fft.h"
#include "engine/pipeline.h"
#include "listen/spectrum.h"
#include "speed/child.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define RATE_HZ 48000.0
#define BLOCK 480
#define FFT_LENGTH 512
#define FFTS_PER_S 62.5 /* of each channel: 16 kHz, hop 256 */

typedef struct {
  attune_couple_plan plan;
  float *samples; /* [n_frames x 2] */
  size_t n_frames;
} sound;

static double
now_s(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ------------------------------------------------ sound ------------------------------------- */

static sound
make_sound(double duration_s)
{
  attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
  config.seed = 501;
  config.duration_s = duration_s;
  attune_source *source = attune_couple_source_new(&config, NULL);
  sound s = {attune_couple_source_plan(source), NULL, (size_t)llround(duration_s * RATE_HZ)};
  s.samples = g_new(float, 2 * s.n_frames);
  attune_block block;
  attune_source_start(source, NULL);
  while (attune_source_read(source, 4096, 1000, &block, NULL) == ATTUNE_READ_SOUND)
    memcpy(s.samples + 2 * block.first_frame, block.samples, 2 * block.n_frames * sizeof(float));
  attune_source_free(source);
  return s;
}

static attune_block
cut_block(const sound *s, size_t at)
{
  return (attune_block){s->samples + 2 * at, MIN(BLOCK, s->n_frames - at), 2, RATE_HZ, at};
}

/* ------------------------------------------------ what is timed ----------------------------- */

static attune_part
find_part(const sound *s, size_t frame)
{
  double t_s = (double)frame / RATE_HZ;
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    if (t_s >= s->plan.solo[p].start_s && t_s < s->plan.solo[p].end_s)
      return p == ATTUNE_A ? ATTUNE_PART_SOLO_A : ATTUNE_PART_SOLO_B;
  return t_s >= s->plan.live.start_s ? ATTUNE_PART_LIVE : ATTUNE_PART_WAIT;
}

typedef struct {
  double hear_s, report_s; /* of one core */
  double live_s;           /* of hear_s, for the live part alone */
} pipeline_times;

static pipeline_times
time_pipeline(const sound *s, bool live_view)
{
  attune_pipeline_config config = {.mics = ATTUNE_MICS_TWO,
                                   .n_channels = 2,
                                   .rate_hz = RATE_HZ,
                                   .channel_of = {0, 1},
                                   .guide_in_s = 4.0,
                                   .guide_out_s = 6.0,
                                   .live_view = live_view};
  attune_pipeline *pipeline = attune_pipeline_new(&config);
  attune_part now = ATTUNE_PART_WAIT;
  attune_frame frame;
  double begun_s = now_s(), live_s = begun_s;
  for (size_t at = 0; at < s->n_frames; at += BLOCK) {
    attune_part part = find_part(s, at);
    if (part != now) attune_pipeline_begin(pipeline, now = part);
    if (part == ATTUNE_PART_LIVE && live_s == begun_s) live_s = now_s();
    attune_block block = cut_block(s, at);
    attune_pipeline_push(pipeline, &block);
    while (attune_pipeline_pop(pipeline, &frame)) continue;
  }
  double heard_s = now_s();
  attune_report_free(attune_pipeline_report(pipeline, NULL, NULL));
  pipeline_times times = {heard_s - begun_s, now_s() - heard_s, heard_s - live_s};
  attune_pipeline_free(pipeline);
  return times;
}

static double
time_spectrum(const sound *s)
{
  unsigned both[] = {0, 1};
  attune_spectrum *spectrum = attune_spectrum_new(RATE_HZ, 2, both);
  attune_spectrum_row row;
  double begun_s = now_s();
  for (size_t at = 0; at < s->n_frames; at += BLOCK) {
    attune_block block = cut_block(s, at);
    for (size_t offset = 0, taken; offset < block.n_frames; offset += taken)
      attune_spectrum_push(spectrum, &block, offset, &taken, &row);
  }
  double time_s = now_s() - begun_s;
  attune_spectrum_free(spectrum);
  return time_s;
}

/* The transforms alone: no program that looks at these spectra can be faster. */
static double
time_transforms(double duration_s)
{
  attune_fft *fft = attune_fft_new(FFT_LENGTH);
  float *x = attune_fft_input(fft);
  for (int i = 0; i < FFT_LENGTH; i++) x[i] = sinf((float)i);
  size_t n = (size_t)(2.0 * FFTS_PER_S * duration_s);
  double begun_s = now_s();
  for (size_t i = 0; i < n; i++) attune_fft_run(fft);
  double time_s = now_s() - begun_s;
  attune_fft_free(fft);
  return time_s;
}

static double
time_usual(const sound *s)
{
  bench_loudness *loudness = bench_loudness_new(2, RATE_HZ);
  double begun_s = now_s();
  for (size_t at = 0; at < s->n_frames; at += BLOCK) {
    attune_block block = cut_block(s, at);
    bench_loudness_push(loudness, &block, true);
  }
  double time_s = now_s() - begun_s;
  bench_loudness_free(loudness);
  return time_s;
}

/* ------------------------------------------------ printing ---------------------------------- */

static void
print_line(const char *what, double time_s, double duration_s, double whole_s)
{
  printf("| %s | %.0f × | %.2f %% | %.2f |\n", what, duration_s / time_s,
         100.0 * time_s / duration_s, time_s / whole_s);
}

static void
print_inside(double duration_s)
{
  sound s = make_sound(duration_s);
  double live_length_s = s.plan.live.end_s - s.plan.live.start_s;
  pipeline_times batch = time_pipeline(&s, false), live = time_pipeline(&s, true);
  double whole_s = batch.hear_s + batch.report_s;
  printf("Two channels of 48 kHz, %g s of a simulated couple, one core.\n\n", duration_s);
  printf("| | of real time | of one core | of all |\n| --- | --- | --- | --- |\n");
  print_line("hearing and report (target ≥ 300 ×)", whole_s, duration_s, whole_s);
  print_line("hearing: spectra, gates, calibration, filter", batch.hear_s, duration_s, whole_s);
  print_line("report: smoothing, score, 500 surrogates", batch.report_s, duration_s, whole_s);
  print_line("resampling and spectra alone", time_spectrum(&s), duration_s, whole_s);
  print_line("their transforms alone", time_transforms(duration_s), duration_s, whole_s);
  print_line("loudness of the usual method", time_usual(&s), duration_s, whole_s);
  printf("| live part of a session, watched (target ≤ 3 %% of one core) | %.0f × | %.2f %% | |\n\n",
         live_length_s / live.live_s, 100.0 * live.live_s / live_length_s);
  g_free(s.samples);
}

static bool
print_process(const char *attune, double length_s)
{
  bench_child_cost cost;
  if (!bench_child_analyze(attune, length_s, &cost)) return false;
  printf("| %g | %.1f | %.0f × | %.0f |\n", length_s, cost.cpu_s, length_s / cost.cpu_s,
         cost.peak_mb);
  fflush(stdout);
  return true;
}

int
main(int argc, char **argv)
{
  double duration_s = 240.0;
  g_autofree char *attune = NULL, *lengths = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
      {"duration", 'd', 0, G_OPTION_ARG_DOUBLE, &duration_s, "Sound in memory (240)", "SECONDS"},
      {"attune", 'a', 0, G_OPTION_ARG_FILENAME, &attune, "Time this program's analyze too", "FILE"},
      {"lengths", 'l', 0, G_OPTION_ARG_STRING, &lengths, "On files this long (60,600,3600)",
       "LIST"},
      G_OPTION_ENTRY_NULL};
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_add_main_entries(context, entries, NULL);
  setlocale(LC_CTYPE, "");
  if (!g_option_context_parse(context, &argc, &argv, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return 2;
  }
  print_inside(duration_s);
  if (attune == NULL) return 0;
  printf("`attune analyze` as a process, reading a WAV file of two channels at 48 kHz "
         "(targets: ≥ 300 ×, under 150 MB for an hour).\n\n"
         "| file, s | time of one core, s | of real time | memory at most, MB |\n"
         "| --- | --- | --- | --- |\n");
  g_auto(GStrv) each = g_strsplit(lengths == NULL ? "60,600,3600" : lengths, ",", -1);
  for (char **length = each; *length != NULL; length++)
    if (!print_process(attune, g_ascii_strtod(*length, NULL))) return 1;
  return 0;
}
