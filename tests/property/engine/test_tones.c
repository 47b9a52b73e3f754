// SPDX-License-Identifier: GPL-3.0-or-later
/* What the guide's tones leave in the bands where breaths are heard, and what that does. */
#include "audio/couple.h"
#include "audio/tones.h"
#include "base/circle.h"
#include "engine/pipeline.h"
#include "listen/spectrum.h"

#include <math.h>

#define RATE_HZ 48000.0
#define LIVE_S 70.0
#define DURATION_S 160.0

static void
tell(attune_tones *tones, attune_tones_kind kind, double t_s)
{
  attune_tones_cue cue = {.at_ns = (int64_t)(t_s * 1e9),
                          .phase_rad = attune_wrap_tau(ATTUNE_TAU * t_s / 10.0),
                          .rate_per_min = 6.0,
                          .in_share = 0.4,
                          .volume = 1.0,
                          .kind = kind};
  attune_tones_follow(tones, &cue);
}

static double
db(double power)
{
  return 10.0 * log10(power + 1e-30);
}

/* What a small loudspeaker makes of it: 2 % of its square and its cube, at full scale. */
static float
distort(float x)
{
  return x + 0.02f * x * x + 0.02f * x * x * x;
}

/* Power in all and between 200 and 7000 Hz, dB of full scale. */
static void
measure(attune_tones_kind kind, gboolean is_distorted, double *all_db, double *heard_db)
{
  attune_tones *tones = attune_tones_new(RATE_HZ);
  attune_spectrum *spectrum = attune_spectrum_new(RATE_HZ, 1, (unsigned[]){0, 0});
  static float samples[480];
  double heard = 0.0, all = 0.0;
  unsigned rows = 0;
  for (uint64_t n = 0; n < 20 * (uint64_t)RATE_HZ; n += 480) {
    tell(tones, kind, (double)n / RATE_HZ);
    attune_tones_process(tones, (int64_t)((double)n / RATE_HZ * 1e9), samples, 480);
    for (int i = 0; i < 480 && is_distorted; i++) samples[i] = distort(samples[i]);
    attune_block block = {samples, 480, 1, RATE_HZ, n};
    static attune_spectrum_row row;
    for (size_t taken, done = 0; done < 480; done += taken) {
      if (!attune_spectrum_push(spectrum, &block, done, &taken, &row)) continue;
      for (int bin = 7; bin <= 224; bin++) heard += 2.0 * (double)row.power[0][bin];
      all += (double)(row.level[0].rms * row.level[0].rms);
      rows++;
    }
  }
  *all_db = db(all / rows), *heard_db = db(heard / rows);
  attune_spectrum_free(spectrum);
  attune_tones_free(tones);
}

static void
test_leak__is_far_below_the_tone(void)
{
  double all_db, heard_db, distorted_db;
  measure(ATTUNE_TONES_AIR, FALSE, &all_db, &heard_db);
  measure(ATTUNE_TONES_AIR, TRUE, &all_db, &distorted_db);
  g_test_message("air: %.1f dBFS; of that in 200-7000 Hz %.1f dBFS, distorted %.1f dBFS", all_db,
                 heard_db, distorted_db);
  g_assert_cmpfloat(heard_db, <, all_db - 60.0);
  g_assert_cmpfloat(distorted_db, <, all_db - 50.0);
  measure(ATTUNE_TONES_LOW, FALSE, &all_db, &heard_db);
  measure(ATTUNE_TONES_LOW, TRUE, &all_db, &distorted_db);
  g_test_message("low: %.1f dBFS; of that in 200-7000 Hz %.1f dBFS, distorted %.1f dBFS", all_db,
                 heard_db, distorted_db);
  g_assert_cmpfloat(heard_db, <, all_db - 40.0);
}

typedef struct {
  attune_report *report;
  double talking, unheard; /* share of the live rows */
} result;

