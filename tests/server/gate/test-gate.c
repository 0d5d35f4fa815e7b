/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <khidki-testing.h>
#include <sys/stat.h>

#include "gate/khidki-gate.h"

static const char *plugin_folder;

typedef struct
{
  KhidkiTestHost *host;
  KhidkiChannels *channels;
  KhidkiPluginHostWorld world;
  KhidkiGate *gate;
  char *folder;
  char *config_path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("khidki-gate-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->config_path = g_build_filename (fixture->folder, "khidki.conf", NULL);
  fixture->host = khidki_test_host_new ("gate");
  fixture->channels = khidki_channels_new ();
  fixture->gate = khidki_gate_new (KHIDKI_HOST (fixture->host), &fixture->world, fixture->channels);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->gate);
  g_object_unref (fixture->channels);
  g_object_unref (fixture->host);
  g_unlink (fixture->config_path);
  g_rmdir (fixture->folder);
  g_free (fixture->config_path);
  g_free (fixture->folder);
}

static void
note (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static void
apply (Fixture *fixture, const char *folder, const char *enabled)
{
  g_autofree char *text =
      g_strdup_printf ("[plugins]\npath=%s\nenabled=%s\n", folder, enabled);
  g_autoptr (KhidkiConfig) config = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->config_path, text, -1, NULL));
  config = khidki_config_load (fixture->config_path, &error);
  g_assert_no_error (error);
  khidki_gate_apply_async (fixture->gate, config, note, &result);
  for (guint i = 0; result == NULL && i < 1000; i++)
    {
      khidki_test_settle ();
      if (result == NULL)
        khidki_test_host_advance (fixture->host, 1000);
    }
  g_assert_nonnull (result);
  g_assert_true (khidki_gate_apply_finish (fixture->gate, result, &error));
  g_assert_no_error (error);
}

static void
stop (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  khidki_gate_stop_async (fixture->gate, note, &result);
  while (result == NULL)
    khidki_test_settle ();
}

static void
assert_report (Fixture *fixture, const char *name, const char *state, const char *reason)
{
  g_autoptr (GPtrArray) reports = khidki_gate_report (fixture->gate);

  for (guint i = 0; i < reports->len; i++)
    {
      KhidkiPluginReport *report = g_ptr_array_index (reports, i);

      if (!g_str_equal (report->name, name))
        continue;
      g_assert_cmpstr (report->state, ==, state);
      if (g_strstr_len (report->reason, -1, reason) == NULL)
        g_error ("expected “%s” in the reason, found “%s”", reason, report->reason);
      return;
    }
  g_error ("no report of %s", name);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *state;
    const char *reason;
  } cases[] = {
    { "no-key", "refused", "no-key.plugin: X-Khidki-ABI: expected 1, found nothing" },
    { "old-abi", "refused", "old-abi.plugin: X-Khidki-ABI: expected 1, found 0" },
    { "lying-abi", "refused", "lying-abi.plugin: compiled-in ABI: expected 1, found 0" },
    { "lying-sizes", "refused", "lying-sizes.plugin: interface sizes: expected those of ABI 1" },
    { "twin", "refused", "twin.plugin: Module: expected a type name of its own" },
    { "missing", "refused", "libkhidki-test-missing.so: expected a file" },
    { "promise", "refused", "promise.plugin: X-Khidki-Provides: expected an object that can do “media”" },
    { "usurper", "refused", "usurper.plugin: X-Khidki-Provides: expected that nobody else has channel:fine" },
    { "needy", "refused", "needy.plugin: X-Khidki-Needs: expected counter, network, secret:NAME or store, found telepathy" },
    { "greedy", "refused", "greedy.plugin: X-Khidki-Provides: expected media, read or back-office, found mind-reading" },
    { "mute", "refused", "[mute] token: expected a secret, found nothing" },
    { "circle-a", "refused", "X-Khidki-After: expected an order, found a circle" },
    { "circle-b", "refused", "X-Khidki-After: expected an order, found a circle" },
    { "fails", "failed", "no line to the far end" },
    { "hangs", "failed", "it was not ready in time" },
    { "nowhere", "refused", "[plugins] enabled: expected nowhere.plugin below" },
  };
  g_autoptr (GString) enabled = g_string_new ("fine");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_string_append_printf (enabled, ";%s", cases[i].name);
  g_string_append (enabled, ";late");
  apply (fixture, plugin_folder, enabled->str);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_report (fixture, cases[i].name, cases[i].state, cases[i].reason);
  assert_report (fixture, "fine", "running", "");
  assert_report (fixture, "late", "running", "");
  g_assert_nonnull (khidki_channels_find (fixture->channels, "fine"));
  g_assert_null (khidki_channels_find (fixture->channels, "hangs"));
  stop (fixture);
}

