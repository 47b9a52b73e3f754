// SPDX-License-Identifier: GPL-3.0-or-later
/* Which names are noise filters, and which of ALSA's are microphones of their own. */
#include "audio/devices.h"

static void
test_noise_filters(void)
{
  const char *const filters[] = {"rnnoise_source",
                                 "Echo-Cancel Source",
                                 "alsa_input.x.echo-cancel",
                                 "Easy Effects Source",
                                 "easyeffects_source",
                                 "Noise Suppression",
                                 "NoiseTorch Microphone",
                                 "DeepFilterNet Source",
                                 "denoised_mic",
                                 "Noise Canceling Microphone",
                                 "noise_reduction"};
  const char *const plain[] = {"alsa_input.pci-0000_00_1f.3.analog-stereo",
                               "Built-in Audio",
                               "Blue Yeti",
                               "Noisy Kitchen",
                               "Echo Dot",
                               "pulse",
                               "USB PnP Sound"};
  for (size_t i = 0; i < G_N_ELEMENTS(filters); i++)
    if (!attune_devices_is_noise_filter_name(filters[i])) g_error("%s", filters[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
    if (attune_devices_is_noise_filter_name(plain[i])) g_error("%s", plain[i]);
}

static void
test_doubles(void)
{
  const char *const own[] = {"HDA Intel PCH: ALC257 Analog (hw:0,0)",
                             "USB Audio Device: - (hw:1,0)",
                             "default",
                             "pulse",
                             "mic1",
                             "Frontier: USB (hw:2,0)",
                             "nullmodem"};
  const char *const doubles[] = {"sysdefault", "front",  "surround40", "surround71",
                                 "dmix",       "dsnoop", "iec958",     "spdif",
                                 "hdmi",       "null",   "samplerate", "speexrate",
                                 "lavrate",    "upmix",  "vdownmix",   "dmix:CARD=PCH",
                                 "jack",       "oss",    "a52",        "Loopback: PCM (hw:3,0)"};
  for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
    if (!attune_devices_is_alsa_microphone(own[i])) g_error("%s", own[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(doubles); i++)
    if (attune_devices_is_alsa_microphone(doubles[i])) g_error("%s", doubles[i]);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/audio/devices/noise-filters", test_noise_filters);
  g_test_add_func("/audio/devices/doubles", test_doubles);
  return g_test_run();
}
