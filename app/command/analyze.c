// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/analyze.h"
#include "audio/file.h"
#include "command/analyze_plan.h"
#include "command/analyze_read.h"
#include "command/analyze_say.h"
#include "command/analyze_tables.h"
#include "command/command.h"
#include "command/failure.h"
#include "command/interrupt.h"
#include "command/options.h"
#include "command/progress.h"
#include "command/safe_file.h"

#include <glib/gi18n.h>
#include <sys/stat.h>

static const char *const summary =
    N_("Hears two people breathe in a recording and tells how well they breathed together.\n"
       "FILE is anything that libsndfile reads (WAV, FLAC, OGG, ...). Times are seconds.");

static const char *const details = N_(
    "A and B are the two partners. Each first breathes alone for 30-40 s (at least 15 s) with a\n"
    "guide while the other keeps still: the solo parts. Then both breathe: the live part. Without\n"
    "--live it is the longer of what follows the last solo part and what precedes the first.\n"
    "Recordings with a microphone for each partner (--mics two: channel 1 is A, channel 2 is B)\n"
    "work without solo parts too. With --mics single, several channels are averaged.\n\n"
    "JSON: unknown numbers are null. \"present\" is the share of the live part, 0..1, in which a\n"
    "partner was heard; \"coverage\" that in which both were. Angles are degrees of a breath,\n"
    "positive when A is ahead. \"reason\" says why there is no score.\n"
    "CSV: unknown fields are empty. Phase 0 = the in-breath begins, 180 = the out-breath begins;\n"
    "relative_deg is A minus B, given where both are present.\n\n"
    "Files appear whole or not at all. Exit status: 0 done (\"I cannot tell\" is an answer too),\n"
    "1 the recording does not fit or something cannot be written, 2 the options do not fit,\n"
    "130 stopped with Ctrl-C.");

typedef struct {
  char *mics, *solo[ATTUNE_PARTNERS], *guide, *live;
  char *tracks, *breaths; /* file names */
  gboolean is_json, is_causal, is_guided;
} answers;

static gboolean
read_options(int argc, char **argv, answers *given, GStrv *words, GError **error)
{
  const GOptionEntry entries[] = {
      {"mics", 0, 0, G_OPTION_ARG_STRING, &given->mics,
       N_("How the microphones stand: one each, a laptop's stereo pair, or one for both"),
       "two|array|single"},
      {"solo-a", 0, 0, G_OPTION_ARG_STRING, &given->solo[ATTUNE_A],
       N_("Where partner A breathes alone"), "START:END"},
      {"solo-b", 0, 0, G_OPTION_ARG_STRING, &given->solo[ATTUNE_B],
       N_("Where partner B breathes alone"), "START:END"},
      {"guide", 0, 0, G_OPTION_ARG_STRING, &given->guide,
       N_("Seconds in and out of the solo parts' guide, 1 to 15 each (4:6)"), "IN:OUT"},
      {"live", 0, 0, G_OPTION_ARG_STRING, &given->live, N_("Where both breathe"), "START:END"},
      {"guided", 0, 0, G_OPTION_ARG_NONE, &given->is_guided,
       N_("Both followed one guide in the live part: say nothing about chance"), NULL},
      {"json", 0, 0, G_OPTION_ARG_NONE, &given->is_json, N_("Print JSON instead of words"), NULL},
      {"tracks", 0, 0, G_OPTION_ARG_FILENAME, &given->tracks,
       N_("Write both phases, a row each 96 ms"), "F.csv"},
      {"causal", 0, 0, G_OPTION_ARG_NONE, &given->is_causal,
       N_("Tracks as a live session would have shown them"), NULL},
      {"breaths", 0, 0, G_OPTION_ARG_FILENAME, &given->breaths, N_("Write a row for each breath"),
       "F.csv"},
      {0}};
  const attune_options options = {"analyze", "FILE", 1, summary, details, entries};
  return attune_options_read(&options, argc, argv, words, error);
}

static void
clear_answers(answers *given)
{
  g_free(given->mics);
  for (int p = 0; p < ATTUNE_PARTNERS; p++) g_free(given->solo[p]);
  g_free(given->guide);
  g_free(given->live);
  g_free(given->tracks);
  g_free(given->breaths);
}

