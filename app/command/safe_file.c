// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/safe_file.h"
#include "command/failure.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct attune_safe_file {
  char *path;      /* where it goes; links followed */
  char *temporary; /* where it is written; the same as path for devices and pipes */
  char *name;      /* for sentences */
  FILE *stream;    /* keeps everything in memory, so that the disk's own words are not lost */
  char *text;      /* what was written to it */
  size_t size;     /* bytes */
  int fd;          /* -1 once closed */
  gboolean is_direct, is_published;
};

static gboolean
fail(const attune_safe_file *file, int problem, GError **error)
{
  return attune_command_fail(error, ATTUNE_COMMAND_ERROR_OUTPUT, "“%s” cannot be written: %s.",
                             file->name, g_strerror(problem));
}

/* A link stays a link: what it points to is replaced. */
static char *
follow_links(const char *path)
{
  char *real = realpath(path, NULL);
  char *copy = g_strdup(real != NULL ? real : path);
  free(real);
  return copy;
}

static mode_t
choose_mode(const struct stat *old, gboolean exists)
{
  if (exists) return old->st_mode & 0777;
  mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

static int
open_temporary(attune_safe_file *file)
{
  struct stat old;
  gboolean exists = stat(file->path, &old) == 0;
  if (file->path[0] == '\0') return -1; /* stat said why */
  if (exists && S_ISDIR(old.st_mode)) {
    errno = EISDIR;
    return -1;
  }
  file->is_direct = exists && !S_ISREG(old.st_mode);
  if (file->is_direct) {
    file->temporary = g_strdup(file->path);
    return open(file->path, O_WRONLY | O_CLOEXEC);
  }
  if (exists && access(file->path, W_OK) != 0) return -1;
  g_autofree char *folder = g_path_get_dirname(file->path);
  g_autofree char *base = g_path_get_basename(file->path);
  file->temporary = g_strdup_printf("%s/.%.200s.XXXXXX", folder, base);
  int fd = g_mkstemp_full(file->temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0 && fchmod(fd, choose_mode(&old, exists)) != 0) errno = 0; /* some disks have none */
  return fd;
}

attune_safe_file *
attune_safe_file_new(const char *path, GError **error)
{
  g_autoptr(attune_safe_file) file = g_new0(attune_safe_file, 1);
  file->fd = -1;
  file->path = follow_links(path);
  file->name = g_filename_display_name(path);
  int fd = open_temporary(file);
  if (fd < 0) {
    int problem = errno;
    g_clear_pointer(&file->temporary, g_free); /* not ours to remove */
    fail(file, problem, error);
    return NULL;
  }
  file->fd = fd;
  file->stream = open_memstream(&file->text, &file->size);
  return g_steal_pointer(&file);
}

FILE *
attune_safe_file_stream(attune_safe_file *file)
{
  return file->stream;
}

const char *
attune_safe_file_temporary(const attune_safe_file *file)
{
  return file->temporary;
}

static gboolean
write_all(int fd, const char *text, size_t size)
{
  while (size > 0) {
    ssize_t n = write(fd, text, size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return FALSE;
    text += n;
    size -= (size_t)n;
  }
  return TRUE;
}

gboolean
attune_safe_file_finish(attune_safe_file *file, GError **error)
{
  gboolean fine = fclose(g_steal_pointer(&file->stream)) == 0 &&
                  write_all(file->fd, file->text, file->size) &&
                  (file->is_direct || fsync(file->fd) == 0);
  int problem = errno;
  if (close(file->fd) != 0 && fine) {
    fine = FALSE;
    problem = errno;
  }
  file->fd = -1;
  return fine ? TRUE : fail(file, problem, error);
}

gboolean
attune_safe_file_publish(attune_safe_file *file, GError **error)
{
  g_assert(file->stream == NULL);
  if (!file->is_direct && rename(file->temporary, file->path) != 0) return fail(file, errno, error);
  file->is_published = TRUE;
  return TRUE;
}

void
attune_safe_file_free(attune_safe_file *file)
{
  if (file == NULL) return;
  if (file->stream != NULL) fclose(file->stream);
  if (file->fd >= 0) close(file->fd);
  if (file->temporary != NULL && !file->is_direct && !file->is_published) unlink(file->temporary);
  free(file->text);
  g_free(file->temporary);
  g_free(file->path);
  g_free(file->name);
  g_free(file);
}
