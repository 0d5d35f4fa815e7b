/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-store-connection.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "khidki-store-resources.h"
#include "libkhidki/khidki-error.h"
#include "store/khidki-migrations.h"
#include "store/khidki-transaction-private.h"

#define SCHEMA_FOLDER "/khidki/store/schema/sqlite"
#define SQL_FOLDER "/khidki/store/sql/sqlite"

/* busy_timeout stands first: without it switching to WAL can meet a lock. */
static const char *const every_pragma[] = {
  "PRAGMA busy_timeout=10000",
  "PRAGMA journal_mode=WAL",
  "PRAGMA foreign_keys=ON",
  "PRAGMA temp_store=MEMORY",
  "PRAGMA secure_delete=ON",
  "PRAGMA trusted_schema=OFF",
  NULL,
};

static const char *const writer_pragma[] = {
  "PRAGMA cache_size=-8192",
  "PRAGMA wal_autocheckpoint=1000",
  "PRAGMA journal_size_limit=33554432",
  NULL,
};

static const char *const reader_pragma[] = {
  "PRAGMA cache_size=-4096",
  "PRAGMA query_only=ON",
  NULL,
};

static gboolean
run_pragmas (KhidkiGda *gda, const char *const *pragmas, GError **error)
{
  for (gsize i = 0; pragmas[i] != NULL; i++)
    {
      g_autofree char *answer = khidki_gda_ask (gda, pragmas[i], error);

      if (answer == NULL)
        return FALSE;
    }
  return TRUE;
}

/* A pragma that SQLite does not follow is no error to it. */
static gboolean
check_pragma (KhidkiGda *gda, const char *pragma, const char *expected, GError **error)
{
  g_autofree char *answer = khidki_gda_ask (gda, pragma, error);

  if (answer == NULL)
    return FALSE;
  if (!g_str_equal (answer, expected))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR, "%s: expected %s, found %s", pragma,
                   expected, answer);
      return FALSE;
    }
  return TRUE;
}

static gboolean
set_up (KhidkiGda *gda, const KhidkiStoreUrl *url, gboolean writing, GError **error)
{
  const char *synchronous = url->unsafe ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL";
  const char *const durable[] = { synchronous, NULL };

  return run_pragmas (gda, every_pragma, error) && run_pragmas (gda, durable, error)
         && run_pragmas (gda, writing ? writer_pragma : reader_pragma, error)
         && check_pragma (gda, "PRAGMA journal_mode", "wal", error)
         && check_pragma (gda, "PRAGMA synchronous", url->unsafe ? "0" : "2", error)
         && check_pragma (gda, "PRAGMA foreign_keys", "1", error);
}

static gboolean
add_file (KhidkiGda *gda, const char *file, GError **error)
{
  g_autofree char *path = g_strconcat (SQL_FOLDER, "/", file, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, error);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) statements = NULL;

  if (bytes == NULL)
    return FALSE;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  statements = khidki_sql_read_file (text, error);
  for (guint i = 0; statements != NULL && i < statements->len; i++)
    if (!khidki_gda_add (gda, g_ptr_array_index (statements, i), error))
      return FALSE;
  return statements != NULL;
}

/* All of them, at once: a mistake in any is found at start and not at night. */
static gboolean
add_statements (KhidkiGda *gda, GError **error)
{
  g_auto (GStrv) files = g_resources_enumerate_children (SQL_FOLDER, 0, error);

  if (files == NULL)
    return FALSE;
  for (gsize i = 0; files[i] != NULL; i++)
    if (!add_file (gda, files[i], error))
      {
        g_prefix_error (error, "sql/sqlite/%s: ", files[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
warm_read (KhidkiTransaction *transaction, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("warm", 4);
  g_autoptr (KhidkiRows) rows = NULL;

  if (!khidki_gda_run (transaction->gda, "BEGIN", error))
    return FALSE;
  rows = khidki_transaction_query (transaction, "store-warm-read", "sxb", error, "sxb", "warm",
                                   G_GINT64_CONSTANT (1), bytes);
  return rows != NULL && khidki_gda_run (transaction->gda, "COMMIT", error);
}

static gboolean
warm_write (KhidkiTransaction *transaction, GError **error)
{
  KhidkiGda *gda = transaction->gda;

  return khidki_gda_run (gda, "BEGIN IMMEDIATE", error)
         && khidki_gda_run (gda, "SAVEPOINT item", error)
         && khidki_transaction_execute (transaction, "store-warm-write", error, "sx", "",
                                        G_GINT64_CONSTANT (0)) == 0
         && khidki_gda_run (gda, "ROLLBACK TO item", error)
         && khidki_gda_run (gda, "RELEASE item", error)
         && khidki_gda_run (gda, "ROLLBACK", error);
}

/* The first execution of each kind, an error among them, fills libgda's tables:
 * two threads doing so at once have been seen to break its memory. */
static gboolean
warm_up (KhidkiGda *gda, gboolean writing, GError **error)
{
  KhidkiTransaction transaction = { .gda = gda, .writing = writing };
  gboolean warm = warm_read (&transaction, error) && (!writing || warm_write (&transaction, error));

  g_clear_error (&transaction.failure);
  if (warm && khidki_gda_run (gda, "RELEASE nothing", NULL))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "a savepoint that is not there");
      return FALSE;
    }
  return warm;
}

static gboolean
migrate (KhidkiGda *gda, GError **error)
{
  g_autoptr (GPtrArray) migrations =
      khidki_migrations_load (SCHEMA_FOLDER, error);

  return migrations != NULL && khidki_migrations_apply (gda, migrations, 0, error);
}

/* SQLite would make it readable to others, and the log takes over its mode. */
static gboolean
make_file (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR, "Cannot open %s: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

static gboolean
prepare (KhidkiGda *gda, const KhidkiStoreUrl *url, gboolean writing, GError **error)
{
  return set_up (gda, url, writing, error) && (!writing || migrate (gda, error))
         && add_statements (gda, error) && warm_up (gda, writing, error);
}

/**
 * khidki_store_connection_open:
 * @url: which database
 * @writing: %TRUE for the one connection that writes; it is made first
 * @error: what is wrong with file, schema or statements
 *
 * On the thread that will use it.
 *
 * Returns: (transfer full) (nullable): a connection that knows every statement
 *
 * Since: 0.1
 */
KhidkiGda *
khidki_store_connection_open (const KhidkiStoreUrl *url, gboolean writing, GError **error)
{
  g_autoptr (KhidkiGda) gda = NULL;
  gboolean ready;

  if (writing && !make_file (url->path, error))
    return NULL;
  khidki_gda_lock ();
  /* It registers itself, but a linker leaves out what nobody names. */
  khidki_store_get_resource ();
  gda = khidki_gda_open (url->path, error);
  ready = gda != NULL && prepare (gda, url, writing, error);
  if (!ready)
    g_clear_pointer (&gda, khidki_gda_free);
  khidki_gda_unlock ();
  return g_steal_pointer (&gda);
}
