// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the pipeline is given, and when: a spy stands in its place. Every sample of the recording
 * says where in the file it lies, so that order and place of what is read can be checked.
 */
#include "command/analyze_read.h"
#include "command/failure.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define RATE 8000u
#define SECONDS 200u

typedef struct {
  attune_part part;
  double from_s, to_s; /* place in the file of its first and last sample */
  uint64_t n_frames;
} heard_part;

struct attune_pipeline {
  attune_pipeline_config config;
  heard_part parts[8];
  unsigned n_parts;
  uint64_t next_frame;
};

static attune_pipeline spy;

attune_pipeline *
attune_pipeline_new(const attune_pipeline_config *config)
{
  spy = (attune_pipeline){.config = *config};
  return &spy;
}

void
attune_pipeline_free(attune_pipeline *pipeline)
{
  g_assert_true(pipeline == &spy);
}

void
attune_pipeline_begin(attune_pipeline *pipeline, attune_part part)
{
  g_assert_cmpuint(pipeline->n_parts, <, G_N_ELEMENTS(pipeline->parts));
  pipeline->parts[pipeline->n_parts++] = (heard_part){part, NAN, NAN, 0};
}

void
attune_pipeline_push(attune_pipeline *pipeline, const attune_block *block)
{
  heard_part *part = &pipeline->parts[pipeline->n_parts - 1];
  g_assert_cmpuint(block->first_frame, ==, pipeline->next_frame); /* no jump, or it is lost sound */
  g_assert_cmpuint(block->n_channels, ==, pipeline->config.n_channels);
  pipeline->next_frame += block->n_frames;
  double first_s = (double)block->samples[0] * SECONDS;
  if (part->n_frames == 0) part->from_s = first_s;
  part->to_s = (double)block->samples[(block->n_frames - 1) * block->n_channels] * SECONDS;
  part->n_frames += block->n_frames;
}

bool
attune_pipeline_pop(attune_pipeline *pipeline, attune_frame *frame)
{
  (void)pipeline;
  (void)frame;
  return false;
}

const attune_rehearsal_result *
attune_pipeline_rehearsal(const attune_pipeline *pipeline)
{
  (void)pipeline;
  return NULL;
}

attune_report *
attune_pipeline_report(attune_pipeline *pipeline, gboolean (*progress)(double share, void *user),
                       void *user)
{
  g_assert_true(progress(0.5, user));
  const heard_part *live = &pipeline->parts[pipeline->n_parts - 2]; /* the last is DONE */
  attune_report *report = g_new0(attune_report, 1);
  report->live_end_s = (double)pipeline->next_frame / RATE;
  report->live_start_s = report->live_end_s - (double)live->n_frames / RATE;
  report->row0_s = report->live_start_s + 0.048;
  report->n_cycles = 1;
  report->cycles = g_new0(attune_breath_cycle, 1);
  report->cycles[0] = (attune_breath_cycle){ATTUNE_A, report->live_start_s + 1.0,
                                            report->live_start_s + 2.0, report->live_end_s, 1.0};
  return report;
}

void
attune_report_free(attune_report *report)
{
  if (report == NULL) return;
  g_free(report->cycles);
  g_free(report);
}

static void
put_u32(GByteArray *bytes, uint32_t value)
{
  uint32_t little = GUINT32_TO_LE(value);
  g_byte_array_append(bytes, (const guint8 *)&little, 4);
}

/* A WAV file of 32-bit floats: each sample is its time over the whole duration. */
static char *
write_recording(unsigned n_channels)
{
  GByteArray *bytes = g_byte_array_new();
  uint32_t n_frames = RATE * SECONDS, size = n_frames * n_channels * 4;
  g_byte_array_append(bytes, (const guint8 *)"RIFF", 4);
  put_u32(bytes, 36 + size);
  g_byte_array_append(bytes, (const guint8 *)"WAVEfmt ", 8);
  put_u32(bytes, 16);
  put_u32(bytes, 3u | n_channels << 16); /* float; channels */
  put_u32(bytes, RATE);
  put_u32(bytes, RATE * n_channels * 4);
  put_u32(bytes, n_channels * 4 | 32u << 16);
  g_byte_array_append(bytes, (const guint8 *)"data", 4);
  put_u32(bytes, size);
  for (uint32_t i = 0; i < n_frames; i++) {
    float place = (float)i / (float)n_frames;
    uint32_t bits;
    memcpy(&bits, &place, sizeof bits);
    for (unsigned c = 0; c < n_channels; c++) put_u32(bytes, bits);
  }
  char *path = NULL;
  int fd = g_file_open_tmp("attune-read-XXXXXX.wav", &path, NULL);
  g_close(fd, NULL);
  g_assert_true(g_file_set_contents(path, (const char *)bytes->data, bytes->len, NULL));
  g_byte_array_unref(bytes);
  return path;
}

