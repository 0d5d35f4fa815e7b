/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <gmodule.h>
#include <khidki-testing.h>
#include <sys/stat.h>
#include <unistd.h>

#include "counters/khidki-counter-channel.h"
#include "gate/khidki-gate.h"

static const char *plugin_folder;
static const char *department_folder;

typedef struct
{
  KhidkiTestHost *host;
  KhidkiChannels *channels;
  KhidkiPluginHostWorld world;
  KhidkiGate *gate;
  guint n_settled;
  guint n_changed;
  char *folder;
  char *config_path;
} Fixture;

static void
count (KhidkiGate *gate, guint *counter)
{
  (*counter)++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("khidki-gate-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->config_path = g_build_filename (fixture->folder, "khidki.conf", NULL);
  fixture->host = khidki_test_host_new ("gate");
  fixture->channels = khidki_channels_new ();
  fixture->world.http_server = khidki_http_server_new (KHIDKI_HOST (fixture->host));
  fixture->gate = khidki_gate_new (KHIDKI_HOST (fixture->host), &fixture->world, fixture->channels);
  g_signal_connect (fixture->gate, "settled", G_CALLBACK (count), &fixture->n_settled);
  g_signal_connect (fixture->gate, "departments-changed", G_CALLBACK (count), &fixture->n_changed);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->gate);
  g_object_unref (fixture->world.http_server);
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

/* Of the plugin that is choosy. */
static const char *choice = "base=https://example.org";

/* As the daemon does on SIGHUP; nobody waits here for its end. */
static void
begin_apply (Fixture *fixture, const char *folder, const char *enabled, GAsyncResult **result)
{
  g_autofree char *text =
      g_strdup_printf ("[plugins]\npath=%s\nenabled=%s\n[choosy]\n%s\n", folder, enabled, choice);
  g_autoptr (KhidkiConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->config_path, text, -1, NULL));
  config = khidki_config_load (fixture->config_path, &error);
  g_assert_no_error (error);
  khidki_gate_apply_async (fixture->gate, config, note, result);
}

static void
apply (Fixture *fixture, const char *folder, const char *enabled)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  begin_apply (fixture, folder, enabled, &result);
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

  khidki_gate_stop_async (fixture->gate, 1000, note, &result);
  for (guint i = 0; result == NULL && i < 100; i++)
    {
      khidki_test_settle ();
      khidki_test_host_advance (fixture->host, 100);
    }
  g_assert_nonnull (result);
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

/* It answers long after anybody waited: nothing changes, and what was kept for the answer
 * is given back. */
static void
answer_late (Fixture *fixture, const char *name, const char *state)
{
  g_autofree char *file_name = g_strdup_printf ("libkhidki-test-%s.so", name);
  g_autofree char *path = g_build_filename (plugin_folder, file_name, NULL);
  GModule *module = g_module_open (path, 0);
  guint (*answer) (void) = NULL;

  g_assert_nonnull (module);
  g_assert_true (g_module_symbol (module, "test_channel_answer_late", (gpointer *) &answer));
  g_assert_cmpuint (answer (), >, 0);
  khidki_test_settle ();
  assert_report (fixture, name, state, "");
  g_assert_null (khidki_channels_find (fixture->channels, name));
  g_module_close (module);
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
    { "inner", "refused", "inner.plugin: X-Khidki-Provides: expected that nobody else has channel:inner, found the server's own" },
    { "needy", "refused", "needy.plugin: X-Khidki-Needs: expected counter, network, secret:NAME or store, found telepathy" },
    { "greedy", "refused", "greedy.plugin: X-Khidki-Provides: expected media, read, paced, templates or back-office, found mind-reading" },
    { "mute", "refused", "[mute] token: expected a secret, found nothing" },
    { "circle-a", "refused", "X-Khidki-After: expected an order, found a circle" },
    { "circle-b", "refused", "X-Khidki-After: expected an order, found a circle" },
    { "fails", "failed", "no line to the far end" },
    { "hangs", "failed", "it was not ready in time" },
    { "unkind", "refused", "unkind.plugin: X-Khidki-Config: expected KEY or KEY:KIND" },
    { "fune", "refused", ", such as “fine”, found fune" },
    { "nowhere", "refused", "[plugins] enabled: expected a plugin whose file is below" },
  };
  g_autoptr (GString) enabled = g_string_new ("fine");
  g_autoptr (KhidkiChannel) own = khidki_counter_channel_new ();

  khidki_channels_add (fixture->channels, "inner", own);
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
  g_assert_true (khidki_channels_find (fixture->channels, "inner") == own);
  stop (fixture);
  answer_late (fixture, "hangs", "failed");
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

