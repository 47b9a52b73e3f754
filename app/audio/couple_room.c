// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ranges: a microphone 15-30 cm from each mouth hears the other one 8-16 dB fainter, all paths
 * together (14 dB is what 15 against 75 cm gives in a free field). A laptop's pair is 6-12 cm
 * apart, the partners 40-80 cm away at 15-45 degrees to either side; there reverberation is 2-10 dB
 * under the direct sound. Reverberation time 0.25-0.6 s: furnished rooms.
 */
#include "audio/couple_room.h"

#include "audio/couple_delay.h"
#include "base/circle.h"

#include <math.h>
#include <string.h>

#define SOUND_M_S 343.0
#define LINES 8
#define EARLY 7
#define FIR 16

typedef struct {
  float fir[FIR];     /* direct path */
  int n_taps;         /* of it: all where a fraction of a frame counts, else one */
  float direct;       /* its gain */
  size_t delay;       /* of the first tap */
  float dull, smooth; /* share of the highs that go to the side; state */
  size_t early_delay[EARLY];
  float early_gain[EARLY];
} path;

struct attune_couple_room {
  double rate_hz;
  unsigned n_mics;
  double mic_x_m[ATTUNE_COUPLE_MICS];
  float smooth_pole;
  path paths[ATTUNE_COUPLE_SOURCES][ATTUNE_COUPLE_MICS];
  attune_couple_delay *source[ATTUNE_COUPLE_SOURCES];
  size_t before_tail[ATTUNE_COUPLE_SOURCES];
  float into[ATTUNE_COUPLE_SOURCES][LINES];
  float tail[ATTUNE_COUPLE_SOURCES]; /* gain */
  attune_couple_delay *line[LINES];
  size_t length[LINES], heard[LINES][ATTUNE_COUPLE_MICS];
  float keep[LINES], damp[LINES], pass[LINES], damped[LINES]; /* pass = 1 - damp */
};

static double
from_db(double db)
{
  return pow(10.0, db / 20.0);
}

/* ---- building ---- */

/* Direct path. A pair of microphones hears angles by fractions of a frame: windowed sinc there. */
static void
set_direct(attune_couple_room *room, path *p, double delay_s, double gain)
{
  double delay = delay_s * room->rate_hz + FIR / 2.0, whole = floor(delay);
  gboolean is_pair = room->n_mics == 2 && room->mic_x_m[1] < 0.2;
  p->delay = (size_t)whole - (is_pair ? FIR / 2 : 0);
  p->n_taps = is_pair ? FIR : 1;
  p->direct = (float)gain;
  for (int k = 0; k < p->n_taps; k++) {
    double x = k - (FIR / 2.0 + delay - whole), window = cos(ATTUNE_PI * x / (FIR + 2));
    double sinc = fabs(x) < 1e-9 ? 1.0 : sin(ATTUNE_PI * x) / (ATTUNE_PI * x);
    p->fir[k] = (float)(is_pair ? gain * sinc * window * window : gain);
  }
}

/* Early reflections: the same for all microphones but for the time that the angle gives. */
static void
set_early(attune_couple_room *room, int s, double first_s, double near_db, GRand *rand)
{
  for (int e = 0; e < EARLY; e++) {
    double after_s = e == 0 ? first_s : attune_couple_draw(rand, 0.0015, 0.028);
    double loss_db = e == 0 ? near_db : attune_couple_draw(rand, 7.0, 12.0) + 350.0 * after_s;
    double cosine = cos(attune_couple_draw(rand, 0.0, ATTUNE_PI));
    gboolean wide = room->mic_x_m[1] > 0.2; /* each microphone has its own surroundings */
    double sign = attune_couple_draw_if(rand, 0.5) ? -1.0 : 1.0;
    for (unsigned m = 0; m < room->n_mics; m++) {
      path *p = &room->paths[s][m];
      double side_s =
          wide ? attune_couple_draw(rand, 0.0, 0.003) : -room->mic_x_m[m] * cosine / SOUND_M_S;
      double delay = (double)p->delay + p->n_taps / 2 + (after_s + side_s) * room->rate_hz;
      double far_db = wide && (int)m != s ? 5.0 : 0.0; /* the far one hears more of the room */
      p->early_delay[e] = (size_t)fmax(delay, 0.0);
      p->early_gain[e] = (float)(sign * (double)p->direct * from_db(far_db - loss_db));
    }
  }
}

