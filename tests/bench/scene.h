// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BENCH_SCENE_H
#define ATTUNE_BENCH_SCENE_H

/*
 * A recording whose truth is known, and what the program made of it.
 *
 * The sound goes through the pipeline as a live session or `attune analyze` would send it: the
 * parts begin at their exact frames, the report follows at the end. Beside it, the loudness that
 * the usual method needs is taken from the same samples.
 */
#include "audio/block.h"
#include "audio/couple.h"
#include "engine/pipeline.h"
#include "loudness.h"

/** Where the sound comes from. Borrowed; one thread. */
typedef struct {
  attune_mics mics;
  unsigned n_channels;
  double rate_hz;
  attune_couple_span solo[ATTUNE_PARTNERS], live; /* seconds in the recording */
  double guide_in_s, guide_out_s;
  /* Gives the next sound, false at its end. Borrowed until the next call. */
  bool (*read)(void *user, attune_block *block);
  /* Phase of a partner at t_s, [0, 2 pi), NaN while not breathing. */
  double (*true_phase)(void *user, attune_partner partner, double t_s);
  void *user;
} bench_scene;

/** What was true and what was told, on the rows of the live part (96 ms apart). */
typedef struct {
  attune_mics mics;
  size_t n;
  double row0_s;
  float *truth[ATTUNE_PARTNERS]; /* [n] true phase, radians */
  attune_report *report;
  bench_loudness *loudness; /* of the live part, one or two channels */
} bench_take;

/** Listens to a scene. @return free with bench_take_free */
bench_take *bench_take_new(const bench_scene *scene);
void bench_take_free(bench_take *take);

/** Listens to a simulated couple; a configuration out of range ends the program with a word. */
bench_take *bench_take_couple(const attune_couple_config *config);

#endif