static void
push_all(attune_pipeline *p, attune_source *source, attune_tones_kind kind, double level, result *r)
{
  attune_couple_plan plan = attune_couple_source_plan(source);
  attune_tones *tones = attune_tones_new(RATE_HZ);
  static float tone[1024], mixed[2048];
  attune_part part = ATTUNE_PART_WAIT;
  unsigned rows = 0;
  attune_block block;
  while (attune_source_read(source, 960, 0, &block, NULL) == ATTUNE_READ_SOUND) {
    double t_s = (double)block.first_frame / RATE_HZ;
    attune_part now = t_s >= plan.live.start_s             ? ATTUNE_PART_LIVE
                      : t_s >= plan.solo[ATTUNE_B].start_s ? ATTUNE_PART_SOLO_B
                      : t_s >= plan.solo[ATTUNE_A].start_s ? ATTUNE_PART_SOLO_A
                                                           : ATTUNE_PART_WAIT;
    if (now != part) attune_pipeline_begin(p, part = now);
    tell(tones, kind, t_s);
    attune_tones_process(tones, (int64_t)(t_s * 1e9), tone, block.n_frames);
    for (size_t i = 0; i < block.n_frames; i++)
      for (unsigned c = 0; c < block.n_channels; c++)
        mixed[i * block.n_channels + c] =
            block.samples[i * block.n_channels + c] + (float)level * distort(tone[i]);
    block.samples = mixed;
    attune_pipeline_push(p, &block);
    for (attune_frame frame; attune_pipeline_pop(p, &frame);) {
      if (frame.part != ATTUNE_PART_LIVE) continue;
      rows++;
      r->talking += (frame.unheard & ATTUNE_UNHEARD_SPEECH) != 0;
      r->unheard += (frame.unheard & ATTUNE_UNHEARD_EXCLUDES) != 0;
    }
  }
  r->talking /= rows, r->unheard /= rows;
  attune_tones_free(tones);
}

/* A couple with the tone in the room, its level in the microphone in dB against its own. */
static result
hear(attune_tones_kind kind, double gain_db)
{
  attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
  config.mics = ATTUNE_MICS_ARRAY;
  config.seed = 3;
  config.duration_s = DURATION_S;
  config.rate_hz = RATE_HZ;
  attune_source *source = attune_couple_source_new(&config, NULL);
  g_assert_true(attune_source_start(source, NULL));
  attune_pipeline *p = attune_pipeline_new(&(attune_pipeline_config){.mics = ATTUNE_MICS_ARRAY,
                                                                     .n_channels = 2,
                                                                     .rate_hz = RATE_HZ,
                                                                     .channel_of = {0, 1},
                                                                     .guide_in_s = 4.0,
                                                                     .guide_out_s = 6.0});
  result r = {0};
  push_all(p, source, kind, pow(10.0, gain_db / 20.0), &r);
  r.report = attune_pipeline_report(p, NULL, NULL);
  g_test_message("tone %d at %.0f dB: alignment %.1f, lag %.1f degrees, coverage %.2f, "
                 "talking %.3f, unheard %.3f",
                 (int)kind, gain_db, r.report->sync.alignment, attune_deg(r.report->sync.lag_rad),
                 r.report->sync.coverage, r.talking, r.unheard);
  attune_pipeline_free(p);
  attune_source_free(source);
  return r;
}

/* Loudspeaker to microphone of a laptop: about -20 dB. */
static void
test_hearing__is_not_disturbed(void)
{
  result without = hear(ATTUNE_TONES_OFF, -20.0);
  for (int kind = ATTUNE_TONES_AIR; kind <= ATTUNE_TONES_LOW; kind++) {
    result with = hear((attune_tones_kind)kind, -20.0);
    double off = attune_wrap_pi(with.report->sync.lag_rad - without.report->sync.lag_rad);
    g_assert_cmpfloat(attune_deg(fabs(off)), <, 5.0);
    g_assert_cmpfloat(with.report->sync.coverage, >, without.report->sync.coverage - 0.05);
    g_assert_cmpfloat(with.talking, <, without.talking + 0.02);
    attune_report_free(with.report);
  }
  attune_report_free(without.report);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/tones/leak", test_leak__is_far_below_the_tone);
  g_test_add_func("/tones/hearing", test_hearing__is_not_disturbed);
  return g_test_run();
}
