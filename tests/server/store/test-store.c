/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>
#include <sys/stat.h>

#include "libkhidki/khidki-error.h"
#include "probe.h"
#include "store-fixture.h"

#define BIG G_GINT64_CONSTANT (9007199254740993)

static void
write_well (StoreFixture *fixture, KhidkiStoreFunc func, Probe *probe)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->store, func, probe, &error);
  g_assert_no_error (error);
}

static void
read_well (StoreFixture *fixture, KhidkiStoreFunc func, Probe *probe)
{
  g_autoptr (GError) error = NULL;

  khidki_store_read (fixture->store, func, probe, &error);
  g_assert_no_error (error);
}

static void
test_round_trip (StoreFixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "plain", "", "it's \"quoted\" – 100% ##name::string", "प्रमाण पत्र आय", "🪟👨‍👩‍👧",
    "a;b -- c /* d */", "line\nline\ttab\\",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Probe probe = { .plugin = texts[i], .key = texts[i], .value = texts[i],
                      .version = i % 2 == 0 ? BIG + i : -BIG - i };
      gint64 version = probe.version;

      write_well (fixture, probe_add, &probe);
      g_assert_cmpint (probe.changed, ==, 1);
      write_well (fixture, probe_add, &probe);
      g_assert_cmpint (probe.changed, ==, 0);
      read_well (fixture, probe_load, &probe);
      g_assert_cmpstr (probe.found_plugin, ==, texts[i]);
      g_assert_cmpstr (probe.found, ==, texts[i]);
      g_assert_cmpuint (probe.found_size, ==, strlen (texts[i]));
      g_assert_cmpint (probe.version, ==, version);
      probe_clear (&probe);
    }
}


#define WRITERS 8
#define WRITES_EACH 250

static gboolean
add_job (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Probe *probe = data;
  g_autoptr (GBytes) bytes = g_bytes_new_static (probe->value, strlen (probe->value));

  probe->changed =
      khidki_transaction_execute (transaction, "probe-job", error, "sb", probe->key, bytes);
  probe->id = khidki_transaction_get_last_id (transaction);
  return probe->changed >= 0;
}

static void
test_last_id (StoreFixture *fixture, gconstpointer data)
{
  Probe first = { .key = "first", .value = "1" };
  Probe second = { .key = "second", .value = "2" };

  write_well (fixture, add_job, &first);
  write_well (fixture, add_job, &second);
  g_assert_cmpint (first.id, >, 0);
  g_assert_cmpint (second.id, ==, first.id + 1);
}

static gboolean
bump (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return probe_load (transaction, data, error) && probe_swap (transaction, data, error);
}

static gpointer
write_many (gpointer data)
{
  StoreFixture *fixture = data;

  for (guint i = 0; i < WRITES_EACH; i++)
    {
      Probe probe = { .plugin = "many", .key = "shared", .value = "x" };
      g_autoptr (GError) error = NULL;

      khidki_store_write (fixture->store, bump, &probe, &error);
      g_assert_no_error (error);
      g_assert_cmpint (probe.changed, ==, 1);
      probe_clear (&probe);
    }
  return NULL;
}

static void
test_many_writers (StoreFixture *fixture, gconstpointer data)
{
  Probe probe = { .plugin = "many", .key = "shared", .version = 0, .value = "x" };
  GThread *threads[WRITERS];
  KhidkiStoreCounters counters;

  write_well (fixture, probe_add, &probe);
  for (guint i = 0; i < WRITERS; i++)
    threads[i] = g_thread_new ("writer", write_many, fixture);
  for (guint i = 0; i < WRITERS; i++)
    g_thread_join (threads[i]);
  read_well (fixture, probe_load, &probe);
  g_assert_cmpint (probe.version, ==, WRITERS * WRITES_EACH);
  probe_clear (&probe);
  store_fixture_settle (fixture);
  khidki_store_get_counters (fixture->store, &counters);
  g_assert_cmpuint (counters.writes, ==, WRITERS * WRITES_EACH + 1);
  g_assert_cmpuint (counters.commits, <=, counters.writes);
  g_assert_cmpuint (counters.failed_writes, ==, 0);
  g_assert_cmpuint (counters.reads, ==, 1);
  g_assert_cmpuint (counters.waiting_writes, ==, 0);
}

