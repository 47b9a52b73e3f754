// SPDX-License-Identifier: GPL-3.0-or-later
/* Real breathing waveforms drive the timing of the simulated couple. */
#include "audio/couple.h"
#include "base/circle.h"

#include <stdlib.h>

/* One number a line, comments with #. Skips the test when there is no corpus. */
static GArray *
read_waveform(const char *name)
{
  const char *corpus = g_getenv("ATTUNE_CORPUS");
  if (corpus == NULL) {
    g_test_skip("ATTUNE_CORPUS names no recordings");
    return NULL;
  }
  g_autofree char *path = g_build_filename(corpus, name, NULL);
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, NULL)) {
    g_test_skip("the corpus lacks this recording");
    return NULL;
  }
  GArray *samples = g_array_new(FALSE, FALSE, sizeof(double));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    char *end;
    double x = g_ascii_strtod(*line, &end);
    if (end != *line) g_array_append_val(samples, x);
  }
  return samples;
}

/* In-breaths: the lowest point between a fall under the mean and a rise over it, a little away. */
static GArray *
find_onsets(const GArray *samples, double rate_hz)
{
  GArray *onsets = g_array_new(FALSE, FALSE, sizeof(double));
  double mean = 0.0, spread = 0.0, lowest = INFINITY, lowest_s = 0.0;
  gboolean low = FALSE;
  for (guint i = 0; i < samples->len; i++) mean += g_array_index(samples, double, i) / samples->len;
  for (guint i = 0; i < samples->len; i++)
    spread += pow(g_array_index(samples, double, i) - mean, 2.0) / samples->len;
  spread = sqrt(spread);
  for (guint i = 0; i < samples->len; i++) {
    double x = g_array_index(samples, double, i) - mean;
    if (x < -0.3 * spread) low = TRUE;
    if (low && x < lowest) {
      lowest = x;
      lowest_s = i / rate_hz;
    }
    if (!low || x < 0.3 * spread) continue;
    g_array_append_val(onsets, lowest_s);
    low = FALSE;
    lowest = INFINITY;
  }
  return onsets;
}

static void
drive(const char *name, double rate_hz)
{
  g_autoptr(GArray) samples = read_waveform(name);
  if (samples == NULL) return;
  g_autoptr(GArray) onsets = find_onsets(samples, rate_hz);
  g_assert_cmpuint(onsets->len, >, 10);
  attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
  const double *in_s = (const double *)(const void *)onsets->data;
  config.onsets[ATTUNE_A] = (attune_couple_onsets){in_s, NULL, onsets->len};
  config.duration_s = 88.0 + ceil(in_s[onsets->len - 1]);
  config.rate_hz = 8000.0;
  attune_source *source = attune_couple_source_new(&config, NULL);
  size_t n;
  const attune_couple_breath *breaths = attune_couple_source_breaths(source, ATTUNE_A, &n);
  double live_s = attune_couple_source_plan(source).live.start_s;
  for (guint i = 0; i + 1 < onsets->len; i++) {
    const attune_couple_breath *b = &breaths[n - (onsets->len - 1) + i];
    g_assert_cmpfloat(b->in_s, ==, live_s + in_s[i]);
    g_assert_cmpfloat(b->end_s, ==, live_s + in_s[i + 1]);
    g_assert_cmpfloat(attune_couple_true_phase(source, ATTUNE_A, b->in_s), ==, 0.0);
    g_assert_cmpfloat_with_epsilon(attune_couple_true_phase(source, ATTUNE_A, b->out_s), ATTUNE_PI,
                                   1e-9);
  }
  g_test_message("%s: %u breaths, %.1f per minute", name, onsets->len - 1,
                 60.0 * (onsets->len - 1) / (in_s[onsets->len - 1] - in_s[0]));
  attune_source_free(source);
}

static void
test_biosppy(void)
{
  drive("resp_biosppy/resp.txt", 1000.0);
}

static void
test_peakdet(void)
{
  drive("resp_peakdet/RESP.csv", 40.0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/couple/driven/biosppy", test_biosppy);
  g_test_add_func("/couple/driven/peakdet", test_peakdet);
  return g_test_run();
}
