// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/couple.h"

#include "audio/couple_breath.h"
#include "audio/couple_noise.h"
#include "audio/couple_room.h"
#include "audio/couple_timing.h"

#include <string.h>

#define BLOCK_STEPS 16
#define BLOCK_FRAMES (BLOCK_STEPS * ATTUNE_COUPLE_STEP)
#define MAX_JUMPS 8

typedef struct {
  double t_s, gain;
} jump;

/* How loud everything is at the microphones; amplitudes, full scale = 1. */
typedef struct {
  float person[ATTUNE_PARTNERS]; /* of the usual out-breath, at the mouth */
  float din, tone;               /* the noise asked for, the room tone under it */
  float self[ATTUNE_COUPLE_MICS];
  double snr_db;
} levels;

typedef struct {
  attune_source base;
  attune_couple_config config;
  attune_couple_timing *timing;
  attune_couple_voice voice[ATTUNE_PARTNERS];
  attune_couple_breather *breather[ATTUNE_PARTNERS];
  attune_couple_room *room;
  attune_couple_din *din, *tone;
  attune_couple_white self[ATTUNE_COUPLE_MICS];
  levels level;
  jump jumps[MAX_JUMPS];
  float gain;                     /* of the microphones, follows the jumps */
  uint64_t n_frames, made, given; /* in all, simulated, read */
  gint64 begun_us;                /* when its clock began to run */
  guint nudges;                   /* atomic: a bit for each nudge and partner */
  gint steer; /* atomic: closeness asked for, in thousandths, plus 1; 0 = none */
  float samples[BLOCK_FRAMES * ATTUNE_COUPLE_MICS]; /* the block that ends at frame `made` */
} couple;

static const attune_source_ops couple_ops;

static couple *
couple_of(const attune_source *source)
{
  g_assert(source->ops == &couple_ops);
  return (couple *)source;
}

/* ---- levels ---- */

static double
from_db(double db)
{
  return pow(10.0, db / 20.0);
}

/* Out-breaths at the microphone: what a headset or a laptop's microphone records of quiet to
 * audible breath, and the two not alike. */
static void
draw_person_levels_db(const couple *c, GRand *rand, double *person_db)
{
  gboolean near = c->config.mics == ATTUNE_MICS_TWO;
  double least_db = c->config.mics == ATTUNE_MICS_SINGLE ? 1.0 : 0.0;
  double usual_db =
      near ? attune_couple_draw(rand, -40.0, -31.0) : attune_couple_draw(rand, -50.0, -38.0);
  double apart_db = attune_couple_draw(rand, least_db, 6.0);
  int fainter = attune_couple_draw_if(rand, 0.5) ? ATTUNE_A : ATTUNE_B;
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    double wish_db = c->config.wishes[p].level_db;
    person_db[p] = usual_db + (isnan(wish_db) ? (p == fainter ? -apart_db : 0.0) : wish_db);
  }
}

static void
set_noise_levels(couple *c, GRand *rand, double breath_db)
{
  double drawn_db = attune_couple_draw(rand, 8.0, 26.0);
  double under_db = attune_couple_draw(rand, 20.0, 30.0),
         self_db = attune_couple_draw(rand, 26.0, 40.0);
  gboolean none = c->config.noise == ATTUNE_COUPLE_NOISE_NONE;
  double room_gain = attune_couple_room_gain(c->room, ATTUNE_COUPLE_OTHER, 0);
  c->level.snr_db = none ? NAN : (isnan(c->config.snr_db) ? drawn_db : c->config.snr_db);
  if (!none) c->level.din = (float)(from_db(breath_db - c->level.snr_db) / room_gain);
  if (!none && c->config.noise != ATTUNE_COUPLE_NOISE_ROOM)
    c->level.tone = (float)(from_db(breath_db - fmax(under_db, c->level.snr_db)) / room_gain);
  for (int m = 0; m < ATTUNE_COUPLE_MICS; m++) /* white over the whole band; heard 200-7000 Hz */
    c->level.self[m] = (float)(from_db(breath_db - self_db + attune_couple_draw(rand, -1, 1)) *
                               sqrt(fmax(c->config.rate_hz / 2.0, 6800.0) / 6800.0));
}

static void
set_levels(couple *c, GRand *rand)
{
  double person_db[ATTUNE_PARTNERS];
  draw_person_levels_db(c, rand, person_db);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    int mic = c->config.mics == ATTUNE_MICS_TWO ? p : 0;
    c->level.person[p] = (float)(from_db(person_db[p]) / attune_couple_room_gain(c->room, p, mic));
  }
  set_noise_levels(c, rand, 0.5 * (person_db[ATTUNE_A] + person_db[ATTUNE_B]));
}

