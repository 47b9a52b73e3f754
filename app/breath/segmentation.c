// SPDX-License-Identifier: GPL-3.0-or-later
#include "breath/segmentation.h"

#include "base/circle.h"
#include "breath/breath.h"
#include "dsp/linear.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STATES 4
#define MAX_DURATION 160 /* rows: three quarters of the longest cycle, 20 s */
#define ROUNDS 10        /* at most; usually labels stand still after 4 */
#define OWN_SHARE 0.3
#define FRAME_TEMPER 0.05 /* rows of one burst are far from independent */
#define FREE_TEMPER 0.15  /* without a guide the sound has to decide more */
#define ONSET_SD 0.07     /* of a cycle, around the partner's own lateness */
#define EARLIEST -0.05    /* lateness of a cycle that costs nothing */
#define LATEST 0.12
#define LATENESS_SD 0.030 /* beyond that */
#define LATEST_EVER 0.26  /* no later than this, nor much earlier than the guide */
#define EARLIEST_EVER -0.08
#define EDGE_PRICE -1.0     /* first and last segment: their length is unknown */
#define USUAL_LOUDER_DB 3.0 /* out-breath over in-breath: one unit of polarity each */
#define USUAL_PAUSE_S 0.6
#define USUAL_LONGER 0.25   /* ln of the lengths' ratio */
#define POLARITY_WEIGHT 4.0 /* beside a guide it only tips the scales */
#define NEVER -1e30

/* How the rows of one state sound. Both pauses share one. */
typedef struct {
  double mean[ATTUNE_MAX_FEATURES];
  double inverse[ATTUNE_MAX_FEATURES * ATTUNE_MAX_FEATURES];
  double log_det;
} sound;

typedef struct {
  const attune_features *rows;
  size_t n_rows;
  unsigned n;
  double period_s, in_fraction, lateness; /* lateness in turns */
  const attune_solo_guide *guide;
  double *loud;          /* [n_rows] mean over features */
  double *cumulated[3];  /* [n_rows + 1] tempered log-likelihood of in, out, pause */
  double *best;          /* [(n_rows + 1) x STATES] */
  short *length;         /* the same shape: length of the segment that ends here */
  unsigned char *before; /* its predecessor's state */
  double log_duration[STATES][MAX_DURATION + 1];
  size_t longest; /* rows: no segment is longer */
  double *enter;  /* [n_rows x STATES] best score of a segment that begins with this row */
  unsigned char *from;
} chain;

static unsigned
find_sound(unsigned state)
{
  return state == ATTUNE_SEG_IN ? 0 : state == ATTUNE_SEG_OUT ? 1 : 2;
}

/* ------------------------------------------------ priors ------------------------------------ */

static bool
is_free(const chain *c)
{
  return isnan(c->guide->start_s);
}

/* Log-normal, up to a constant. Nobody guided: lengths vary more, and are compared between
   guesses of the period, so that the density's own scale counts. */
static double
price_burst(const chain *c, double d_s, double expected_s, double sd)
{
  if (d_s < 0.08 * c->period_s) return NEVER;
  if (is_free(c)) sd *= 2.0;
  double z = log(d_s / expected_s) / sd;
  return -0.5 * z * z - (is_free(c) ? log(d_s) : 0.0);
}

static void
fill_durations(chain *c)
{
  c->longest = MIN((size_t)(0.75 * c->period_s / ATTUNE_ROW_S), MAX_DURATION);
  double in_s = c->in_fraction * c->period_s, out_s = 0.75 * (c->period_s - in_s);
  for (int d = 0; d <= MAX_DURATION; d++) {
    double d_s = d * ATTUNE_ROW_S;
    bool fits = d_s <= 0.75 * c->period_s;
    c->log_duration[ATTUNE_SEG_IN][d] = fits ? price_burst(c, d_s, in_s, 0.20) : NEVER;
    c->log_duration[ATTUNE_SEG_OUT][d] = fits ? price_burst(c, d_s, out_s, 0.25) : NEVER;
    c->log_duration[ATTUNE_SEG_PAUSE_IN][d] = fits ? -d_s / 0.6 : NEVER;
    c->log_duration[ATTUNE_SEG_PAUSE_OUT][d] = fits ? -d_s / 1.5 : NEVER;
  }
}

static double
find_guide_turns(const chain *c, double t_s)
{
  return (t_s - c->guide->start_s) / c->period_s;
}

