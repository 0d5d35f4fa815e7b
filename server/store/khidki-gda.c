/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-gda.h"

#include <sql-parser/gda-sql-parser.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include "libkhidki/khidki-error.h"
#include "store/khidki-gda-private.h"

typedef struct
{
  GdaStatement *statement;
  GdaSet *set;
  GPtrArray *holders;
  char *format;
} Prepared;

struct _KhidkiGda
{
  GdaConnection *connection;
  GdaSqlParser *parser;
  GHashTable *prepared;
  GHashTable *constant;
};

static GMutex first_use;

/* libgda loses a few bytes at its start and 16 of each statement it prepares. The
 * leak checker looks away there and nowhere else, in every program that opens a store. */
static void
begin_known_leaks (void)
{
#ifdef __SANITIZE_ADDRESS__
  __lsan_disable ();
#endif
}

static void
end_known_leaks (void)
{
#ifdef __SANITIZE_ADDRESS__
  __lsan_enable ();
#endif
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GdaStatement, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GdaDataModel, g_object_unref)

void
khidki_gda_lock (void)
{
  g_mutex_lock (&first_use);
}

void
khidki_gda_unlock (void)
{
  g_mutex_unlock (&first_use);
}

static void
prepared_free (Prepared *prepared)
{
  g_clear_pointer (&prepared->holders, g_ptr_array_unref);
  g_clear_object (&prepared->set);
  g_clear_object (&prepared->statement);
  g_free (prepared->format);
  g_free (prepared);
}

static char *
make_connection_string (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder_encoded = gda_rfc1738_encode (folder);
  g_autofree char *name_encoded = gda_rfc1738_encode (name);

  return g_strdup_printf ("DB_DIR=%s;DB_NAME=%s;APPEND_DB_EXTENSION=FALSE;EXTRA_FUNCTIONS=FALSE;"
                          "REGEXP=FALSE;EXTRA_COLLATIONS=FALSE",
                          folder_encoded, name_encoded);
}

/**
 * khidki_gda_open:
 * @path: the database file, absolute; made if it does not exist
 * @error: why it cannot be opened
 *
 * Hold [func@gda_lock] meanwhile.
 *
 * Returns: (transfer full) (nullable): a connection for this thread
 *
 * Since: 0.1
 */
