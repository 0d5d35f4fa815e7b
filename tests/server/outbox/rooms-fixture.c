/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rooms-fixture.h"

#include <string.h>

static GQueue expected = G_QUEUE_INIT;

static GLogWriterOutput
watch_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  const char *message = "";
  g_autofree char *pattern = NULL;

  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) == 0)
    return g_log_writer_default (level, fields, n_fields, user_data);

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      message = fields[i].value;
  pattern = g_queue_pop_head (&expected);
  if (pattern != NULL && g_pattern_match_simple (pattern, message))
    return G_LOG_WRITER_HANDLED;

  g_log_writer_default (level, fields, n_fields, user_data);
  g_abort ();
}

void
rooms_expect_warning (const char *pattern)
{
  g_queue_push_tail (&expected, g_strdup (pattern));
}

void
rooms_forget_warnings (void)
{
  g_queue_clear_full (&expected, g_free);
}

void
rooms_await_warning (void)
{
  while (!g_queue_is_empty (&expected))
    g_main_context_iteration (NULL, TRUE);
}

void
rooms_assert_warned (void)
{
  g_assert_true (g_queue_is_empty (&expected));
}

void
rooms_set_up (RoomsFixture *fixture)
{
  static gboolean watching;

  if (!watching)
    {
      g_log_set_always_fatal (G_LOG_FATAL_MASK);
      g_log_set_writer_func (watch_log, NULL, NULL);
      watching = TRUE;
    }
  store_fixture_set_up (&fixture->rows, NULL);
  fixture->test_host = khidki_test_host_new ("rooms");
  fixture->host = KHIDKI_HOST (fixture->test_host);
  fixture->channels = khidki_channels_new ();
  fixture->channel = fake_channel_new (fixture->host);
}

void
rooms_tear_down (RoomsFixture *fixture)
{
  rooms_settle (fixture);
  g_clear_object (&fixture->channels);
  g_assert_finalize_object (fixture->channel);
  store_fixture_tear_down (&fixture->rows, NULL);
  g_assert_finalize_object (fixture->test_host);
}

gint64
rooms_now (RoomsFixture *fixture)
{
  return khidki_host_now (fixture->host);
}

void
rooms_settle (RoomsFixture *fixture)
{
  store_fixture_settle (&fixture->rows);
}

void
rooms_advance (RoomsFixture *fixture, gint64 milliseconds, gint64 step)
{
  rooms_settle (fixture);
  for (gint64 passed = 0; passed < milliseconds; passed += step)
    {
      khidki_test_host_advance (fixture->test_host, MIN (step, milliseconds - passed));
      rooms_settle (fixture);
    }
}

typedef struct
{
  RoomsFixture *fixture;
  const char *account_key;
  const char *key;
  KhidkiLane lane;
  KhidkiMessage *message;
  gint64 now;
  gint64 id;
  KhidkiRows *rows;
} Call;

void
rooms_write (RoomsFixture *fixture, KhidkiStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->rows.store, func, data, &error);
  g_assert_no_error (error);
}

KhidkiAccount *
rooms_new_account (const char *account_key)
{
  const char *at = strchr (account_key, '@');

  return khidki_account_new (CHANNEL, at != NULL ? at + 1 : "line", account_key, "+919800000001",
                             "Asha");
}

gboolean
rooms_put_account (KhidkiTransaction *transaction,
                   const char *account_key,
                   gint64 last_inbound,
                   GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (KhidkiAccount) account = rooms_new_account (account_key);
  g_autoptr (GVariant) plain = khidki_account_to_variant (account);
  g_autoptr (GBytes) sealed = khidki_seal_close_variant (seal, "account", account_key, plain);

  return khidki_transaction_execute (transaction, "account-add", error, "ssxxsbb", account_key,
                                     CHANNEL, last_inbound, last_inbound, "", sealed, sealed) == 1;
}

gint64
rooms_put_text (KhidkiTransaction *transaction,
                const char *account_key,
                KhidkiLane lane,
                const char *text,
                gint64 now,
                GError **error)
{
  g_autoptr (KhidkiMessage) message = khidki_message_new_text (text);
  g_autoptr (KhidkiAccount) account = rooms_new_account (account_key);

  return khidki_outbox_add (transaction, text, account_key, account, lane, NULL, message, now, NULL,
                            error);
}

static gboolean
do_add_account (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;

  return rooms_put_account (transaction, call->account_key, call->now, error);
}

void
rooms_add_account (RoomsFixture *fixture, const char *account_key, gint64 last_inbound)
{
  Call call = { .account_key = account_key, .now = last_inbound };

  rooms_write (fixture, do_add_account, &call);
}

static gboolean
do_add_message (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (KhidkiAccount) account = rooms_new_account (call->account_key);

  call->id = khidki_outbox_add (transaction, call->key, call->account_key, account, call->lane, NULL,
                                call->message, call->now, &call->fixture->place, error);
  return call->id >= 0;
}

