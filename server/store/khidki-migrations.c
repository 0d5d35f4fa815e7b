/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-migrations.h"

#include <gio/gio.h>

#include "libkhidki/khidki-error.h"
#include "store/khidki-transaction-private.h"

#define MAKE_TABLE \
  "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER NOT NULL PRIMARY KEY, " \
  "name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT"

/**
 * khidki_migration_new:
 * @file: the file's name, such as `001-spine.sql`
 * @text: the file
 * @error: if the name has no number
 *
 * Returns: (transfer full) (nullable): a migration
 *
 * Since: 0.1
 */
KhidkiMigration *
khidki_migration_new (const char *file, const char *text, GError **error)
{
  g_autoptr (GRegex) regex = g_regex_new ("^([0-9]{3})-([a-z0-9-]+)\\.sql$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *digits = NULL;
  KhidkiMigration *self;
  guint64 number;

  if (!g_regex_match (regex, file, 0, &match))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
                   "Migration %s: expected a name such as 001-spine.sql", file);
      return NULL;
    }
  digits = g_match_info_fetch (match, 1);
  if (!g_ascii_string_to_unsigned (digits, 10, 1, 999, &number, error))
    {
      g_prefix_error (error, "Migration %s: ", file);
      return NULL;
    }
  self = g_new0 (KhidkiMigration, 1);
  self->number = number;
  self->name = g_match_info_fetch (match, 2);
  self->text = g_strdup (text);
  return self;
}

void
khidki_migration_free (KhidkiMigration *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

static int
compare_numbers (gconstpointer left, gconstpointer right)
{
  const KhidkiMigration *a = *(KhidkiMigration *const *) left;
  const KhidkiMigration *b = *(KhidkiMigration *const *) right;

  return (int) a->number - (int) b->number;
}

static KhidkiMigration *
load_one (const char *folder, const char *file, GError **error)
{
  g_autofree char *path = g_strconcat (folder, "/", file, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, error);
  g_autofree char *text = NULL;

  if (bytes == NULL)
    return NULL;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return khidki_migration_new (file, text, error);
}

/**
 * khidki_migrations_load:
 * @folder: where the files are among the program's resources
 * @error: what is wrong with one
 *
 * Returns: (transfer full) (nullable) (element-type KhidkiMigration): all of them,
 *   in order
 *
 * Since: 0.1
 */
GPtrArray *
khidki_migrations_load (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) migrations =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_migration_free);
  g_auto (GStrv) files = g_resources_enumerate_children (folder, 0, error);

  if (files == NULL)
    return NULL;
  for (gsize i = 0; files[i] != NULL; i++)
    {
      KhidkiMigration *migration = load_one (folder, files[i], error);

      if (migration == NULL)
        return NULL;
      g_ptr_array_add (migrations, migration);
    }
  g_ptr_array_sort (migrations, compare_numbers);
  return g_steal_pointer (&migrations);
}

static char *
digest_of (const KhidkiMigration *migration)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, migration->text, -1);
}

static gboolean
check_applied (GPtrArray *migrations, KhidkiRows *rows, guint row, GError **error)
{
  gint64 number = khidki_rows_get_int64 (rows, row, 0);
  g_autofree char *digest = NULL;

  if (number != row + 1)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                   "The database lacks migration %u but has %" G_GINT64_FORMAT, row + 1, number);
      return FALSE;
    }
  if (row >= migrations->len)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                   "The database is newer than this program: it has migration "
                   "%" G_GINT64_FORMAT " (%s), the program knows %u",
                   number, khidki_rows_get_text (rows, row, 1), migrations->len);
      return FALSE;
    }
  digest = digest_of (g_ptr_array_index (migrations, row));
  if (!g_str_equal (digest, khidki_rows_get_text (rows, row, 2)))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR,
                   "Migration %" G_GINT64_FORMAT " (%s) was changed after it was applied to this "
                   "database", number, khidki_rows_get_text (rows, row, 1));
      return FALSE;
    }
  return TRUE;
}

static gboolean
run_pieces (KhidkiTransaction *transaction,
            const KhidkiMigration *migration,
            gint64 now,
            GError **error)
{
  g_autoptr (GPtrArray) pieces = khidki_sql_split_schema (migration->text, error);
  g_autofree char *digest = digest_of (migration);

  if (pieces == NULL)
    return FALSE;
  for (guint i = 0; i < pieces->len; i++)
    if (!khidki_gda_run_once (transaction->gda, g_ptr_array_index (pieces, i), error))
      return FALSE;
  return khidki_transaction_execute (transaction, "schema-add", error, "xssx",
                                     (gint64) migration->number, migration->name, digest,
                                     now) == 1;
}

static gboolean
apply_one (KhidkiTransaction *transaction,
           const KhidkiMigration *migration,
           gint64 now,
           GError **error)
{
  if (!khidki_gda_run (transaction->gda, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (run_pieces (transaction, migration, now, error)
      && khidki_gda_run (transaction->gda, "COMMIT", error))
    return TRUE;
  g_prefix_error (error, "Migration %u (%s): ", migration->number, migration->name);
  khidki_gda_run (transaction->gda, "ROLLBACK", NULL);
  return FALSE;
}

static gboolean
check_numbers (GPtrArray *migrations, GError **error)
{
  for (guint i = 0; i < migrations->len; i++)
    if (((KhidkiMigration *) g_ptr_array_index (migrations, i))->number != i + 1)
      {
        g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "There is no migration %u or two",
                     i + 1);
        return FALSE;
      }
  return TRUE;
}

/* These are needed before the tables are there that the named statements speak of. */
static gboolean
add_statements (KhidkiGda *gda, GError **error)
{
  static const char *const statements[][2] = {
    { "schema-applied", "SELECT number, name, sha256 FROM schema_version ORDER BY number" },
    { "schema-add", "INSERT INTO schema_version (number, name, sha256, applied_at) VALUES "
                    "(##number::gint64, ##name::string, ##sha256::string, ##applied_at::gint64)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (KhidkiSql) sql = khidki_sql_new (statements[i][0], statements[i][1], error);

      if (sql == NULL || !khidki_gda_add (gda, sql, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * khidki_migrations_apply:
 * @gda: a connection that may write
 * @migrations: (element-type KhidkiMigration): all that the program knows, in order
 * @now: UTC milliseconds to be noted, or 0
 * @error: %KHIDKI_ERROR_OPERATOR if program and database do not belong together
 *
 * Applies what is missing, each in a transaction of its own.
 *
 * Returns: whether the database has the program's schema
 *
 * Since: 0.1
 */
gboolean
khidki_migrations_apply (KhidkiGda *gda, GPtrArray *migrations, gint64 now, GError **error)
{
  KhidkiTransaction transaction = { .gda = gda, .writing = TRUE };
  g_autoptr (KhidkiRows) rows = NULL;
  gboolean done = TRUE;

  if (!check_numbers (migrations, error) || !khidki_gda_run_once (gda, MAKE_TABLE, error)
      || !add_statements (gda, error))
    return FALSE;
  rows = khidki_transaction_query (&transaction, "schema-applied", "xss", error, "");
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    if (!check_applied (migrations, rows, i, error))
      return FALSE;
  for (guint i = khidki_rows_get_n (rows); done && i < migrations->len; i++)
    done = apply_one (&transaction, g_ptr_array_index (migrations, i), now, error);
  g_clear_error (&transaction.failure);
  return done;
}