/* Time at which a segment that begins with row t begins: halfway to the row before. */
static double
find_onset_s(const chain *c, size_t t)
{
  return c->rows[t].t_s - 0.5 * ATTUNE_ROW_S;
}

static double
price_onset(const chain *c, unsigned state, size_t t)
{
  if (t == 0 || is_free(c) || state == ATTUNE_SEG_PAUSE_IN || state == ATTUNE_SEG_PAUSE_OUT)
    return 0.0;
  double expected = c->lateness + (state == ATTUNE_SEG_OUT ? c->in_fraction : 0.0);
  double d = find_guide_turns(c, find_onset_s(c, t)) - expected;
  d = (d - round(d)) / ONSET_SD;
  return -0.5 * d * d;
}

/*
 * Up to about a second late is as good as punctual; 2.5 s late is possible; beyond that it is far
 * more likely that in-breath and out-breath have been taken for each other, which the sound alone
 * can hardly tell (the two readings often differ by less than 10 in log-likelihood).
 */
static double
price_lateness(const chain *c, double lateness)
{
  if (is_free(c)) return 0.0;
  double beyond = lateness < EARLIEST ? lateness - EARLIEST : fmax(lateness - LATEST, 0.0);
  return -0.5 * pow(beyond / LATENESS_SD, 2.0);
}

/* ------------------------------------------------ sounds ------------------------------------ */

static void
fill_moments(const chain *c, const unsigned char *label, unsigned which, double *mean, double *cov,
             double *count)
{
  unsigned n = c->n;
  memset(mean, 0, n * sizeof *mean);
  memset(cov, 0, n * n * sizeof *cov);
  *count = 0.0;
  for (size_t t = 0; t < c->n_rows; t++) {
    if (find_sound(label[t]) != which || c->rows[t].unheard != 0) continue;
    for (unsigned f = 0; f < n; f++) mean[f] += (double)c->rows[t].x[f];
    *count += 1.0;
  }
  for (unsigned f = 0; f < n; f++) mean[f] /= fmax(*count, 1.0);
  for (size_t t = 0; t < c->n_rows; t++) {
    if (find_sound(label[t]) != which || c->rows[t].unheard != 0) continue;
    for (unsigned f = 0; f < n; f++)
      for (unsigned g = 0; g < n; g++)
        cov[f * n + g] += ((double)c->rows[t].x[f] - mean[f]) * ((double)c->rows[t].x[g] - mean[g]);
  }
  for (unsigned i = 0; i < n * n; i++) cov[i] /= fmax(*count, 1.0);
}

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Loudness of the heard rows, sorted; of all rows when none was heard. @return free with g_free */
static double *
sort_loudness(const chain *c, size_t *n)
{
  double *sorted = g_new(double, c->n_rows);
  *n = 0;
  for (size_t t = 0; t < c->n_rows; t++)
    if (c->rows[t].unheard == 0) sorted[(*n)++] = c->loud[t];
  if (*n == 0) {
    *n = c->n_rows;
    memcpy(sorted, c->loud, *n * sizeof *sorted);
  }
  qsort(sorted, *n, sizeof *sorted, compare_doubles);
  return sorted;
}

/* Mean of the quietest tenth of the heard rows. */
static void
find_quiet_mean(const chain *c, double *mean)
{
  size_t n;
  double *sorted = sort_loudness(c, &n), limit = sorted[n / 10], count = 0.0;
  g_free(sorted);
  memset(mean, 0, c->n * sizeof *mean);
  for (size_t t = 0; t < c->n_rows; t++) {
    if (c->loud[t] > limit || c->rows[t].unheard != 0) continue;
    for (unsigned f = 0; f < c->n; f++) mean[f] += (double)c->rows[t].x[f];
    count += 1.0;
  }
  for (unsigned f = 0; f < c->n; f++) mean[f] /= fmax(count, 1.0);
}

static void
finish_sound(sound *s, const double *cov, unsigned n)
{
  bool ok = attune_spd_inverse(cov, n, s->inverse, &s->log_det);
  g_assert(ok); /* every covariance here has at least 1 dB^2 on its diagonal */
}

