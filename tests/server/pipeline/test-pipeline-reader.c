/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who is told of a move, and where. */
#include "drafts/khidki-counter-account.h"
#include "outbox/khidki-account-row.h"
#include "pipeline-fixture.h"
#include "pipeline/khidki-audit.h"

#define TYPED "+919876500000"
#define SHORT "short"

typedef struct
{
  const char *channel;
  const char *id;
  gint64 last_inbound;
} Other;

static gboolean
do_prove (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  const Other *other = data;
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (KhidkiAccount) account =
      khidki_account_new (other->channel, "", other->id, PHONE, NULL);
  g_autofree char *key = khidki_account_key (seal, account);
  g_autofree char *digest = khidki_phone_digest (seal, PHONE);
  g_autoptr (GBytes) sealed = khidki_account_row_seal (seal, account);

  return khidki_transaction_execute (transaction, "account-add", error, "ssxxsbb", key, other->channel,
                                     START, other->last_inbound, digest, sealed, sealed) == 1;
}

static gboolean
do_run (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  const char *channel = data;

  return khidki_transaction_execute (transaction, "channel-running-add", error, "sxx", channel,
                                     (gint64) g_str_equal (channel, SHORT), (gint64) 0) == 1;
}

static void
write_rows (PipelineFixture *fixture, KhidkiStoreFunc func, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->rows.store, func, (gpointer) data, &error);
  g_assert_no_error (error);
}

/* The account that the last news is for. */
static char *
told (PipelineFixture *fixture)
{
  return pipeline_fixture_sql (fixture, "SELECT COALESCE((SELECT a.channel FROM job j JOIN account a "
                                        "ON a.account = j.account WHERE j.kind = 'event' "
                                        "ORDER BY j.id DESC LIMIT 1), 'nobody')");
}

static void
assert_told (PipelineFixture *fixture, const char *channel)
{
  g_autofree char *found = told (fixture);

  g_assert_cmpstr (found, ==, channel);
}

static void
assert_owner (PipelineFixture *fixture, const char *channel)
{
  g_autofree char *found = pipeline_fixture_sql (
      fixture, "SELECT a.channel FROM application p JOIN account a ON a.account = p.account");

  g_assert_cmpstr (found, ==, channel);
}

static char *
submit (PipelineFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *number = pipeline_fixture_number (1);

  pipeline_fixture_submit (fixture, number, &error);
  g_assert_no_error (error);
  return number;
}

static void
move (PipelineFixture *fixture, const char *number, const char *name)
{
  g_autoptr (GError) error = NULL;

  pipeline_fixture_act (fixture, number, name, "dealing-assistant", &error);
  g_assert_no_error (error);
}

static gboolean
do_verify (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_audit_verify (transaction, data, NULL, error);
}

/* The chain says why the application is another's now. */
static void
assert_chain (PipelineFixture *fixture, const char *number, const char *moves)
{
  g_autofree char *found = pipeline_fixture_sql (
      fixture, "SELECT group_concat(move, ' ') FROM (SELECT move FROM move ORDER BY sequence)");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (found, ==, moves);
  khidki_store_read (fixture->rows.store, do_verify, (gpointer) number, &error);
  g_assert_no_error (error);
}

/* Who proved nothing and where nothing else runs is told where they applied. */
static void
test_where_they_applied (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submit (fixture);

  move (fixture, number, "scrutinise");
  assert_told (fixture, "whatsapp");
}

static void
test_where_they_wrote_last (PipelineFixture *fixture, gconstpointer data)
{
  static const Other newer = { "web", "asha", START + 2000 };
  static const Other older = { "tcp", "asha", START + 1000 };
  g_autofree char *number = submit (fixture);

  write_rows (fixture, do_prove, &newer);
  write_rows (fixture, do_prove, &older);
  write_rows (fixture, do_run, "whatsapp");
  write_rows (fixture, do_run, "tcp");
  move (fixture, number, "scrutinise");
  /* The newest is on a channel that is not running. */
  assert_told (fixture, "tcp");
  assert_owner (fixture, "tcp");
  write_rows (fixture, do_run, "web");
  move (fixture, number, "ask");
  assert_told (fixture, "web");
  assert_owner (fixture, "web");
  assert_chain (fixture, number, "submit scrutinise hand-over ask hand-over");
}

