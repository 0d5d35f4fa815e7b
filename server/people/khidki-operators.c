/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "people/khidki-operators.h"

#include <string.h>

#include "catalogue/khidki-dated-data.h"
#include "catalogue/khidki-dated-index.h"
#include "libkhidki/khidki-distance-private.h"
#include "libkhidki/khidki-error.h"

#define KIND "Operator"

struct _KhidkiOperatorPost
{
  KhidkiDated dated;
  char *role;
  char *centre;
  /* language → name; English is "" */
  GHashTable *names;
};

struct _KhidkiOperators
{
  gatomicrefcount references;
  KhidkiDatedIndex *posts;
};

static void
post_free (KhidkiOperatorPost *self)
{
  g_free (self->dated.id);
  g_free (self->role);
  g_free (self->centre);
  g_hash_table_unref (self->names);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiOperatorPost, post_free)

/**
 * khidki_operators_new_empty:
 *
 * Returns: (transfer full): nobody
 *
 * Since: 0.1
 */
KhidkiOperators *
khidki_operators_new_empty (void)
{
  KhidkiOperators *self = g_new0 (KhidkiOperators, 1);

  g_atomic_ref_count_init (&self->references);
  self->posts = khidki_dated_index_new ((GDestroyNotify) post_free);
  return self;
}

KhidkiOperators *
khidki_operators_ref (KhidkiOperators *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
khidki_operators_unref (KhidkiOperators *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  khidki_dated_index_free (self->posts);
  g_free (self);
}

static gboolean
read_role (KhidkiOperatorPost *self, const char *group, const char *value, GError **error)
{
  g_free (self->role);
  self->role = g_strdup (value);
  return g_str_equal (value, "operator") || g_str_equal (value, "supervisor")
         || khidki_dated_data_fail (error, group, "Role", "operator or supervisor", value);
}

static gboolean
read_centre (KhidkiOperatorPost *self, const char *group, const char *value, GError **error)
{
  g_free (self->centre);
  self->centre = g_strdup (value);
  return khidki_dated_data_is_id (value)
         || khidki_dated_data_fail (error, group, "Centre", "the id of a centre", value);
}

/* (transfer full) (nullable): `hi` of `Name[hi]`, "" of `Name`; %NULL of another key */
static char *
name_language (const char *key)
{
  gsize length = strlen (key);

  if (g_str_equal (key, "Name"))
    return g_strdup ("");
  if (!g_str_has_prefix (key, "Name[") || length < 7 || key[length - 1] != ']')
    return NULL;
  return g_strndup (key + 5, length - 6);
}

static gboolean
read_key (KhidkiOperatorPost *self,
          const char *group,
          const char *key,
          const char *value,
          GError **error)
{
  char *language = name_language (key);

  if (language != NULL)
    {
      g_hash_table_replace (self->names, language, g_strdup (value));
      return TRUE;
    }
  if (g_str_equal (key, "Role"))
    return read_role (self, group, value, error);
  if (g_str_equal (key, "Centre"))
    return read_centre (self, group, value, error);
  if (g_str_equal (key, "From"))
    return khidki_dated_data_read_day (&self->dated.from, group, key, value, error);
  if (g_str_equal (key, "Until"))
    return khidki_dated_data_read_day (&self->dated.until, group, key, value, error);
  return khidki_dated_data_fail (error, group, key, "Name, Role, Centre, From or Until", key);
}

static gboolean
check_post (KhidkiOperatorPost *self, const char *group, GError **error)
{
  if (g_hash_table_lookup (self->names, "") == NULL)
    return khidki_dated_data_fail (error, group, "Name", "a name", NULL);
  if (self->role == NULL)
    return khidki_dated_data_fail (error, group, "Role", "operator or supervisor", NULL);
  if (self->centre == NULL)
    return khidki_dated_data_fail (error, group, "Centre", "the id of a centre", NULL);
  return khidki_dated_data_check_days (&self->dated, group, error);
}

static gboolean
read_keys (KhidkiOperatorPost *self, GKeyFile *file, const char *group, GError **error)
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
  return check_post (self, group, error);
}

