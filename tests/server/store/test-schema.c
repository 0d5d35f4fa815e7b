/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "libkhidki/khidki-error.h"
#include "store-fixture.h"
#include "store/khidki-gda.h"
#include "store/khidki-migrations.h"
#include "store/khidki-sql.h"
#include "store/khidki-store-url.h"

#define FIRST \
  "-- A remark; with a semicolon\nCREATE TABLE a (n INTEGER NOT NULL, t TEXT NOT NULL) STRICT;\n" \
  "-- ;;\n" \
  "CREATE TRIGGER grows AFTER INSERT ON a WHEN new.n < 3 BEGIN\n" \
  "  INSERT INTO a VALUES (new.n + 1, '--no remark');\n" \
  "END\n"
#define SECOND "CREATE TABLE b (n INTEGER NOT NULL) STRICT\n-- ;;\nINSERT INTO a VALUES (1, '')\n"
#define BROKEN "CREATE TABLE c (n INTEGER NOT NULL) STRICT\n-- ;;\nINSERT INTO nowhere VALUES (1)\n"

typedef struct
{
  char *folder;
  char *path;
} SchemaFixture;

static void
set_up (SchemaFixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("khidki-schema-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "rows.db", NULL);
}

static void
tear_down (SchemaFixture *fixture, gconstpointer data)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static gboolean
migrate (SchemaFixture *fixture, GError **error, ...)
{
  g_autoptr (GPtrArray) migrations =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_migration_free);
  g_autoptr (KhidkiGda) gda = khidki_gda_open (fixture->path, error);
  const char *name;
  va_list arguments;

  g_assert_nonnull (gda);
  va_start (arguments, error);
  while ((name = va_arg (arguments, const char *)) != NULL)
    g_ptr_array_add (migrations,
                     khidki_migration_new (name, va_arg (arguments, const char *), NULL));
  va_end (arguments);
  return khidki_migrations_apply (gda, migrations, 1234, error);
}

static char *
ask (SchemaFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiGda) gda = khidki_gda_open (fixture->path, &error);
  char *answer = khidki_gda_ask (gda, sql, &error);

  g_assert_no_error (error);
  return answer;
}

static void
assert_answer (SchemaFixture *fixture, const char *sql, const char *expected)
{
  g_autofree char *answer = ask (fixture, sql);

  g_assert_cmpstr (answer, ==, expected);
}

static void
test_applied (SchemaFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  migrate (fixture, &error, "001-first.sql", FIRST, NULL);
  g_assert_no_error (error);
  migrate (fixture, &error, "001-first.sql", FIRST, NULL);
  g_assert_no_error (error);
  migrate (fixture, &error, "001-first.sql", FIRST, "002-second.sql", SECOND, NULL);
  g_assert_no_error (error);
  migrate (fixture, &error, "001-first.sql", FIRST, "002-second.sql", SECOND, NULL);
  g_assert_no_error (error);
  assert_answer (fixture, "SELECT count(*) FROM schema_version", "2");
  assert_answer (fixture, "SELECT applied_at FROM schema_version WHERE number = 2", "1234");
  assert_answer (fixture, "SELECT name FROM schema_version WHERE number = 2", "second");
  /* The trigger adds one row to the one that was put in; it does not call itself. */
  assert_answer (fixture, "SELECT count(*) FROM a", "2");
  assert_answer (fixture, "SELECT t FROM a WHERE n = 2", "--no remark");
}

static void
assert_refused (SchemaFixture *fixture, GError *error, const char *words)
{
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_error_free (error);
}

static void
test_refused (SchemaFixture *fixture, gconstpointer data)
{
  GError *error = NULL;

  g_assert_true (migrate (fixture, NULL, "001-first.sql", FIRST, "002-second.sql", SECOND, NULL));
  g_assert_false (migrate (fixture, &error, "001-first.sql", FIRST " ", "002-second.sql", SECOND,
                           NULL));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
  assert_refused (fixture, g_steal_pointer (&error), "changed");
  g_assert_false (migrate (fixture, &error, "001-first.sql", FIRST, NULL));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR);
  assert_refused (fixture, g_steal_pointer (&error), "newer");
  g_assert_false (migrate (fixture, &error, "001-first.sql", FIRST, "003-third.sql", SECOND, NULL));
  assert_refused (fixture, g_steal_pointer (&error), "no migration 2");
}

static void
test_broken (SchemaFixture *fixture, gconstpointer data)
{
  GError *error = NULL;

  g_assert_false (migrate (fixture, &error, "001-first.sql", FIRST, "002-broken.sql", BROKEN,
                           NULL));
  assert_refused (fixture, g_steal_pointer (&error), "nowhere");
  assert_answer (fixture, "SELECT count(*) FROM schema_version", "1");
  assert_answer (fixture, "SELECT count(*) FROM sqlite_schema WHERE name = 'c'", "0");
  g_assert_true (migrate (fixture, NULL, "001-first.sql", FIRST, "002-second.sql", SECOND, NULL));
}

static void
test_names (void)
{
  static const char *const wrong[] = { "first.sql", "1-first.sql", "000-first.sql", "001-First.sql",
                                       "001-first.sql~" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (khidki_migration_new (wrong[i], "", &error));
      g_assert_nonnull (error);
    }
}

