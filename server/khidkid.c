/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The process: its arguments, its signals, its main loop. */
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "admin/khidki-log.h"
#include "daemon/khidki-daemon-check.h"
#include "daemon/khidki-daemon.h"
#include "gate/khidki-config-check.h"
#include "gate/khidki-plugin-host.h"
#include "libkhidki/khidki-version.h"

static gint64
log_now (void)
{
  return g_get_real_time ();
}

/* What the main loop is run for. */
typedef struct
{
  GMainLoop *loop;
  KhidkiDaemon *daemon;
  int status;
} Process;

static void
ended (int status, gpointer user_data)
{
  Process *process = user_data;

  process->status = status;
  g_main_loop_quit (process->loop);
}

static gboolean
on_terminate (gpointer user_data)
{
  Process *process = user_data;

  khidki_daemon_stop (process->daemon);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_hangup (gpointer user_data)
{
  Process *process = user_data;

  khidki_daemon_reload (process->daemon);
  return G_SOURCE_CONTINUE;
}

static KhidkiDaemon *
start (Process *process, const char *path, GError **error)
{
  g_autoptr (KhidkiHost) host = KHIDKI_HOST (khidki_plugin_host_new_for_server ());
  g_autoptr (KhidkiConfig) config = khidki_config_load (path, error);
  g_autoptr (KhidkiDaemon) daemon = NULL;

  if (config == NULL)
    return NULL;
  daemon = khidki_daemon_new (host, config, ended, process);
  return khidki_daemon_start (daemon, error) ? g_steal_pointer (&daemon) : NULL;
}

/* The signals are taken before the configuration is read: one that comes while the
 * store is opened waits until the main loop runs, and is not lost. */
static int
serve (const char *path)
{
  Process process = { .loop = g_main_loop_new (NULL, FALSE) };
  guint sources[] = { g_unix_signal_add (SIGTERM, on_terminate, &process),
                      g_unix_signal_add (SIGINT, on_terminate, &process),
                      g_unix_signal_add (SIGHUP, on_hangup, &process) };
  g_autoptr (GError) error = NULL;

  signal (SIGPIPE, SIG_IGN);
  process.daemon = start (&process, path, &error);
  if (process.daemon != NULL)
    {
      g_main_loop_run (process.loop);
    }
  else
    {
      g_critical ("%s", error->message);
      process.status = EXIT_FAILURE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  g_clear_pointer (&process.daemon, khidki_daemon_free);
  g_main_loop_unref (process.loop);
  return process.status;
}

/* All that can be seen without starting: file, key, expected, found. */
static int
check_config (const char *path)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiConfig) config = khidki_config_load (path, &error);
  g_auto (KhidkiDaemonData) data = { 0 };

  if (config == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  khidki_config_check_warn (config);
  khidki_daemon_check (config, &data, mistakes);
  khidki_daemon_check_gaps (config, &data, log_now () / 1000, mistakes);
  khidki_config_check_mistakes (config, mistakes);
  khidki_config_check_plugins (config, mistakes);
  for (guint i = 0; i < mistakes->len; i++)
    g_printerr ("%s\n", (const char *) g_ptr_array_index (mistakes, i));
  if (mistakes->len > 0)
    return EXIT_FAILURE;
  khidki_daemon_check_texts (config, log_now () / 1000, notes);
  for (guint i = 0; i < notes->len; i++)
    g_print ("%s\n", (const char *) g_ptr_array_index (notes, i));
  g_print ("%s: nothing wrong was found\n", path);
  return EXIT_SUCCESS;
}

typedef struct
{
  char *path;
  gboolean check;
  gboolean version;
} Arguments;

static gboolean
read_arguments (Arguments *arguments, int argc, char *argv[], GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments->path, "The configuration", "FILE" },
    { "check-config", 0, 0, G_OPTION_ARG_NONE, &arguments->check, "Look for mistakes, then end",
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &arguments->version, "Print the version, then end", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("– serves citizens");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (arguments->version || (arguments->path != NULL && argc == 1))
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       "usage: khidkid --config FILE [--check-config]");
  return FALSE;
}

int
main (int argc, char *argv[])
{
  Arguments arguments = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  /* Whoever asks for a reload before anything was read has what they ask for. */
  signal (SIGHUP, SIG_IGN);
  setlocale (LC_ALL, "");
  umask (0077);
  if (!read_arguments (&arguments, argc, argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (arguments.version)
    {
      g_print ("khidkid %s, plugin ABI %d\n", KHIDKI_VERSION, KHIDKI_PLUGIN_ABI);
      return EXIT_SUCCESS;
    }
  if (sodium_init () < 0)
    return EXIT_FAILURE;

  path = g_steal_pointer (&arguments.path);
  if (arguments.check)
    return check_config (path);
  khidki_log_install (log_now);
  return serve (path);
}
