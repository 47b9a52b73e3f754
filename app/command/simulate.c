// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/simulate.h"

#include "audio/wave_out.h"
#include "command/command.h"
#include "command/failure.h"
#include "command/interrupt.h"
#include "command/options.h"
#include "command/progress.h"
#include "command/safe_file.h"
#include "command/span.h"

#include <glib/gi18n.h>

#define READ_FRAMES 4096
#define READ_TIMEOUT_MS 1000

static const char *const summary =
    N_("Writes a recording of a simulated couple (WAV, 16 bit), for tests and demonstrations.\n"
       "It is made to be hard to hear rightly, and its truth is known.");

static const char *const details = N_(
    "The recording: 4 s of quiet room; A alone with a guide of 4 s in, 6 s out; B alone; then "
    "both\n"
    "live, from second 88 on. Solo parts shrink in short recordings, and under 40 s all is "
    "live.\n\n"
    "Scenarios: sync (one rhythm, small lag), anti (one rhythm, turns taken), free (two rhythms),\n"
    "near (two nearly equal rhythms), hold (breath held once or twice), absent (B leaves), drift\n"
    "(from two rhythms to one, or back), talk (somebody speaks now and then).\n"
    "Noise: room (a mild room tone), none, pink, fan, rain, keyboard, speech.\n\n"
    "JSON of --truth: \"breaths\" are [in-breath begins, out-breath begins, ends], in seconds; "
    "what\n"
    "lies between the end of one and the begin of the next is rest. \"lag_deg\" is positive when "
    "A\n"
    "is ahead, null when there is no lasting lag.\n\n"
    "The same options give the same recording. Files appear whole or not at all. Exit status:\n"
    "0 done, 1 something cannot be written, 2 the options do not fit, 130 stopped with Ctrl-C.");

typedef struct {
  char *out, *truth; /* file names */
  char *mics, *seed, *scenario, *duration, *rate, *noise, *snr, *late, *jumps;
  gboolean is_same_voice, use_float;
} answers;

/* ---- what was asked for ---- */

static gboolean
read_options(int argc, char **argv, answers *given, GError **error)
{
  const GOptionEntry entries[] = {
      {"out", 0, 0, G_OPTION_ARG_FILENAME, &given->out, N_("Write the sound here"), "W.wav"},
      {"truth", 0, 0, G_OPTION_ARG_FILENAME, &given->truth, N_("Write who breathed when"),
       "T.json"},
      {"mics", 0, 0, G_OPTION_ARG_STRING, &given->mics,
       N_("How the microphones stand: one each, a laptop's stereo pair, or one for both (two)"),
       "two|array|single"},
      {"seed", 0, 0, G_OPTION_ARG_STRING, &given->seed, N_("Which couple and room (1)"), "N"},
      {"scenario", 0, 0, G_OPTION_ARG_STRING, &given->scenario, N_("What they do (sync)"), "NAME"},
      {"duration", 0, 0, G_OPTION_ARG_STRING, &given->duration,
       N_("Length of the whole recording in seconds, 2 to 86400 (240)"), "S"},
      {"rate", 0, 0, G_OPTION_ARG_STRING, &given->rate, N_("Sampling rate, 8000 to 192000 (48000)"),
       "HZ"},
      {"noise", 0, 0, G_OPTION_ARG_STRING, &given->noise, N_("What else sounds (room)"), "NAME"},
      {"snr", 0, 0, G_OPTION_ARG_STRING, &given->snr,
       N_("Out-breath over that noise, -20 to 80 (by the seed, 8 to 26)"), "DB"},
      {"late", 0, 0, G_OPTION_ARG_STRING, &given->late,
       N_("Each follows the guide this late, and loosely, 0 to 3 (by the seed, 0 to 0.6)"), "S"},
      {"same-voice", 0, 0, G_OPTION_ARG_NONE, &given->is_same_voice, N_("B sounds like A"), NULL},
      {"gain-jumps", 0, 0, G_OPTION_ARG_STRING, &given->jumps,
       N_("The microphone's level jumps so many times, 0 to 8 (0)"), "N"},
      {"float", 0, 0, G_OPTION_ARG_NONE, &given->use_float, N_("Write 32-bit float samples"), NULL},
      {0}};
  const attune_options options = {"simulate", "", 0, summary, details, entries};
  g_auto(GStrv) words = NULL;
  return attune_options_read(&options, argc, argv, &words, error);
}

static void
clear_answers(answers *given)
{
  char **texts[] = {&given->out,      &given->truth, &given->mics,     &given->seed,
                    &given->scenario, &given->noise, &given->duration, &given->rate,
                    &given->snr,      &given->late,  &given->jumps};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) g_clear_pointer(texts[i], g_free);
}

static gboolean
check_name(const char *option, const char *name, gboolean is_known, GError **error)
{
  if (name == NULL || is_known) return TRUE;
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE, "%s knows no “%s”", option, name);
}

/* Reads a number if there is one; what the couple cannot do with it, the couple says. */
static gboolean
check_number(const char *option, const char *text, double *value, GError **error)
{
  if (text == NULL || attune_number_parse(text, value)) return TRUE;
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE, "%s wants a number, not “%s”",
                             option, text);
}

