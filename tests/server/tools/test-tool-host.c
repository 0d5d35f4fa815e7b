/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "tools/khidki-tool-host.h"

static KhidkiToolHost *
make_host (void)
{
  g_autofree char *folder = g_dir_make_tmp ("khidki-tool-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "khidki.conf", NULL);
  g_autoptr (GError) error = NULL;
  KhidkiToolHost *host;

  g_assert_true (g_file_set_contents (path, "[server]\npublic-url=https://seva.example\n"
                                            "[line]\nnumber=1031\n", -1, NULL));
  host = khidki_tool_host_new (path, "line", &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
  return host;
}

static void
test_config (void)
{
  g_autoptr (KhidkiToolHost) host = make_host ();
  g_autofree char *number = khidki_host_dup_config (KHIDKI_HOST (host), "number");
  g_autofree char *url = khidki_tool_host_dup_server (host, "public-url");

  g_assert_cmpstr (number, ==, "1031");
  g_assert_cmpstr (url, ==, "https://seva.example");
}

/* The kernel gives 256 bytes a time. */
static void
test_random (void)
{
  g_autoptr (KhidkiToolHost) host = make_host ();
  guint8 bytes[1000] = { 0 }, others[1000] = { 0 };

  khidki_host_fill_random (KHIDKI_HOST (host), bytes, 990);
  khidki_host_fill_random (KHIDKI_HOST (host), others, 990);
  for (guint i = 0; i < 990; i += 90)
    g_assert_cmpint (memcmp (bytes + i, others + i, 90), !=, 0);
  for (guint i = 990; i < 1000; i++)
    g_assert_cmpint (bytes[i], ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tool-host/config", test_config);
  g_test_add_func ("/tool-host/random", test_random);
  return g_test_run ();
}
