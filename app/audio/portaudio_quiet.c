// SPDX-License-Identifier: GPL-3.0-or-later
/* Libraries that talk on stderr about what we say better ourselves. */
#include "audio/portaudio_private.h"

#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void G_GNUC_PRINTF(5, 6) ignore_alsa(const char *file, int line, const char *function,
                                            int problem, const char *format, ...)
{
  (void)file, (void)line, (void)function, (void)problem, (void)format;
}

static void
ignore_jack(const char *words)
{
  (void)words;
}

typedef void (*jack_set_printer)(void (*print)(const char *words));

/* JACK comes with PortAudio, which does not pass its switches on: hence the look-up. */
static void
silence_jack(void)
{
  const char *const switches[] = {"jack_set_error_function", "jack_set_info_function"};
  for (size_t i = 0; i < G_N_ELEMENTS(switches); i++) {
    jack_set_printer set = NULL;
    void *symbol = dlsym(RTLD_DEFAULT, switches[i]);
    memcpy(&set, &symbol, sizeof set); /* ISO C has no cast from object to function */
    if (set != NULL) set(ignore_jack);
  }
}

/* Debian's PortAudio prints its inner checks, "Expression '...' failed in '...'", each with one
 * call, and has no switch for it. So stderr becomes a stream that leaves those out. */
static ssize_t
write_without_checks(void *nothing, const char *bytes, size_t n)
{
  (void)nothing;
  static const char check[] = "Expression '";
  if (n >= sizeof check - 1 && memcmp(bytes, check, sizeof check - 1) == 0) return (ssize_t)n;
  for (size_t done = 0; done < n;) {
    ssize_t now = write(STDERR_FILENO, bytes + done, n - done);
    if (now < 0 && errno != EINTR) return 0; /* for a cookie stream that means failure */
    if (now > 0) done += (size_t)now;
  }
  return (ssize_t)n;
}

static void
silence_portaudio(void)
{
  FILE *quieter = fopencookie(NULL, "w", (cookie_io_functions_t){.write = write_without_checks});
  if (quieter == NULL) return;
  setvbuf(quieter, NULL, _IONBF, 0);
  stderr = quieter; /* glibc allows it; the old stream has nothing in it, being unbuffered */
}

static void
silence_all(void)
{
  snd_lib_error_set_handler(ignore_alsa);
  silence_jack();
  silence_portaudio();
}

void
attune_portaudio_silence(void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, silence_all);
}
