/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-sql.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

#define NAME_LINE "-- name: "
#define SCHEMA_LINE "-- ;;"

static gboolean G_GNUC_PRINTF (2, 3)
fail (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, message);
  return FALSE;
}

static gboolean
is_word (char letter)
{
  return g_ascii_isalnum (letter) || letter == '_';
}

/* The end of a quoted text that begins at @at; a doubled quote is two texts. */
static const char *
skip_quoted (const char *at)
{
  const char *end = strchr (at + 1, *at);

  return end != NULL ? end + 1 : at + strlen (at);
}

/* libgda takes no comments of either kind, so line comments are taken out. */
static char *
strip_comments (const char *text, GError **error)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  const char *at = text;

  while (*at != '\0')
    {
      const char *next = at + 1;

      if (*at == '\'' || *at == '"')
        next = skip_quoted (at);
      else if (g_str_has_prefix (at, "/*"))
        {
          fail (error, "a comment is written with -- only");
          return NULL;
        }
      else if (g_str_has_prefix (at, "--"))
        {
          at += strcspn (at, "\n");
          continue;
        }
      g_string_append_len (plain, at, next - at);
      at = next;
    }

  return g_strstrip (g_string_free (g_steal_pointer (&plain), FALSE));
}

static char
letter_of_type (const char *type, gsize length)
{
  static const struct
  {
    const char *type;
    char letter;
  } types[] = { { "string", 's' }, { "gint64", 'x' }, { "binary", 'b' } };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strlen (types[i].type) == length && strncmp (types[i].type, type, length) == 0)
      return types[i].letter;
  return '\0';
}

static gsize
word_length (const char *at)
{
  gsize length = 0;

  while (is_word (at[length]))
    length++;
  return length;
}

static gboolean
add_parameter (KhidkiSql *self,
               GString *format,
               const char *name,
               char letter,
               GError **error)
{
  guint index;

  if (!g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &index))
    {
      g_ptr_array_add (self->names, g_strdup (name));
      g_string_append_c (format, letter);
      return TRUE;
    }
  if (format->str[index] != letter)
    return fail (error, "parameter %s has two types", name);
  return TRUE;
}

/* @at stands on `##`; gives where the parameter ends. */
static const char *
read_parameter (KhidkiSql *self, GString *format, const char *at, GError **error)
{
  g_autofree char *name = NULL;
  const char *type;
  gsize length;
  char letter;

  at += 2;
  length = word_length (at);
  name = g_strndup (at, length);
  type = at + length;
  if (length == 0 || !g_str_has_prefix (type, "::"))
    {
      fail (error, "parameter %s has no type", name);
      return NULL;
    }
  type += 2;
  length = word_length (type);
  letter = letter_of_type (type, length);
  if (letter == '\0')
    {
      fail (error, "parameter %s: expected string, gint64 or binary", name);
      return NULL;
    }
  if (g_str_has_prefix (type + length, "::"))
    {
      fail (error, "parameter %s: nothing is NULL here, use '' or 0", name);
      return NULL;
    }
  return add_parameter (self, format, name, letter, error) ? type + length : NULL;
}

static gboolean
check_word (const char *word, gsize length, gboolean first, GError **error)
{
  static const char *const leading[] = { "SELECT", "INSERT", "UPDATE", "DELETE", NULL };
  g_autofree char *upper = g_ascii_strup (word, length);

  if (first && !g_strv_contains (leading, upper))
    return fail (error, "it must begin with SELECT, INSERT, UPDATE or DELETE, not %s", upper);
  if (g_str_equal (upper, "RETURNING"))
    return fail (error, "RETURNING is carried out but reported as failed: "
                              "select what was changed instead");
  return TRUE;
}

