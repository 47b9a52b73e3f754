// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure-scene.h"

#include "base/circle.h"

#include <math.h>

#define COME_AND_GO_S 0.9 /* a partner who is heard, or no longer */
#define SURENESS_S 0.8
#define CLOSENESS_S 2.5
#define GUIDE_S 0.4
#define NEUTRAL_CLOSENESS 0.3
#define FORGOTTEN_S 4.0 /* after that a phase does not catch up: it begins anew */
#define EMPTY_SIZE 0.12 /* of the ring of somebody who is not heard */

void
figure_scene_clear(FigureScene *scene)
{
  for (int p = 0; p < 2; p++) {
    scene->breath[p] = attune_carried_none();
    scene->presence[p] = attune_ease_make(0.0, COME_AND_GO_S);
    scene->sureness[p] = attune_ease_make(0.0, SURENESS_S);
  }
  scene->guide = attune_carried_none();
  scene->closeness = attune_ease_make(NEUTRAL_CLOSENESS, CLOSENESS_S);
  scene->guide_opacity = attune_ease_make(0.0, GUIDE_S);
  scene->guide_rate_per_min = 6.0;
  scene->guide_in_share = 0.5;
  scene->is_told = scene->is_demo = scene->has_closeness = FALSE;
  attune_trail_clear(&scene->trail);
}

/* 1: the phase is known well; 0: hardly. */
static double
sureness_of(const AttuneFigurePartner *who)
{
  if (!who->is_present || isnan(who->phase_rad)) return 0.0;
  double spread = isnan(who->spread_rad) ? 0.5 : who->spread_rad;
  return (who->is_sure ? 1.0 : 0.35) * CLAMP(1.25 - spread / 1.6, 0.2, 1.0);
}

static void
push_partner(FigureScene *scene, int p, const AttuneFigurePartner *who, gint64 row_us,
             gint64 now_us)
{
  attune_carried *breath = &scene->breath[p];
  if (attune_carried_age_s(breath, now_us) > FORGOTTEN_S) *breath = attune_carried_none();
  attune_carried_tell(breath, row_us, now_us, who->phase_rad, who->rate_per_min);
  attune_ease_aim(&scene->presence[p], who->is_present ? 1.0 : 0.0, now_us);
  attune_ease_aim(&scene->sureness[p], sureness_of(who), now_us);
}

static double
even_part(double phase_rad, double in_share)
{
  double phase = attune_wrap_tau(phase_rad);
  return phase < ATTUNE_PI ? 2.0 * in_share * phase
                           : ATTUNE_TAU * in_share + 2.0 * (1.0 - in_share) * (phase - ATTUNE_PI);
}

static double
phase_of_part(double part_rad, double in_share)
{
  double part = attune_wrap_tau(part_rad) / ATTUNE_TAU;
  return part < in_share ? ATTUNE_PI * part / in_share
                         : ATTUNE_PI * (1.0 + (part - in_share) / (1.0 - in_share));
}

static void
push_guide(FigureScene *scene, const AttuneFigureGuide *guide, gint64 row_us, gint64 now_us)
{
  gboolean is_shown = guide->is_shown && isfinite(guide->phase_rad);
  attune_ease_aim(&scene->guide_opacity, is_shown ? CLAMP(guide->opacity, 0.0, 1.0) : 0.0, now_us);
  if (!is_shown) return;
  gboolean is_new = attune_carried_age_s(&scene->guide, now_us) > FORGOTTEN_S;
  if (is_new) scene->guide = attune_carried_none();
  scene->guide_in_share = guide->in_share > 0.0 ? CLAMP(guide->in_share, 0.1, 0.9) : 0.5;
  if (guide->rate_per_min > 0.0) scene->guide_rate_per_min = guide->rate_per_min;
  attune_carried_tell(&scene->guide, row_us, now_us,
                      even_part(guide->phase_rad, scene->guide_in_share), guide->rate_per_min);
}

static void
keep_trail(FigureScene *scene, gint64 now_us)
{
  FigureMoment m = figure_scene_at(scene, now_us);
  attune_trail_row row = {.at_us = now_us, .guide = NAN};
  for (int p = 0; p < 2; p++)
    row.size[p] = m.presence[p] > 0.4 && !isnan(m.phase_rad[p])
                      ? (float)attune_size_of_phase(m.phase_rad[p])
                      : NAN;
  if (m.guide_opacity > 0.3) row.guide = (float)m.guide_size;
  attune_trail_add(&scene->trail, &row);
}

void
figure_scene_push(FigureScene *scene, const AttuneFigureInput *input, gint64 row_us, gint64 now_us)
{
  for (int p = 0; p < 2; p++) push_partner(scene, p, &input->partner[p], row_us, now_us);
  scene->has_closeness = isfinite(input->closeness);
  double closeness = scene->has_closeness ? CLAMP(input->closeness, 0.0, 1.0) : NEUTRAL_CLOSENESS;
  attune_ease_aim(&scene->closeness, closeness, now_us);
  push_guide(scene, &input->guide, row_us, now_us);
  scene->is_demo = input->is_demo;
  scene->is_told = TRUE;
  keep_trail(scene, now_us);
}

static void
see_partner(const FigureScene *scene, int p, gint64 now_us, FigureMoment *m)
{
  const attune_carried *breath = &scene->breath[p];
  m->phase_rad[p] = attune_carried_phase(breath, now_us);
  m->presence[p] = attune_ease_at(&scene->presence[p], now_us);
  double phase = isnan(m->phase_rad[p]) ? ATTUNE_PI / 2.0 : m->phase_rad[p];
  double size = attune_size_of_phase(phase);
  m->size[p] = m->presence[p] * size + (1.0 - m->presence[p]) * EMPTY_SIZE;
  m->sureness[p] =
      attune_ease_at(&scene->sureness[p], now_us) / (1.0 + attune_carried_error(breath, now_us));
}

FigureMoment
figure_scene_at(const FigureScene *scene, gint64 now_us)
{
  FigureMoment m = {.at_us = now_us, .guide_phase_rad = NAN};
  for (int p = 0; p < 2; p++) see_partner(scene, p, now_us, &m);
  m.closeness = attune_ease_at(&scene->closeness, now_us);
  m.guide_opacity = attune_ease_at(&scene->guide_opacity, now_us);
  m.guide_in_share = scene->guide_in_share;
  m.guide_rate_per_min = scene->guide_rate_per_min;
  if (scene->guide.is_known && m.guide_opacity > 0.004)
    m.guide_phase_rad =
        phase_of_part(attune_carried_phase(&scene->guide, now_us), scene->guide_in_share);
  m.guide_size = isnan(m.guide_phase_rad) ? 0.0 : attune_size_of_phase(m.guide_phase_rad);
  return m;
}
