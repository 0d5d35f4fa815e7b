/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>

#include "khidki-sandbox.h"
#include "khidki-sandbox-json.h"
#include "khidki-sandbox-rules.h"

#define EXIT_USAGE 2

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static void
print_rules (void)
{
  g_autoptr (JsonNode) table = khidki_sandbox_rules_describe ();
  g_autofree char *text = khidki_sandbox_json_to_string (table, TRUE);

  puts (text);
}

static void
run (KhidkiSandbox *sandbox)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *address = khidki_sandbox_dup_address (sandbox);
  guint sources[2];

  sources[0] = g_unix_signal_add (SIGINT, on_signal, loop);
  sources[1] = g_unix_signal_add (SIGTERM, on_signal, loop);
  printf ("listening on %s\n", address);
  fflush (stdout);
  g_main_loop_run (loop);
  g_source_remove (sources[0]);
  g_source_remove (sources[1]);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiSandbox) sandbox = NULL;
  KhidkiSandboxConfig *config;

  setlocale (LC_ALL, "");
  config = khidki_sandbox_config_new (&argc, &argv, &error);
  if (config == NULL)
    {
      g_printerr ("khidki-sandbox: %s\n", error->message);
      return EXIT_USAGE;
    }
  if (config->print_rules)
    {
      print_rules ();
      khidki_sandbox_config_free (config);
      return EXIT_SUCCESS;
    }
  sandbox = khidki_sandbox_new (config, &error);
  if (sandbox == NULL || !khidki_sandbox_listen (sandbox, &error))
    {
      g_printerr ("khidki-sandbox: %s\n", error->message);
      return EXIT_FAILURE;
    }
  run (sandbox);
  return EXIT_SUCCESS;
}