static gboolean
check_whole(const char *option, const char *text, guint64 most, uint64_t *value, GError **error)
{
  guint64 number;
  if (text == NULL) return TRUE;
  if (!g_ascii_string_to_unsigned(text, 10, 0, most, &number, NULL))
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "%s wants a whole number from 0 to %" G_GUINT64_FORMAT ", not “%s”",
                               option, most, text);
  *value = number;
  return TRUE;
}

static gboolean
check_files(const answers *given, GError **error)
{
  if (given->out == NULL)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "Please say with --out where the sound goes");
  if (g_strcmp0(given->out, given->truth) == 0)
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                               "--out and --truth want a file each");
  return TRUE;
}

static gboolean
check_names(const answers *given, attune_couple_config *config, GError **error)
{
  gboolean mics = given->mics != NULL && attune_mics_parse(given->mics, &config->mics);
  gboolean scenario = attune_couple_scenario_parse(given->scenario, &config->scenario);
  gboolean noise = attune_couple_noise_parse(given->noise, &config->noise);
  return check_name("--mics", given->mics, mics, error) &&
         check_name("--scenario", given->scenario, scenario, error) &&
         check_name("--noise", given->noise, noise, error);
}

static gboolean
check_answers(const answers *given, attune_couple_config *config, GError **error)
{
  uint64_t jumps = 0;
  if (!check_files(given, error) || !check_names(given, config, error) ||
      !check_whole("--seed", given->seed, G_MAXINT64, &config->seed, error) ||
      !check_whole("--gain-jumps", given->jumps, 8, &jumps, error) ||
      !check_number("--duration", given->duration, &config->duration_s, error) ||
      !check_number("--rate", given->rate, &config->rate_hz, error) ||
      !check_number("--snr", given->snr, &config->snr_db, error) ||
      !check_number("--late", given->late, &config->late_s, error))
    return FALSE;
  config->rate_hz = round(config->rate_hz); /* a WAV file's rate is a whole number */
  config->n_gain_jumps = (unsigned)jumps;
  config->same_voice = given->is_same_voice;
  return TRUE;
}

/* ---- work ---- */

static gboolean
check_size(const attune_source *source, gboolean use_float, GError **error)
{
  uint64_t most = attune_wave_out_most_frames(source->n_channels, use_float);
  if (source->duration_s * source->rate_hz < (double)most) return TRUE;
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE,
                             "At this rate a WAV file holds at most %d seconds",
                             (int)((double)most / source->rate_hz));
}

static gboolean
write_sound(attune_source *source, attune_wave_out *out, GError **error)
{
  g_autoptr(attune_progress) progress = attune_progress_new(_("Simulating"));
  attune_block block;
  while (attune_source_read(source, READ_FRAMES, READ_TIMEOUT_MS, &block, error) ==
         ATTUNE_READ_SOUND) {
    double done_s = (double)(block.first_frame + block.n_frames) / source->rate_hz;
    if (!attune_wave_out_write(out, &block, error) || !attune_interrupt_check(error)) return FALSE;
    attune_progress_show(progress, done_s / source->duration_s);
  }
  return attune_wave_out_finish(out, error);
}

static gboolean
write_file(attune_source *source, attune_safe_file *file, gboolean use_float, GError **error)
{
  g_autoptr(attune_wave_out) out = attune_wave_out_new(
      attune_safe_file_temporary(file), source->n_channels, source->rate_hz, use_float, error);
  return out != NULL && attune_source_start(source, error) && write_sound(source, out, error) &&
         attune_safe_file_finish(file, error);
}

static gboolean
write_truth(const attune_source *source, const attune_couple_config *config, attune_safe_file *file,
            GError **error)
{
  g_autofree char *text = attune_simulate_truth(source, config);
  fputs(text, attune_safe_file_stream(file));
  return attune_safe_file_finish(file, error);
}

/* Both files are complete before the first takes its name. */
static gboolean
write_both(const answers *given, attune_source *source, const attune_couple_config *config,
           GError **error)
{
  g_autoptr(attune_safe_file) sound = attune_safe_file_new(given->out, error);
  g_autoptr(attune_safe_file) truth = NULL;
  if (sound == NULL) return FALSE;
  if (given->truth != NULL && (truth = attune_safe_file_new(given->truth, error)) == NULL)
    return FALSE;
  return (truth == NULL || write_truth(source, config, truth, error)) &&
         write_file(source, sound, given->use_float, error) && attune_interrupt_check(error) &&
         attune_safe_file_publish(sound, error) &&
         (truth == NULL || attune_safe_file_publish(truth, error));
}

static gboolean
run(const answers *given, GError **error)
{
  attune_couple_config config = ATTUNE_COUPLE_DEFAULTS;
  if (!check_answers(given, &config, error)) return FALSE;
  attune_interrupt_watch();
  g_autoptr(GError) fault = NULL;
  attune_source *source = attune_couple_source_new(&config, &fault);
  if (source == NULL) /* only an option can be out of range */
    return attune_command_fail(error, ATTUNE_COMMAND_ERROR_USAGE, "%s", fault->message);
  gboolean fine =
      check_size(source, given->use_float, error) && write_both(given, source, &config, error);
  attune_source_free(source);
  return fine;
}

int
attune_command_simulate(int argc, char **argv)
{
  answers given = {0};
  g_autoptr(GError) error = NULL;
  gboolean fine = read_options(argc, argv, &given, &error) && run(&given, &error);
  clear_answers(&given);
  return fine ? ATTUNE_EXIT_OK : attune_command_say(argv[0], error);
}
