/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-service-private.h"

#include <string.h>

#define MAX_KEY 160

KhidkiPart *
khidki_part_new (const char *kind, const char *id)
{
  KhidkiPart *self = g_new0 (KhidkiPart, 1);

  self->kind = g_strdup (kind);
  self->id = g_strdup (id);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  return self;
}

void
khidki_part_free (KhidkiPart *self)
{
  g_free (self->kind);
  g_free (self->id);
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->lists);
  g_free (self);
}

void
khidki_part_set (KhidkiPart *self, const char *key, const char *value)
{
  g_hash_table_insert (self->values, g_strdup (key), g_strdup (value));
}

/* Takes @list. */
void
khidki_part_set_list (KhidkiPart *self, const char *key, char **list)
{
  g_hash_table_insert (self->lists, g_strdup (key), list);
}

/**
 * khidki_part_get_id:
 * @self: a part
 *
 * Returns: its name in the file: `identity` of `[Paper identity]`
 *
 * Since: 0.1
 */
const char *
khidki_part_get_id (KhidkiPart *self)
{
  return self->id;
}

/**
 * khidki_part_get_text:
 * @self: a part
 * @key: e.g. `Name`, `Ask`, `Help`
 * @language: (nullable): a language
 *
 * Returns: (nullable): `Key[language]=`, else `Key=`
 *
 * Since: 0.1
 */
const char *
khidki_part_get_text (KhidkiPart *self, const char *key, const char *language)
{
  char full[MAX_KEY];
  const char *text = NULL;

  if (language != NULL)
    {
      g_snprintf (full, sizeof full, "%s[%s]", key, language);
      text = g_hash_table_lookup (self->values, full);
    }

  return text != NULL ? text : g_hash_table_lookup (self->values, key);
}

/**
 * khidki_part_get_value:
 * @self: a part
 * @key: a key
 *
 * Returns: (nullable): what the file says; a boolean is `yes` or `no`
 *
 * Since: 0.1
 */
const char *
khidki_part_get_value (KhidkiPart *self, const char *key)
{
  return g_hash_table_lookup (self->values, key);
}

/**
 * khidki_part_get_list:
 * @self: a part
 * @key: e.g. `AnyOf`, `May`, `Bring`
 *
 * Returns: (transfer none): its entries, none if it is not there
 *
 * Since: 0.1
 */
const char *const *
khidki_part_get_list (KhidkiPart *self, const char *key)
{
  static const char *const empty[] = { NULL };
  const char *const *list = g_hash_table_lookup (self->lists, key);

  return list != NULL ? list : empty;
}

/**
 * khidki_part_get_kind:
 * @self: a part
 *
 * Returns: the word in front of its id: `Paper` of `[Paper identity]`
 *
 * Since: 0.1
 */
const char *
khidki_part_get_kind (KhidkiPart *self)
{
  return self->kind;
}

static int
compare_texts (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * khidki_part_list_texts:
 * @self: a part
 * @key: e.g. `Name`
 *
 * Returns: (transfer full): the text in every language that has one
 *
 * Since: 0.1
 */
GStrv
khidki_part_list_texts (KhidkiPart *self, const char *key)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  gsize length = strlen (key);
  GHashTableIter iter;
  gpointer full, value;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &full, &value))
    if (strncmp (full, key, length) == 0 &&
        (((char *) full)[length] == '\0' || ((char *) full)[length] == '['))
      g_ptr_array_add (texts, g_strdup (value));
  g_ptr_array_sort (texts, compare_texts);

  g_ptr_array_add (texts, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
}

/**
 * khidki_part_get_repeat:
 * @self: a group
 * @minimum: (out) (optional): how many there must be
 * @maximum: (out) (optional): how many there may be
 *
 * Returns: whether it repeats
 *
 * Since: 0.1
 */
gboolean
khidki_part_get_repeat (KhidkiPart *self, guint *minimum, guint *maximum)
{
  if (minimum != NULL)
    *minimum = self->minimum;
  if (maximum != NULL)
    *maximum = self->maximum;
  return self->maximum > 0;
}
