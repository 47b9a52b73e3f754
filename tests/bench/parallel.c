// SPDX-License-Identifier: GPL-3.0-or-later
#include "parallel.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  int next, finished;
} board; /* shared by all processes */

static void *
map_shared(size_t size)
{
  void *memory =
      mmap(NULL, MAX(size, 1), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) g_error("no memory for results");
  return memory;
}

static void
show_progress(int finished, size_t n)
{
  if (!isatty(STDERR_FILENO)) return;
  fprintf(stderr, "\r%d of %zu ", finished, n);
  fflush(stderr);
}

static void
work(board *shared, size_t n, bench_task task, const void *user, size_t size, char *results,
     char *is_done)
{
  for (;;) {
    size_t i = (size_t)g_atomic_int_add(&shared->next, 1);
    if (i >= n) return;
    task(i, user, results + i * size);
    is_done[i] = 1;
    show_progress(g_atomic_int_add(&shared->finished, 1) + 1, n);
  }
}

void *
bench_run(size_t n, unsigned jobs, bench_task task, const void *user, size_t result_size,
          bool *done)
{
  board *shared = map_shared(sizeof *shared);
  char *results = map_shared(n * result_size), *is_done = map_shared(n);
  fflush(NULL);
  for (unsigned j = 0; j < jobs; j++) {
    pid_t child = fork();
    if (child < 0) g_error("no process could be started");
    if (child == 0) {
      work(shared, n, task, user, result_size, results, is_done);
      _exit(0);
    }
  }
  while (wait(NULL) > 0) continue;
  if (isatty(STDERR_FILENO)) fputs("\r\033[K", stderr);
  for (size_t i = 0; i < n; i++) done[i] = is_done[i] != 0;
  munmap(is_done, MAX(n, 1));
  munmap(shared, sizeof *shared);
  return results;
}

void
bench_results_free(void *results, size_t n, size_t result_size)
{
  munmap(results, MAX(n * result_size, 1));
}
