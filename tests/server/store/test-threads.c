/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "libkhidki/khidki-error.h"
#include "probe.h"
#include "store-fixture.h"
#include "store/khidki-store-connection.h"

#define CALLERS 4
#define CALLS_EACH 100

/* A caller with a main context of its own, as every thread may have. */
typedef struct
{
  StoreFixture *fixture;
  GThread *thread;
  char *name;
  guint calls;
  guint done;
  Probe probe;
} Caller;

static void call (Caller *caller);

static void
read_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Caller *caller = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_thread_self () == caller->thread);
  khidki_store_read_finish (KHIDKI_STORE (source), result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (caller->probe.version, ==, caller->calls);
  caller->done++;
  call (caller);
}

static void
write_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Caller *caller = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_thread_self () == caller->thread);
  khidki_store_write_finish (KHIDKI_STORE (source), result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (caller->probe.changed, ==, 1);
  caller->done++;
  khidki_store_read_async (KHIDKI_STORE (source), probe_load, &caller->probe, NULL, NULL,
                           read_done, caller);
}

static void
call (Caller *caller)
{
  KhidkiStoreFunc func = caller->calls == 0 ? probe_add : probe_swap;

  if (caller->calls == CALLS_EACH)
    return;
  if (caller->calls++ == 0)
    caller->probe.version = 1;
  khidki_store_write_async (caller->fixture->store, func, &caller->probe, NULL, NULL, write_done,
                            caller);
}

static gpointer
run_caller (gpointer data)
{
  Caller *caller = data;
  g_autoptr (GMainContext) context = g_main_context_new ();

  caller->thread = g_thread_self ();
  caller->name = g_strdup_printf ("%p", caller);
  caller->probe = (Probe){ .plugin = "callers", .key = caller->name, .value = "v" };
  g_main_context_push_thread_default (context);
  call (caller);
  while (caller->done < 2 * CALLS_EACH)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return NULL;
}

/* What was committed is seen by a read that is asked for afterwards, and every answer
 * comes to the thread that asked. */
static void
test_own_contexts (StoreFixture *fixture, gconstpointer data)
{
  Caller callers[CALLERS] = { 0 };
  GThread *threads[CALLERS];

  for (guint i = 0; i < CALLERS; i++)
    {
      callers[i].fixture = fixture;
      threads[i] = g_thread_new ("caller", run_caller, &callers[i]);
    }
  for (guint i = 0; i < CALLERS; i++)
    {
      g_thread_join (threads[i]);
      probe_clear (&callers[i].probe);
      g_free (callers[i].name);
    }
}

/* Should a statement that changes rows ever reach the reader, SQLite refuses it. */
static void
test_reader_is_barred (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiStoreUrl) url = khidki_store_url_parse (fixture->url, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiGda) gda = NULL;

  khidki_store_close (fixture->store);
  gda = khidki_store_connection_open (url, FALSE, &error);
  g_assert_no_error (error);
  g_assert_false (khidki_gda_run (gda, "DELETE FROM plugin_value", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "readonly"));
}

static void
mark_gone (gpointer data, GObject *object)
{
  *(gboolean *) data = TRUE;
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write_finish (KHIDKI_STORE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* The last reference goes while a write waits: it is written and answered first. */
static void
test_dropped_while_waiting (StoreFixture *fixture, gconstpointer data)
{
  Probe probe = { .plugin = "dropped", .key = "k", .value = "v" };
  gboolean done = FALSE, gone = FALSE;

  g_object_weak_ref (G_OBJECT (fixture->store), mark_gone, &gone);
  khidki_store_write_async (fixture->store, probe_add, &probe, NULL, NULL, keep_result, &done);
  g_clear_object (&fixture->store);
  while (!done || !gone)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (probe.changed, ==, 1);
}

static void
add (const char *name, void (*test) (StoreFixture *fixture, gconstpointer data))
{
  g_test_add (name, StoreFixture, NULL, store_fixture_set_up, test, store_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/threads/own-contexts", test_own_contexts);
  add ("/threads/reader-is-barred", test_reader_is_barred);
  add ("/threads/dropped-while-waiting", test_dropped_while_waiting);
  return g_test_run ();
}