static gboolean
do_change_number (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_pipeline_hand_over_all (transaction, ACCOUNT, data, START, error);
}

static void
test_another_number (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submit (fixture);
  g_autofree char *owner = NULL;

  move (fixture, number, "scrutinise");
  write_rows (fixture, do_change_number, "new key");
  owner = pipeline_fixture_sql (fixture, "SELECT account FROM application");
  g_assert_cmpstr (owner, ==, "new key");
  assert_chain (fixture, number, "submit scrutinise hand-over");
}

/* Short texts tell; the case stays where it can be answered. */
static void
test_case_stays_with_who_can_answer (PipelineFixture *fixture, gconstpointer data)
{
  static const Other newer = { SHORT, "asha", START + 2000 };
  g_autofree char *number = submit (fixture);

  write_rows (fixture, do_prove, &newer);
  write_rows (fixture, do_run, "whatsapp");
  write_rows (fixture, do_run, SHORT);
  move (fixture, number, "scrutinise");
  assert_told (fixture, SHORT);
  assert_owner (fixture, "whatsapp");
}

static gboolean
do_make_counters (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiAccount) account = khidki_counter_account_new ("rohini", "draft", data);
  g_autofree char *key = khidki_account_key (khidki_transaction_get_seal (transaction), account);

  return khidki_account_row_add (transaction, account, START, error) == 1
         && khidki_transaction_execute (transaction, "application-move", error, "ss", key, ACCOUNT) == 1;
}

/* The phone that was typed at a counter. */
static void
test_at_the_typed_phone (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submit (fixture);
  g_autofree char *rows = NULL;

  write_rows (fixture, do_make_counters, TYPED);
  write_rows (fixture, do_run, SHORT);
  move (fixture, number, "scrutinise");
  assert_told (fixture, SHORT);
  assert_owner (fixture, KHIDKI_COUNTER_CHANNEL);
  /* Nobody has proven to have it. */
  rows = pipeline_fixture_sql (fixture,
                               "SELECT count(*) FROM account WHERE channel = 'short' AND phone_digest = ''");
  g_assert_cmpstr (rows, ==, "1");
}

/* As rows were when they were named for the plugin of then, and keep in what is sealed. */
static gboolean
do_make_old_counters (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new ("csc", "rohini", "draft", data, NULL);
  g_autofree char *key = khidki_account_key (khidki_transaction_get_seal (transaction), account);

  return khidki_account_row_add (transaction, account, START, error) == 1
         && khidki_transaction_execute (transaction, "application-move", error, "ss", key, ACCOUNT) == 1;
}

static void
test_after_an_upgrade (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submit (fixture);
  g_autoptr (GBytes) schema = g_resources_lookup_data (
      "/khidki/store/schema/sqlite/006-counter-channel.sql", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *sql = g_strndup (g_bytes_get_data (schema, NULL), g_bytes_get_size (schema));

  write_rows (fixture, do_make_old_counters, TYPED);
  write_rows (fixture, do_run, SHORT);
  g_free (pipeline_fixture_sql (fixture, sql));
  move (fixture, number, "scrutinise");
  assert_told (fixture, SHORT);
  assert_owner (fixture, KHIDKI_COUNTER_CHANNEL);
}

/* Without one, or a channel that reaches it, it waits where an administrator sees it. */
static void
test_without_a_phone (PipelineFixture *fixture, gconstpointer data)
{
  g_autofree char *number = submit (fixture);

  write_rows (fixture, do_make_counters, data);
  if (data == NULL)
    write_rows (fixture, do_run, SHORT);
  move (fixture, number, "scrutinise");
  assert_told (fixture, KHIDKI_COUNTER_CHANNEL);
}

#define ADD(name, data, func) \
  g_test_add ("/pipeline/reader/" name, PipelineFixture, data, pipeline_fixture_set_up, func, \
              pipeline_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("applied", NULL, test_where_they_applied);
  ADD ("last", NULL, test_where_they_wrote_last);
  ADD ("number", NULL, test_another_number);
  ADD ("stays", NULL, test_case_stays_with_who_can_answer);
  ADD ("typed", NULL, test_at_the_typed_phone);
  ADD ("upgrade", NULL, test_after_an_upgrade);
  ADD ("no-phone", NULL, test_without_a_phone);
  ADD ("no-channel", TYPED, test_without_a_phone);

  return g_test_run ();
}
