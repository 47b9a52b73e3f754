// SPDX-License-Identifier: GPL-3.0-or-later
#include "breathing.h"

#include "base/circle.h"
#include "breath/smoother.h"

#include <math.h>
#include <string.h>

#define ROWS 940 /* 90 s */
#define EDGE 100
#define NOISE_DB 1.5
#define STATES (ATTUNE_CLASSES * ATTUNE_TEMPI)
#define SHORT 150 /* rows of the brute force: more than two of the smoother's strides of 64 */

/* The whole chain as a matrix, from _predict itself (its adjoint is tested with the pointer). */
static double *
make_matrix(const attune_pointer_terms *terms)
{
  double *m = g_new(double, STATES *STATES);
  for (unsigned from = 0; from < STATES; from++) {
    attune_belief one = {0}, to;
    one.flat[from] = 1.0f;
    attune_belief_predict(&one, terms, &to);
    for (unsigned i = 0; i < STATES; i++) m[from * STATES + i] = (double)to.flat[i];
  }
  return m;
}

static void
weigh(double *p, const float *evidence)
{
  double sum = 0.0;
  for (unsigned i = 0; i < STATES; i++) sum += p[i] *= (double)evidence[i / ATTUNE_TEMPI];
  for (unsigned i = 0; i < STATES; i++) p[i] /= sum;
}

/* @param forward  [SHORT x STATES] filled */
static void
run_forward(const double *m, const float *evidence, double *forward)
{
  attune_belief start;
  attune_belief_start(&start);
  for (unsigned t = 0; t < SHORT; t++) {
    double *to = forward + t * STATES;
    memset(to, 0, STATES * sizeof *to);
    for (unsigned i = 0; i < STATES; i++) {
      double p = t == 0 ? (double)start.flat[i] : forward[(t - 1) * STATES + i];
      for (unsigned j = 0; p > 0.0 && j < STATES; j++) to[j] += p * m[i * STATES + j];
    }
    weigh(to, evidence + t * ATTUNE_CLASSES);
  }
}

/* Classes of forward times backward, row by row from the last. */
static void
run_backward(const double *m, const float *evidence, const double *forward, double *classes)
{
  g_autofree double *backward = g_new(double, STATES), *weighed = g_new(double, STATES);
  for (unsigned i = 0; i < STATES; i++) backward[i] = 1.0;
  for (unsigned t = SHORT; t-- > 0;) {
    double *to = classes + t * ATTUNE_CLASSES, sum = 0.0;
    memset(to, 0, ATTUNE_CLASSES * sizeof *to);
    for (unsigned i = 0; i < STATES; i++) {
      double p = forward[t * STATES + i] * backward[i];
      to[i / ATTUNE_TEMPI] += p;
      sum += p;
    }
    for (unsigned c = 0; c < ATTUNE_CLASSES; c++) to[c] /= sum;
    memcpy(weighed, backward, STATES * sizeof *weighed);
    weigh(weighed, evidence + t * ATTUNE_CLASSES);
    for (unsigned i = 0; i < STATES; i++) {
      backward[i] = 0.0;
      for (unsigned j = 0; j < STATES; j++) backward[i] += m[i * STATES + j] * weighed[j];
    }
  }
}

/* Evidence that points loosely at a breath of 4 s, with a stretch that says nothing. */
static void
fill_evidence(float *evidence)
{
  for (unsigned t = 0; t < SHORT; t++)
    for (unsigned c = 0; c < ATTUNE_CLASSES; c++) {
      double d = ATTUNE_TAU * (t * ATTUNE_ROW_S / 4.0 - (double)c / ATTUNE_PHASES);
      bool silent = t >= 70 && t < 90;
      evidence[t * ATTUNE_CLASSES + c] = silent             ? 1.0f
                                         : c == ATTUNE_REST ? 0.3f
                                                            : (float)exp(0.4 * (cos(d) - 1.0));
    }
}

static void
test_brute_force(void)
{
  attune_pointer_terms terms = ATTUNE_POINTER_TERMS_DEFAULTS;
  g_autofree double *m = make_matrix(&terms);
  g_autofree float *evidence = g_new(float, SHORT *ATTUNE_CLASSES);
  g_autofree double *forward = g_new(double, SHORT *STATES);
  g_autofree double *expected = g_new(double, SHORT *ATTUNE_CLASSES);
  g_autofree float *classes = g_new(float, SHORT *ATTUNE_CLASSES);
  g_autofree attune_breath *breath = g_new0(attune_breath, SHORT);
  g_autofree attune_belief *work = g_new(attune_belief, ATTUNE_SMOOTH_WORK(SHORT));
  attune_belief start;
  attune_phase_map map;
  fill_evidence(evidence);
  run_forward(m, evidence, forward);
  run_backward(m, evidence, forward, expected);
  attune_belief_start(&start);
  attune_phase_map_fill(&map, 0.4, 15.0);
  attune_smooth_pointer(evidence, SHORT, &start, &terms, &map, breath, classes, work);
  for (unsigned i = 0; i < SHORT * ATTUNE_CLASSES; i++)
    g_assert_cmpfloat_with_epsilon((double)classes[i], expected[i], 2e-5);
}