static gboolean
check_answers(const answers *given, attune_analyze_request *request, GError **error)
{
  if (given->is_causal && given->tracks == NULL)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE, "--causal goes with --tracks");
  if (g_strcmp0(given->tracks, given->breaths) == 0 && given->tracks != NULL)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "--tracks and --breaths want a file each");
  if (!attune_analyze_ask(given->mics, given->solo[ATTUNE_A], given->solo[ATTUNE_B], given->guide,
                          given->live, request, error))
    return FALSE;
  request->is_guided = given->is_guided;
  return TRUE;
}

static gboolean
is_same_file(const char *a, const char *b)
{
  struct stat first, second;
  return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

/* Opens an output before the long work, so that an unwritable place is told at once. */
static gboolean
open_output(const char *path, const char *recording, attune_safe_file **file, GError **error)
{
  *file = NULL;
  if (path == NULL) return TRUE;
  if (is_same_file(path, recording))
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "A table cannot take the place of the recording itself");
  *file = attune_safe_file_new(path, error);
  return *file != NULL;
}

/* All files are complete before the first takes its name. */
static gboolean
publish(attune_safe_file *tracks, attune_safe_file *breaths, GError **error)
{
  return (tracks == NULL || attune_safe_file_publish(tracks, error)) &&
         (breaths == NULL || attune_safe_file_publish(breaths, error));
}

static gboolean
write_tables(const answers *given, const attune_report *report, attune_safe_file *tracks,
             attune_safe_file *breaths, GError **error)
{
  if (tracks != NULL) {
    attune_analyze_write_tracks(attune_safe_file_stream(tracks), report, given->is_causal != FALSE);
    if (!attune_safe_file_finish(tracks, error)) return FALSE;
  }
  if (breaths != NULL) {
    attune_analyze_write_breaths(attune_safe_file_stream(breaths), report);
    if (!attune_safe_file_finish(breaths, error)) return FALSE;
  }
  return attune_interrupt_check(error);
}

static gboolean
print_result(const answers *given, const attune_analyze_plan *plan, double duration_s,
             const attune_report *report, GError **error)
{
  g_autofree char *text = given->is_json ? attune_analyze_json(plan, duration_s, report)
                                         : attune_analyze_words(plan, report);
  fputs(text, stdout);
  return attune_command_flush(error);
}

static attune_report *
analyse(attune_source *source, const attune_analyze_plan *plan, GError **error)
{
  g_autoptr(attune_progress) progress = attune_progress_new(_("Listening"));
  return attune_analyze_read(source, plan, progress, error);
}

static gboolean
analyse_source(const answers *given, const attune_analyze_request *request, attune_source *source,
               const char *path, GError **error)
{
  attune_analyze_plan plan;
  g_autoptr(attune_safe_file) tracks = NULL;
  g_autoptr(attune_safe_file) breaths = NULL;
  if (!attune_analyze_lay_out(request, source->duration_s, source->n_channels, &plan, error) ||
      !open_output(given->tracks, path, &tracks, error) ||
      !open_output(given->breaths, path, &breaths, error))
    return FALSE;
  attune_report *report = analyse(source, &plan, error);
  if (report == NULL) return FALSE;
  gboolean fine = write_tables(given, report, tracks, breaths, error) &&
                  print_result(given, &plan, source->duration_s, report, error) &&
                  publish(tracks, breaths, error);
  attune_report_free(report);
  return fine;
}

static gboolean
run(const answers *given, const char *path, GError **error)
{
  attune_analyze_request request;
  if (!check_answers(given, &request, error)) return FALSE;
  attune_interrupt_watch();
  attune_source *source = attune_file_source_new(path, FALSE, error);
  if (source == NULL) return FALSE;
  gboolean fine = analyse_source(given, &request, source, path, error);
  attune_source_free(source);
  return fine;
}

int
attune_command_analyze(int argc, char **argv)
{
  answers given = {0};
  g_auto(GStrv) words = NULL;
  g_autoptr(GError) error = NULL;
  gboolean fine = read_options(argc, argv, &given, &words, &error) && run(&given, words[0], &error);
  clear_answers(&given);
  return fine ? ATTUNE_EXIT_OK : attune_command_say(argv[0], error);
}
