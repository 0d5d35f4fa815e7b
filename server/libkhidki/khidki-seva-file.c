/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-seva-private.h"

#include <string.h>

#include "khidki-error.h"

#define MAX_FILE (1024 * 1024)

/* GKeyFile joins groups of the same name and keeps the last of two equal keys;
 * a clerk who pasted a block twice would never learn of it. */
static gboolean
find_doubles (const char *path, const char *text, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *group = g_strdup ("");

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      const char *sign = strchr (line, '=');
      g_autofree char *entry = NULL;

      if (line[0] == '[' && strchr (line, ']') != NULL)
        {
          g_free (group);
          group = g_strndup (line, strcspn (line, "]") + 1);
          entry = g_strdup (group);
        }
      else if (line[0] != '#' && sign != NULL)
        {
          g_autofree char *key = g_strndup (line, (gsize) (sign - line));

          entry = g_strdup_printf ("%s %s", group, g_strchomp (key));
        }
      if (entry != NULL && !g_hash_table_add (seen, g_strdup (entry)))
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                       "%s: %s: expected once, found again in line %u", path, entry, i + 1);
          return FALSE;
        }
    }

  return TRUE;
}

/* Of a line that ends as on Windows GKeyFile drops the return only if a new line follows, and one
 * only: what is kept and read again would be another text, and so another version. */
static char *
dup_without_returns (const char *text, gsize length)
{
  char *clean = g_strndup (text, length);
  char *to = clean;

  for (const char *from = clean; *from != '\0'; from++)
    if (*from != '\r')
      *to++ = *from;
  *to = '\0';
  return clean;
}

/* Reads a keyfile strictly; @name is what errors call it. */
GKeyFile *
khidki_seva_load_text (const char *name, const char *text, gsize length, GError **error)
{
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *clean = NULL;

  if (length > MAX_FILE || !g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s: expected UTF-8 of at most 1 MB", name);
      return NULL;
    }
  clean = dup_without_returns (text, length);
  if (!g_key_file_load_from_data (key_file, clean, strlen (clean), G_KEY_FILE_KEEP_TRANSLATIONS,
                                  &local))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s: %s", name, local->message);
      return NULL;
    }
  if (!find_doubles (name, clean, error))
    return NULL;

  return g_steal_pointer (&key_file);
}

GKeyFile *
khidki_seva_load_file (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (g_file_get_contents (path, &text, &length, &local))
    return khidki_seva_load_text (path, text, length, error);

  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s: %s", path, local->message);
  return NULL;
}
