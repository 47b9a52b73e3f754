// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/couple_delay.h"
#include "audio/couple_room.h"

#include <math.h>
#include <string.h>

static double
to_db(double amplitude)
{
  return 20.0 * log10(amplitude);
}

static attune_couple_room *
draw(attune_mics mics, double rate_hz, uint64_t seed)
{
  g_autoptr(GRand) rand = attune_couple_chance(seed, ATTUNE_COUPLE_STREAM_ROOM);
  return attune_couple_room_new(mics, rate_hz, 0.1, rand);
}

static void
test_delay(void)
{
  attune_couple_delay *delay = attune_couple_delay_new(1000);
  float in[ATTUNE_COUPLE_STEP], out[3 * ATTUNE_COUPLE_STEP];
  for (int n = 0; n < 100; n++) {
    for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) in[i] = (float)(n * ATTUNE_COUPLE_STEP + i);
    attune_couple_delay_write(delay, in);
    size_t back = 200 + (size_t)n % 700;
    attune_couple_delay_read(delay, back, out, G_N_ELEMENTS(out));
    for (size_t i = 0; i < G_N_ELEMENTS(out); i++) {
      double then = (double)((n + 1) * ATTUNE_COUPLE_STEP) - (double)back + (double)i;
      g_assert_cmpfloat((double)out[i], ==, fmax(then, 0.0)); /* silence before the first */
    }
  }
  attune_couple_delay_free(delay);
}

/* A microphone for each: the other one comes 8-16 dB fainter, and there are rooms of either kind.
 */
static void
test_cross_talk(void)
{
  double nearest_db = -100.0, farthest_db = 0.0;
  for (uint64_t seed = 1; seed <= 20; seed++) {
    attune_couple_room *room = draw(ATTUNE_MICS_TWO, 16000.0, seed);
    g_assert_cmpuint(attune_couple_room_mics(room), ==, 2);
    for (int p = 0; p < ATTUNE_PARTNERS; p++) {
      double cross_db =
          to_db(attune_couple_room_gain(room, p, 1 - p) / attune_couple_room_gain(room, p, p));
      g_assert_cmpfloat(cross_db, >, -18.0);
      g_assert_cmpfloat(cross_db, <, -6.0);
      nearest_db = fmax(nearest_db, cross_db);
      farthest_db = fmin(farthest_db, cross_db);
    }
    attune_couple_room_free(room);
  }
  g_assert_cmpfloat(nearest_db, >, -10.0);
  g_assert_cmpfloat(farthest_db, <, -13.0);
}

/* Feeds an impulse and returns where each microphone hears it loudest, and the late share. */
static void
strike(attune_couple_room *room, int source, double rate_hz, long *peak, double *late_share)
{
  float sound[ATTUNE_COUPLE_SOURCES][ATTUNE_COUPLE_STEP] = {{0}}, heard[2][ATTUNE_COUPLE_STEP];
  float *sources[] = {sound[0], sound[1], sound[2]}, *mics[] = {heard[0], heard[1]}, best[2] = {0};
  double early = 0.0, late = 0.0;
  attune_couple_room_reset(room);
  sound[source][0] = 1.0f;
  for (long n = 0; n < (long)(1.5 * rate_hz) / ATTUNE_COUPLE_STEP; n++) {
    attune_couple_room_step(room, sources, mics);
    sound[source][0] = 0.0f;
    for (unsigned m = 0; m < attune_couple_room_mics(room); m++)
      for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
        double t_s = (double)(n * ATTUNE_COUPLE_STEP + i) / rate_hz;
        *(t_s < 0.05 ? &early : &late) += (double)(heard[m][i] * heard[m][i]);
        if (fabsf(heard[m][i]) <= best[m]) continue;
        best[m] = fabsf(heard[m][i]);
        peak[m] = n * ATTUNE_COUPLE_STEP + i;
      }
  }
  *late_share = late / (early + late);
}

/* A laptop's pair: A, on the left, is heard first on the left; by no more than the pair's width. */
static void
test_array(void)
{
  const double rate_hz = 192000.0;
  for (uint64_t seed = 1; seed <= 3; seed++) {
    attune_couple_room *room = draw(ATTUNE_MICS_ARRAY, rate_hz, seed);
    for (int p = 0; p < ATTUNE_PARTNERS; p++) {
      long peak[2];
      double late_share;
      strike(room, p, rate_hz, peak, &late_share);
      double ahead_s = (double)(peak[1] - peak[0]) / rate_hz * (p == ATTUNE_A ? 1.0 : -1.0);
      g_assert_cmpfloat(ahead_s, >, 0.06 * 0.25 / 343.0);
      g_assert_cmpfloat(ahead_s, <, 0.12 * 0.75 / 343.0);
      g_assert_cmpfloat(late_share, >, 0.001);
      g_assert_cmpfloat(late_share, <, 0.4);
    }
    attune_couple_room_free(room);
  }
}

/* It rings out: nothing in the network grows, at any rate. */
static void
test_fades(void)
{
  const double rates_hz[] = {8000.0, 44100.0, 192000.0};
  for (size_t r = 0; r < G_N_ELEMENTS(rates_hz); r++) {
    attune_couple_room *room = draw(ATTUNE_MICS_SINGLE, rates_hz[r], 5);
    float sound[ATTUNE_COUPLE_SOURCES][ATTUNE_COUPLE_STEP] = {{0}}, heard[ATTUNE_COUPLE_STEP];
    float *sources[] = {sound[0], sound[1], sound[2]}, *mics[] = {heard, NULL}, loudest = 0.0f;
    for (int s = 0; s < ATTUNE_COUPLE_SOURCES; s++) sound[s][0] = 1.0f;
    for (long n = 0; n < (long)(3.0 * rates_hz[r]) / ATTUNE_COUPLE_STEP; n++) {
      attune_couple_room_step(room, sources, mics);
      memset(sound, 0, sizeof sound);
      loudest = 0.0f;
      for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) loudest = fmaxf(loudest, fabsf(heard[i]));
    }
    g_assert_cmpfloat((double)loudest, <, 1e-4);
    attune_couple_room_free(room);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/couple/room/delay", test_delay);
  g_test_add_func("/couple/room/cross-talk", test_cross_talk);
  g_test_add_func("/couple/room/array", test_array);
  g_test_add_func("/couple/room/fades", test_fades);
  return g_test_run();
}