static void
learn_sounds(const chain *c, const unsigned char *label, sound *sounds)
{
  unsigned n = c->n, nn = n * n;
  double cov[3][ATTUNE_MAX_FEATURES * ATTUNE_MAX_FEATURES], count[3];
  for (unsigned s = 0; s < 3; s++) fill_moments(c, label, s, sounds[s].mean, cov[s], &count[s]);
  double quiet[ATTUNE_MAX_FEATURES];
  find_quiet_mean(c, quiet);
  for (unsigned f = 0; f < n; f++)
    sounds[2].mean[f] = count[2] > 0.0 ? 0.5 * (sounds[2].mean[f] + quiet[f]) : quiet[f];
  double burst[ATTUNE_MAX_FEATURES * ATTUNE_MAX_FEATURES];
  for (unsigned i = 0; i < nn; i++) {
    bool diagonal = i % (n + 1) == 0;
    /* Mostly a shared covariance: a burst state of its own would shrink around the quiet rows
       before a faint in-breath and swallow the pause. */
    burst[i] = (diagonal ? 1.0 : 0.7) * 0.5 * (cov[0][i] + cov[1][i]) + diagonal;
    for (unsigned s = 0; s < 2; s++)
      cov[s][i] = OWN_SHARE * ((diagonal ? 1.0 : 0.7) * cov[s][i] + diagonal) +
                  (1.0 - OWN_SHARE) * burst[i];
    cov[2][i] = (diagonal ? 0.5 * cov[2][i] + 1.0 : 0.0) + 0.2 * burst[i];
  }
  for (unsigned s = 0; s < 3; s++) finish_sound(&sounds[s], cov[s], n);
}

static double
weigh_row(const sound *s, const float *x, unsigned n)
{
  double d[ATTUNE_MAX_FEATURES], sum = s->log_det;
  for (unsigned f = 0; f < n; f++) d[f] = (double)x[f] - s->mean[f];
  for (unsigned f = 0; f < n; f++) {
    double y = 0.0;
    for (unsigned g = 0; g < n; g++) y += s->inverse[f * n + g] * d[g];
    sum += d[f] * y;
  }
  return -0.5 * sum;
}

static void
cumulate(chain *c, const sound *sounds)
{
  double temper = is_free(c) ? FREE_TEMPER : FRAME_TEMPER;
  for (unsigned s = 0; s < 3; s++) {
    c->cumulated[s][0] = 0.0;
    for (size_t t = 0; t < c->n_rows; t++) {
      double w = c->rows[t].unheard != 0 ? 0.0 : temper * weigh_row(&sounds[s], c->rows[t].x, c->n);
      c->cumulated[s][t + 1] = c->cumulated[s][t] + w;
    }
  }
}

/* ------------------------------------------------ Viterbi ----------------------------------- */

/* Best way to have a segment of `state` begin at row t; pauses may be left out. */
static double
enter_state(const chain *c, unsigned state, size_t t, unsigned char *from)
{
  *from = (unsigned char)((state + 3) % STATES);
  if (t == 0) return 0.0;
  double score = c->best[t * STATES + *from];
  if (state == ATTUNE_SEG_IN || state == ATTUNE_SEG_OUT) {
    unsigned char burst = (unsigned char)((state + 2) % STATES);
    if (c->best[t * STATES + burst] > score) {
      score = c->best[t * STATES + burst];
      *from = burst;
    }
  }
  return score;
}

static void
extend_to(chain *c, size_t end, unsigned state)
{
  const double *sum = c->cumulated[find_sound(state)];
  size_t at = end * STATES + state;
  bool last = end == c->n_rows;
  c->best[at] = NEVER;
  for (size_t d = 1; d <= MIN(end, c->longest); d++) {
    size_t t = end - d;
    double price = t == 0 || last ? EDGE_PRICE : c->log_duration[state][d];
    double score = c->enter[t * STATES + state] + price + sum[end] - sum[t];
    if (score <= c->best[at]) continue;
    c->best[at] = score;
    c->length[at] = (short)d;
    c->before[at] = c->from[t * STATES + state];
  }
}

/* All segments that begin with row t, now that every way to reach it is known. */
static void
begin_at(chain *c, size_t t)
{
  for (unsigned s = 0; s < STATES; s++) {
    double score = enter_state(c, s, t, &c->from[t * STATES + s]);
    c->enter[t * STATES + s] = score <= NEVER ? NEVER : score + price_onset(c, s, t);
  }
}