/* Lengths about the stride, and nothing at all. */
static void
test_lengths(void)
{
  attune_pointer_terms terms = ATTUNE_POINTER_TERMS_DEFAULTS;
  g_autofree float *evidence = g_new(float, SHORT *ATTUNE_CLASSES);
  g_autofree attune_breath *breath = g_new0(attune_breath, SHORT);
  g_autofree attune_belief *work = g_new(attune_belief, ATTUNE_SMOOTH_WORK(SHORT));
  attune_belief start;
  attune_phase_map map;
  fill_evidence(evidence);
  attune_belief_start(&start);
  attune_phase_map_fill(&map, 0.4, 15.0);
  const size_t lengths[] = {1, 63, 64, 65, 128, 129};
  for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
    size_t n = lengths[i];
    memset(breath, 0, SHORT * sizeof *breath);
    attune_smooth_pointer(evidence, n, &start, &terms, &map, breath, NULL, work);
    for (size_t t = 0; t < n; t++) g_assert_cmpfloat(breath[t].rate_per_min, >, 3.0f);
    g_assert_cmpfloat(breath[n].rate_per_min, ==, 0.0f); /* not a row too far */
  }
  attune_smooth_pointer(evidence, 0, &start, &terms, &map, breath, NULL, work);
}

typedef struct {
  timbre voice[ATTUNE_PARTNERS];
  rhythm when[ATTUNE_PARTNERS];
  attune_features *rows;
  attune_breath *smoothed[ATTUNE_PARTNERS], *live[ATTUNE_PARTNERS];
} couple;

static void
fill_couple(couple *c, attune_mics mics, bool with_b, guint32 seed)
{
  attune_tracker_terms terms = ATTUNE_TRACKER_TERMS_DEFAULTS;
  g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
  attune_voice voice[ATTUNE_PARTNERS];
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    c->voice[p] = timbre_of(p, mics);
    c->when[p] = rhythm_of(0.7 * p, 95.0, p == 0 ? 4.6 : 5.7, c->voice[p].in_fraction, 0.06, rand);
    timbre_fill_voice(&c->voice[p], NOISE_DB, &voice[p]);
    c->smoothed[p] = g_new0(attune_breath, ROWS);
    c->live[p] = g_new0(attune_breath, ROWS);
  }
  c->rows = rows_of(ROWS, &c->voice[0], &c->when[0], with_b ? &c->voice[1] : NULL, &c->when[1],
                    NOISE_DB, rand);
  for (size_t t = 480; t < 495; t++) {
    c->rows[t].unheard = 1;
    for (unsigned f = 0; f < c->voice[0].n; f++) c->rows[t].x[f] = 40.0f;
  }
  attune_tracker *tracker = attune_tracker_new(&voice[0], &voice[1], &terms);
  g_autofree attune_tracker_trace *trace = g_new(attune_tracker_trace, ROWS);
  for (size_t t = 0; t < ROWS; t++) {
    attune_breath breath[ATTUNE_PARTNERS];
    attune_tracker_step(tracker, &c->rows[t], breath, &trace[t]);
    for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) c->live[p][t] = breath[p];
  }
  attune_smooth_pair(tracker, &terms, c->rows, trace, ROWS, c->smoothed);
  attune_tracker_free(tracker);
}

static void
clear_couple(couple *c)
{
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    g_free(c->smoothed[p]);
    g_free(c->live[p]);
  }
  g_free(c->rows);
}

static double
median_error_deg(const couple *c, unsigned p, const attune_breath *breath)
{
  double error[ROWS], w = c->voice[p].in_fraction;
  size_t n = 0;
  for (size_t t = EDGE; t < ROWS - EDGE; t++) {
    double truth = attune_told_phase(rhythm_turns(&c->when[p], w, c->rows[t].t_s), w);
    error[n++] = attune_deg(fabs(attune_wrap_pi((double)breath[t].phase_rad - truth)));
  }
  return median_of(error, n);
}

static void
test_error(void)
{
  const attune_mics mics[] = {ATTUNE_MICS_TWO, ATTUNE_MICS_SINGLE};
  double live = 0.0, smoothed = 0.0;
  for (unsigned i = 0; i < 4; i++) {
    couple c;
    fill_couple(&c, mics[i % 2], true, 1 + i);
    for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
      double after = median_error_deg(&c, p, c.smoothed[p]);
      g_test_message("smoothed error %.1f degrees", after);
      g_assert_cmpfloat(after, <, 10.0);
      smoothed += after;
      live += median_error_deg(&c, p, c.live[p]);
    }
    clear_couple(&c);
  }
  g_assert_cmpfloat(smoothed, <, live); /* what comes later helps */
}

static void
test_absent(void)
{
  couple c;
  fill_couple(&c, ATTUNE_MICS_TWO, false, 5);
  for (size_t t = 0; t < ROWS; t++) {
    if (t >= EDGE) g_assert_true(c.smoothed[ATTUNE_A][t].present);
    g_assert_false(c.smoothed[ATTUNE_B][t].present);
  }
  clear_couple(&c);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/breath/smoother/brute-force", test_brute_force);
  g_test_add_func("/breath/smoother/lengths", test_lengths);
  g_test_add_func("/breath/smoother/error", test_error);
  g_test_add_func("/breath/smoother/absent", test_absent);
  return g_test_run();
}