KhidkiGda *
khidki_gda_open (const char *path, GError **error)
{
  g_autoptr (KhidkiGda) self = g_new0 (KhidkiGda, 1);
  g_autofree char *string = make_connection_string (path);
  GError *local = NULL;

  begin_known_leaks ();
  gda_init ();
  end_known_leaks ();
  self->prepared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) prepared_free);
  self->constant = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->parser = gda_sql_parser_new ();
  g_object_set (self->parser, "mode", GDA_SQL_PARSER_MODE_DELIMIT, NULL);
  begin_known_leaks ();
  self->connection = gda_connection_open_from_string ("SQLite", string, NULL,
                                                      GDA_CONNECTION_OPTIONS_NONE, &local);
  end_known_leaks ();
  if (self->connection == NULL)
    {
      khidki_gda_take_error (local, path, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
khidki_gda_free (KhidkiGda *self)
{
  g_clear_pointer (&self->prepared, g_hash_table_unref);
  g_clear_pointer (&self->constant, g_hash_table_unref);
  if (self->connection != NULL)
    gda_connection_close (self->connection);
  g_clear_object (&self->connection);
  g_clear_object (&self->parser);
  g_free (self);
}

static gboolean
prepare (KhidkiGda *self, GdaStatement *statement, const char *what, GError **error)
{
  gboolean prepared;
  GError *local = NULL;

  begin_known_leaks ();
  prepared = gda_connection_statement_prepare (self->connection, statement, &local);
  end_known_leaks ();
  return prepared || khidki_gda_take_error (local, what, error);
}

static GdaStatement *
make_statement (KhidkiGda *self, const char *sql, const char *what, GError **error)
{
  g_autoptr (GdaStatement) statement = NULL;
  GError *local = NULL;

  statement = gda_sql_parser_parse_string (self->parser, sql, NULL, &local);
  if (statement == NULL)
    {
      khidki_gda_take_error (local, what, error);
      return NULL;
    }
  return prepare (self, statement, what, error) ? g_steal_pointer (&statement) : NULL;
}

static gboolean
execute_plain (KhidkiGda *self, GdaStatement *statement, const char *sql, GError **error)
{
  GError *local = NULL;

  if (gda_connection_statement_execute_non_select (self->connection, statement, NULL, NULL,
                                                   &local) == -1)
    return khidki_gda_take_error (local, sql, error);
  g_clear_error (&local);
  return TRUE;
}

static GdaStatement *
find_constant (KhidkiGda *self, const char *sql, GError **error)
{
  GdaStatement *statement = g_hash_table_lookup (self->constant, sql);

  if (statement != NULL)
    return statement;
  statement = make_statement (self, sql, sql, error);
  if (statement != NULL)
    g_hash_table_insert (self->constant, g_strdup (sql), statement);
  return statement;
}

/**
 * khidki_gda_run:
 * @self: a connection
 * @sql: one of a few constant texts that give no rows, such as COMMIT; kept prepared
 * @error: what the database says
 *
 * Returns: whether it was carried out
 *
 * Since: 0.1
 */
gboolean
khidki_gda_run (KhidkiGda *self, const char *sql, GError **error)
{
  GdaStatement *statement = find_constant (self, sql, error);

  return statement != NULL && execute_plain (self, statement, sql, error);
}

/**
 * khidki_gda_run_once:
 * @self: a connection
 * @sql: a text that gives no rows and will not come again
 * @error: what the database says
 *
 * For migrations: libgda keeps some memory of each such text.
 *
 * Returns: whether it was carried out
 *
 * Since: 0.1
 */
gboolean
khidki_gda_run_once (KhidkiGda *self, const char *sql, GError **error)
{
  g_autoptr (GdaStatement) statement = make_statement (self, sql, sql, error);

  return statement != NULL && execute_plain (self, statement, sql, error);
}

/**
 * khidki_gda_ask:
 * @self: a connection
 * @sql: a PRAGMA, or another of a few constant texts that give at most one row; kept
 *   prepared
 * @error: what the database says
 *
 * Returns: (transfer full) (nullable): the first value as text, "" for none
 *
 * Since: 0.1
 */
char *
khidki_gda_ask (KhidkiGda *self, const char *sql, GError **error)
{
  GdaStatement *statement = find_constant (self, sql, error);
  g_autoptr (GdaDataModel) model = NULL;
  const GValue *value;
  GError *local = NULL;

  if (statement == NULL)
    return NULL;
  model = gda_connection_statement_execute_select (self->connection, statement, NULL, &local);
  if (model == NULL)
    {
      khidki_gda_take_error (local, sql, error);
      return NULL;
    }
  if (gda_data_model_get_n_rows (model) < 1)
    return g_strdup ("");
  value = gda_data_model_get_value_at (model, 0, 0, &local);
  if (value == NULL)
    {
      khidki_gda_take_error (local, sql, error);
      return NULL;
    }
  return gda_value_stringify (value);
}

static gboolean
find_holders (Prepared *prepared, const KhidkiSql *sql, GError **error)
{
  GError *local = NULL;

  if (!gda_statement_get_parameters (prepared->statement, &prepared->set, &local))
    return khidki_gda_take_error (local, sql->name, error);
  for (guint i = 0; i < sql->names->len; i++)
    {
      GdaHolder *holder = gda_set_get_holder (prepared->set, g_ptr_array_index (sql->names, i));

      if (holder == NULL)
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "%s: parameter %s is not seen",
                       sql->name, (const char *) g_ptr_array_index (sql->names, i));
          return FALSE;
        }
      g_ptr_array_add (prepared->holders, g_object_ref (holder));
    }
  return TRUE;
}

/**
 * khidki_gda_add:
 * @self: a connection
 * @sql: a statement
 * @error: what the database says to it
 *
 * Prepares @sql once and for all.
 *
 * Returns: whether the database understands it
 *
 * Since: 0.1
 */