/* Labels every row on the best path. @return its score */
static double
find_path(chain *c, unsigned char *label)
{
  begin_at(c, 0);
  for (size_t end = 1; end <= c->n_rows; end++) {
    for (unsigned s = 0; s < STATES; s++) extend_to(c, end, s);
    if (end < c->n_rows) begin_at(c, end);
  }
  unsigned state = 0;
  const double *last = c->best + c->n_rows * STATES;
  for (unsigned s = 1; s < STATES; s++)
    if (last[s] > last[state]) state = s;
  double score = last[state];
  if (score <= NEVER) return NEVER;
  for (size_t end = c->n_rows; end > 0;) {
    size_t at = end * STATES + state, d = (size_t)c->length[at];
    memset(label + end - d, (int)state, d);
    state = c->before[at];
    end -= d;
  }
  return score;
}

/* ------------------------------------------------ starts ------------------------------------ */

static void
label_by_guide(const chain *c, unsigned char *label)
{
  double w = c->in_fraction;
  for (size_t t = 0; t < c->n_rows; t++) {
    double u = find_guide_turns(c, c->rows[t].t_s) - c->lateness;
    u -= floor(u);
    label[t] = u < 0.95 * w             ? ATTUNE_SEG_IN
               : u < w                  ? ATTUNE_SEG_PAUSE_IN
               : u < w + 0.75 * (1 - w) ? ATTUNE_SEG_OUT
                                        : ATTUNE_SEG_PAUSE_OUT;
  }
}

/* Loud rows, in runs: each run a burst. @return number of runs; burst[t] is its number or -1 */
static int
number_bursts(const chain *c, int *burst)
{
  size_t n_heard;
  double *sorted = sort_loudness(c, &n_heard);
  double low = sorted[n_heard / 10], high = sorted[n_heard * 9 / 10];
  double limit = low + 0.35 * (high - low);
  g_free(sorted);
  int n = 0;
  for (size_t t = 0; t < c->n_rows; t++) {
    bool loud = c->loud[t] > limit && c->rows[t].unheard == 0;
    if (loud && (t == 0 || burst[t - 1] < 0)) n++;
    burst[t] = loud ? n - 1 : -1;
  }
  return n;
}

static double
measure_distance(const double *a, const double *b, unsigned n)
{
  double sum = 0.0;
  for (unsigned f = 0; f < n; f++) sum += (a[f] - b[f]) * (a[f] - b[f]);
  return sum;
}

/* Two kinds of burst by their mean features (2-means, from the two bursts farthest apart in the
   first feature's order). */
static void
sort_bursts(const chain *c, const int *burst, int n_bursts, unsigned char *kind)
{
  unsigned n = c->n;
  double *mean = g_new0(double, (size_t)n_bursts *n), *count = g_new0(double, (size_t)n_bursts);
  double centre[2][ATTUNE_MAX_FEATURES];
  for (size_t t = 0; t < c->n_rows; t++) {
    if (burst[t] < 0) continue;
    for (unsigned f = 0; f < n; f++) mean[(unsigned)burst[t] * n + f] += (double)c->rows[t].x[f];
    count[burst[t]] += 1.0;
  }
  int far[2] = {0, 0};
  for (int i = 0; i < n_bursts; i++)
    for (unsigned f = 0; f < n; f++) mean[(unsigned)i * n + f] /= fmax(count[i], 1.0);
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < n_bursts; i++)
      if (measure_distance(mean + (unsigned)i * n, mean + (unsigned)far[!k] * n, n) >
          measure_distance(mean + (unsigned)far[k] * n, mean + (unsigned)far[!k] * n, n))
        far[k] = i;
  for (int k = 0; k < 2; k++) memcpy(centre[k], mean + (unsigned)far[k] * n, n * sizeof(double));
  for (int round = 0; round < 8; round++) {
    double sum[2][ATTUNE_MAX_FEATURES] = {{0}}, weight[2] = {0};
    for (int i = 0; i < n_bursts; i++) {
      const double *m = mean + (unsigned)i * n;
      kind[i] = measure_distance(m, centre[1], n) < measure_distance(m, centre[0], n);
      for (unsigned f = 0; f < n; f++) sum[kind[i]][f] += count[i] * m[f];
      weight[kind[i]] += count[i];
    }
    for (int k = 0; k < 2; k++)
      for (unsigned f = 0; f < n && weight[k] > 0.0; f++) centre[k][f] = sum[k][f] / weight[k];
  }
  g_free(mean);
  g_free(count);
}

/* Starts without a guide. Variant bit 0 exchanges in and out; bit 1: kinds by sound, else bursts
   in turn. */
