/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-dated-index.h"

struct _KhidkiDatedIndex
{
  GPtrArray *all;
  GHashTable *by_id; /* id → GPtrArray of its entries */
};

/**
 * khidki_dated_index_new:
 * @free_entry: frees an entry with what it holds
 *
 * Returns: (transfer full): an index of nothing
 *
 * Since: 0.1
 */
KhidkiDatedIndex *
khidki_dated_index_new (GDestroyNotify free_entry)
{
  KhidkiDatedIndex *self = g_new0 (KhidkiDatedIndex, 1);

  self->all = g_ptr_array_new_with_free_func (free_entry);
  self->by_id =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
khidki_dated_index_free (KhidkiDatedIndex *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->all);
  g_free (self);
}

/**
 * khidki_dated_index_add:
 * @entry: (transfer full): an entry, which begins with a KhidkiDated
 *
 * Since: 0.1
 */
void
khidki_dated_index_add (KhidkiDatedIndex *self, gpointer entry)
{
  KhidkiDated *dated = entry;
  GPtrArray *same = g_hash_table_lookup (self->by_id, dated->id);

  g_ptr_array_add (self->all, entry);
  if (same == NULL)
    {
      same = g_ptr_array_new ();
      g_hash_table_insert (self->by_id, dated->id, same);
    }
  g_ptr_array_add (same, entry);
}

/**
 * khidki_dated_index_get_all:
 *
 * Returns: (transfer none): all entries in the order in which they were added
 *
 * Since: 0.1
 */
GPtrArray *
khidki_dated_index_get_all (KhidkiDatedIndex *self)
{
  return self->all;
}

static KhidkiDated *
find_latest (GPtrArray *same, const GDate *today)
{
  KhidkiDated *latest = NULL;

  for (guint i = 0; same != NULL && i < same->len; i++)
    {
      KhidkiDated *dated = g_ptr_array_index (same, i);

      if (g_date_compare (&dated->from, today) <= 0
          && (latest == NULL || g_date_compare (&dated->from, &latest->from) > 0))
        latest = dated;
    }
  return latest;
}

/**
 * khidki_dated_index_find:
 * @id: an id
 * @today: a civil date
 *
 * Returns: (transfer none) (nullable): the entry in force on that day; a later one of the
 *   same id ends the earlier one
 *
 * Since: 0.1
 */
gpointer
khidki_dated_index_find (KhidkiDatedIndex *self, const char *id, const GDate *today)
{
  KhidkiDated *latest = find_latest (g_hash_table_lookup (self->by_id, id), today);

  if (latest != NULL && g_date_valid (&latest->until) && g_date_compare (&latest->until, today) < 0)
    return NULL;
  return latest;
}

/**
 * khidki_dated_index_list:
 * @today: a civil date
 *
 * Returns: (transfer container): the entries in force on that day, in the order in which
 *   they were added
 *
 * Since: 0.1
 */
GPtrArray *
khidki_dated_index_list (KhidkiDatedIndex *self, const GDate *today)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->all->len; i++)
    {
      KhidkiDated *dated = g_ptr_array_index (self->all, i);

      if (khidki_dated_index_find (self, dated->id, today) == dated)
        g_ptr_array_add (list, dated);
    }
  return list;
}

/**
 * khidki_dated_index_find_twice:
 *
 * Returns: (transfer none) (nullable): the first entry that begins on the same day as
 *   another of its id; which of them holds would be a guess
 *
 * Since: 0.1
 */
gpointer
khidki_dated_index_find_twice (KhidkiDatedIndex *self)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      KhidkiDated *dated = g_ptr_array_index (self->all, i);
      GPtrArray *same = g_hash_table_lookup (self->by_id, dated->id);

      for (guint j = 0; j < same->len; j++)
        {
          KhidkiDated *other = g_ptr_array_index (same, j);

          if (other != dated && g_date_compare (&other->from, &dated->from) == 0)
            return dated;
        }
    }
  return NULL;
}
