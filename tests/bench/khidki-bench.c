/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Citizens on their way through a service and Meta's side of it, in one thread,
 * so that one clock sees the webhook leave and the reply arrive. */
#include "khidki-bench-load.h"

#include <sodium.h>
#include <stdlib.h>

typedef struct
{
  int port;
  int far_end_port;
  int outstanding;
  int active;
  int connections;
  int process;
  int journeys;
  gint64 first;
  gboolean no_papers;
  char *secret_file;
  char *photo;
  char *document;
} Options;

static GBytes *
load_file (const char *path)
{
  char *data = NULL;
  gsize length = 0;

  if (path == NULL || !g_file_get_contents (path, &data, &length, NULL))
    return g_bytes_new_static ("..", 2);
  return g_bytes_new_take (data, length);
}

static void
set (KhidkiBenchSetup *setup, const Options *options)
{
  setup->port = (guint16) options->port;
  setup->far_end_port = (guint16) options->far_end_port;
  setup->process = options->process;
  setup->journeys = (guint) options->journeys;
  setup->outstanding = (guint) options->outstanding;
  setup->active = (guint) options->active;
  setup->connections = (guint) options->connections;
  setup->first = (guint64) options->first;
  setup->papers = !options->no_papers;
  setup->photo = load_file (options->photo);
  setup->document = load_file (options->document);
}

static gboolean
run (KhidkiBenchSetup *setup, const Options *options)
{
  g_autofree char *json = NULL;

  if (options->secret_file == NULL
      || !g_file_get_contents (options->secret_file, &setup->secret, NULL, NULL))
    return FALSE;
  g_strstrip (setup->secret);
  set (setup, options);
  json = khidki_bench_load_run (setup);
  g_bytes_unref (setup->photo);
  g_bytes_unref (setup->document);
  g_free (setup->secret);
  if (json == NULL)
    return FALSE;
  g_print ("%s\n", json);
  return TRUE;
}

int
main (int argc, char *argv[])
{
  Options options = { .outstanding = 8, .active = 1000, .connections = 64 };
  KhidkiBenchSetup setup = { .warm_up = 1, .seconds = 10 };
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &options.port, "Where webhooks are taken", "PORT" },
    { "far-end-port", 0, 0, G_OPTION_ARG_INT, &options.far_end_port, "Where sends are taken", "PORT" },
    { "process", 0, 0, G_OPTION_ARG_INT, &options.process, "Whose memory and time", "ID" },
    { "secret-file", 0, 0, G_OPTION_ARG_FILENAME, &options.secret_file, "What signs", "FILE" },
    { "outstanding", 0, 0, G_OPTION_ARG_INT, &options.outstanding, "Closed loop: who waits", "N" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &setup.rate, "Open loop: messages a second", "N" },
    { "status-rate", 0, 0, G_OPTION_ARG_DOUBLE, &setup.status_rate, "Statuses a second", "N" },
    { "active", 0, 0, G_OPTION_ARG_INT, &options.active, "Open loop: citizens at once", "N" },
    { "connections", 0, 0, G_OPTION_ARG_INT, &options.connections, "At once", "N" },
    { "first", 0, 0, G_OPTION_ARG_INT64, &options.first, "Number of the first citizen", "N" },
    { "no-papers", 0, 0, G_OPTION_ARG_NONE, &options.no_papers, "End before the papers", NULL },
    { "acknowledgement-only", 0, 0, G_OPTION_ARG_NONE, &setup.acknowledgement_only,
      "Expect no replies", NULL },
    { "warm-up", 0, 0, G_OPTION_ARG_DOUBLE, &setup.warm_up, "Not counted", "SECONDS" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &setup.seconds, "Counted", "SECONDS" },
    { "journeys", 0, 0, G_OPTION_ARG_INT, &options.journeys, "End after so many instead", "N" },
    { "photo", 0, 0, G_OPTION_ARG_FILENAME, &options.photo, "A JPEG", "FILE" },
    { "document", 0, 0, G_OPTION_ARG_FILENAME, &options.document, "A PDF", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("– loads a server, prints figures");
  g_autoptr (GError) error = NULL;
  gboolean done;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || sodium_init () < 0)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "libsodium cannot start");
      return 2;
    }
  done = run (&setup, &options);
  if (!done)
    g_printerr ("nothing was measured: --secret-file= or --far-end-port= cannot be used\n");
  g_free (options.secret_file);
  g_free (options.photo);
  g_free (options.document);
  return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