static void
draw_jumps(couple *c, GRand *rand)
{
  const attune_couple_span *live = &c->timing->plan.live;
  double gain = 1.0, step_s = (live->end_s - live->start_s) / (c->config.n_gain_jumps + 1.0);
  for (unsigned i = 0; i < c->config.n_gain_jumps; i++) {
    double size_db = attune_couple_draw(rand, 4.0, 12.0);
    gain *= from_db(gain > 1.0 || attune_couple_draw_if(rand, 0.5) ? -size_db : size_db);
    c->jumps[i] = (jump){live->start_s + step_s * (i + attune_couple_draw(rand, 0.6, 1.4)), gain};
  }
}

/* ---- simulating ---- */

static float
limit(float x)
{
  float size = fabsf(x); /* a microphone's input bends before it clips */
  return size <= 0.7f ? x : copysignf(0.7f + 0.25f * tanhf((size - 0.7f) / 0.25f), x);
}

static float
jumped_gain(const couple *c, double t_s)
{
  double gain = 1.0;
  for (unsigned i = 0; i < c->config.n_gain_jumps; i++)
    if (t_s >= c->jumps[i].t_s) gain = c->jumps[i].gain;
  return (float)gain;
}

static void
write_step(couple *c, float mic[ATTUNE_COUPLE_MICS][ATTUNE_COUPLE_STEP], float target, float *out)
{
  unsigned n = c->base.n_channels;
  float rise = (target - c->gain) / ATTUNE_COUPLE_STEP;
  for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) {
    c->gain += rise;
    for (unsigned m = 0; m < n; m++) {
      float self = c->level.self[m] * attune_couple_white_one(&c->self[m]);
      out[(unsigned)i * n + m] = limit(c->gain * (mic[m][i] + self));
    }
  }
  c->gain = target;
}

static void
make_step(couple *c, double t_s, float *out)
{
  float source[ATTUNE_COUPLE_SOURCES][ATTUNE_COUPLE_STEP];
  float mic[ATTUNE_COUPLE_MICS][ATTUNE_COUPLE_STEP];
  float *sources[ATTUNE_COUPLE_SOURCES] = {source[0], source[1], source[2]};
  float *mics[ATTUNE_COUPLE_MICS] = {mic[0], mic[1]};
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    attune_couple_breather_step(c->breather[p], t_s, source[p]);
    for (int i = 0; i < ATTUNE_COUPLE_STEP; i++) source[p][i] *= c->level.person[p];
  }
  memset(source[ATTUNE_COUPLE_OTHER], 0, sizeof source[ATTUNE_COUPLE_OTHER]);
  attune_couple_din_add(c->din, c->level.din, source[ATTUNE_COUPLE_OTHER]);
  attune_couple_din_add(c->tone, c->level.tone, source[ATTUNE_COUPLE_OTHER]);
  attune_couple_room_step(c->room, sources, mics);
  write_step(c, mic, jumped_gain(c, t_s), out);
}

/* Follows what was asked for since the last block. */
static void
follow_nudges(couple *c)
{
  guint nudges = g_atomic_int_and(&c->nudges, 0);
  gint steer = g_atomic_int_exchange(&c->steer, 0);
  double t_s = (double)c->made / c->config.rate_hz;
  if (steer > 0) attune_couple_timing_steer(c->timing, (steer - 1) / 1000.0, t_s);
  for (guint bit = 0; nudges != 0; bit++, nudges >>= 1)
    if (nudges & 1u)
      attune_couple_timing_nudge(c->timing, (attune_couple_nudge)(bit / ATTUNE_PARTNERS),
                                 (attune_partner)(bit % ATTUNE_PARTNERS), t_s);
}

static void
make_block(couple *c)
{
  if (g_atomic_int_get(&c->nudges) != 0 || g_atomic_int_get(&c->steer) != 0) follow_nudges(c);
  for (int n = 0; n < BLOCK_STEPS; n++) {
    double t_s = (double)c->made / c->config.rate_hz;
    make_step(c, t_s, c->samples + (size_t)n * ATTUNE_COUPLE_STEP * c->base.n_channels);
    c->made += ATTUNE_COUPLE_STEP;
  }
}

/* ---- the source ---- */

static void
clear_sound(couple *c)
{
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    attune_couple_breather_free(c->breather[p]);
    c->breather[p] = NULL;
  }
  attune_couple_din_free(c->din);
  attune_couple_din_free(c->tone);
  c->din = c->tone = NULL;
}

