/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "people/khidki-officers.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

#define GROUP "Officer "

struct _KhidkiOfficer
{
  char *id;
  char *role;
  GHashTable *texts;
  /* NULL for everywhere. */
  char **subdivisions;
  GDate from;
  GDate until;
};

struct _KhidkiOfficers
{
  gatomicrefcount references;
  GPtrArray *officers;
};

static void
officer_free (KhidkiOfficer *self)
{
  g_free (self->id);
  g_free (self->role);
  g_hash_table_unref (self->texts);
  g_strfreev (self->subdivisions);
  g_free (self);
}

static KhidkiOfficers *
new_empty (void)
{
  KhidkiOfficers *self = g_new0 (KhidkiOfficers, 1);

  g_atomic_ref_count_init (&self->references);
  self->officers = g_ptr_array_new_with_free_func ((GDestroyNotify) officer_free);
  return self;
}

KhidkiOfficers *
khidki_officers_ref (KhidkiOfficers *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
khidki_officers_unref (KhidkiOfficers *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->officers);
  g_free (self);
}

static gboolean
fail (GError **error, const char *group, const char *key, const char *expected, const char *found)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "[%s] %s: expected %s, found “%s”", group,
               key, expected, found != NULL ? found : "");
  return FALSE;
}

static gboolean
is_id (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && strchr (".-_", *p) == NULL)
      return FALSE;
  return *text != '\0' && strlen (text) <= 64;
}

static gboolean
parse_day (const char *text, GDate *day)
{
  g_date_clear (day, 1);
  if (!g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text, G_REGEX_DOLLAR_ENDONLY, 0))
    return FALSE;
  g_date_set_parse (day, text);
  return g_date_valid (day);
}

static gboolean
read_key (KhidkiOfficer *self, const char *group, const char *key, char *value, GError **error)
{
  gboolean text = g_str_equal (key, "Name") || g_str_has_prefix (key, "Name[")
                  || g_str_equal (key, "Designation") || g_str_has_prefix (key, "Designation[");

  g_strstrip (value);
  if (*value == '\0')
    return fail (error, group, key, "a value", NULL);
  if (text)
    g_hash_table_replace (self->texts, g_strdup (key), g_strdup (value));
  else if (g_str_equal (key, "Role"))
    {
      g_free (self->role);
      self->role = g_strdup (value);
      return is_id (value) || fail (error, group, key, "the name of a role", value);
    }
  else if (g_str_equal (key, "From"))
    return parse_day (value, &self->from) || fail (error, group, key, "a day as 2026-04-01", value);
  else if (g_str_equal (key, "Until"))
    return parse_day (value, &self->until) || fail (error, group, key, "a day as 2026-04-01", value);
  else if (!g_str_equal (key, "Subdivisions"))
    return fail (error, group, key, "Name, Designation, Role, Subdivisions, From or Until", key);
  return TRUE;
}

static gboolean
read_subdivisions (KhidkiOfficer *self, GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) list = g_key_file_get_string_list (file, group, "Subdivisions", NULL, NULL);
  guint n = 0;

  if (list == NULL || list[0] == NULL)
    return fail (error, group, "Subdivisions", "ids separated by semicolons, or *", NULL);
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_strstrip (list[i]);
      n += *list[i] != '\0';
      if (*list[i] != '\0' && !g_str_equal (list[i], "*") && !is_id (list[i]))
        return fail (error, group, "Subdivisions", "the id of a sub-division", list[i]);
    }
  if (n == 0)
    return fail (error, group, "Subdivisions", "ids separated by semicolons, or *", NULL);
  if (!g_strv_contains ((const char *const *) list, "*"))
    self->subdivisions = g_steal_pointer (&list);
  return TRUE;
}

static gboolean
read_head (KhidkiOfficer *self, const char *group, GError **error)
{
  g_auto (GStrv) words = g_strsplit (group + strlen (GROUP), " ", 2);

  if (words[0] == NULL || !is_id (words[0]))
    return fail (error, group, "ID", "small letters, digits, dots and dashes", words[0]);
  self->id = g_strdup (words[0]);
  if (words[1] != NULL && !parse_day (words[1], &self->from))
    return fail (error, group, "DAY", "a day as 2026-04-01", words[1]);
  return TRUE;
}

static gboolean
check_officer (KhidkiOfficer *self, const char *group, GError **error)
{
  if (self->role == NULL)
    return fail (error, group, "Role", "the name of a role", NULL);
  if (g_hash_table_lookup (self->texts, "Name") == NULL)
    return fail (error, group, "Name", "a name", NULL);
  if (g_hash_table_lookup (self->texts, "Designation") == NULL)
    return fail (error, group, "Designation", "a designation", NULL);
  if (!g_date_valid (&self->from))
    return fail (error, group, "From", "a day as 2026-04-01", NULL);
  if (g_date_valid (&self->until) && g_date_compare (&self->until, &self->from) < 0)
    return fail (error, group, "Until", "a day that is not before From", NULL);
  return TRUE;
}