static gint64
add_message (RoomsFixture *fixture,
             const char *account_key,
             KhidkiLane lane,
             const char *key,
             KhidkiMessage *message)
{
  Call call = { .fixture = fixture, .account_key = account_key, .key = key, .lane = lane,
                .message = message,
                .now = rooms_now (fixture) };

  rooms_write (fixture, do_add_message, &call);
  return call.id;
}

gint64
rooms_add_message (RoomsFixture *fixture,
                   const char *account_key,
                   KhidkiLane lane,
                   const char *text,
                   const char *template_name)
{
  g_autoptr (KhidkiMessage) message = khidki_message_new_text (text);

  if (template_name != NULL)
    {
      g_autoptr (KhidkiMessage) other = khidki_message_new_template (template_name, "en");

      khidki_message_set_template (message, other);
    }
  return add_message (fixture, account_key, lane, text, message);
}

gint64
rooms_add_document (RoomsFixture *fixture, const char *account_key, KhidkiLane lane, const char *text)
{
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("abc", "application/pdf", 5000);
  g_autoptr (KhidkiMessage) message = khidki_message_new_document (paper, "a.pdf", text);

  return add_message (fixture, account_key, lane, text, message);
}

static gboolean
do_find (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;

  call->rows = khidki_transaction_query (transaction, "outbox-find-key", "xsssssxxx", error, "s",
                                         call->key);
  return call->rows != NULL;
}

static KhidkiRows *
find (RoomsFixture *fixture, const char *key)
{
  Call call = { .key = key };
  g_autoptr (GError) error = NULL;

  khidki_store_read (fixture->rows.store, do_find, &call, &error);
  g_assert_no_error (error);
  return call.rows;
}

static char *
dup_column (RoomsFixture *fixture, const char *key, guint column)
{
  g_autoptr (KhidkiRows) rows = find (fixture, key);

  return g_strdup (khidki_rows_get_n (rows) > 0 ? khidki_rows_get_text (rows, 0, column) : "none");
}

char *
rooms_dup_state (RoomsFixture *fixture, const char *key)
{
  return dup_column (fixture, key, 2);
}

char *
rooms_dup_error (RoomsFixture *fixture, const char *key)
{
  return dup_column (fixture, key, 5);
}

/* It is kept as a digest, since it may hold a phone number. */
void
rooms_assert_far_id (RoomsFixture *fixture, const char *key, const char *far_id)
{
  g_autofree char *found = dup_column (fixture, key, 4);
  g_autofree char *digest =
      khidki_seal_digest (khidki_store_get_seal (fixture->rows.store), "far-id", far_id);

  g_assert_cmpstr (found, ==, digest);
}

gint64
rooms_get_attempts (RoomsFixture *fixture, const char *key)
{
  g_autoptr (KhidkiRows) rows = find (fixture, key);

  g_assert_cmpuint (khidki_rows_get_n (rows), ==, 1);
  return khidki_rows_get_int64 (rows, 0, 6);
}

GSubprocess *
rooms_lock (RoomsFixture *fixture)
{
  return rooms_lock_then (fixture, "SELECT 1");
}

GSubprocess *
rooms_lock_then (RoomsFixture *fixture, const char *sql)
{
  static const char *const program =
      "import sqlite3, sys\n"
      "db = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)\n"
      "db.execute('BEGIN IMMEDIATE')\n"
      "print('locked', flush=True)\n"
      "sys.stdin.read()\n"
      "db.execute(sys.argv[2])\n"
      "db.execute('COMMIT')\n";
  g_autoptr (GError) error = NULL;
  GSubprocess *locker =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                        "python3", "-c", program, fixture->rows.path, sql, NULL);
  char buffer[8];

  g_assert_no_error (error);
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (locker), buffer,
                                        sizeof buffer, NULL, &error), >, 0);
  g_assert_no_error (error);
  return locker;
}

void
rooms_unlock (GSubprocess *locker)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (locker), NULL, NULL);
  g_subprocess_wait (locker, NULL, NULL);
  g_object_unref (locker);
}

char *
rooms_sql (RoomsFixture *fixture, const char *sql)
{
  return rooms_sql_column (fixture, sql, 0);
}

char *
rooms_sql_column (RoomsFixture *fixture, const char *sql, guint column)
{
  static const char *const program =
      "import sqlite3, sys\n"
      "db = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)\n"
      "row = db.execute(sys.argv[2]).fetchone()\n"
      "print('' if row is None else row[int(sys.argv[3])], end='')\n";
  g_autofree char *number = g_strdup_printf ("%u", column);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) shell =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3", "-c", program,
                        fixture->rows.path, sql, number, NULL);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (shell, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (shell));
  return output;
}
