// SPDX-License-Identifier: GPL-3.0-or-later
#include "listen/front.h"
#include "sounds.h"

#include <math.h>

static double
mean_of_band(const attune_spectrum_row *row, unsigned channel, unsigned band)
{
  double low = 200.0 * pow(35.0, band / 8.0), high = 200.0 * pow(35.0, (band + 1) / 8.0), sum = 0.0;
  unsigned n = 0;
  for (unsigned k = 0; k < row->n_bins; k++)
    if (k * ATTUNE_BIN_HZ >= low && k * ATTUNE_BIN_HZ < high) {
      sum += (double)row->power[channel][k];
      n++;
    }
  return sum / n;
}

/* Bands are means of their own bins, eight to a channel, upward; fewer at a low rate. */
static void
test_bands(void)
{
  const double rates[] = {48000.0, 8000.0};
  for (size_t i = 0; i < G_N_ELEMENTS(rates); i++) {
    g_autoptr(sound) s = sound_new(rates[i], 2, 0.5);
    sound_add_pink(s, 0, 0.1, 1);
    sound_add_white(s, 1, 0.1, 2);
    g_autoptr(GArray) rows = sound_rows(s, 2, 480);
    const attune_spectrum_row *row = &g_array_index(rows, attune_spectrum_row, 2);
    attune_front front;
    float power[ATTUNE_MAX_FEATURES];
    attune_front_init(&front, ATTUNE_MICS_TWO, row->n_bins);
    g_assert_cmpuint(front.n_bands, ==, i == 0 ? 8 : 6);
    g_assert_cmpuint(front.n_features, ==, 2 * front.n_bands);
    attune_front_powers(&front, row, power);
    for (unsigned c = 0; c < 2; c++)
      for (unsigned b = 0; b < front.n_bands; b++)
        g_assert_cmpfloat_with_epsilon(
            (double)power[c * front.n_bands + b] / mean_of_band(row, c, b), 1.0, 1e-5);
    attune_front_init(&front, ATTUNE_MICS_SINGLE, row->n_bins);
    g_assert_cmpuint(front.n_features, ==, front.n_bands);
    attune_front_init(&front, ATTUNE_MICS_ARRAY, row->n_bins);
    g_assert_cmpuint(front.n_features, ==, 3 * front.n_bands);
  }
}

/* One partner in front of two microphones: the second hears it `gain` as loud, `late` samples
   after, each with its own noise. Partner B comes from the other side. */
static GArray *
rows_of_partner(unsigned partner, double rms, guint32 seed)
{
  const size_t late[2] = {3, 0}, early[2] = {0, 2};
  g_autoptr(sound) source = sound_new(16000.0, 1, 8.0), s = sound_new(16000.0, 2, 8.0);
  if (rms > 0.0) sound_add_white(source, 0, rms, seed);
  for (size_t i = 3; i < s->n_frames; i++) {
    s->samples[2 * i] = source->samples[i - early[partner]];
    s->samples[2 * i + 1] = 0.7f * source->samples[i - late[partner]];
  }
  sound_add_white(s, 0, 0.001, seed + 100);
  sound_add_white(s, 1, 0.001, seed + 200);
  return sound_rows(s, 2, 480);
}

static void
gather(const GArray *rows, attune_covariance *covariance)
{
  for (guint i = 0; i < rows->len; i++)
    attune_covariance_add(covariance, &g_array_index(rows, attune_spectrum_row, i));
}

static void
add_powers(const attune_front *front, const GArray *rows, double mean[3])
{
  for (unsigned c = 0; c < 3; c++) mean[c] = 0.0;
  for (guint i = 1; i < rows->len; i++) {
    float power[ATTUNE_MAX_FEATURES];
    attune_front_powers(front, &g_array_index(rows, attune_spectrum_row, i), power);
    for (unsigned f = 0; f < front->n_features; f++) mean[f / front->n_bands] += (double)power[f];
  }
}

/* Each virtual channel loses the partner that it cancels and keeps the other one. */
static void
test_nulls(void)
{
  g_autoptr(GArray) a = rows_of_partner(0, 0.1, 1);
  g_autoptr(GArray) b = rows_of_partner(1, 0.1, 2);
  g_autoptr(GArray) none = rows_of_partner(0, 0.0, 3);
  g_autofree attune_covariance *all = g_new0(attune_covariance, 3);
  gather(a, &all[0]);
  gather(b, &all[1]);
  gather(none, &all[2]);
  attune_front front;
  attune_front_init(&front, ATTUNE_MICS_ARRAY, ATTUNE_SPECTRUM_BINS);
  attune_front_learn(&front, all, &all[2]);
  double of_a[3], of_b[3];
  add_powers(&front, a, of_a);
  add_powers(&front, b, of_b);
  /* channel 1 cancels B, channel 2 cancels A */
  g_assert_cmpfloat(10.0 * log10(of_b[0] / of_b[1]), >, 15.0);
  g_assert_cmpfloat(10.0 * log10(of_a[0] / of_a[2]), >, 15.0);
  g_assert_cmpfloat(10.0 * log10(of_a[1] / of_b[1]), >, 15.0);
  g_assert_cmpfloat(10.0 * log10(of_b[2] / of_a[2]), >, 15.0);
}

/* h is C10 / C00 of the breath without the noise. */
static void
test_transfer(void)
{
  g_autofree attune_covariance *all = g_new0(attune_covariance, 3);
  for (unsigned p = 0; p < 3; p++) all[p].n = p == 2 ? 2.0 : 5.0;
  for (unsigned k = 0; k < ATTUNE_SPECTRUM_BINS; k++) {
    all[2].p0[k] = 2.0 * 1.0;
    all[2].re[k] = 2.0 * 0.5;
    all[0].p0[k] = 5.0 * 3.0;
    all[0].re[k] = 5.0 * (0.5 + 2.0 * 0.6);
    all[0].im[k] = 5.0 * (2.0 * -0.8);
    all[1].p0[k] = 5.0 * 1.0; /* no breath at all: bounded */
    all[1].re[k] = 5.0 * 1.5;
  }
  attune_front front;
  attune_front_init(&front, ATTUNE_MICS_ARRAY, ATTUNE_SPECTRUM_BINS);
  attune_front_learn(&front, all, &all[2]);
  g_assert_cmpfloat_with_epsilon(front.h_re[ATTUNE_A][50], 0.6, 1e-6);
  g_assert_cmpfloat_with_epsilon(front.h_im[ATTUNE_A][50], -0.8, 1e-6);
  g_assert_cmpfloat_with_epsilon(hypot(front.h_re[ATTUNE_B][50], front.h_im[ATTUNE_B][50]), 4.0,
                                 1e-5);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/listen/front/bands", test_bands);
  g_test_add_func("/listen/front/nulls", test_nulls);
  g_test_add_func("/listen/front/transfer", test_transfer);
  return g_test_run();
}
