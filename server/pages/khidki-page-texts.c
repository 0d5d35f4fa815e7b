/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-page-texts.h"

#include "catalogue/khidki-language.h"
#include "khidki-pages-resources.h"

static void
load_group (GHashTable *texts, GKeyFile *file, const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    g_hash_table_insert (texts, g_strconcat (group, ".", keys[i], NULL),
                         g_key_file_get_string (file, group, keys[i], NULL));
}

static GHashTable *
load_language (const char *path)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GBytes) bytes = g_resource_lookup_data (khidki_pages_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_auto (GStrv) groups = NULL;

  if (bytes == NULL || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL))
    return texts;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    load_group (texts, file, groups[i]);
  return texts;
}

/* Built in, so read once and kept: language to key to text. */
static GHashTable *
get_texts (const char *language)
{
  static gsize loaded = 0;
  static GHashTable *all = NULL;
  GHashTable *texts;

  if (g_once_init_enter (&loaded))
    {
      const char *const *codes = khidki_language_list_codes ();

      all = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; codes[i] != NULL; i++)
        {
          g_autofree char *path = g_strdup_printf ("/org/khidki/pages/texts/%s.ini", codes[i]);

          g_hash_table_insert (all, (gpointer) codes[i], load_language (path));
        }
      g_once_init_leave (&loaded, 1);
    }
  texts = g_hash_table_lookup (all, language);
  return texts != NULL ? texts : g_hash_table_lookup (all, KHIDKI_LANGUAGE_SECOND);
}

/**
 * khidki_page_texts_get:
 * @language: one of khidki_language_list(); anything else gives English
 * @key: `group.key`
 *
 * Returns: (transfer none): the text; the key itself if there is none
 *
 * Since: 0.1
 */
const char *
khidki_page_texts_get (const char *language, const char *key)
{
  const char *text = g_hash_table_lookup (get_texts (language), key);

  return text != NULL ? text : key;
}

/**
 * khidki_page_texts_list_keys:
 * @language: one of khidki_language_list()
 *
 * Returns: (transfer full): all keys there are
 *
 * Since: 0.1
 */
GStrv
khidki_page_texts_list_keys (const char *language)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, get_texts (language));
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));
  g_ptr_array_add (keys, NULL);
  return (GStrv) g_ptr_array_steal (keys, NULL);
}