gboolean
khidki_gda_add (KhidkiGda *self, const KhidkiSql *sql, GError **error)
{
  Prepared *prepared;

  if (g_hash_table_contains (self->prepared, sql->name))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "%s: there are two of this name",
                   sql->name);
      return FALSE;
    }
  prepared = g_new0 (Prepared, 1);
  prepared->holders = g_ptr_array_new_with_free_func (g_object_unref);
  prepared->format = g_strdup (sql->format);
  g_hash_table_insert (self->prepared, g_strdup (sql->name), prepared);
  prepared->statement = make_statement (self, sql->text, sql->name, error);
  return prepared->statement != NULL && find_holders (prepared, sql, error);
}

static Prepared *
find_prepared (KhidkiGda *self, const char *statement, const char *format, GError **error)
{
  Prepared *prepared = g_hash_table_lookup (self->prepared, statement);

  if (prepared == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "No statement is named %s",
                   statement);
      return NULL;
    }
  if (!g_str_equal (prepared->format, format))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
                   "Statement %s takes “%s”, was given “%s”", statement, prepared->format, format);
      return NULL;
    }
  return prepared;
}

static gboolean
bind_arguments (Prepared *prepared, const char *statement, va_list *arguments, GError **error)
{
  for (guint i = 0; i < prepared->holders->len; i++)
    {
      GdaHolder *holder = g_ptr_array_index (prepared->holders, i);
      GValue *value = khidki_gda_next_value (prepared->format[i], arguments);
      GError *local = NULL;

      if (value == NULL)
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
                       "Statement %s: parameter %s is NULL or too long", statement,
                       gda_holder_get_id (holder));
          return FALSE;
        }
      if (!gda_holder_take_value (holder, value, &local))
        return khidki_gda_take_error (local, statement, error);
    }
  return TRUE;
}

/**
 * khidki_gda_execute:
 * @self: a connection
 * @statement: the name of a statement that changes rows
 * @format: a letter for each argument
 * @arguments: texts, numbers and bytes; none %NULL
 * @error: what the database says
 *
 * Returns: the number of rows changed, or -1
 *
 * Since: 0.1
 */
int
khidki_gda_execute (KhidkiGda *self,
                    const char *statement,
                    const char *format,
                    va_list arguments,
                    GError **error)
{
  Prepared *prepared = find_prepared (self, statement, format, error);
  GError *local = NULL;
  va_list rest;
  gboolean bound;
  int changed;

  if (prepared == NULL)
    return -1;
  va_copy (rest, arguments);
  bound = bind_arguments (prepared, statement, &rest, error);
  va_end (rest);
  if (!bound)
    return -1;
  changed = gda_connection_statement_execute_non_select (self->connection, prepared->statement,
                                                         prepared->set, NULL, &local);
  if (changed < 0)
    {
      khidki_gda_take_error (local, statement, error);
      return -1;
    }
  return changed;
}

/**
 * khidki_gda_query:
 * @self: a connection
 * @statement: the name of a statement that gives rows
 * @columns: a letter for each column
 * @format: a letter for each argument
 * @arguments: texts, numbers and bytes; none %NULL
 * @error: what the database says
 *
 * Returns: (transfer full) (nullable): the rows, copied
 *
 * Since: 0.1
 */
KhidkiRows *
khidki_gda_query (KhidkiGda *self,
                  const char *statement,
                  const char *columns,
                  const char *format,
                  va_list arguments,
                  GError **error)
{
  Prepared *prepared = find_prepared (self, statement, format, error);
  g_autofree GType *types = khidki_gda_make_types (columns);
  GdaDataModel *model;
  KhidkiRows *rows;
  GError *local = NULL;
  va_list rest;
  gboolean bound;

  if (prepared == NULL)
    return NULL;
  va_copy (rest, arguments);
  bound = bind_arguments (prepared, statement, &rest, error);
  va_end (rest);
  if (!bound)
    return NULL;
  model = gda_connection_statement_execute_select_full (self->connection, prepared->statement,
                                                        prepared->set,
                                                        GDA_STATEMENT_MODEL_RANDOM_ACCESS, types,
                                                        &local);
  if (model == NULL)
    {
      khidki_gda_take_error (local, statement, error);
      return NULL;
    }
  rows = khidki_gda_copy_rows (model, columns, error);
  g_object_unref (model);
  if (rows == NULL)
    g_prefix_error (error, "%s: ", statement);
  return rows;
}