static gboolean
has_report (Fixture *fixture, const char *name)
{
  g_autoptr (GPtrArray) reports = khidki_gate_report (fixture->gate);

  for (guint i = 0; i < reports->len; i++)
    if (g_str_equal (((KhidkiPluginReport *) g_ptr_array_index (reports, i))->name, name))
      return TRUE;
  return FALSE;
}

static void
never (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  g_assert_not_reached ();
}

/* SIGHUP, and again before the first has come to its end. */
static void
test_overlap (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL, second = NULL;
  g_autoptr (GError) error = NULL;
  gpointer channel;

  begin_apply (fixture, plugin_folder, "hangs;route", &first);
  khidki_test_host_advance (fixture->host, 3000);
  begin_apply (fixture, plugin_folder, "hangs;route", &second);
  khidki_test_host_advance (fixture->host, 6000);
  g_assert_null (first);
  g_assert_null (second);
  assert_report (fixture, "hangs", "starting", "");
  khidki_test_host_advance (fixture->host, 1000);
  g_assert_nonnull (first);
  g_assert_null (second);
  khidki_test_host_advance (fixture->host, 10000);
  g_assert_nonnull (second);
  assert_report (fixture, "hangs", "failed", "it was not ready in time");
  assert_report (fixture, "route", "running", "");

  channel = khidki_channels_find (fixture->channels, "route");
  g_object_add_weak_pointer (channel, &channel);
  apply (fixture, plugin_folder, "");
  assert_report (fixture, "route", "stopped", "");
  g_assert_null (channel);
  /* Nobody is left behind who would answer. */
  g_assert_true (khidki_http_server_add_route (fixture->world.http_server, "GET", "/route", never,
                                               NULL, NULL, &error));
  g_assert_no_error (error);
  khidki_http_server_remove_route (fixture->world.http_server, "GET", "/route");
  answer_late (fixture, "hangs", "stopped");
}

/* Of what is asked for meanwhile only the newest counts. */
static void
test_newest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL, second = NULL, third = NULL;
  g_autoptr (GError) error = NULL;

  begin_apply (fixture, plugin_folder, "hangs", &first);
  begin_apply (fixture, plugin_folder, "fine", &second);
  khidki_test_host_advance (fixture->host, 1000);
  begin_apply (fixture, plugin_folder, "late", &third);
  khidki_test_host_advance (fixture->host, 9000);
  g_assert_nonnull (second);
  g_assert_nonnull (third);
  g_assert_true (khidki_gate_apply_finish (fixture->gate, second, &error));
  g_assert_true (khidki_gate_apply_finish (fixture->gate, third, &error));
  g_assert_false (has_report (fixture, "fine"));
  assert_report (fixture, "late", "running", "");
  assert_report (fixture, "hangs", "stopped", "");
  stop (fixture);
  answer_late (fixture, "hangs", "stopped");
}