/* Holds the writer until a batch has gathered behind it. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean open;
} Gate;

static gboolean
wait_at_gate (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return TRUE;
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->open = TRUE;
  g_cond_signal (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

typedef struct
{
  Probe probe;
  char *key;
  guint number;
  guint *done;
  GThread *home;
  gboolean freed;
  GError *error;
} Call;

static void
mark_freed (gpointer data)
{
  Call *call = data;

  g_assert_true (g_thread_self () == call->home);
  call->freed = TRUE;
}

static void
written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;

  g_assert_true (g_thread_self () == call->home);
  g_assert_false (call->freed);
  g_assert_cmpuint (*call->done, ==, call->number);
  khidki_store_write_finish (KHIDKI_STORE (source), result, &call->error);
  *call->done += 1;
}

static gboolean
add_or_fail (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;

  if (!probe_add_strictly (transaction, &call->probe, error))
    return FALSE;
  if (call->number % 5 == 1)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED, "number %u", call->number);
      return FALSE;
    }
  if (call->number % 5 == 2)
    return FALSE;
  /* The second row of the same key breaks a rule; the outcome is not looked at. */
  if (call->number % 5 == 3)
    probe_add_strictly (transaction, &call->probe, NULL);
  return TRUE;
}

#define CALLS 450

static void
test_batch (StoreFixture *fixture, gconstpointer data)
{
  Gate gate = { 0 };
  Call calls[CALLS] = { 0 };
  guint done = 0;
  Probe counted = { .plugin = "batch" };
  KhidkiStoreCounters counters;

  khidki_store_write_async (fixture->store, wait_at_gate, &gate, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < CALLS; i++)
    {
      Call *call = &calls[i];

      call->key = g_strdup_printf ("%u", i);
      call->probe = (Probe){ .plugin = "batch", .key = call->key, .version = 1, .value = "" };
      call->number = i;
      call->done = &done;
      call->home = g_thread_self ();
      khidki_store_write_async (fixture->store, add_or_fail, call, mark_freed, NULL, written, call);
    }
  khidki_store_get_counters (fixture->store, &counters);
  g_assert_cmpuint (counters.waiting_writes, ==, CALLS + 1);
  open_gate (&gate);
  while (done < CALLS)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < CALLS; i++)
    {
      g_assert_true (calls[i].freed);
      if (i % 5 == 0 || i % 5 == 4)
        g_assert_no_error (calls[i].error);
      else if (i % 5 == 1)
        g_assert_error (calls[i].error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
      else
        g_assert_error (calls[i].error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
      g_clear_error (&calls[i].error);
      g_free (calls[i].key);
    }
  read_well (fixture, probe_count, &counted);
  g_assert_cmpint (counted.count, ==, CALLS / 5 * 2);
  khidki_store_get_counters (fixture->store, &counters);
  g_assert_cmpuint (counters.failed_writes, ==, CALLS / 5 * 3);
  /* The gate's own, then at most 200 together. */
  g_assert_cmpuint (counters.commits, <=, 6);
}

static void
test_alone_fails (StoreFixture *fixture, gconstpointer data)
{
  guint done = 0;
  Call call = { .number = 1, .done = &done };
  Probe counted = { .plugin = "batch" };
  g_autoptr (GError) error = NULL;

  call.probe = (Probe){ .plugin = "batch", .key = "1", .version = 1, .value = "" };
  g_assert_false (khidki_store_write (fixture->store, add_or_fail, &call, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  read_well (fixture, probe_count, &counted);
  g_assert_cmpint (counted.count, ==, 0);
}

static void
test_swap (StoreFixture *fixture, gconstpointer data)
{
  Probe first = { .plugin = "swap", .key = "k", .version = 7, .value = "first" };
  Probe second = first;

  write_well (fixture, probe_add, &first);
  second.value = "second";
  write_well (fixture, probe_swap, &second);
  g_assert_cmpint (second.changed, ==, 1);
  write_well (fixture, probe_swap, &first);
  g_assert_cmpint (first.changed, ==, 0);
  read_well (fixture, probe_load, &first);
  g_assert_cmpstr (first.found, ==, "second");
  probe_clear (&first);
}

static gboolean
read_none (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "probe-none", "xsb", error, "");
  g_autoptr (GBytes) bytes = NULL;

  if (rows == NULL)
    return FALSE;
  bytes = khidki_rows_get_bytes (rows, 0, 2);
  g_assert_cmpuint (khidki_rows_get_n (rows), ==, 1);
  g_assert_cmpint (khidki_rows_get_int64 (rows, 0, 0), ==, 0);
  g_assert_cmpstr (khidki_rows_get_text (rows, 0, 1), ==, "");
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
  return TRUE;
}

static gboolean
read_twice (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "probe-twice", "s", error, "ss", "a", "b");

  if (rows == NULL)
    return FALSE;
  g_assert_cmpstr (khidki_rows_get_text (rows, 0, 0), ==, "aba");
  return TRUE;
}

static void
test_odd_rows (StoreFixture *fixture, gconstpointer data)
{
  read_well (fixture, read_none, NULL);
  read_well (fixture, read_twice, NULL);
}

static void
read_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  khidki_store_read_finish (KHIDKI_STORE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

typedef struct
{
  Gate gate;
  Gate begun;
  Probe before;
  Probe after;
} Snapshot;

static gboolean
add_and_wait (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Snapshot *snapshot = data;
  gboolean done = probe_add (transaction, &snapshot->before, error);

  open_gate (&snapshot->begun);
  return done && wait_at_gate (transaction, &snapshot->gate, error);
}

static gboolean
read_twice_around_commit (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Snapshot *snapshot = data;

  if (!probe_count (transaction, &snapshot->before, error))
    return FALSE;
  open_gate (&snapshot->begun);
  return wait_at_gate (transaction, &snapshot->gate, error)
         && probe_count (transaction, &snapshot->after, error);
}

/* What is written and not yet committed is not seen. */
static void
test_reader_sees_committed (StoreFixture *fixture, gconstpointer data)
{
  Snapshot snapshot = { .before = { .plugin = "seen", .key = "k", .value = "v" } };
  Probe counted = { .plugin = "seen", .count = -1 };

  khidki_store_write_async (fixture->store, add_and_wait, &snapshot, NULL, NULL, NULL, NULL);
  wait_at_gate (NULL, &snapshot.begun, NULL);
  read_well (fixture, probe_count, &counted);
  g_assert_cmpint (counted.count, ==, 0);
  open_gate (&snapshot.gate);
  write_well (fixture, probe_count, &counted);
  read_well (fixture, probe_count, &counted);
  g_assert_cmpint (counted.count, ==, 1);
}

/* A read keeps its view though a commit comes between. */
static void
test_reader_keeps_view (StoreFixture *fixture, gconstpointer data)
{
  Snapshot snapshot = { .before = { .plugin = "view" }, .after = { .plugin = "view" } };
  Probe added = { .plugin = "view", .key = "k", .value = "v" };
  gboolean done = FALSE;

  khidki_store_read_async (fixture->store, read_twice_around_commit, &snapshot, NULL, NULL,
                           read_done, &done);
  wait_at_gate (NULL, &snapshot.begun, NULL);
  write_well (fixture, probe_add, &added);
  open_gate (&snapshot.gate);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (snapshot.before.count, ==, 0);
  g_assert_cmpint (snapshot.after.count, ==, 0);
  read_well (fixture, probe_count, &snapshot.after);
  g_assert_cmpint (snapshot.after.count, ==, 1);
}

static void
assert_fails (gboolean done, GError *error, const char *words)
{
  g_assert_false (done);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, words));
  g_error_free (error);
}