static attune_report *
read_recording(unsigned n_channels, const char *mics, const char *a, const char *b,
               const char *live)
{
  attune_analyze_request request;
  attune_analyze_plan plan;
  GError *error = NULL;
  g_autofree char *path = write_recording(n_channels);
  attune_source *source = attune_file_source_new(path, FALSE, &error);
  g_assert_no_error(error);
  g_assert_true(attune_analyze_ask(mics, a, b, "5:7", live, &request, &error));
  g_assert_true(
      attune_analyze_lay_out(&request, source->duration_s, source->n_channels, &plan, &error));
  attune_report *report = attune_analyze_read(source, &plan, NULL, &error);
  g_assert_no_error(error);
  g_assert_nonnull(report);
  attune_source_free(source);
  g_unlink(path);
  return report;
}

static void
assert_part(unsigned i, attune_part part, double from_s, double to_s)
{
  const double step_s = 0.001;
  g_assert_cmpint(spy.parts[i].part, ==, part);
  g_assert_cmpuint(spy.parts[i].n_frames, ==, (uint64_t)llround((to_s - from_s) * RATE));
  if (to_s <= from_s) return;
  g_assert_cmpfloat_with_epsilon(spy.parts[i].from_s, from_s, step_s);
  g_assert_cmpfloat_with_epsilon(spy.parts[i].to_s, to_s, step_s);
}

static void
test_read__solo_parts_first(void)
{
  attune_report *report = read_recording(2, "two", "50:90", "5:45", "110:180");
  g_assert_cmpuint(spy.n_parts, ==, 5);
  assert_part(0, ATTUNE_PART_SOLO_A, 50.0, 90.0);
  assert_part(1, ATTUNE_PART_SOLO_B, 5.0, 45.0);
  assert_part(2, ATTUNE_PART_WAIT, 90.0, 110.0);
  assert_part(3, ATTUNE_PART_LIVE, 110.0, 180.0);
  g_assert_cmpint(spy.parts[4].part, ==, ATTUNE_PART_DONE);
  g_assert_cmpuint(spy.config.n_channels, ==, 2);
  g_assert_cmpuint(spy.config.channel_of[ATTUNE_A], ==, 0);
  g_assert_cmpuint(spy.config.channel_of[ATTUNE_B], ==, 1);
  g_assert_cmpfloat(spy.config.guide_in_s, ==, 5.0);
  g_assert_cmpfloat(spy.config.guide_out_s, ==, 7.0);
  g_assert_false(spy.config.live_view);
  attune_report_free(report);
}

static void
test_read__times_are_those_of_the_recording(void)
{
  /* the live part is read after 80 s of solo parts that lie behind it in the file */
  attune_report *report = read_recording(2, "two", "120:160", "160:200", "20:110");
  assert_part(2, ATTUNE_PART_WAIT, 0.0, 20.0);
  assert_part(3, ATTUNE_PART_LIVE, 20.0, 110.0);
  g_assert_cmpfloat_with_epsilon(report->live_start_s, 20.0, 1e-3);
  g_assert_cmpfloat_with_epsilon(report->live_end_s, 110.0, 1e-3);
  g_assert_cmpfloat_with_epsilon(report->row0_s, 20.048, 1e-3);
  g_assert_cmpfloat_with_epsilon(report->cycles[0].in_s, 21.0, 1e-3);
  g_assert_cmpfloat_with_epsilon(report->cycles[0].out_s, 22.0, 1e-3);
  g_assert_cmpfloat_with_epsilon(report->cycles[0].end_s, 110.0, 1e-3);
  attune_report_free(report);
}

static void
test_read__without_solo_parts(void)
{
  attune_report *report = read_recording(2, "two", NULL, NULL, NULL);
  g_assert_cmpuint(spy.n_parts, ==, 3);
  assert_part(0, ATTUNE_PART_WAIT, 0.0, 0.0);
  assert_part(1, ATTUNE_PART_LIVE, 0.0, 200.0);
  g_assert_cmpfloat_with_epsilon(report->live_start_s, 0.0, 1e-9);
  attune_report_free(report);
}

static void
test_read__single_averages_channels(void)
{
  attune_report *report = read_recording(3, "single", "0:40", "40:80", NULL);
  g_assert_cmpuint(spy.config.n_channels, ==, 1);
  assert_part(3, ATTUNE_PART_LIVE, 80.0, 200.0); /* the mean of equal channels is each of them */
  attune_report_free(report);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/analyze/read/order", test_read__solo_parts_first);
  g_test_add_func("/analyze/read/times", test_read__times_are_those_of_the_recording);
  g_test_add_func("/analyze/read/no_solo", test_read__without_solo_parts);
  g_test_add_func("/analyze/read/single", test_read__single_averages_channels);
  return g_test_run();
}