static gboolean
start_couple(attune_source *source, GError **error)
{
  (void)error;
  couple *c = couple_of(source);
  const attune_couple_config *config = &c->config;
  g_autoptr(GRand) rand = attune_couple_chance(config->seed, ATTUNE_COUPLE_STREAM_NOISE);
  clear_sound(c);
  attune_couple_room_reset(c->room);
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    c->breather[p] = attune_couple_breather_new(&c->voice[p], c->timing->takes[p], config->rate_hz,
                                                config->seed, p);
  c->din = attune_couple_din_new(config->noise, config->rate_hz, config->seed, 64);
  if (c->level.tone > 0.0f)
    c->tone = attune_couple_din_new(ATTUNE_COUPLE_NOISE_ROOM, config->rate_hz, config->seed, 65);
  for (int m = 0; m < ATTUNE_COUPLE_MICS; m++) c->self[m] = attune_couple_white_make(rand);
  c->made = c->given = 0;
  c->gain = 1.0f;
  c->begun_us = g_get_monotonic_time();
  return TRUE;
}

/* In real time: frames that a microphone would have recorded by now, after waiting for some. */
static uint64_t
frames_due(couple *c, size_t wanted, int timeout_ms)
{
  uint64_t hurried = (uint64_t)(c->config.hurry_s * c->config.rate_hz);
  double speed = c->config.speed > 0.0 ? c->config.speed : 1.0;
  if (!c->config.real_time) return UINT64_MAX;
  if (c->given < hurried) {
    c->begun_us = g_get_monotonic_time();
    return UINT64_MAX;
  }
  gint64 deadline_us = g_get_monotonic_time() + (gint64)timeout_ms * 1000;
  for (;;) {
    gint64 now_us = g_get_monotonic_time();
    uint64_t due =
        hurried + (uint64_t)((double)(now_us - c->begun_us) * 1e-6 * speed * c->config.rate_hz);
    if (due >= c->given + wanted || now_us >= deadline_us) return due;
    if (attune_source_is_cancelled(&c->base)) return due;
    g_usleep((gulong)CLAMP(deadline_us - now_us, 0, 5000));
  }
}

static attune_read_state
read_couple(attune_source *source, size_t max_frames, int timeout_ms, attune_block *block,
            GError **error)
{
  (void)error;
  couple *c = couple_of(source);
  if (c->given >= c->n_frames || c->breather[0] == NULL) return ATTUNE_READ_END;
  if (c->given == c->made) make_block(c);
  uint64_t n = MIN(MIN(c->made, c->n_frames) - c->given, (uint64_t)max_frames);
  uint64_t due = frames_due(c, n, timeout_ms);
  if (due <= c->given) return ATTUNE_READ_WAIT;
  n = MIN(n, due - c->given);
  size_t behind = (size_t)(c->made - c->given); /* the block's last frames are the newest */
  *block = (attune_block){.samples = c->samples + (BLOCK_FRAMES - behind) * source->n_channels,
                          .n_frames = (size_t)n,
                          .n_channels = source->n_channels,
                          .rate_hz = source->rate_hz,
                          .first_frame = c->given};
  c->given += n;
  return ATTUNE_READ_SOUND;
}

static void
stop_couple(attune_source *source)
{
  clear_sound(couple_of(source));
}

static void
free_couple(attune_source *source)
{
  couple *c = couple_of(source);
  clear_sound(c);
  attune_couple_room_free(c->room);
  attune_couple_timing_free(c->timing);
  g_free(c);
}

static const attune_source_ops couple_ops = {.kind = "couple",
                                             .start = start_couple,
                                             .read = read_couple,
                                             .stop = stop_couple,
                                             .free = free_couple};

/* ---- making ---- */

static gboolean
is_within(double x, double low, double high)
{
  return isnan(x) || (x >= low && x <= high);
}

static gboolean
is_rhythm(const attune_couple_onsets *o)
{
  if (o->in_s == NULL) return TRUE;
  for (size_t i = 0; i + 1 < o->n; i++) {
    double middle_s = o->out_s != NULL ? o->out_s[i] : 0.5 * (o->in_s[i] + o->in_s[i + 1]);
    if (!(o->in_s[i] >= 0.0 && o->in_s[i] < middle_s && middle_s < o->in_s[i + 1])) return FALSE;
  }
  return o->n >= 2;
}

static gboolean
is_wish(const attune_couple_wishes *w)
{
  return is_within(w->rate_per_min, 4.0, 30.0) && is_within(w->in_share, 0.25, 0.6) &&
         is_within(w->length_cv, 0.0, 0.3) && is_within(w->in_level_db, -30.0, 10.0) &&
         is_within(w->level_db, -40.0, 10.0) && is_within(w->contrast, 0.0, 1.0);
}