static gboolean
read_words (KhidkiSql *self, GString *format, GError **error)
{
  const char *at = self->text;

  if (!is_word (*at))
    return fail (error, "it must begin with SELECT, INSERT, UPDATE or DELETE");
  while (*at != '\0')
    {
      gsize length = word_length (at);

      if (length > 0)
        {
          if (!check_word (at, length, at == self->text, error))
            return FALSE;
          at += length;
        }
      else if (g_str_has_prefix (at, "##"))
        {
          at = read_parameter (self, format, at, error);
          if (at == NULL)
            return FALSE;
        }
      else if (*at == ';')
        return fail (error, "a statement holds no semicolon");
      else
        at = *at == '\'' || *at == '"' ? skip_quoted (at) : at + 1;
    }
  return TRUE;
}

/**
 * khidki_sql_new:
 * @name: its name
 * @text: one statement, comments allowed
 * @error: %KHIDKI_ERROR_FAILED if libgda could not carry it out rightly
 *
 * Returns: (transfer full) (nullable): the statement with its parameters
 *
 * Since: 0.1
 */
KhidkiSql *
khidki_sql_new (const char *name, const char *text, GError **error)
{
  g_autoptr (KhidkiSql) self = g_new0 (KhidkiSql, 1);
  g_autoptr (GString) format = g_string_new (NULL);

  self->name = g_strdup (name);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->text = strip_comments (text, error);
  if (self->text == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  if (*self->text == '\0')
    {
      fail (error, "%s: it is empty", name);
      return NULL;
    }
  if (!read_words (self, format, error))
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  self->format = g_string_free (g_steal_pointer (&format), FALSE);
  return g_steal_pointer (&self);
}

void
khidki_sql_free (KhidkiSql *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self->format);
  g_ptr_array_unref (self->names);
  g_free (self);
}

static gboolean
add_statement (GPtrArray *statements, const char *name, GString *text, GError **error)
{
  KhidkiSql *sql;

  if (name == NULL)
    {
      g_autofree char *plain = strip_comments (text->str, error);

      if (plain == NULL)
        return FALSE;
      if (*plain != '\0')
        return fail (error, "there is SQL above the first name");
      return TRUE;
    }
  sql = khidki_sql_new (name, text->str, error);
  if (sql == NULL)
    return FALSE;
  g_ptr_array_add (statements, sql);
  return TRUE;
}

/**
 * khidki_sql_read_file:
 * @text: a file of statements, each below a line `-- name: NAME`
 * @error: what is wrong, with the statement's name
 *
 * Returns: (transfer full) (nullable) (element-type KhidkiSql): the statements
 *
 * Since: 0.1
 */
GPtrArray *
khidki_sql_read_file (const char *text, GError **error)
{
  g_autoptr (GPtrArray) statements =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_sql_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) current = g_string_new (NULL);
  const char *name = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (!g_str_has_prefix (lines[i], NAME_LINE))
        {
          g_string_append_printf (current, "%s\n", lines[i]);
          continue;
        }
      if (!add_statement (statements, name, current, error))
        return NULL;
      g_string_truncate (current, 0);
      name = g_strstrip (lines[i] + strlen (NAME_LINE));
    }
  if (!add_statement (statements, name, current, error))
    return NULL;
  return g_steal_pointer (&statements);
}

/**
 * khidki_sql_split_schema:
 * @text: a schema file, its statements parted by lines `-- ;;`
 * @error: what is wrong
 *
 * Splitting at a line of its own, not at semicolons, lets triggers through.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): statements, comments
 *   taken out
 *
 * Since: 0.1
 */
GPtrArray *
khidki_sql_split_schema (const char *text, GError **error)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) current = g_string_new (NULL);

  for (gsize i = 0;; i++)
    {
      gboolean ends = lines[i] == NULL || g_str_equal (lines[i], SCHEMA_LINE);

      if (ends)
        {
          char *plain = strip_comments (current->str, error);

          if (plain == NULL)
            return NULL;
          if (*plain != '\0')
            g_ptr_array_add (pieces, plain);
          else
            g_free (plain);
          g_string_truncate (current, 0);
        }
      else
        g_string_append_printf (current, "%s\n", lines[i]);
      if (lines[i] == NULL)
        break;
    }
  return g_steal_pointer (&pieces);
}