static void
set_tail(attune_couple_room *room, GRand *rand)
{
  double reverberation_s = attune_couple_draw(rand, 0.25, 0.60);
  double scale = attune_couple_draw(rand, 0.85, 1.2);
  static const double usual_s[LINES] = {0.0147, 0.0171, 0.0199, 0.0233,
                                        0.0271, 0.0307, 0.0353, 0.0401};
  for (int l = 0; l < LINES; l++) {
    double length_s = usual_s[l] * scale * attune_couple_draw(rand, 0.97, 1.03);
    double cosine = cos(ATTUNE_PI * (l + g_rand_double(rand)) / LINES);
    room->length[l] = (size_t)(length_s * room->rate_hz);
    room->keep[l] = (float)pow(10.0, -3.0 * length_s / reverberation_s);
    room->damp[l] = (float)exp(-ATTUNE_TAU * attune_couple_draw(rand, 3000, 8000) / room->rate_hz);
    room->pass[l] = 1.0f - room->damp[l];
    for (unsigned m = 0; m < room->n_mics; m++)
      room->heard[l][m] = (size_t)(length_s * room->rate_hz + 0.5 +
                                   room->mic_x_m[m] * cosine / SOUND_M_S * room->rate_hz);
    room->line[l] = attune_couple_delay_new((size_t)((length_s + 0.01) * room->rate_hz));
  }
  for (int s = 0; s < ATTUNE_COUPLE_SOURCES; s++) {
    room->before_tail[s] = (size_t)(attune_couple_draw(rand, 0.002, 0.012) * room->rate_hz);
    for (int l = 0; l < LINES; l++)
      room->into[s][l] = (attune_couple_draw_if(rand, 0.5) ? -1.0f : 1.0f) *
                         (float)attune_couple_draw(rand, 0.6, 1.0);
  }
}

/* A microphone for each: what matters is the share that each hears of the other. */
static void
place_two(attune_couple_room *room, double *tail_db, GRand *rand)
{
  double apart_m = attune_couple_draw(rand, 0.6, 1.1);
  room->mic_x_m[0] = -apart_m / 2.0;
  room->mic_x_m[1] = apart_m / 2.0;
  double least_db = 0.0, cross_db[2];
  for (int s = 0; s < 2; s++) {
    cross_db[s] = -attune_couple_draw(rand, 8.0, 16.0);
    least_db = fmin(least_db, cross_db[s]);
  }
  double diffuse_db = least_db - attune_couple_draw(rand, 2.5, 9.0);
  for (int s = 0; s < 2; s++) {
    double own_m = attune_couple_draw(rand, 0.15, 0.30);
    double rest = pow(10.0, cross_db[s] / 10.0) - pow(10.0, diffuse_db / 10.0);
    set_direct(room, &room->paths[s][s], own_m / SOUND_M_S, 1.0);
    set_direct(room, &room->paths[s][1 - s], hypot(apart_m, own_m) / SOUND_M_S, 0.75 * sqrt(rest));
    room->paths[s][s].dull = 1.0f;
    room->paths[s][1 - s].dull = (float)attune_couple_draw(rand, 0.45, 0.95);
    tail_db[s] = diffuse_db;
    set_early(room, s, attune_couple_draw(rand, 0.0005, 0.0015), attune_couple_draw(rand, 11, 18),
              rand);
  }
}

/* In front of a laptop: a pair of microphones, or one. */
static void
place_laptop(attune_couple_room *room, double *tail_db, GRand *rand)
{
  double apart_m = room->n_mics == 2 ? attune_couple_draw(rand, 0.06, 0.12) : 0.0;
  double mismatch_db = attune_couple_draw(rand, -1.5, 1.5);
  room->mic_x_m[0] = -apart_m / 2.0;
  room->mic_x_m[1] = apart_m / 2.0;
  for (int s = 0; s < 2; s++) {
    double angle = attune_rad(attune_couple_draw(rand, 15.0, 45.0)) * (s == 0 ? -1.0 : 1.0);
    double far_m = attune_couple_draw(rand, 0.40, 0.80);
    for (unsigned m = 0; m < room->n_mics; m++) {
      double way_m = hypot(far_m * sin(angle) - room->mic_x_m[m], far_m * cos(angle));
      double gain = far_m / way_m * (m == 1 ? from_db(mismatch_db) : 1.0);
      set_direct(room, &room->paths[s][m], way_m / SOUND_M_S, gain);
      room->paths[s][m].dull = 1.0f;
    }
    tail_db[s] = -attune_couple_draw(rand, 2.0, 10.0);
    set_early(room, s, attune_couple_draw(rand, 0.0003, 0.0015), attune_couple_draw(rand, 4, 9),
              rand);
  }
}

