// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/failure.h"
#include "command/safe_file.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder, *path;
} place;

static void
make_place(place *p, gconstpointer unused)
{
  (void)unused;
  p->folder = g_dir_make_tmp("attune-safe-XXXXXX", NULL);
  p->path = g_build_filename(p->folder, "out.csv", NULL);
}

static unsigned
count_files(const place *p)
{
  unsigned n = 0;
  g_autoptr(GDir) dir = g_dir_open(p->folder, 0, NULL);
  while (g_dir_read_name(dir) != NULL) n++;
  return n;
}

static void
remove_place(place *p, gconstpointer unused)
{
  (void)unused;
  g_autoptr(GDir) dir = g_dir_open(p->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
    g_autofree char *path = g_build_filename(p->folder, name, NULL);
    g_unlink(path);
  }
  g_rmdir(p->folder);
  g_free(p->folder);
  g_free(p->path);
}

static attune_safe_file *
write_words(const char *path, const char *words)
{
  GError *error = NULL;
  attune_safe_file *file = attune_safe_file_new(path, &error);
  g_assert_no_error(error);
  fputs(words, attune_safe_file_stream(file));
  return file;
}

static void
assert_holds(const char *path, const char *words)
{
  g_autofree char *text = NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_assert_cmpstr(text, ==, words);
}

static void
test_published__appears_whole(place *p, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  attune_safe_file *file = write_words(p->path, "hello\n");
  g_assert_false(g_file_test(p->path, G_FILE_TEST_EXISTS));
  g_assert_true(attune_safe_file_finish(file, &error));
  g_assert_false(g_file_test(p->path, G_FILE_TEST_EXISTS));
  g_assert_true(attune_safe_file_publish(file, &error));
  attune_safe_file_free(file);
  assert_holds(p->path, "hello\n");
  g_assert_cmpuint(count_files(p), ==, 1);

  struct stat about;
  mode_t mask = umask(0);
  umask(mask);
  g_assert_cmpint(stat(p->path, &about), ==, 0);
  g_assert_cmphex(about.st_mode & 0777, ==, 0666 & ~mask);
}

static void
test_unpublished__leaves_the_old_file(place *p, gconstpointer unused)
{
  (void)unused;
  g_assert_true(g_file_set_contents(p->path, "old\n", -1, NULL));
  attune_safe_file_free(write_words(p->path, "new\n"));
  attune_safe_file *file = write_words(p->path, "newer\n");
  g_assert_true(attune_safe_file_finish(file, NULL));
  attune_safe_file_free(file);
  assert_holds(p->path, "old\n");
  g_assert_cmpuint(count_files(p), ==, 1);
}

static void
test_link__stays_a_link(place *p, gconstpointer unused)
{
  (void)unused;
  g_autofree char *target = g_build_filename(p->folder, "target", NULL);
  g_assert_true(g_file_set_contents(target, "old\n", -1, NULL));
  g_assert_cmpint(symlink("target", p->path), ==, 0);
  attune_safe_file *file = write_words(p->path, "new\n");
  g_assert_true(attune_safe_file_finish(file, NULL));
  g_assert_true(attune_safe_file_publish(file, NULL));
  attune_safe_file_free(file);
  g_assert_true(g_file_test(p->path, G_FILE_TEST_IS_SYMLINK));
  assert_holds(target, "new\n");
}

static void
test_full_disk__is_told(void)
{
  if (!g_file_test("/dev/full", G_FILE_TEST_EXISTS)) {
    g_test_skip("there is no /dev/full here");
    return;
  }
  GError *error = NULL;
  attune_safe_file *file = write_words("/dev/full", "hello\n");
  g_assert_false(attune_safe_file_finish(file, &error));
  g_assert_error(error, ATTUNE_COMMAND_ERROR, ATTUNE_COMMAND_ERROR_OUTPUT);
  g_clear_error(&error);
  attune_safe_file_free(file);
  g_assert_true(g_file_test("/dev/full", G_FILE_TEST_EXISTS));
}

static void
test_no_place__is_told(place *p, gconstpointer unused)
{
  (void)unused;
  g_autofree char *lost = g_build_filename(p->folder, "no", "such", "folder.csv", NULL);
  const char *const paths[] = {lost, p->folder, "/proc/attune.csv", ""};
  for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
    g_autoptr(GError) error = NULL;
    g_test_message("%s", paths[i]);
    g_assert_null(attune_safe_file_new(paths[i], &error));
    g_assert_error(error, ATTUNE_COMMAND_ERROR, ATTUNE_COMMAND_ERROR_OUTPUT);
  }
  g_assert_cmpuint(count_files(p), ==, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add("/safe_file/published", place, NULL, make_place, test_published__appears_whole,
             remove_place);
  g_test_add("/safe_file/unpublished", place, NULL, make_place,
             test_unpublished__leaves_the_old_file, remove_place);
  g_test_add("/safe_file/link", place, NULL, make_place, test_link__stays_a_link, remove_place);
  g_test_add_func("/safe_file/full", test_full_disk__is_told);
  g_test_add("/safe_file/no_place", place, NULL, make_place, test_no_place__is_told, remove_place);
  return g_test_run();
}
