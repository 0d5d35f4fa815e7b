/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-multipart-head.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

#define TOKEN "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define MOST_NAME 256
#define MOST_FILENAME 255

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "form: %s", what);
  return FALSE;
}

/* What stands in quotes: browsers write a quote in it as %22, older ones as \". */
static char *
read_quoted (const char **at)
{
  GString *text = g_string_new (NULL);
  const char *p = *at + 1;

  while (*p != '"' && *p != '\0')
    {
      if (*p == '\\' && (p[1] == '"' || p[1] == '\\'))
        p++;
      else if (g_str_has_prefix (p, "%22"))
        {
          g_string_append_c (text, '"');
          p += 3;
          continue;
        }
      g_string_append_c (text, *p++);
    }
  if (*p != '"')
    {
      g_string_free (text, TRUE);
      return NULL;
    }
  *at = p + 1;
  return g_string_free (text, FALSE);
}

static char *
read_value (const char **at)
{
  gsize length = strspn (*at, TOKEN);
  char *value;

  if (**at == '"')
    return read_quoted (at);
  if (length == 0)
    return NULL;
  value = g_strndup (*at, length);
  *at += length;
  return value;
}

/* Each parameter once; those that nobody should send are not understood. */
static gboolean
read_parameter (const char **at, char **name, char **filename, GError **error)
{
  gsize length = strspn (*at, TOKEN);
  g_autofree char *key = g_ascii_strdown (*at, (gssize) length);
  g_autofree char *value = NULL;
  char **slot = g_str_equal (key, "name") ? name : g_str_equal (key, "filename") ? filename : NULL;

  *at += length;
  if (slot == NULL || *slot != NULL || **at != '=')
    return fail (error, "a part's disposition is not understood");
  (*at)++;
  value = read_value (at);
  if (value == NULL)
    return fail (error, "a part's disposition ends too early");
  *slot = g_steal_pointer (&value);
  return TRUE;
}

static gboolean
read_disposition (const char *value, char **name, char **filename, GError **error)
{
  const char *at = value + strlen ("form-data");

  if (g_ascii_strncasecmp (value, "form-data", strlen ("form-data")) != 0)
    return fail (error, "a part is no part of a form");
  while (*at == ';')
    {
      at++;
      at += strspn (at, " ");
      if (!read_parameter (&at, name, filename, error))
        return FALSE;
      at += strspn (at, " ");
    }
  return *at == '\0' ? TRUE : fail (error, "a part's disposition is not understood");
}

static gboolean
is_plain_encoding (const char *value)
{
  return g_ascii_strcasecmp (value, "binary") == 0 || g_ascii_strcasecmp (value, "8bit") == 0
         || g_ascii_strcasecmp (value, "7bit") == 0;
}

static gboolean
read_line (char *line, char **name, char **filename, GError **error)
{
  char *colon = strchr (line, ':');
  char *value;

  if (colon == NULL || colon == line || strspn (line, TOKEN) != (gsize) (colon - line))
    return fail (error, "a part's head is not understood");
  *colon = '\0';
  value = g_strstrip (colon + 1);
  if (g_ascii_strcasecmp (line, "Content-Disposition") == 0)
    return *name == NULL && *filename == NULL ? read_disposition (value, name, filename, error)
                                              : fail (error, "a part has two dispositions");
  if (g_ascii_strcasecmp (line, "Content-Transfer-Encoding") == 0 && !is_plain_encoding (value))
    return fail (error, "a part is encoded");
  return TRUE;
}

/* The last step of a path, of any system; as text that cannot hide its end. */
static char *
tidy_filename (const char *filename)
{
  g_autofree char *valid = g_utf8_make_valid (filename, -1);
  const char *base = valid;
  GString *tidied = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      base = p + 1;
  for (const char *p = base; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (tidied->len + 6 > MOST_FILENAME)
        break;
      if (!g_unichar_iscntrl (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (tidied, c);
    }
  return g_string_free (tidied, FALSE);
}

static gboolean
check_lines (const char *head, gsize length, GError **error)
{
  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) head[i];
      gboolean ends = c == '\r' && i + 1 < length && head[i + 1] == '\n';

      if (ends)
        i++;
      else if (c < 0x20 || c == 0x7f)
        return fail (error, "a part's head has a sign that does not belong there");
    }
  return TRUE;
}

gboolean
khidki_multipart_head_read (const char *head,
                            gsize length,
                            char **name,
                            char **filename,
                            GError **error)
{
  g_autofree char *text = g_strndup (head, length);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autofree char *found = NULL;
  g_autofree char *file = NULL;

  *name = *filename = NULL;
  if (!check_lines (head, length, error))
    return FALSE;
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !read_line (lines[i], &found, &file, error))
      return FALSE;
  if (found == NULL || *found == '\0' || strlen (found) > MOST_NAME
      || !g_utf8_validate (found, -1, NULL))
    return fail (error, "a part has no name");
  *name = g_steal_pointer (&found);
  if (file != NULL)
    *filename = tidy_filename (file);
  return TRUE;
}