static gboolean
name_nothing (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_transaction_execute (transaction, "no-such", error, "") >= 0;
}

static gboolean
give_wrongly (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_transaction_execute (transaction, "probe-add", error, "ss", "a", "b") >= 0;
}

static gboolean
give_null (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_transaction_query (transaction, "probe-count", "xx", error, "s", NULL) != NULL;
}

static gboolean
ask_wrongly (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_transaction_query (transaction, "probe-count", "x", error, "s", "") != NULL;
}

/* An error that nobody looks at, then a good statement: nothing may be kept. */
static gboolean
go_on_after_failure (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Probe probe = { .plugin = "after", .key = "k", .value = "v" };

  probe_add_strictly (transaction, &probe, NULL);
  probe_add_strictly (transaction, &probe, NULL);
  probe.key = "other";
  g_assert_false (probe_add (transaction, &probe, NULL));
  return TRUE;
}

static void
test_mistakes (StoreFixture *fixture, gconstpointer data)
{
  static const struct
  {
    KhidkiStoreFunc func;
    const char *words;
  } mistakes[] = { { name_nothing, "no-such" },
                   { give_wrongly, "takes" },
                   { give_null, "NULL" },
                   { ask_wrongly, "columns" },
                   { go_on_after_failure, "UNIQUE" } };
  Probe counted = { .plugin = "after" };

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      GError *error = NULL;
      gboolean done = khidki_store_write (fixture->store, mistakes[i].func, NULL, &error);

      assert_fails (done, error, mistakes[i].words);
    }
  read_well (fixture, probe_count, &counted);
  g_assert_cmpint (counted.count, ==, 0);
}