static void
test_statements (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) statements = khidki_sql_read_file (
      "-- About the file.\n"
      "-- name: first\n"
      "SELECT ##b::string, '##no::string; -- text', ##a::gint64 -- remark ##c\n"
      "  , \"it''s\" FROM t WHERE x = ##b::string\n"
      "-- name: second \n"
      "\n"
      "DELETE FROM t\n",
      &error);
  const KhidkiSql *sql;

  g_assert_no_error (error);
  g_assert_cmpuint (statements->len, ==, 2);
  sql = g_ptr_array_index (statements, 0);
  g_assert_cmpstr (sql->name, ==, "first");
  g_assert_cmpstr (sql->format, ==, "sx");
  g_assert_cmpstr (g_ptr_array_index (sql->names, 0), ==, "b");
  g_assert_cmpstr (g_ptr_array_index (sql->names, 1), ==, "a");
  g_assert_true (g_str_has_prefix (sql->text, "SELECT ##b"));
  g_assert_null (strstr (sql->text, "remark"));
  sql = g_ptr_array_index (statements, 1);
  g_assert_cmpstr (sql->name, ==, "second");
  g_assert_cmpstr (sql->text, ==, "DELETE FROM t");
  g_assert_cmpstr (sql->format, ==, "");
}

static void
test_wrong_statements (void)
{
  static const char *const wrong[][2] = {
    { "SELECT 1\n-- name: x\nSELECT 1", "above" },
    { "-- name: x\n-- name: y\nSELECT 1", "x: it is empty" },
    { "-- name: x\nSELECT /* c */ 1", "comment" },
    { "-- name: x\nWITH a AS (SELECT 1) SELECT * FROM a", "WITH" },
    { "-- name: x\nINSERT INTO t VALUES (1) returning n", "RETURNING" },
    { "-- name: x\nSELECT ##a::int", "expected string" },
    { "-- name: x\nSELECT ##a", "no type" },
    { "-- name: x\nSELECT ##a::string::null", "NULL" },
    { "-- name: x\nSELECT ##a::string, ##a::gint64", "two types" },
    { "-- name: x\nSELECT 1; SELECT 2", "semicolon" },
    { "-- name: x\n(SELECT 1)", "begin with" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (khidki_sql_read_file (wrong[i][0], &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, wrong[i][1]));
    }
}

static void
test_urls (void)
{
  static const char *const wrong[][2] = {
    { "nonsense", "sqlite:///PATH" },
    { "postgresql://host/db", "PostgreSQL" },
    { "mysql://host/db", "scheme" },
    { "sqlite://host/db", "three slashes" },
    { "sqlite:relative", "absolute" },
    { "sqlite:///folder/", "absolute" },
    { "sqlite:///p?lock-wait=soon", "seconds" },
    { "sqlite:///p?lock_wait=1", "lock-wait" },
    { "sqlite:///p?synchronous=off", "unsafe=yes" },
    { "sqlite:///p?synchronous=normal&unsafe=yes", "means nothing" },
  };
  g_autoptr (KhidkiStoreUrl) url = khidki_store_url_parse ("sqlite:///a%20b/c.db", NULL);
  g_autoptr (KhidkiStoreUrl) unsafe =
      khidki_store_url_parse ("sqlite:///c?synchronous=off&unsafe=yes&lock-wait=3", NULL);

  g_assert_cmpstr (url->path, ==, "/a b/c.db");
  g_assert_cmpuint (url->lock_seconds, ==, 10);
  g_assert_false (url->unsafe);
  g_assert_true (unsafe->unsafe);
  g_assert_cmpuint (unsafe->lock_seconds, ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (khidki_store_url_parse (wrong[i][0], &error));
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, wrong[i][1]));
    }
}

/* The shipped ones, up to that of @number. */
static void
migrate_to (SchemaFixture *fixture, guint number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) migrations =
      khidki_migrations_load ("/khidki/store/schema/sqlite", &error);
  g_autoptr (KhidkiGda) gda = khidki_gda_open (fixture->path, &error);

  g_assert_no_error (error);
  while (migrations->len > number)
    g_ptr_array_remove_index (migrations, migrations->len - 1);
  khidki_migrations_apply (gda, migrations, 1234, &error);
  g_assert_no_error (error);
}

static void
run (SchemaFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiGda) gda = khidki_gda_open (fixture->path, &error);

  khidki_gda_run_once (gda, sql, &error);
  g_assert_no_error (error);
}

/* What waited before rows had a line goes on waiting, and is found by its line like others. */
static void
test_rows_before_lines (SchemaFixture *fixture, gconstpointer data)
{
  migrate_to (fixture, 7);
  run (fixture, "INSERT INTO outbox (key, account, channel, lane, state, attempts, next_at, created,"
                " changed, far_id, application, error, sealed) VALUES ('k', 'a', 'whatsapp', 0,"
                " 'queued', 2, 3, 4, 5, '', '', 'e', x'00')");
  migrate_to (fixture, 8);
  assert_answer (fixture, "SELECT line || '|' || key || attempts || next_at || error FROM outbox",
                 "|k23e");
  assert_answer (fixture, "SELECT group_concat(name) FROM pragma_index_info('outbox_due')",
                 "channel,line,next_at,id");
}

static void
add (const char *name, void (*test) (SchemaFixture *fixture, gconstpointer data))
{
  g_test_add (name, SchemaFixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/schema/applied", test_applied);
  add ("/schema/refused", test_refused);
  add ("/schema/broken", test_broken);
  add ("/schema/rows-before-lines", test_rows_before_lines);
  g_test_add_func ("/schema/names", test_names);
  g_test_add_func ("/schema/statements", test_statements);
  g_test_add_func ("/schema/wrong-statements", test_wrong_statements);
  g_test_add_func ("/schema/urls", test_urls);
  return g_test_run ();
}