static gboolean
read_post (GKeyFile *file, const char *group, gpointer data, GError **error)
{
  KhidkiOperators *operators = data;
  g_autoptr (KhidkiOperatorPost) self = g_new0 (KhidkiOperatorPost, 1);

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!read_keys (self, file, group, error))
    return FALSE;
  khidki_dated_index_add (operators->posts, g_steal_pointer (&self));
  return TRUE;
}

/* At which of two counters they took the money would be a guess. */
static gboolean
check_twice (KhidkiOperators *self, GError **error)
{
  KhidkiOperatorPost *twice = khidki_dated_index_find_twice (self->posts);

  if (twice != NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                 "Operator %s begins at two centres on one day", twice->dated.id);
  return twice == NULL;
}

/**
 * khidki_operators_new_from_file:
 * @path: a keyfile of operators, see data/operators/example.ini
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the operators; %NULL with KHIDKI_ERROR_INVALID
 *   that names file, group, key, expected and found
 *
 * Since: 0.1
 */
KhidkiOperators *
khidki_operators_new_from_file (const char *path, GError **error)
{
  g_autoptr (KhidkiOperators) self = khidki_operators_new_empty ();

  if (!khidki_dated_data_read_file (path, KIND, "[Operator ID] or [Operator ID DAY]", read_post,
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
 * khidki_operators_find:
 * @id: an operator's id
 * @today: the civil date
 *
 * Returns: (transfer none) (nullable): where the operator works on that day; the
 *   later post ends the earlier one; %NULL when nowhere
 *
 * Since: 0.1
 */
KhidkiOperatorPost *
khidki_operators_find (KhidkiOperators *self, const char *id, const GDate *today)
{
  return khidki_dated_index_find (self->posts, id, today);
}

/**
 * khidki_operators_find_nearest:
 * @id: as somebody typed it
 *
 * Returns: (transfer none) (nullable): @id if an operator has it, working or gone; else the one
 *   that was likely meant, if any is near
 *
 * Since: 0.1
 */
const char *
khidki_operators_find_nearest (KhidkiOperators *self, const char *id)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GPtrArray *posts = khidki_dated_index_get_all (self->posts);

  for (guint i = 0; i < posts->len; i++)
    g_ptr_array_add (ids, ((KhidkiOperatorPost *) g_ptr_array_index (posts, i))->dated.id);
  g_ptr_array_add (ids, NULL);
  return khidki_distance_find_nearest (id, (const char *const *) ids->pdata);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const KhidkiOperatorPost *left = *(KhidkiOperatorPost *const *) a;
  const KhidkiOperatorPost *right = *(KhidkiOperatorPost *const *) b;

  return strcmp (left->dated.id, right->dated.id);
}

/**
 * khidki_operators_list:
 * @today: the civil date
 *
 * Returns: (transfer container) (element-type KhidkiOperatorPost): the posts of that
 *   day, by the operators' ids
 *
 * Since: 0.1
 */
GPtrArray *
khidki_operators_list (KhidkiOperators *self, const GDate *today)
{
  GPtrArray *list = khidki_dated_index_list (self->posts, today);

  g_ptr_array_sort (list, compare_ids);
  return list;
}

const char *
khidki_operator_post_get_id (KhidkiOperatorPost *self)
{
  return self->dated.id;
}

const char *
khidki_operator_post_get_role (KhidkiOperatorPost *self)
{
  return self->role;
}

const char *
khidki_operator_post_get_centre (KhidkiOperatorPost *self)
{
  return self->centre;
}

const char *
khidki_operator_post_get_name (KhidkiOperatorPost *self, const char *language)
{
  const char *name = g_hash_table_lookup (self->names, language);

  return name != NULL ? name : g_hash_table_lookup (self->names, "");
}

/**
 * khidki_operator_post_get_names:
 *
 * Returns: (transfer none) (element-type utf8 utf8): language → name, "" for English
 *
 * Since: 0.1
 */
GHashTable *
khidki_operator_post_get_names (KhidkiOperatorPost *self)
{
  return self->names;
}

/**
 * khidki_operator_post_get_until:
 *
 * Returns: (transfer none): the last day, not valid when there is none
 *
 * Since: 0.1
 */
const GDate *
khidki_operator_post_get_until (KhidkiOperatorPost *self)
{
  return &self->dated.until;
}
