/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-dated-data.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

#define MOST_ID_BYTES 64
#define DAY_HINT "a day as 2026-04-01"

/**
 * khidki_dated_data_fail:
 * @error: return location for the complaint
 * @group: the group without its brackets
 * @key: the key that is wrong
 * @expected: what should stand there
 * @found: (nullable): what does
 *
 * Returns: %FALSE
 *
 * Since: 0.1
 */
gboolean
khidki_dated_data_fail (GError **error,
                        const char *group,
                        const char *key,
                        const char *expected,
                        const char *found)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "[%s] %s: expected %s, found “%s”", group,
               key, expected, found != NULL ? found : "");
  return FALSE;
}

gboolean
khidki_dated_data_is_id (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && strchr (".-_", *p) == NULL)
      return FALSE;
  return *text != '\0' && strlen (text) <= MOST_ID_BYTES;
}

/**
 * khidki_dated_data_matches:
 * @pattern: (transfer none): a regular expression that lives as long as the process
 * @value: a value
 *
 * Compiles each pattern once: a file of ten thousand centres asks the same of each of them.
 *
 * Returns: whether @value is of @pattern
 *
 * Since: 0.1
 */
gboolean
khidki_dated_data_matches (const char *pattern, const char *value)
{
  static GMutex lock;
  static GHashTable *compiled;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  GRegex *regex;

  if (compiled == NULL)
    compiled = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_regex_unref);
  regex = g_hash_table_lookup (compiled, pattern);
  if (regex == NULL)
    {
      regex = g_regex_new (pattern, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
      g_hash_table_insert (compiled, (char *) pattern, regex);
    }
  return g_regex_match (regex, value, 0, NULL);
}

gboolean
khidki_dated_data_parse_day (const char *text, GDate *day)
{
  g_date_clear (day, 1);
  if (!khidki_dated_data_matches ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text))
    return FALSE;
  g_date_set_parse (day, text);
  return g_date_valid (day);
}

/**
 * khidki_dated_data_parse_degrees:
 * @text: such as `28.7153`, with a point whatever the locale
 * @most: 90 for a latitude, 180 for a longitude
 * @degrees: (out): the number
 *
 * Returns: whether it is one
 *
 * Since: 0.1
 */
gboolean
khidki_dated_data_parse_degrees (const char *text, double most, double *degrees)
{
  *degrees = 0;
  if (!khidki_dated_data_matches ("^-?[0-9]{1,3}([.][0-9]{1,9})?$", text))
    return FALSE;
  *degrees = g_ascii_strtod (text, NULL);
  return *degrees >= -most && *degrees <= most;
}

/**
 * khidki_dated_data_read_head:
 * @group: such as `Operator example.meena 2026-04-01`
 * @dated: (out): its second word, the day that is its third, cleared if there is none, and no
 *   last day
 * @error: return location for an error
 *
 * Returns: FALSE with KHIDKI_ERROR_INVALID
 *
 * Since: 0.1
 */
gboolean
khidki_dated_data_read_head (const char *group, KhidkiDated *dated, GError **error)
{
  g_auto (GStrv) words = g_strsplit (group, " ", 3);

  g_date_clear (&dated->from, 1);
  g_date_clear (&dated->until, 1);
  if (words[1] == NULL || !khidki_dated_data_is_id (words[1]))
    return khidki_dated_data_fail (error, group, "ID", "small letters, digits, dots and dashes",
                                   words[1]);
  dated->id = g_strdup (words[1]);
  return words[2] == NULL || khidki_dated_data_read_day (&dated->from, group, "DAY", words[2], error);
}

gboolean
khidki_dated_data_read_day (GDate *day,
                            const char *group,
                            const char *key,
                            const char *value,
                            GError **error)
{
  return khidki_dated_data_parse_day (value, day)
         || khidki_dated_data_fail (error, group, key, DAY_HINT, value);
}

/**
 * khidki_dated_data_check_days:
 * @dated: an entry that was read
 * @group: its group
 * @error: return location for an error
 *
 * Returns: whether it has a first day, and no last one before it; FALSE with
 *   KHIDKI_ERROR_INVALID
 *
 * Since: 0.1
 */
gboolean
khidki_dated_data_check_days (const KhidkiDated *dated, const char *group, GError **error)
{
  if (!g_date_valid (&dated->from))
    return khidki_dated_data_fail (error, group, "From", DAY_HINT, NULL);
  if (g_date_valid (&dated->until) && g_date_compare (&dated->until, &dated->from) < 0)
    return khidki_dated_data_fail (error, group, "Until", "a day that is not before From", NULL);
  return TRUE;
}

/**
 * khidki_dated_data_dup_value:
 *
 * Returns: (transfer full) (nullable): a value without blanks around it; %NULL with
 *   KHIDKI_ERROR_INVALID when it is empty or no UTF-8
 *
 * Since: 0.1
 */
char *
khidki_dated_data_dup_value (GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_autofree char *value = g_key_file_get_string (file, group, key, NULL);

  if (value == NULL)
    khidki_dated_data_fail (error, group, key, "a text in UTF-8", NULL);
  else if (*g_strstrip (value) == '\0')
    khidki_dated_data_fail (error, group, key, "a value", NULL);
  else
    return g_steal_pointer (&value);
  return NULL;
}

static gboolean
is_of_kind (const char *group, const char *kind)
{
  gsize length = strlen (kind);

  return strncmp (group, kind, length) == 0 && group[length] == ' ';
}

/**
 * khidki_dated_data_read_file:
 * @path: a keyfile
 * @kind: the first word of all its groups
 * @expected: how such a group looks, for the complaint about another
 * @func: called for each group in turn
 * @data: for @func
 * @error: return location for an error
 *
 * Returns: FALSE with KHIDKI_ERROR_INVALID that begins with @path
 *
 * Since: 0.1
 */
gboolean
khidki_dated_data_read_file (const char *path,
                             const char *kind,
                             const char *expected,
                             KhidkiDatedDataFunc func,
                             gpointer data,
                             GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_TRANSLATIONS, &local))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s: %s", path, local->message);
      return FALSE;
    }
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      gboolean good = is_of_kind (groups[i], kind)
                          ? func (file, groups[i], data, error)
                          : khidki_dated_data_fail (error, groups[i], "group", expected, groups[i]);

      if (!good)
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
    }
  return TRUE;
}
