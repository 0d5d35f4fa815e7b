/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-gda-private.h"

#include <string.h>

#include "libkhidki/khidki-error.h"
#include "store/khidki-rows-private.h"

/* The most bytes of one value; SQLite's own limit is 10^9. */
#define MOST_BYTES (64 * 1024 * 1024)

/* libgda hands on no codes, only SQLite's words. */
static KhidkiError
code_of (const char *message)
{
  static const char *const hopeless[] = { "disk I/O error", "disk is full",
                                          "disk image is malformed", "file is not a database" };

  if (strstr (message, "is locked") != NULL)
    return KHIDKI_ERROR_RETRY;
  for (guint i = 0; i < G_N_ELEMENTS (hopeless); i++)
    if (strstr (message, hopeless[i]) != NULL)
      return KHIDKI_ERROR_OPERATOR;
  return KHIDKI_ERROR_FAILED;
}

gboolean
khidki_gda_take_error (GError *from, const char *what, GError **error)
{
  g_autoptr (GError) local = from;
  const char *message = local != NULL ? local->message : "the database gives no reason";

  g_set_error (error, KHIDKI_ERROR, code_of (message), "%s: %s", what, message);
  return FALSE;
}

static GValue *
make_text (const char *text)
{
  GValue *value = gda_value_new (G_TYPE_STRING);

  g_value_set_string (value, text);
  return value;
}

static GValue *
make_number (gint64 number)
{
  GValue *value = gda_value_new (G_TYPE_INT64);

  g_value_set_int64 (value, number);
  return value;
}

/* SQLite takes a blob without an address for NULL, even an empty one. */
static GValue *
make_binary (GBytes *bytes)
{
  GValue *value = gda_value_new (GDA_TYPE_BINARY);
  GdaBinary *binary = g_new0 (GdaBinary, 1);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  binary->data = g_malloc (MAX (size, 1));
  binary->binary_length = size;
  if (size > 0)
    memcpy (binary->data, data, size);
  gda_value_take_binary (value, binary);
  return value;
}

/* NULL for what must not be given: an absent text or absent or too many bytes. */
GValue *
khidki_gda_next_value (char letter, va_list *arguments)
{
  const char *text;
  GBytes *bytes;

  switch (letter)
    {
    case 's':
      text = va_arg (*arguments, const char *);
      return text != NULL ? make_text (text) : NULL;
    case 'x':
      return make_number (va_arg (*arguments, gint64));
    default:
      bytes = va_arg (*arguments, GBytes *);
      return bytes != NULL && g_bytes_get_size (bytes) <= MOST_BYTES ? make_binary (bytes) : NULL;
    }
}

/* Left to itself libgda makes 32-bit numbers of SQLite's integers. */
GType *
khidki_gda_make_types (const char *columns)
{
  gsize n_columns = strlen (columns);
  GType *types = g_new (GType, n_columns + 1);

  for (gsize i = 0; i < n_columns; i++)
    types[i] = columns[i] == 's' ? G_TYPE_STRING
                                 : columns[i] == 'x' ? G_TYPE_INT64 : GDA_TYPE_BINARY;
  types[n_columns] = G_TYPE_NONE;
  return types;
}

static gboolean
copy_cell (KhidkiRows *rows, guint row, guint column, char letter, const GValue *value)
{
  const GdaBinary *binary;

  if (gda_value_is_null (value))
    return TRUE;
  if (letter == 's' && G_VALUE_HOLDS_STRING (value))
    khidki_rows_take_text (rows, row, column, g_value_dup_string (value));
  else if (letter == 'x' && G_VALUE_HOLDS_INT64 (value))
    khidki_rows_set_int64 (rows, row, column, g_value_get_int64 (value));
  else if (letter == 'b' && G_VALUE_TYPE (value) == GDA_TYPE_BINARY)
    {
      binary = gda_value_get_binary (value);
      khidki_rows_take_bytes (rows, row, column,
                              g_bytes_new (binary->data, binary->binary_length));
    }
  else
    return FALSE;
  return TRUE;
}

static gboolean
copy_row (KhidkiRows *rows, GdaDataModel *model, guint row, const char *columns, GError **error)
{
  for (guint i = 0; columns[i] != '\0'; i++)
    {
      GError *local = NULL;
      const GValue *value = gda_data_model_get_value_at (model, i, row, &local);

      if (value == NULL)
        return khidki_gda_take_error (local, "reading a row", error);
      if (!copy_cell (rows, row, i, columns[i], value))
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "column %u is no “%c”", i,
                       columns[i]);
          return FALSE;
        }
    }
  return TRUE;
}

KhidkiRows *
khidki_gda_copy_rows (GdaDataModel *model, const char *columns, GError **error)
{
  g_autoptr (KhidkiRows) rows = NULL;
  int n_rows = gda_data_model_get_n_rows (model);
  GError **exceptions = gda_data_model_get_exceptions (model);

  if (n_rows < 0 || (exceptions != NULL && exceptions[0] != NULL))
    {
      khidki_gda_take_error (exceptions != NULL && exceptions[0] != NULL ? g_error_copy (exceptions[0]) : NULL,
                  "reading rows", error);
      return NULL;
    }
  if (gda_data_model_get_n_columns (model) != (int) strlen (columns))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "it gives %d columns, not “%s”",
                   gda_data_model_get_n_columns (model), columns);
      return NULL;
    }
  rows = khidki_rows_new (columns, n_rows);
  for (int i = 0; i < n_rows; i++)
    if (!copy_row (rows, model, i, columns, error))
      return NULL;
  return g_steal_pointer (&rows);
}