static gboolean
read_officer (KhidkiOfficers *officers, GKeyFile *file, const char *group, GError **error)
{
  KhidkiOfficer *self = g_new0 (KhidkiOfficer, 1);
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  g_ptr_array_add (officers->officers, self);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_date_clear (&self->from, 1);
  g_date_clear (&self->until, 1);
  if (!read_head (self, group, error))
    return FALSE;
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_string (file, group, keys[i], NULL);

      if (value == NULL)
        return fail (error, group, keys[i], "a text in UTF-8", NULL);
      if (!read_key (self, group, keys[i], value, error))
        return FALSE;
    }
  return read_subdivisions (self, file, group, error) && check_officer (self, group, error);
}

static gboolean
read_file (KhidkiOfficers *self, const char *path, GError **error)
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
      gboolean good = g_str_has_prefix (groups[i], GROUP)
                          ? read_officer (self, file, groups[i], error)
                          : fail (error, groups[i], "group", "[Officer ID]", groups[i]);

      if (!good)
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
    }
  return TRUE;
}

/* Nobody holds two posts on one day: which of them acted would be a guess. */
static gboolean
check_overlap (KhidkiOfficers *self, GError **error)
{
  for (guint i = 0; i < self->officers->len; i++)
    for (guint j = i + 1; j < self->officers->len; j++)
      {
        KhidkiOfficer *a = g_ptr_array_index (self->officers, i);
        KhidkiOfficer *b = g_ptr_array_index (self->officers, j);

        if (g_str_equal (a->id, b->id) && g_date_compare (&a->from, &b->from) == 0)
          {
            g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                         "Officer %s begins two posts on one day", a->id);
            return FALSE;
          }
      }
  return TRUE;
}

/**
 * khidki_officers_new_from_file:
 * @path: a keyfile of officers, see data/officers/example.ini
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the officers; %NULL with
 *   KHIDKI_ERROR_INVALID that names file, group, key, expected and found
 *
 * Since: 0.1
 */
KhidkiOfficers *
khidki_officers_new_from_file (const char *path, GError **error)
{
  g_autoptr (KhidkiOfficers) self = new_empty ();

  if (!read_file (self, path, error) || !check_overlap (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * khidki_officers_find:
 * @id: an officer's id
 * @today: the civil date
 *
 * Returns: (transfer none) (nullable): the officer in the post of that day; the
 *   later post ends the earlier one; %NULL when they are in none
 *
 * Since: 0.1
 */
KhidkiOfficer *
khidki_officers_find (KhidkiOfficers *self, const char *id, const GDate *today)
{
  KhidkiOfficer *found = NULL;

  for (guint i = 0; i < self->officers->len; i++)
    {
      KhidkiOfficer *officer = g_ptr_array_index (self->officers, i);

      if (g_str_equal (officer->id, id) && g_date_compare (&officer->from, today) <= 0
          && (found == NULL || g_date_compare (&officer->from, &found->from) > 0))
        found = officer;
    }
  if (found != NULL && g_date_valid (&found->until) && g_date_compare (&found->until, today) < 0)
    return NULL;
  return found;
}

const char *
khidki_officer_get_id (KhidkiOfficer *self)
{
  return self->id;
}

const char *
khidki_officer_get_role (KhidkiOfficer *self)
{
  return self->role;
}

static const char *
get_text (KhidkiOfficer *self, const char *key, const char *language)
{
  g_autofree char *full = g_strdup_printf ("%s[%s]", key, language);
  const char *text = g_hash_table_lookup (self->texts, full);

  return text != NULL ? text : g_hash_table_lookup (self->texts, key);
}

const char *
khidki_officer_get_designation (KhidkiOfficer *self, const char *language)
{
  return get_text (self, "Designation", language);
}

/**
 * khidki_officer_list_subdivisions:
 *
 * Returns: (transfer none) (nullable): the ids, %NULL for everywhere
 *
 * Since: 0.1
 */
const char *const *
khidki_officer_list_subdivisions (KhidkiOfficer *self)
{
  return (const char *const *) self->subdivisions;
}

/**
 * khidki_officer_serves:
 * @subdivision: the id of a sub-division
 *
 * Returns: whether it lies in the officer's jurisdiction
 *
 * Since: 0.1
 */
gboolean
khidki_officer_serves (KhidkiOfficer *self, const char *subdivision)
{
  return self->subdivisions == NULL
         || g_strv_contains ((const char *const *) self->subdivisions, subdivision);
}