static void
test_enable_and_disable (Fixture *fixture, gconstpointer data)
{
  KhidkiChannel *fine;

  apply (fixture, plugin_folder, "fine");
  fine = khidki_channels_find (fixture->channels, "fine");
  assert_report (fixture, "fine", "running", "");
  g_assert_nonnull (fine);
  g_assert_null (khidki_channels_find (fixture->channels, "late"));

  /* What runs is left alone while others come and go. */
  apply (fixture, plugin_folder, "fine;late");
  g_assert_true (khidki_channels_find (fixture->channels, "fine") == fine);
  g_assert_nonnull (khidki_channels_find (fixture->channels, "late"));

  apply (fixture, plugin_folder, "late");
  g_assert_null (khidki_channels_find (fixture->channels, "fine"));
  assert_report (fixture, "fine", "stopped", "");

  apply (fixture, plugin_folder, "fine;late");
  g_assert_nonnull (khidki_channels_find (fixture->channels, "fine"));
  stop (fixture);
  assert_report (fixture, "late", "stopped", "");
}

static void
copy (const char *from_folder, const char *to_folder, const char *name)
{
  g_autofree char *from = g_build_filename (from_folder, name, NULL);
  g_autofree char *to = g_build_filename (to_folder, name, NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* A plugin that is dropped in a moment before, then one that others may write. */
static void
test_dropped_in (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "plugins", NULL);
  g_autofree char *library = g_build_filename (folder, "libkhidki-test-after-late.so", NULL);
  g_autofree char *file = g_build_filename (folder, "after-late.plugin", NULL);
  g_autofree char *other_library = g_build_filename (folder, "libkhidki-test-writable.so", NULL);
  g_autofree char *other_file = g_build_filename (folder, "writable.plugin", NULL);

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  apply (fixture, folder, "");
  copy (plugin_folder, folder, "libkhidki-test-after-late.so");
  copy (plugin_folder, folder, "after-late.plugin");
  copy (plugin_folder, folder, "libkhidki-test-writable.so");
  copy (plugin_folder, folder, "writable.plugin");
  g_assert_cmpint (g_chmod (other_library, 0777), ==, 0);

  apply (fixture, folder, "after-late;writable");
  g_assert_nonnull (khidki_channels_find (fixture->channels, "after-late"));
  assert_report (fixture, "writable", "refused", "mode: expected that only its owner may write it, found 0777");
  stop (fixture);

  g_unlink (library);
  g_unlink (file);
  g_unlink (other_library);
  g_unlink (other_file);
  g_rmdir (folder);
}

static GLogWriterOutput
quiet (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer user_data)
{
  return G_LOG_WRITER_HANDLED;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  plugin_folder = argv[1];
  /* Refusals are warnings; here they are what is wanted. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_fatal_mask (NULL, G_LOG_FATAL_MASK);
  g_log_set_writer_func (quiet, NULL, NULL);
  g_test_add ("/gate/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/gate/enable-and-disable", Fixture, NULL, set_up, test_enable_and_disable, tear_down);
  g_test_add ("/gate/dropped-in", Fixture, NULL, set_up, test_dropped_in, tear_down);
  return g_test_run ();
}
