/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "people/khidki-officers.h"

#include <string.h>

#include "catalogue/khidki-dated-data.h"
#include "catalogue/khidki-dated-index.h"
#include "libkhidki/khidki-error.h"

#define KIND "Officer"

struct _KhidkiOfficer
{
  KhidkiDated dated;
  char *role;
  GHashTable *texts;
  /* NULL for everywhere. */
  char **subdivisions;
};

struct _KhidkiOfficers
{
  gatomicrefcount references;
  KhidkiDatedIndex *officers;
};

static void
officer_free (KhidkiOfficer *self)
{
  g_free (self->dated.id);
  g_free (self->role);
  g_hash_table_unref (self->texts);
  g_strfreev (self->subdivisions);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiOfficer, officer_free)

static KhidkiOfficers *
new_empty (void)
{
  KhidkiOfficers *self = g_new0 (KhidkiOfficers, 1);

  g_atomic_ref_count_init (&self->references);
  self->officers = khidki_dated_index_new ((GDestroyNotify) officer_free);
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
  khidki_dated_index_free (self->officers);
  g_free (self);
}

static gboolean
is_text_key (const char *key)
{
  return g_str_equal (key, "Name") || g_str_has_prefix (key, "Name[")
         || g_str_equal (key, "Designation") || g_str_has_prefix (key, "Designation[");
}

static gboolean
read_role (KhidkiOfficer *self, const char *group, const char *value, GError **error)
{
  g_free (self->role);
  self->role = g_strdup (value);
  return khidki_dated_data_is_id (value)
         || khidki_dated_data_fail (error, group, "Role", "the name of a role", value);
}

static gboolean
read_key (KhidkiOfficer *self, const char *group, const char *key, const char *value, GError **error)
{
  if (is_text_key (key))
    {
      g_hash_table_replace (self->texts, g_strdup (key), g_strdup (value));
      return TRUE;
    }
  if (g_str_equal (key, "Role"))
    return read_role (self, group, value, error);
  if (g_str_equal (key, "From"))
    return khidki_dated_data_read_day (&self->dated.from, group, key, value, error);
  if (g_str_equal (key, "Until"))
    return khidki_dated_data_read_day (&self->dated.until, group, key, value, error);
  return g_str_equal (key, "Subdivisions")
         || khidki_dated_data_fail (error, group, key,
                                    "Name, Designation, Role, Subdivisions, From or Until", key);
}

static gboolean
check_subdivision (const char *group, const char *id, GError **error)
{
  return g_str_equal (id, "*") || khidki_dated_data_is_id (id)
         || khidki_dated_data_fail (error, group, "Subdivisions", "the id of a sub-division", id);
}

static gboolean
read_subdivisions (KhidkiOfficer *self, GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) list = g_key_file_get_string_list (file, group, "Subdivisions", NULL, NULL);
  guint n = 0;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    {
      n += *g_strstrip (list[i]) != '\0';
      if (*list[i] != '\0' && !check_subdivision (group, list[i], error))
        return FALSE;
    }
  if (n == 0)
    return khidki_dated_data_fail (error, group, "Subdivisions",
                                   "ids separated by semicolons, or *", NULL);
  if (!g_strv_contains ((const char *const *) list, "*"))
    self->subdivisions = g_steal_pointer (&list);
  return TRUE;
}

static gboolean
check_officer (KhidkiOfficer *self, const char *group, GError **error)
{
  if (self->role == NULL)
    return khidki_dated_data_fail (error, group, "Role", "the name of a role", NULL);
  if (g_hash_table_lookup (self->texts, "Name") == NULL)
    return khidki_dated_data_fail (error, group, "Name", "a name", NULL);
  if (g_hash_table_lookup (self->texts, "Designation") == NULL)
    return khidki_dated_data_fail (error, group, "Designation", "a designation", NULL);
  return khidki_dated_data_check_days (&self->dated, group, error);
}

static gboolean
read_keys (KhidkiOfficer *self, GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  if (!khidki_dated_data_read_head (group, &self->dated, error))
    return FALSE;
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = khidki_dated_data_dup_value (file, group, keys[i], error);

      if (value == NULL || !read_key (self, group, keys[i], value, error))
        return FALSE;
    }
  return read_subdivisions (self, file, group, error) && check_officer (self, group, error);
}

static gboolean
read_officer (GKeyFile *file, const char *group, gpointer data, GError **error)
{
  KhidkiOfficers *officers = data;
  g_autoptr (KhidkiOfficer) self = g_new0 (KhidkiOfficer, 1);

  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!read_keys (self, file, group, error))
    return FALSE;
  khidki_dated_index_add (officers->officers, g_steal_pointer (&self));
  return TRUE;
}

/* Nobody holds two posts on one day: which of them acted would be a guess. */
static gboolean
check_twice (KhidkiOfficers *self, GError **error)
{
  KhidkiOfficer *twice = khidki_dated_index_find_twice (self->officers);

  if (twice != NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                 "Officer %s begins two posts on one day", twice->dated.id);
  return twice == NULL;
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

  if (!khidki_dated_data_read_file (path, KIND, "[Officer ID] or [Officer ID DAY]", read_officer,
                                    self, error))
    return NULL;
  if (!check_twice (self, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
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
  return khidki_dated_index_find (self->officers, id, today);
}

const char *
khidki_officer_get_id (KhidkiOfficer *self)
{
  return self->dated.id;
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