static void
test_host_outlives (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiHost) host = NULL;
  g_autoptr (KhidkiRequest) request = khidki_request_new ("GET", "https://example.org/");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  apply (fixture, plugin_folder, "fine");
  host = g_object_ref (g_object_get_data (
      G_OBJECT (khidki_channels_find (fixture->channels, "fine")), "host"));
  apply (fixture, plugin_folder, "");
  apply (fixture, plugin_folder, "fine");

  /* What was under way when it was stopped still speaks to the host of before. */
  g_assert_cmpstr (khidki_host_get_name (host), ==, "fine");
  khidki_host_log (host, G_LOG_LEVEL_MESSAGE, "late");
  khidki_host_fetch_async (host, request, NULL, note, &result);
  while (result == NULL)
    khidki_test_settle ();
  g_assert_null (khidki_host_fetch_finish (host, result, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
  stop (fixture);
}

/* One that hangs delays nobody: the others run, and citizens can be served. */
static void
test_together (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  begin_apply (fixture, plugin_folder, "hangs;late;fine", &result);
  khidki_test_settle ();
  assert_report (fixture, "hangs", "starting", "");
  assert_report (fixture, "late", "running", "");
  assert_report (fixture, "fine", "running", "");
  g_assert_cmpuint (fixture->n_settled, ==, 0);
  khidki_test_host_advance (fixture->host, 2000);
  g_assert_cmpuint (fixture->n_settled, ==, 1);
  assert_report (fixture, "hangs", "starting", "");
  khidki_test_host_advance (fixture->host, 8000);
  g_assert_cmpuint (fixture->n_settled, ==, 1);
  g_assert_nonnull (result);
  stop (fixture);
  answer_late (fixture, "hangs", "failed");
}

/* After= holds although the name comes first, and until the other's end. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  begin_apply (fixture, plugin_folder, "after-hangs;hangs", &result);
  khidki_test_host_advance (fixture->host, 9999);
  assert_report (fixture, "after-hangs", "named", "");
  g_assert_null (khidki_channels_find (fixture->channels, "after-hangs"));
  khidki_test_host_advance (fixture->host, 1);
  assert_report (fixture, "hangs", "failed", "");
  assert_report (fixture, "after-hangs", "running", "");
  stop (fixture);
  answer_late (fixture, "hangs", "failed");
}

/* The other way round they stop, and none has more time than there is. */
static void
test_stop_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  apply (fixture, plugin_folder, "late;stubborn;obedient");
  begin_apply (fixture, plugin_folder, "", &result);
  khidki_test_host_advance (fixture->host, KHIDKI_GATE_STOP_MS - 1);
  assert_report (fixture, "obedient", "stopping", "");
  assert_report (fixture, "stubborn", "stopping", "");
  assert_report (fixture, "late", "running", "");
  g_assert_nonnull (khidki_channels_find (fixture->channels, "late"));
  /* Told that there is no more time, one ends; for the other nobody waits. */
  khidki_test_host_advance (fixture->host, 1);
  assert_report (fixture, "obedient", "stopped", "");
  assert_report (fixture, "stubborn", "stopping", "");
  khidki_test_host_advance (fixture->host, 500);
  assert_report (fixture, "stubborn", "stopped", "");
  assert_report (fixture, "late", "stopped", "");
  g_assert_nonnull (result);
  answer_late (fixture, "stubborn", "stopped");
}

