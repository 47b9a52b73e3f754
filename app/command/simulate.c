// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/simulate.h"

#include "audio/wave_out.h"
#include "command/command.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
  char *out, *truth, *mics, *scenario, *noise, *seed;
  double duration_s, rate_hz, snr_db;
  gboolean use_float;
} options;

/* ---- what was asked for ---- */

static gboolean G_GNUC_PRINTF(2, 3) set_usage(GError **error, const char *format, ...)
{
  va_list words;
  va_start(words, format);
  g_clear_error(error);
  *error = g_error_new_valist(G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, words);
  va_end(words);
  return FALSE;
}

static gboolean
parse_options(int *argc, char ***argv, options *o, GError **error)
{
  const GOptionEntry entries[] = {
      {"out", 'o', 0, G_OPTION_ARG_FILENAME, &o->out, "Write the sound here (WAV)", "FILE"},
      {"truth", 't', 0, G_OPTION_ARG_FILENAME, &o->truth, "Write who breathed when (JSON)", "FILE"},
      {"mics", 'm', 0, G_OPTION_ARG_STRING, &o->mics, "two (default), array or single", "SET-UP"},
      {"scenario", 's', 0, G_OPTION_ARG_STRING, &o->scenario,
       "sync (default), anti, free, near, hold, absent, drift or talk", "NAME"},
      {"seed", 'n', 0, G_OPTION_ARG_STRING, &o->seed, "Which couple (default 1)", "NUMBER"},
      {"duration", 'd', 0, G_OPTION_ARG_DOUBLE, &o->duration_s, "Whole length (default 240)",
       "SECONDS"},
      {"rate", 'r', 0, G_OPTION_ARG_DOUBLE, &o->rate_hz, "8000 to 192000 (default 48000)", "HZ"},
      {"noise", 0, 0, G_OPTION_ARG_STRING, &o->noise,
       "room (default), none, pink, fan, rain, keyboard or speech", "NAME"},
      {"snr", 0, 0, G_OPTION_ARG_DOUBLE, &o->snr_db, "Breath over that noise (default: drawn)",
       "DB"},
      {"float", 0, 0, G_OPTION_ARG_NONE, &o->use_float, "Write 32-bit float samples", NULL},
      G_OPTION_ENTRY_NULL};
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_set_summary(
      context, "Writes a recording of a simulated couple: a quiet moment, A breathing alone with a "
               "guide,\nB alone, then both. The same options give the same file.");
  g_option_context_add_main_entries(context, entries, NULL);
  if (!g_option_context_parse(context, argc, argv, error)) return FALSE;
  if (*argc > 1) return set_usage(error, "\"%s\" is one word too many", (*argv)[1]);
  return TRUE;
}

static gboolean
choose(const options *o, attune_couple_config *config, GError **error)
{
  if (o->out == NULL || *o->out == '\0') return set_usage(error, "%s is missing", "--out FILE");
  if (o->mics != NULL && !attune_mics_parse(o->mics, &config->mics))
    return set_usage(error, "\"%s\" is no microphone set-up (two, array, single)", o->mics);
  if (o->scenario != NULL && !attune_couple_scenario_parse(o->scenario, &config->scenario))
    return set_usage(error, "there is no scenario \"%s\"", o->scenario);
  if (o->noise != NULL && !attune_couple_noise_parse(o->noise, &config->noise))
    return set_usage(error, "there is no noise \"%s\"", o->noise);
  guint64 seed = config->seed;
  if (o->seed != NULL && !g_ascii_string_to_unsigned(o->seed, 10, 0, G_MAXINT64, &seed, NULL))
    return set_usage(error, "\"%s\" is no seed (a whole number from 0)", o->seed);
  config->seed = seed;
  config->duration_s = o->duration_s;
  config->rate_hz = round(o->rate_hz);
  config->snr_db = o->snr_db;
  return TRUE;
}

/* ---- work ---- */

static attune_source *running; /* for the signal handler */

static void
stop_running(int signal_number)
{
  (void)signal_number;
  if (running != NULL) attune_source_cancel(running);
}

static void
watch_signals(attune_source *source)
{
  struct sigaction action = {.sa_handler = source != NULL ? stop_running : SIG_DFL};
  running = source;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

/* A bar on a terminal, once the work has taken two seconds. */
static void
show_progress(gint64 begun_us, double share, int *shown)
{
  int percent = (int)(100.0 * share);
  if (percent == *shown || g_get_monotonic_time() - begun_us < 2 * G_USEC_PER_SEC) return;
  if (!isatty(STDERR_FILENO)) return;
  fprintf(stderr, "\r[%-40.*s] %3d %%", percent * 40 / 100,
          "########################################", percent);
  fflush(stderr);
  *shown = percent;
}

static gboolean
write_sound(attune_source *source, attune_wave_out *out, GError **error)
{
  gint64 begun_us = g_get_monotonic_time();
  int shown = -1;
  attune_block block;
  gboolean good = TRUE;
  while (good && attune_source_read(source, 4096, 1000, &block, error) == ATTUNE_READ_SOUND) {
    double done_s = (double)(block.first_frame + block.n_frames) / source->rate_hz;
    good = attune_wave_out_write(out, &block, error);
    show_progress(begun_us, done_s / source->duration_s, &shown);
  }
  if (shown >= 0) fputs("\r\033[K", stderr);
  if (good && attune_source_is_cancelled(source)) {
    g_set_error_literal(error, ATTUNE_AUDIO_ERROR, ATTUNE_AUDIO_ERROR_LOST,
                        "Stopped; nothing was written.");
    good = FALSE;
  }
  return good;
}

static gboolean
write_both(attune_source *source, const attune_couple_config *config, const options *o,
           GError **error)
{
  attune_wave_out *out =
      attune_wave_out_new(o->out, source->n_channels, source->rate_hz, o->use_float, error);
  if (out == NULL) return FALSE;
  g_autofree char *truth = attune_simulate_truth(source, config);
  gboolean good = attune_source_start(source, error) && write_sound(source, out, error);
  if (good && o->truth != NULL) good = g_file_set_contents(o->truth, truth, -1, error);
  if (good) good = attune_wave_out_commit(out, error);
  attune_wave_out_free(out);
  return good;
}

static gboolean
simulate(const attune_couple_config *config, const options *o, GError **error)
{
  attune_source *source = attune_couple_source_new(config, error);
  if (source == NULL) return FALSE;
  watch_signals(source);
  gboolean good = write_both(source, config, o, error);
  watch_signals(NULL);
  attune_source_free(source);
  return good;
}

static void
clear_options(options *o)
{
  g_free(o->out);
  g_free(o->truth);
  g_free(o->mics);
  g_free(o->scenario);
  g_free(o->noise);
  g_free(o->seed);
}

int
attune_command_simulate(int argc, char **argv)
{
  attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
  options o = {.duration_s = config.duration_s, .rate_hz = config.rate_hz, .snr_db = NAN};
  g_autoptr(GError) error = NULL;
  int status = ATTUNE_EXIT_OK;
  if (!parse_options(&argc, &argv, &o, &error) || !choose(&o, &config, &error)) {
    fprintf(stderr, "attune simulate: %s. `attune simulate --help` tells more.\n", error->message);
    status = ATTUNE_EXIT_USAGE;
  } else if (!simulate(&config, &o, &error)) {
    fprintf(stderr, "attune simulate: %s\n", error->message);
    status = ATTUNE_EXIT_FAILED;
  }
  clear_options(&o);
  return status;
}