static void
label_by_sound(const chain *c, unsigned variant, unsigned char *label)
{
  int *burst = g_new(int, c->n_rows), n_bursts = number_bursts(c, burst);
  unsigned char *kind = g_new0(unsigned char, (size_t)n_bursts + 1);
  if (variant & 2u)
    sort_bursts(c, burst, n_bursts, kind);
  else
    for (int i = 0; i < n_bursts; i++) kind[i] = i & 1;
  for (size_t t = 0; t < c->n_rows; t++) {
    bool in = burst[t] >= 0 && (kind[burst[t]] ^ (variant & 1u)) == 0;
    label[t] = burst[t] < 0 ? ATTUNE_SEG_PAUSE_OUT : in ? ATTUNE_SEG_IN : ATTUNE_SEG_OUT;
  }
  g_free(burst);
  g_free(kind);
}

/* Circular mean of how far the onsets on the path lie behind the guide, in turns. */
static double
measure_lateness(const chain *c, const unsigned char *label)
{
  double s = 0.0, k = 0.0;
  for (size_t t = 1; t < c->n_rows; t++) {
    if (label[t] == label[t - 1]) continue;
    bool in = label[t] == ATTUNE_SEG_IN;
    if (!in && label[t] != ATTUNE_SEG_OUT) continue;
    double u = find_guide_turns(c, find_onset_s(c, t)) - (in ? 0.0 : c->in_fraction);
    s += sin(ATTUNE_TAU * u);
    k += cos(ATTUNE_TAU * u);
  }
  return s == 0.0 && k == 0.0 ? c->lateness : atan2(s, k) / ATTUNE_TAU;
}

static double
improve(chain *c, unsigned char *label)
{
  sound sounds[3];
  double score = NEVER;
  unsigned char *last = g_memdup2(label, c->n_rows);
  for (int round = 0; round < ROUNDS; round++) {
    learn_sounds(c, label, sounds);
    cumulate(c, sounds);
    score = find_path(c, label);
    if (score <= NEVER) break;
    score += price_lateness(c, c->lateness);
    if (memcmp(label, last, c->n_rows) == 0) break;
    memcpy(last, label, c->n_rows);
    if (!is_free(c)) c->lateness = CLAMP(measure_lateness(c, label), EARLIEST_EVER, LATEST_EVER);
  }
  g_free(last);
  return score;
}

/* ------------------------------------------------ result ------------------------------------ */

static void
collect_onsets(const chain *c, const unsigned char *label, attune_segmentation *r)
{
  for (size_t t = 1; t < c->n_rows; t++) {
    if (label[t] == label[t - 1]) continue;
    if (label[t] == ATTUNE_SEG_IN && r->n_in < ATTUNE_MAX_ONSETS)
      r->in_s[r->n_in++] = find_onset_s(c, t);
    if (label[t] == ATTUNE_SEG_OUT && r->n_out < ATTUNE_MAX_ONSETS)
      r->out_s[r->n_out++] = find_onset_s(c, t);
  }
}

static void
measure_following(const chain *c, attune_segmentation *r)
{
  r->late_s = c->lateness * c->period_s;
  if (is_free(c)) return;
  for (unsigned i = 0; i < r->n_in; i++) {
    double d = find_guide_turns(c, r->in_s[i]) - c->lateness;
    r->jitter_s += fabs(d - round(d)) * c->period_s / r->n_in;
  }
}

static void
allocate_chain(chain *c)
{
  c->loud = g_new0(double, c->n_rows);
  for (size_t t = 0; t < c->n_rows; t++)
    for (unsigned f = 0; f < c->n; f++) c->loud[t] += (double)c->rows[t].x[f] / c->n;
  for (unsigned s = 0; s < 3; s++) c->cumulated[s] = g_new(double, c->n_rows + 1);
  c->enter = g_new0(double, c->n_rows *STATES);
  c->from = g_new0(unsigned char, c->n_rows *STATES);
  c->best = g_new0(double, (c->n_rows + 1) * STATES);
  c->length = g_new0(short, (c->n_rows + 1) * STATES);
  c->before = g_new0(unsigned char, (c->n_rows + 1) * STATES);
}

static void
clear_chain(chain *c)
{
  g_free(c->loud);
  for (unsigned s = 0; s < 3; s++) g_free(c->cumulated[s]);
  g_free(c->enter);
  g_free(c->from);
  g_free(c->best);
  g_free(c->length);
  g_free(c->before);
}