/* SIGTERM while a plugin starts, and with a reload that waits its turn. */
static void
test_stop_while_starting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL, second = NULL, ended = NULL, after = NULL;
  g_autoptr (GError) error = NULL;

  apply (fixture, plugin_folder, "stubborn");
  begin_apply (fixture, plugin_folder, "hangs;fine;after-hangs;stubborn", &first);
  khidki_test_host_advance (fixture->host, 1000);
  begin_apply (fixture, plugin_folder, "route", &second);
  khidki_gate_stop_async (fixture->gate, 1000, note, &ended);
  khidki_test_host_advance (fixture->host, 1500);
  g_assert_nonnull (first);
  g_assert_nonnull (ended);
  g_assert_false (khidki_gate_apply_finish (fixture->gate, second, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY);
  assert_report (fixture, "hangs", "failed", "the server is stopping");
  assert_report (fixture, "fine", "stopped", "");
  assert_report (fixture, "after-hangs", "named", "");
  assert_report (fixture, "stubborn", "stopped", "");
  g_assert_false (has_report (fixture, "route"));

  g_clear_error (&error);
  begin_apply (fixture, plugin_folder, "fine", &after);
  khidki_test_settle ();
  g_assert_false (khidki_gate_apply_finish (fixture->gate, after, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY);
  answer_late (fixture, "hangs", "failed");
  answer_late (fixture, "stubborn", "stopped");
}

/* What the running plugin reads now. */
static void
assert_choice (Fixture *fixture, const char *expected)
{
  KhidkiChannel *channel = khidki_channels_find (fixture->channels, "choosy");
  g_autofree char *count = khidki_host_dup_config (g_object_get_data (G_OBJECT (channel), "host"),
                                                   "count");

  g_assert_cmpstr (count, ==, expected);
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *choice;
    const char *reason;
  } cases[] = {
    { "", "khidki.conf: [choosy] base: expected an http or https address without a query, as in "
          "https://example.org/v1, found nothing" },
    { "base=gopher://example.org", ", found gopher://example.org" },
    { "base=https://example.org?a=b", ", found https://example.org?a=b" },
    { "base=https://me:secret@example.org", "[choosy] base: expected" },
    { "base=https://", "[choosy] base: expected" },
    { "base=https://example.org\ncount=x1",
      "[choosy] count: expected digits and nothing else, found x1" },
    { "base=https://example.org\nwhere=there",
      "[choosy] where: expected a path that begins with a slash, found there" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      choice = cases[i].choice;
      apply (fixture, plugin_folder, "choosy");
      assert_report (fixture, "choosy", "refused", cases[i].reason);
    }
  choice = "base=http://example.org/v1\ncount=12\nwhere=/there";
  apply (fixture, plugin_folder, "choosy");
  assert_report (fixture, "choosy", "running", "");
  assert_choice (fixture, "12");
  choice = "base=http://example.org/v1\ncount=13\nwhere=/there";
  apply (fixture, plugin_folder, "choosy");
  assert_choice (fixture, "13");
  stop (fixture);
}

static void
put_department (const char *folder, const char *name, const char *id)
{
  g_autofree char *file_name = g_strconcat (name, ".plugin", NULL);
  g_autofree char *path = g_build_filename (folder, file_name, NULL);
  g_autofree char *text = g_strdup_printf (
      "[Plugin]\nName=Data\nX-Khidki-ABI=1\nX-Khidki-Provides=department:%s\n", id);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
}

static void
set_mode (const char *folder, const char *name, int mode)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

/* What the catalogue would refuse is the plugin's state and its reason. */
static void
test_departments (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "department.ini", "REV-INC.seva", "REV-TWO.seva",
                                       "other.plugin", "revenue.plugin" };
  g_autofree char *folder = g_build_filename (fixture->folder, "plugins", NULL);
  g_autofree char *twin = g_build_filename (folder, "REV-TWO.seva", NULL);
  g_autoptr (GPtrArray) offers = NULL;

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  copy (department_folder, folder, "department.ini");
  copy (department_folder, folder, "REV-INC.seva");
  set_mode (folder, "department.ini", 0644);
  set_mode (folder, "REV-INC.seva", 0644);
  put_department (folder, "other", "OTHER");
  put_department (folder, "revenue", "REV");

  apply (fixture, folder, "other");
  assert_report (fixture, "other", "refused",
                 "other.plugin: X-Khidki-Provides: expected department:REV, as the department "
                 "itself says, found department:OTHER");
  g_assert_cmpuint (fixture->n_changed, ==, 0);

  set_mode (folder, "REV-INC.seva", 0666);
  apply (fixture, folder, "revenue");
  assert_report (fixture, "revenue", "refused",
                 "REV-INC.seva: mode: expected that only its owner may write it, found 0666");
  set_mode (folder, "REV-INC.seva", 0644);
  set_mode (folder, "department.ini", 0664);
  apply (fixture, folder, "revenue");
  assert_report (fixture, "revenue", "refused", "department.ini: mode: expected");
  set_mode (folder, "department.ini", 0644);

  g_assert_cmpint (symlink ("REV-INC.seva", twin), ==, 0);
  apply (fixture, folder, "revenue");
  assert_report (fixture, "revenue", "refused",
                 "service REV-INC: expected an id that nobody else has, found it in another of its "
                 "files too");
  g_unlink (twin);
  apply (fixture, folder, "revenue");
  assert_report (fixture, "revenue", "running", "");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  offers = khidki_gate_list_offers (fixture->gate);
  g_assert_cmpuint (offers->len, ==, 1);
  g_assert_cmpuint (((KhidkiGateOffer *) g_ptr_array_index (offers, 0))->services->len, ==, 1);
  stop (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static GLogWriterOutput
quiet (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer user_data)
{
  return G_LOG_WRITER_HANDLED;
}

#define ADD(name, func) g_test_add ("/gate/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  plugin_folder = argv[1];
  department_folder = argv[2];
  /* Refusals are warnings; here they are what is wanted. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_fatal_mask (NULL, G_LOG_FATAL_MASK);
  g_log_set_writer_func (quiet, NULL, NULL);
  ADD ("refusals", test_refusals);
  ADD ("enable-and-disable", test_enable_and_disable);
  ADD ("dropped-in", test_dropped_in);
  ADD ("overlap", test_overlap);
  ADD ("newest", test_newest);
  ADD ("host-outlives", test_host_outlives);
  ADD ("together", test_together);
  ADD ("order", test_order);
  ADD ("stop-order", test_stop_order);
  ADD ("stop-while-starting", test_stop_while_starting);
  ADD ("settings", test_settings);
  ADD ("departments", test_departments);
  return g_test_run ();
}