static void
place_other(attune_couple_room *room, double direct, GRand *rand)
{
  double cosine = cos(attune_couple_draw(rand, 0.0, ATTUNE_PI)), way_s = 0.004;
  for (unsigned m = 0; m < room->n_mics; m++) {
    double delay_s = way_s - room->mic_x_m[m] * cosine / SOUND_M_S;
    set_direct(room, &room->paths[ATTUNE_COUPLE_OTHER][m], delay_s, direct);
    room->paths[ATTUNE_COUPLE_OTHER][m].dull = 1.0f;
  }
  set_early(room, ATTUNE_COUPLE_OTHER, attune_couple_draw(rand, 0.0005, 0.004), 6.0, rand);
}

/* Sets the reverberation's level against the direct sound by listening to it alone. */
static void
level_tail(attune_couple_room *room, const double *tail_db)
{
  path silent[ATTUNE_COUPLE_SOURCES][ATTUNE_COUPLE_MICS] = {0};
  path *paths = &room->paths[0][0], *kept = g_memdup2(room->paths, sizeof room->paths);
  memcpy(room->paths, silent, sizeof silent);
  for (int s = 0; s < ATTUNE_COUPLE_SOURCES; s++) {
    room->tail[s] = 1.0f;
    room->tail[s] = (float)(from_db(tail_db[s]) / attune_couple_room_gain(room, s, 0));
  }
  memcpy(paths, kept, sizeof room->paths);
  g_free(kept);
}

attune_couple_room *
attune_couple_room_new(attune_mics mics, double rate_hz, double other_direct, GRand *rand)
{
  attune_couple_room *room = g_new0(attune_couple_room, 1);
  double tail_db[ATTUNE_COUPLE_SOURCES] = {0};
  room->rate_hz = rate_hz;
  room->n_mics = mics == ATTUNE_MICS_SINGLE ? 1 : 2;
  room->smooth_pole = (float)exp(-ATTUNE_TAU * 1500.0 / rate_hz);
  if (mics == ATTUNE_MICS_TWO)
    place_two(room, tail_db, rand);
  else
    place_laptop(room, tail_db, rand);
  place_other(room, other_direct, rand);
  set_tail(room, rand);
  for (int s = 0; s < ATTUNE_COUPLE_SOURCES; s++)
    room->source[s] = attune_couple_delay_new((size_t)(0.06 * rate_hz) + 2 * ATTUNE_COUPLE_STEP);
  level_tail(room, tail_db);
  attune_couple_room_reset(room);
  return room;
}

void
attune_couple_room_free(attune_couple_room *room)
{
  if (room == NULL) return;
  for (int s = 0; s < ATTUNE_COUPLE_SOURCES; s++) attune_couple_delay_free(room->source[s]);
  for (int l = 0; l < LINES; l++) attune_couple_delay_free(room->line[l]);
  g_free(room);
}

void
attune_couple_room_reset(attune_couple_room *room)
{
  for (int s = 0; s < ATTUNE_COUPLE_SOURCES; s++) {
    attune_couple_delay_clear(room->source[s]);
    for (int m = 0; m < ATTUNE_COUPLE_MICS; m++) room->paths[s][m].smooth = 0.0f;
  }
  for (int l = 0; l < LINES; l++) {
    attune_couple_delay_clear(room->line[l]);
    room->damped[l] = 0.0f;
  }
}

unsigned
attune_couple_room_mics(const attune_couple_room *room)
{
  return room->n_mics;
}

/* ---- sounding ---- */

static void
add_scaled(float *restrict out, const float *restrict in, float gain)
{
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) out[i] += gain * in[i];
}

/* The highs that a mouth turned away does not send: x - (1 - dull) high-pass(x). */
static void
dull_path(attune_couple_room *room, path *p, float *x)
{
  if (p->dull >= 1.0f) return;
  float pole = room->smooth_pole, pass = 1.0f - pole, smooth = p->smooth;
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
    smooth = pass * x[i] + pole * smooth;
    x[i] = smooth + p->dull * (x[i] - smooth);
  }
  p->smooth = smooth;
}

/* Reads a source whose present step is written already, `delay` frames ago. */
static void
read_source(const attune_couple_room *room, int s, size_t delay, float *out, size_t n)
{
  attune_couple_delay_read(room->source[s], ATTUNE_COUPLE_STEP + delay, out, n);
}

static void
add_path(attune_couple_room *room, int s, unsigned m, float *out)
{
  path *p = &room->paths[s][m];
  float part[ATTUNE_COUPLE_STEP + FIR], sum[ATTUNE_COUPLE_STEP] = {0};
  size_t before = (size_t)p->n_taps - 1;
  read_source(room, s, p->delay + before, part, ATTUNE_COUPLE_STEP + before);
  for (int k = 0; k < p->n_taps; k++) add_scaled(sum, part + before - (size_t)k, p->fir[k]);
  int n_early = s == ATTUNE_COUPLE_OTHER ? 2 : EARLY; /* noise from all sides needs no walls */
  for (int e = 0; e < n_early; e++) {
    read_source(room, s, p->early_delay[e], part, ATTUNE_COUPLE_STEP);
    add_scaled(sum, part, p->early_gain[e]);
  }
  dull_path(room, p, sum);
  add_scaled(out, sum, 1.0f);
}