static void
test_reader_writes_not (StoreFixture *fixture, gconstpointer data)
{
  Probe probe = { .plugin = "r", .key = "k", .value = "v" };
  GError *error = NULL;
  gboolean done = khidki_store_read (fixture->store, probe_add, &probe, &error);

  assert_fails (done, error, "reading");
  read_well (fixture, probe_count, &probe);
  g_assert_cmpint (probe.count, ==, 0);
}

static void
test_cancelled (StoreFixture *fixture, gconstpointer data)
{
  guint done = 0;
  Call call = { .done = &done, .home = g_thread_self () };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Probe counted = { .plugin = "c" };

  call.probe = (Probe){ .plugin = "c", .key = "k", .value = "v" };
  g_cancellable_cancel (cancellable);
  khidki_store_write_async (fixture->store, add_or_fail, &call, NULL, cancellable, written, &call);
  while (done == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (call.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&call.error);
  read_well (fixture, probe_count, &counted);
  g_assert_cmpint (counted.count, ==, 0);
}

static void
test_close (StoreFixture *fixture, gconstpointer data)
{
  guint done = 0;
  Call calls[20] = { 0 };
  Probe counted = { .plugin = "close" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      calls[i] = (Call){ .number = i, .done = &done, .home = g_thread_self () };
      calls[i].key = g_strdup_printf ("%u", i);
      calls[i].probe = (Probe){ .plugin = "close", .key = calls[i].key, .value = "v" };
      khidki_store_write_async (fixture->store, add_or_fail, &calls[i], NULL, NULL, written,
                                &calls[i]);
    }
  khidki_store_close (fixture->store);
  g_assert_false (khidki_store_write (fixture->store, probe_count, &counted, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY);
  while (done < G_N_ELEMENTS (calls))
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_clear_error (&calls[i].error);
      g_free (calls[i].key);
    }
  store_fixture_reopen (fixture);
  read_well (fixture, probe_count, &counted);
  g_assert_cmpint (counted.count, ==, 8);
}

static void
test_second_process (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiStore) second = khidki_store_open (fixture->url, fixture->seal, &error);

  g_assert_null (second);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "Another process"));
  store_fixture_reopen (fixture);
}

static void
test_files_are_closed (StoreFixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = { "", "-wal", ".lock" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);
      struct stat info;

      g_assert_cmpint (stat (path, &info), ==, 0);
      g_assert_cmphex (info.st_mode & 0777, ==, 0600);
    }
}

static void
test_no_database (void)
{
  g_autofree char *folder = g_dir_make_tmp ("khidki-store-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "rows.db", NULL);
  g_autofree char *url = g_strconcat ("sqlite://", path, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "This is a letter and no database.\n", -1, NULL));
  g_assert_null (khidki_store_open (url, NULL, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
  g_clear_error (&error);
  g_free (url);
  url = g_strconcat ("sqlite://", folder, "/not/there.db", NULL);
  g_assert_null (khidki_store_open (url, NULL, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
  remove_folder (folder);
}

static void
add (const char *name, void (*test) (StoreFixture *fixture, gconstpointer data))
{
  g_test_add (name, StoreFixture, NULL, store_fixture_set_up, test, store_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  add ("/store/round-trip", test_round_trip);
  add ("/store/last-id", test_last_id);
  add ("/store/many-writers", test_many_writers);
  add ("/store/batch", test_batch);
  add ("/store/alone-fails", test_alone_fails);
  add ("/store/swap", test_swap);
  add ("/store/odd-rows", test_odd_rows);
  add ("/store/reader-sees-committed", test_reader_sees_committed);
  add ("/store/reader-keeps-view", test_reader_keeps_view);
  add ("/store/reader-writes-not", test_reader_writes_not);
  add ("/store/mistakes", test_mistakes);
  add ("/store/cancelled", test_cancelled);
  add ("/store/close", test_close);
  add ("/store/second-process", test_second_process);
  add ("/store/files-are-closed", test_files_are_closed);
  g_test_add_func ("/store/no-database", test_no_database);
  return g_test_run ();
}
