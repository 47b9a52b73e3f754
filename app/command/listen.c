// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/listen.h"
#include "command/command.h"
#include "command/failure.h"
#include "command/interrupt.h"
#include "command/listen_line.h"
#include "command/listen_result.h"
#include "command/options.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

#define LOOK_EVERY_US 50000

static const char *const summary =
    N_("Hears two people breathe, live: a line each second, and the result at the end.\n"
       "First a quiet moment, then A breathes alone with the guide, then B, then both.");

static const char *const details = N_(
    "Without --device, --file and --demo the desktop's default microphone is used; `attune\n"
    "devices` lists the IDs. ID,ID2 are two devices, one for each partner. Without --mics, one\n"
    "channel is \"single\", a device of two channels \"array\", everything else \"two\".\n"
    "Times are seconds since the session began. Usually: quiet 0-4, A alone 4-44, B alone 46-86,\n"
    "together 88-240; in shorter sessions the solo parts are shorter, under 40 s there are "
    "none.\n\n"
    "JSON: an object a line, each second one with t_s, part (wait, solo-a, solo-b, live), guide,\n"
    "a, b, alignment of the last minute, unheard (why something was not heard); the last line is\n"
    "the result with the keys of `attune analyze --json`. Unknown = null. In a simulation every\n"
    "object has \"demo\": true, and every line of text begins with DEMO.\n\n"
    "Ctrl-C ends the session gently: what was heard is reported. A microphone that goes away is\n"
    "waited for, for 10 s; then the session ends with what was heard. Exit status: 0 done,\n"
    "1 no microphone, or it went away for good, 2 the options do not fit.");

typedef struct {
  attune_listen_options given;
  gboolean is_json;
} answers;

static gboolean
read_options(int argc, char **argv, answers *a, GError **error)
{
  attune_listen_options *o = &a->given;
  const GOptionEntry entries[] = {
      {"device", 0, 0, G_OPTION_ARG_STRING, (gpointer)&o->device,
       N_("Which microphone, or which two"), "ID[,ID2]"},
      {"file", 0, 0, G_OPTION_ARG_FILENAME, (gpointer)&o->file,
       N_("Listen to a recording as if it were played now"), "FILE"},
      {"demo", 0, 0, G_OPTION_ARG_NONE, &o->is_demo, N_("Listen to a simulated couple"), NULL},
      {"mics", 0, 0, G_OPTION_ARG_STRING, (gpointer)&o->mics,
       N_("How the microphones stand: one each, a laptop's stereo pair, or one for both"),
       "two|array|single"},
      {"duration", 0, 0, G_OPTION_ARG_STRING, (gpointer)&o->duration,
       N_("Length of the whole session (240, or the recording's)"), "SECONDS"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &a->is_json, N_("Print JSON, an object a line"), NULL},
      {"solo-a", 0, 0, G_OPTION_ARG_STRING, (gpointer)&o->solo_a, N_("When A breathes alone"),
       "START:END"},
      {"solo-b", 0, 0, G_OPTION_ARG_STRING, (gpointer)&o->solo_b, N_("When B breathes alone"),
       "START:END"},
      {"guide", 0, 0, G_OPTION_ARG_STRING, (gpointer)&o->guide,
       N_("Seconds in and out of the solo parts' guide, 1 to 15 each (4:6)"), "IN:OUT"},
      {"seed", 0, 0, G_OPTION_ARG_STRING, (gpointer)&o->seed, N_("Which simulated couple (1)"),
       "NUMBER"},
      {"scenario", 0, 0, G_OPTION_ARG_STRING, (gpointer)&o->scenario,
       N_("What the simulated couple does (sync)"), "NAME"},
      {0}};
  const attune_options options = {"listen", "", 0, summary, details, entries};
  g_auto(GStrv) words = NULL;
  return attune_options_read(&options, argc, argv, &words, error);
}

static void
clear_answers(answers *a)
{
  const char *const texts[] = {a->given.device, a->given.file,     a->given.mics,
                               a->given.solo_a, a->given.solo_b,   a->given.guide,
                               a->given.seed,   a->given.scenario, a->given.duration};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) g_free((char *)(uintptr_t)texts[i]);
}

/* --- Looking at the running session -------------------------------------------------------- */

typedef struct {
  attune_engine *engine;
  const attune_listen_plan *plan;
  gboolean is_json, is_demo, is_asked_to_end;
  long last_second; /* of the session, that has its line */
  uint32_t unheard; /* since then */
  attune_engine_state state;
  unsigned n_losses; /* told so far */
} watch;

