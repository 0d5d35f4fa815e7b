/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "control-fixture.h"

typedef struct
{
  int how;
  char *out;
  char *err;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Runs the program while the main loop turns, for its server is in it. */
static void
run_with (Run *run, const char *socket, const char *const *words)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_strv_builder_add (builder, g_getenv ("KHIDKICTL"));
  g_strv_builder_addv (builder, (const char **) words);
  argv = g_strv_builder_end (builder);
  if (socket != NULL)
    g_subprocess_launcher_setenv (launcher, "KHIDKI_SOCKET", socket, TRUE);
  else
    g_subprocess_launcher_unsetenv (launcher, "KHIDKI_SOCKET");
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);

  run_clear (run);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  g_subprocess_communicate_utf8_finish (process, result, &run->out, &run->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  run->how = g_subprocess_get_exit_status (process);
}

#define RUN(run, fixture, ...)                                                                     \
  run_with (run, (fixture)->path, (const char *const[]){ __VA_ARGS__, NULL })

static void
test_done (ControlFixture *fixture, gconstpointer data)
{
  g_auto (Run) run = { 0 };

  RUN (&run, fixture, "status");
  g_assert_cmpint (run.how, ==, 0);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_true (g_str_has_prefix (run.out, "ready  yes\nplace  दिल्ली\n"));

  RUN (&run, fixture, "app", "ask", "26", "--as=sdm", "आपकी आय क्या है?", "कृपया");
  g_assert_cmpint (run.how, ==, 0);
  g_assert_cmpstr (run.out, ==, "आपकी आय क्या है? कृपया\n");
}

static void
test_json (ControlFixture *fixture, gconstpointer data)
{
  g_auto (Run) run = { 0 };
  g_autoptr (JsonNode) root = NULL;

  RUN (&run, fixture, "status", "--json");
  g_assert_cmpint (run.how, ==, 0);
  root = json_from_string (run.out, NULL);
  g_assert_nonnull (root);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (root), "place"), ==,
                   "दिल्ली");

  RUN (&run, fixture, "--json", "app", "approve", "26", "--as", "sdm");
  g_assert_cmpint (run.how, ==, 1);
  g_assert_nonnull (strstr (run.out, "\"error\" : \"26 of sdm: allowed is ask\""));
}

static void
test_refused (ControlFixture *fixture, gconstpointer data)
{
  g_auto (Run) run = { 0 };

  RUN (&run, fixture, "app", "approve", "26", "--as", "sdm");
  g_assert_cmpint (run.how, ==, 1);
  g_assert_cmpstr (run.out, ==, "");
  g_assert_cmpstr (run.err, ==, "khidkictl: 26 of sdm: allowed is ask\n");
}

static void
test_usage (ControlFixture *fixture, gconstpointer data)
{
  g_auto (Run) run = { 0 };

  RUN (&run, fixture, "nonsense");
  g_assert_cmpint (run.how, ==, 2);
  RUN (&run, fixture, "app", "approve", "26");
  g_assert_cmpint (run.how, ==, 2);
  g_assert_nonnull (strstr (run.err, "needs --as\nusage: khidkictl app approve NUMBER"));
  RUN (&run, fixture, "status", "--as", "sdm");
  g_assert_cmpint (run.how, ==, 2);
  RUN (&run, fixture, "status", "--socket");
  g_assert_cmpint (run.how, ==, 2);
  run_with (&run, fixture->path, (const char *const[]){ NULL });
  g_assert_cmpint (run.how, ==, 2);
}

static void
test_help (ControlFixture *fixture, gconstpointer data)
{
  g_auto (Run) run = { 0 };
  guint n;
  const KhidkiCommand *commands = khidki_command_list (&n);

  run_with (&run, NULL, (const char *const[]){ "--help", NULL });
  g_assert_cmpint (run.how, ==, 0);
  for (guint i = 0; i < n; i++)
    g_assert_nonnull (strstr (run.out, commands[i].summary));
  run_with (&run, NULL, (const char *const[]){ "--version", NULL });
  g_assert_cmpint (run.how, ==, 0);
  g_assert_true (g_str_has_prefix (run.out, "khidkictl "));
}

static void
test_not_reachable (ControlFixture *fixture, gconstpointer data)
{
  g_auto (Run) run = { 0 };
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere", NULL);

  RUN (&run, fixture, "status", "--socket", nowhere);
  g_assert_cmpint (run.how, ==, 3);
  run_with (&run, NULL, (const char *const[]){ "status", "--config", nowhere, NULL });
  g_assert_cmpint (run.how, ==, 3);
  g_assert_nonnull (strstr (run.err, "names no state-dir"));
}

