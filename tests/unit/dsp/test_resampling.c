// SPDX-License-Identifier: GPL-3.0-or-later
/* Resampling against closed forms: a sine comes out as the same sine on the new grid. */
#include "dsp/resampling.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define TAU 6.283185307179586
#define SECONDS 2

static float *
make_sine(double rate_hz, double freq_hz, unsigned n_channels, size_t n)
{
  float *x = g_new(float, n *n_channels);
  for (size_t i = 0; i < n; i++)
    for (unsigned c = 0; c < n_channels; c++)
      x[i * n_channels + c] = (float)(0.5 * sin(TAU * freq_hz * (c + 1) * (double)i / rate_hz));
  return x;
}

/* Feeds `in` in pieces of `chunk` through an output window of `window`; returns the frames made. */
static size_t
run(attune_resampling *resampling, const float *in, size_t n_in, unsigned n_channels, size_t chunk,
    size_t window, float *out, size_t max_out)
{
  size_t made = 0, at = 0, now;
  do { /* on with no input until nothing more comes out: the input buffer is inside */
    size_t used, n = MIN(chunk, n_in - at), room = MIN(window, max_out - made);
    now = attune_resampling_process(resampling, in + at * n_channels, n, out + made * n_channels,
                                    room, &used);
    g_assert_cmpuint(used, <=, n);
    g_assert_cmpuint(now, <=, room);
    at += used;
    made += now;
  } while (at < n_in || now > 0);
  return made;
}

static void
test_sine(void)
{
  const struct {
    double from, to, freq_hz;
    unsigned n_channels;
  } cases[] = {{48000, 16000, 440, 2}, {44100, 16000, 1000, 1}, {16000, 48000, 300, 3},
               {8000, 16000, 500, 1},  {192000, 16000, 900, 1}, {44100 * 1.0003, 48000, 700, 2}};
  for (size_t k = 0; k < G_N_ELEMENTS(cases); k++) {
    unsigned c = cases[k].n_channels;
    size_t n_in = (size_t)(cases[k].from * SECONDS);
    size_t max_out = (size_t)(cases[k].to * SECONDS) + 100;
    g_autofree float *in = make_sine(cases[k].from, cases[k].freq_hz, c, n_in);
    g_autofree float *expected = make_sine(cases[k].to, cases[k].freq_hz, c, max_out);
    g_autofree float *out = g_new0(float, max_out *c);
    attune_resampling *r =
        attune_resampling_new(c, cases[k].to / cases[k].from, ATTUNE_RESAMPLING_MEDIUM);
    size_t made = run(r, in, n_in, c, 1000, max_out, out, max_out);
    g_assert_cmpfloat((double)made, >, cases[k].to * (SECONDS - 0.1));
    double worst = 0;
    for (size_t i = (size_t)(0.1 * cases[k].to) * c; i < (made - 200) * c; i++)
      worst = fmax(worst, fabs((double)out[i] - expected[i]));
    g_test_message("%.0f -> %.0f Hz: worst %.2g", cases[k].from, cases[k].to, worst);
    g_assert_cmpfloat(worst, <, 5e-6);
    attune_resampling_free(r);
  }
}

static void
test_aliases_are_gone(void)
{
  size_t n_in = 96000, max_out = 32100;
  g_autofree float *in = make_sine(48000, 11000, 1, n_in); /* above the 8 kHz of the output */
  g_autofree float *out = g_new0(float, max_out);
  const double limit[] = {2e-5, 2e-6};
  for (int q = ATTUNE_RESAMPLING_FAST; q <= ATTUNE_RESAMPLING_MEDIUM; q++) {
    attune_resampling *r = attune_resampling_new(1, 1.0 / 3.0, (attune_resampling_quality)q);
    size_t made = run(r, in, n_in, 1, 4096, max_out, out, max_out);
    double worst = 0;
    for (size_t i = 2000; i < made - 200; i++) worst = fmax(worst, fabs((double)out[i]));
    g_test_message("quality %d: alias %.1f dB", q, 20 * log10(worst / 0.5));
    g_assert_cmpfloat(worst, <, limit[q]);
    attune_resampling_free(r);
  }
}

static void
test_any_chunking_is_the_same(void)
{
  const size_t n_in = 48000, max_out = 20000;
  const size_t chunks[] = {1, 7, 480, 5000, 48000}, windows[] = {20000, 3, 997};
  g_autofree float *in = make_sine(48000, 523.25, 2, n_in);
  for (size_t i = 0; i < n_in * 2; i++) in[i] += (float)g_test_rand_double_range(-0.1, 0.1);
  g_autofree float *first = g_new0(float, max_out * 2), *other = g_new0(float, max_out * 2);
  attune_resampling *r = attune_resampling_new(2, 16000.0 / 48000.0, ATTUNE_RESAMPLING_MEDIUM);
  size_t made = run(r, in, n_in, 2, 48000, max_out, first, max_out);
  for (size_t c = 0; c < G_N_ELEMENTS(chunks); c++)
    for (size_t w = 0; w < G_N_ELEMENTS(windows); w++) {
      attune_resampling_reset(r);
      size_t again = run(r, in, n_in, 2, chunks[c], windows[w], other, max_out);
      g_assert_cmpuint(made, ==, again);
      g_assert_cmpmem(first, made * 2 * sizeof *first, other, made * 2 * sizeof *other);
    }
  attune_resampling_free(r);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/dsp/resampling/sine", test_sine);
  g_test_add_func("/dsp/resampling/aliases-are-gone", test_aliases_are_gone);
  g_test_add_func("/dsp/resampling/any-chunking-is-the-same", test_any_chunking_is_the_same);
  return g_test_run();
}