static void
print_second(watch *w, const attune_frame *frame)
{
  g_autofree char *line = w->is_json ? attune_listen_json(w->plan, frame, w->unheard, w->is_demo)
                                     : attune_listen_words(w->plan, frame, w->unheard, w->is_demo);
  puts(line);
  w->unheard = 0;
}

static void
take_frames(watch *w)
{
  attune_frame frame;
  while (attune_engine_pop(w->engine, &frame)) {
    w->unheard |= frame.unheard;
    long second = (long)floor(frame.t_s);
    if (second <= w->last_second) continue;
    w->last_second = second;
    print_second(w, &frame);
  }
}

/* What a person must know goes to stderr, the moment it is known. */
static void
tell_changes(watch *w)
{
  attune_engine_status status = attune_engine_get_status(w->engine);
  const char *mark = w->is_demo ? "DEMO  " : "";
  if (status.n_losses > w->n_losses) {
    w->n_losses = status.n_losses;
    fprintf(stderr, _("%sattune listen: %s I am waiting for it to come back.\n"), mark,
            status.message);
  } else if (w->state == ATTUNE_ENGINE_WAITING && status.state == ATTUNE_ENGINE_RUNNING) {
    fprintf(stderr, _("%sattune listen: “%s” is heard again.\n"), mark, status.label);
  }
  w->state = status.state;
}

static gboolean
follow(watch *w, GError **error)
{
  while (!attune_engine_is_over(w->engine)) {
    if (attune_interrupt_asked() && !w->is_asked_to_end)
      w->is_asked_to_end = attune_engine_finish(w->engine);
    tell_changes(w);
    take_frames(w);
    if (!attune_command_flush(error)) return FALSE; /* nobody reads it any more */
    g_usleep(LOOK_EVERY_US);
  }
  tell_changes(w);
  take_frames(w);
  return TRUE;
}

/* --- The whole command --------------------------------------------------------------------- */

static gboolean
print_result(const watch *w, const attune_engine_status *status, GError **error)
{
  attune_report *report = attune_engine_take_report(w->engine);
  g_autofree char *text = NULL;
  if (w->is_json)
    text = attune_listen_result_json(w->plan, status->now_s, report, w->is_demo);
  else
    text = attune_listen_result_words(w->plan, report, w->is_demo);
  printf(w->is_json ? "%s\n" : "\n%s", text);
  attune_report_free(report);
  return attune_command_flush(error);
}

static gboolean
conclude(const watch *w, GError **error)
{
  attune_engine_status status = attune_engine_get_status(w->engine);
  if (status.state == ATTUNE_ENGINE_FAILED)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_INPUT, "%s", status.message);
  if (!print_result(w, &status, error)) return FALSE;
  if (status.message[0] == '\0' || w->is_asked_to_end) return TRUE;
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_INPUT,
                             "%s The session ended there; what was heard is reported.",
                             status.message);
}

static void
greet(const attune_source *source, gboolean is_json)
{
  if (is_json) return;
  const char *mark = source->is_demo ? "DEMO  " : "";
  printf(_("%sListening to %s. Ctrl-C ends the session.\n%s%s\n"), mark, source->label,
         source->is_demo ? "DEMO" : "",
         source->is_demo ? _("  Nobody is here: two simulated people breathe.") : "");
}

static gboolean
run(const answers *a, GError **error)
{
  attune_listen_plan plan;
  attune_interrupt_watch();
  attune_source *source = attune_listen_open(&a->given, error);
  if (source == NULL) return FALSE;
  if (!attune_listen_lay_out(&a->given, source, &plan, error)) {
    attune_source_free(source);
    return FALSE;
  }
  greet(source, a->is_json);
  watch w = {.plan = &plan, .is_json = a->is_json, .is_demo = source->is_demo, .last_second = -1};
  attune_engine_config config = attune_listen_config(&plan, source);
  w.engine = attune_engine_new(&config);
  attune_engine_start(w.engine);
  gboolean fine = follow(&w, error) && conclude(&w, error);
  attune_engine_free(w.engine);
  return fine;
}

int
attune_command_listen(int argc, char **argv)
{
  answers a = {0};
  g_autoptr(GError) error = NULL;
  gboolean fine = read_options(argc, argv, &a, &error) && run(&a, &error);
  clear_answers(&a);
  return fine ? ATTUNE_EXIT_OK : attune_command_say(argv[0], error);
}