/* Householder's mixing: each line gets itself less a quarter of the sum of all (8 lines). */
static void
mix_lines(float (*line)[ATTUNE_COUPLE_STEP])
{
  float sum[ATTUNE_COUPLE_STEP] = {0};
  for (int l = 0; l < LINES; l++) add_scaled(sum, line[l], 2.0f / LINES);
  for (int l = 0; l < LINES; l++) add_scaled(line[l], sum, -1.0f);
}

static void
read_lines(attune_couple_room *room, float (*line)[ATTUNE_COUPLE_STEP])
{
  float damped[LINES];
  memcpy(damped, room->damped, sizeof damped);
  for (int l = 0; l < LINES; l++)
    attune_couple_delay_read(room->line[l], room->length[l], line[l], ATTUNE_COUPLE_STEP);
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) /* all lines abreast: eight chains, not one */
    for (int l = 0; l < LINES; l++) {
      damped[l] = room->pass[l] * line[l][i] + room->damp[l] * damped[l];
      line[l][i] = room->keep[l] * damped[l];
    }
  memcpy(room->damped, damped, sizeof damped);
}

/* Reads the lines at each microphone's own delay, then feeds them. */
static void
add_tail(attune_couple_room *room, float *const *mic)
{
  float line[LINES][ATTUNE_COUPLE_STEP], part[ATTUNE_COUPLE_STEP];
  for (unsigned m = 0; m < room->n_mics; m++)
    for (int l = 0; l < LINES; l++) {
      attune_couple_delay_read(room->line[l], room->heard[l][m], part, ATTUNE_COUPLE_STEP);
      add_scaled(mic[m], part, l % 2 == 0 ? 1.0f : -1.0f);
    }
  read_lines(room, line);
  mix_lines(line);
  for (int s = 0; s < ATTUNE_COUPLE_SOURCES; s++) {
    read_source(room, s, room->before_tail[s], part, ATTUNE_COUPLE_STEP);
    for (int l = 0; l < LINES; l++) add_scaled(line[l], part, room->tail[s] * room->into[s][l]);
  }
  for (int l = 0; l < LINES; l++) attune_couple_delay_write(room->line[l], line[l]);
}

void
attune_couple_room_step(attune_couple_room *room, float *const *source, float *const *mic)
{
  for (int s = 0; s < ATTUNE_COUPLE_SOURCES; s++)
    attune_couple_delay_write(room->source[s], source[s]);
  for (unsigned m = 0; m < room->n_mics; m++) {
    memset(mic[m], 0, ATTUNE_COUPLE_STEP * sizeof(float));
    for (int s = 0; s < ATTUNE_COUPLE_SOURCES; s++) add_path(room, s, m, mic[m]);
  }
  add_tail(room, mic);
}

/* White noise through a gentle band-pass, 300-4000 Hz: the middle of a breath. */
static void
fill_test(attune_couple_white *white, double rate_hz, float *state, float *out)
{
  float low = 1.0f - (float)exp(-ATTUNE_TAU * 4000.0 / rate_hz);
  float high = 1.0f - (float)exp(-ATTUNE_TAU * 300.0 / rate_hz);
  attune_couple_white_fill(white, out);
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
    state[0] += low * (out[i] - state[0]);
    state[1] += high * (state[0] - state[1]);
    out[i] = state[0] - state[1];
  }
}

double
attune_couple_room_gain(attune_couple_room *room, int source, int mic)
{
  float sound[ATTUNE_COUPLE_SOURCES][ATTUNE_COUPLE_STEP] = {{0}}, heard[2][ATTUNE_COUPLE_STEP];
  float *sources[ATTUNE_COUPLE_SOURCES] = {sound[0], sound[1], sound[2]}, state[2] = {0};
  float *mics[2] = {heard[0], heard[1]};
  attune_couple_white white = {0x5eed};
  double in = 0.0, out = 0.0;
  long steps = (long)(0.7 * room->rate_hz / ATTUNE_COUPLE_STEP);
  attune_couple_room_reset(room);
  for (long n = 0; n < steps; n++) {
    fill_test(&white, room->rate_hz, state, sound[source]);
    attune_couple_room_step(room, sources, mics);
    if (n < steps / 3) continue;
    for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
      in += (double)sound[source][i] * (double)sound[source][i];
      out += (double)heard[mic][i] * (double)heard[mic][i];
    }
  }
  attune_couple_room_reset(room);
  return sqrt(out / in);
}