static double
measure_contrast(const chain *c, const unsigned char *label, unsigned which)
{
  double sum[2] = {0}, count[2] = {0};
  for (size_t t = 0; t < c->n_rows; t++) {
    unsigned s = find_sound(label[t]);
    if ((s != which && s != 2) || c->rows[t].unheard != 0) continue;
    sum[s == 2] += c->loud[t];
    count[s == 2] += 1.0;
  }
  return count[0] == 0.0 || count[1] == 0.0 ? 0.0 : sum[0] / count[0] - sum[1] / count[1];
}

/* Seconds that the rows of each state last, summed. */
static void
measure_states(const chain *c, const unsigned char *label, double *sum_s)
{
  memset(sum_s, 0, STATES * sizeof *sum_s);
  for (size_t t = 0; t < c->n_rows; t++) sum_s[label[t]] += ATTUNE_ROW_S;
}

/*
 * Which burst is the in-breath? The usual: the out-breath is louder, lasts longer and is followed
 * by the longer pause. Positive when the labels agree with that; one unit is weak evidence.
 */
static double
measure_polarity(const chain *c, const unsigned char *label)
{
  double sum_s[STATES], louder_db = measure_contrast(c, label, 1) - measure_contrast(c, label, 0);
  measure_states(c, label, sum_s);
  double breaths = fmax((double)c->n_rows * ATTUNE_ROW_S / c->period_s, 1.0);
  double pause_s = (sum_s[ATTUNE_SEG_PAUSE_OUT] - sum_s[ATTUNE_SEG_PAUSE_IN]) / breaths;
  double longer = log((sum_s[ATTUNE_SEG_OUT] + 0.1) / (sum_s[ATTUNE_SEG_IN] + 0.1));
  return louder_db / USUAL_LOUDER_DB + pause_s / USUAL_PAUSE_S + longer / USUAL_LONGER;
}

/* Without a guide the labels are exchanged when the usual says so. @return how clearly it speaks */
static double
settle_polarity(const chain *c, unsigned char *label)
{
  double z = measure_polarity(c, label);
  if (z < 0.0)
    for (size_t t = 0; t < c->n_rows; t++) label[t] = (unsigned char)((label[t] + 2) % STATES);
  return fabs(z);
}

/* Tries every start; keeps the labels of the best. @return its score */
static double
try_starts(chain *c, unsigned char *label)
{
  static const double late[] = {-0.05, 0.03, 0.10, 0.17, 0.25};
  unsigned n_starts = is_free(c) ? 4 : G_N_ELEMENTS(late);
  unsigned char *tried = g_new(unsigned char, c->n_rows);
  double best = NEVER, lateness = 0.0;
  for (unsigned i = 0; i < n_starts; i++) {
    c->lateness = is_free(c) ? 0.0 : late[i];
    if (is_free(c))
      label_by_sound(c, i, tried);
    else
      label_by_guide(c, tried);
    double score = improve(c, tried);
    if (score > NEVER && !is_free(c))
      score += POLARITY_WEIGHT * CLAMP(measure_polarity(c, tried), -2.5, 2.5);
    if (score <= best) continue;
    best = score;
    lateness = c->lateness;
    memcpy(label, tried, c->n_rows);
  }
  g_free(tried);
  c->lateness = lateness;
  return best;
}

bool
attune_segment(const attune_features *rows, size_t n_rows, unsigned n,
               const attune_solo_guide *guide, unsigned char *label, attune_segmentation *result)
{
  memset(result, 0, sizeof *result);
  chain c = {.rows = rows, .n_rows = n_rows, .n = n, .guide = guide};
  c.period_s = guide->in_s + guide->out_s;
  c.in_fraction = guide->in_s / c.period_s;
  if ((double)n_rows * ATTUNE_ROW_S < c.period_s) return false;
  allocate_chain(&c);
  fill_durations(&c);
  result->score = try_starts(&c, label);
  bool found = result->score > NEVER;
  if (found) {
    if (is_free(&c)) result->polarity = settle_polarity(&c, label);
    collect_onsets(&c, label, result);
    measure_following(&c, result);
    result->contrast_in_db = measure_contrast(&c, label, 0);
    result->contrast_out_db = measure_contrast(&c, label, 1);
  }
  clear_chain(&c);
  return found;
}