/* The folder of the state is where the configuration, or a file of conf.d, says. */
static void
test_config (ControlFixture *fixture, gconstpointer data)
{
  g_autofree char *config = g_build_filename (fixture->folder, "khidki.conf", NULL);
  g_autofree char *folder = g_build_filename (fixture->folder, "conf.d", NULL);
  g_autofree char *fragment = g_build_filename (folder, "10-state.conf", NULL);
  g_autofree char *text = g_strdup_printf ("[server]\nstate-dir=%s\n", fixture->folder);
  g_auto (Run) run = { 0 };

  run_with (&run, NULL, (const char *const[]){ "status", "--state-dir", fixture->folder, NULL });
  g_assert_cmpint (run.how, ==, 0);

  g_assert_true (g_file_set_contents (config, text, -1, NULL));
  run_with (&run, NULL, (const char *const[]){ "--config", config, "status", NULL });
  g_assert_cmpint (run.how, ==, 0);

  g_assert_true (g_file_set_contents (config, "[server]\nstate-dir=/nowhere\n", -1, NULL));
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fragment, text, -1, NULL));
  run_with (&run, "/nowhere", (const char *const[]){ "--config", config, "status", NULL });
  g_assert_cmpint (run.how, ==, 0);

  g_unlink (fragment);
  g_unlink (config);
  g_rmdir (folder);
}

static char *
write_program (ControlFixture *fixture, const char *name, int mode)
{
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "#!/bin/sh\nprintf '<%s>' \"$@\"\nexit 1\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
  return path;
}

/* A word that the server does not know is a program of a plugin, and what it says holds. */
static void
test_program (ControlFixture *fixture, gconstpointer data)
{
  g_auto (Run) run = { 0 };
  g_autofree char *program = write_program (fixture, "khidkictl-town", 0755);

  g_setenv ("KHIDKI_CONTROL_PATH", fixture->folder, TRUE);
  run_with (&run, NULL, (const char *const[]){ "--json", "town", "look", "--far", "a b", "--config",
                                               "/x.conf", NULL });
  g_assert_cmpint (run.how, ==, 1);
  g_assert_cmpstr (run.out, ==, "<--config></x.conf><--json><look><--far><a b>");
  run_with (&run, NULL, (const char *const[]){ "town", "--help", NULL });
  g_assert_cmpstr (run.out, ==, "<--config></etc/khidki/khidki.conf><--help>");
  run_with (&run, NULL, (const char *const[]){ "--help", NULL });
  g_assert_cmpint (run.how, ==, 0);
  g_assert_nonnull (strstr (run.out, "\n  town …\n"));
  RUN (&run, fixture, "town", "--socket", "/x");
  g_assert_cmpint (run.how, ==, 2);

  /* What others may write is not run, above all not as root. */
  g_assert_cmpint (g_chmod (program, 0775), ==, 0);
  run_with (&run, NULL, (const char *const[]){ "town", NULL });
  g_assert_cmpint (run.how, ==, 1);
  g_assert_cmpstr (run.out, ==, "");
  g_assert_nonnull (strstr (run.err, "only root or you may write"));
  g_unsetenv ("KHIDKI_CONTROL_PATH");
  g_unlink (program);
}

/* Only what lies in those folders, by that name, is one. */
static void
test_no_program (ControlFixture *fixture, gconstpointer data)
{
  g_auto (Run) run = { 0 };
  g_autofree char *status = write_program (fixture, "khidkictl-status", 0755);
  g_autofree char *plain = write_program (fixture, "khidkictl-plain", 0644);
  g_autofree char *elsewhere = write_program (fixture, "khidkictl-elsewhere", 0755);
  g_autofree char *inner = g_build_filename (fixture->folder, "inner", NULL);
  g_autofree char *step = g_build_filename (inner, "khidkictl-x", NULL);
  g_autofree char *folders = g_strconcat ("/nowhere:.::", inner, NULL);
  const char *const words[] = { "plain", "elsewhere", "x/../../khidkictl-elsewhere", "x", "-x", "" };
  g_autofree char *path = g_strdup (g_getenv ("PATH"));

  g_setenv ("KHIDKI_CONTROL_PATH", fixture->folder, TRUE);
  RUN (&run, fixture, "status");
  g_assert_cmpint (run.how, ==, 0);
  RUN (&run, fixture, "plain");
  g_assert_cmpint (run.how, ==, 2);

  g_assert_cmpint (g_mkdir_with_parents (step, 0700), ==, 0);
  g_setenv ("KHIDKI_CONTROL_PATH", folders, TRUE);
  g_setenv ("PATH", fixture->folder, TRUE);
  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      RUN (&run, fixture, words[i]);
      g_assert_cmpint (run.how, ==, 2);
      g_assert_cmpstr (run.out, ==, "");
      g_assert_nonnull (strstr (run.err, "there is no command"));
    }
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  g_setenv ("PATH", path, TRUE);
  g_unsetenv ("KHIDKI_CONTROL_PATH");
  g_unlink (status);
  g_unlink (plain);
  g_unlink (elsewhere);
  g_rmdir (step);
  g_rmdir (inner);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/admin/khidkictl/" name, ControlFixture, NULL, control_fixture_set_up, func,        \
              control_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("done", test_done);
  ADD ("json", test_json);
  ADD ("refused", test_refused);
  ADD ("usage", test_usage);
  ADD ("help", test_help);
  ADD ("not-reachable", test_not_reachable);
  ADD ("config", test_config);
  ADD ("program", test_program);
  ADD ("no-program", test_no_program);
  return g_test_run ();
}