static const char *
find_fault(const attune_couple_config *config)
{
  if (!(config->duration_s >= 2.0 && config->duration_s <= 86400.0))
    return "The duration must be between 2 and 86400 seconds.";
  if (!(config->rate_hz >= 8000.0 && config->rate_hz <= 192000.0))
    return "The rate must be between 8000 and 192000 Hz.";
  if (!is_within(config->snr_db, -20.0, 80.0)) return "The SNR must be between -20 and 80 dB.";
  if (!is_within(config->late_s, 0.0, 3.0)) return "The delay must be between 0 and 3 seconds.";
  if (!is_within(config->lag_deg, -180.0, 180.0))
    return "The lag must be between -180 and 180 degrees.";
  if (!(config->hurry_s >= 0.0 && config->hurry_s <= config->duration_s))
    return "The hurried beginning must lie within the recording.";
  if (!(config->speed >= 0.0 && config->speed <= 1000.0))
    return "The speed must be between 0 and 1000.";
  if (config->n_gain_jumps > MAX_JUMPS) return "There can be at most 8 gain jumps.";
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    if (!is_wish(&config->wishes[p])) return "A wish for a partner is out of range.";
    if (!is_rhythm(&config->onsets[p]))
      return "A given rhythm must have two rising onsets or more.";
  }
  return NULL;
}

static void
draw_voices(couple *c)
{
  for (int p = 0; p < ATTUNE_PARTNERS; p++) {
    uint32_t whose = c->config.same_voice ? 0 : (uint32_t)p;
    g_autoptr(GRand) rand =
        attune_couple_chance(c->config.seed, ATTUNE_COUPLE_STREAM_VOICE + whose);
    c->voice[p] = attune_couple_voice_draw(rand, &c->config.wishes[p]);
  }
}

attune_source *
attune_couple_source_new(const attune_couple_config *config, GError **error)
{
  const char *fault = find_fault(config);
  if (fault != NULL) {
    g_set_error_literal(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_UNSUPPORTED, fault);
    return NULL;
  }
  couple *c = g_new0(couple, 1);
  g_autoptr(GRand) places = attune_couple_chance(config->seed, ATTUNE_COUPLE_STREAM_ROOM);
  g_autoptr(GRand) loudness = attune_couple_chance(config->seed, ATTUNE_COUPLE_STREAM_LEVELS);
  c->config = *config;
  c->timing = attune_couple_timing_new(config);
  memset(c->config.onsets, 0,
         sizeof c->config.onsets); /* borrowed only while the schedule is made */
  draw_voices(c);
  c->room = attune_couple_room_new(config->mics, config->rate_hz,
                                   attune_couple_din_direct(config->noise), places);
  set_levels(c, loudness);
  draw_jumps(c, loudness);
  c->n_frames = (uint64_t)llround(config->duration_s * config->rate_hz);
  c->base = (attune_source){.ops = &couple_ops,
                            .label = g_strdup("Simulated couple"),
                            .n_channels = attune_couple_room_mics(c->room),
                            .rate_hz = config->rate_hz,
                            .duration_s = config->duration_s,
                            .is_demo = TRUE};
  return &c->base;
}

/* ---- truth ---- */

static const void *
array_of(const GArray *array, size_t *n)
{
  *n = array->len;
  return array->data;
}

attune_couple_plan
attune_couple_source_plan(const attune_source *source)
{
  return couple_of(source)->timing->plan;
}

const attune_couple_breath *
attune_couple_source_breaths(const attune_source *source, attune_partner partner, size_t *n)
{
  return array_of(couple_of(source)->timing->breaths[partner], n);
}

const attune_couple_span *
attune_couple_source_absent(const attune_source *source, attune_partner partner, size_t *n)
{
  return array_of(couple_of(source)->timing->absent[partner], n);
}

const attune_couple_span *
attune_couple_source_talking(const attune_source *source, size_t *n)
{
  return array_of(couple_of(source)->timing->talking, n);
}

double
attune_couple_source_lag_deg(const attune_source *source)
{
  return couple_of(source)->timing->lag_deg;
}

double
attune_couple_source_snr_db(const attune_source *source)
{
  return couple_of(source)->level.snr_db;
}

double
attune_couple_true_phase(const attune_source *source, attune_partner partner, double t_s)
{
  return attune_couple_timing_phase(couple_of(source)->timing, partner, t_s);
}

void
attune_couple_source_nudge(attune_source *source, attune_couple_nudge nudge, attune_partner partner)
{
  guint bit = 1u << ((guint)nudge * ATTUNE_PARTNERS + (guint)partner);
  g_atomic_int_or(&couple_of(source)->nudges, bit);
}

void
attune_couple_source_steer(attune_source *source, double closeness)
{
  double held = isnan(closeness) ? 0.5 : CLAMP(closeness, 0.0, 1.0);
  g_atomic_int_set(&couple_of(source)->steer, 1 + (gint)(1000.0 * held + 0.5));
}
