// SPDX-License-Identifier: GPL-3.0-or-later
#include "speed/child.h"

#include "audio/couple.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs a program to its end, its output thrown away. */
static bool
run(char *const *argv, struct rusage *usage)
{
  pid_t child = fork();
  if (child == 0) {
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    execv(argv[0], argv);
    _exit(127);
  }
  int status = 0;
  if (child < 0 || wait4(child, &status, 0, usage) != child || status != 0) {
    fprintf(stderr, "%s %s did not work\n", argv[0], argv[1]);
    return false;
  }
  return true;
}

static double
seconds(struct timeval t)
{
  return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static char *
print_span(attune_couple_span span)
{
  return g_strdup_printf("%g:%g", span.start_s, span.end_s);
}

static bool
analyze(const char *attune, char *wav, double length_s, bench_child_cost *cost)
{
  attune_couple_plan plan = attune_couple_plan_make(length_s);
  g_autofree char *a = print_span(plan.solo[ATTUNE_A]), *b = print_span(plan.solo[ATTUNE_B]);
  g_autofree char *live = print_span(plan.live);
  char *const argv[] = {(char *)attune, "analyze", wav,      "--mics", "two",    "--solo-a", a,
                        "--solo-b",     b,         "--live", live,     "--json", NULL};
  struct rusage usage;
  if (!run(argv, &usage)) return false;
  cost->cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  cost->peak_mb = (double)usage.ru_maxrss * 1024.0 / 1e6;
  return true;
}

bool
bench_child_analyze(const char *attune, double length_s, bench_child_cost *cost)
{
  g_autofree char *folder = g_dir_make_tmp("attune-speed-XXXXXX", NULL);
  if (folder == NULL) return false;
  g_autofree char *wav = g_build_filename(folder, "couple.wav", NULL);
  g_autofree char *length = g_strdup_printf("%g", length_s);
  char *const argv[] = {(char *)attune, "simulate",   "--out", wav, "--seed",
                        "501",          "--duration", length,  NULL};
  struct rusage usage;
  bool good = run(argv, &usage) && analyze(attune, wav, length_s, cost);
  g_unlink(wav);
  g_rmdir(folder);
  return good;
}
